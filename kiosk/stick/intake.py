"""What a kiosk takes from a stick: a newer card, its roster, the centre's receipt. Nothing is believed unsigned."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from kiosk.config import DataFolder, Settings, write_atomically
from kiosk.errors import KeyProblem, LogError, SettingsError
from kiosk.keys import (
    Card,
    CardStep,
    KioskKeys,
    Receipt,
    Roster,
    compare,
    read_card,
    read_receipt,
    read_roster,
)
from kiosk.keys.signatures import MAX_DOCUMENT
from kiosk.stick.device import Device
from kiosk.stick.folder import Stick
from kiosk.stick.outcomes import in_words
from kiosk.visits import VisitLog, Volunteer

#: Settings of the desk that a manager may set from afar.
_FROM_AFAR = ("place", "country", "activity")


def load_card(data: DataFolder) -> Card | None:
    """Return the card of this kiosk's programme, None before it has joined one.

    Raises KeyProblem when the kept card is damaged.
    """
    try:
        return read_card(data.card.read_bytes())
    except FileNotFoundError:
        return None


def read_from(path: Path, device: Device) -> bytes | None:
    """Read a small file from a stick; None when it is missing or far too large. Raises StickError."""
    with in_words():
        data = device.read(path, MAX_DOCUMENT)
    return data if data is not None and len(data) <= MAX_DOCUMENT else None


def card_at(source: Path, device: Device) -> Path:
    """Return where the card is: `source` itself, or its place on that stick or in that folder. Raises StickError."""
    with in_words():
        return source if device.is_file(source) else Stick(source).card


def take_card(data: DataFolder, card: Card, stick: Stick, device: Device) -> tuple[Card, CardStep]:
    """Take a newer card of the same programme; return the card that now holds, and what was found.

    A damaged card on a stick is as good as none. Raises StickError.
    """
    found_bytes = read_from(stick.card, device)
    if found_bytes is None:
        return card, CardStep.NONE
    try:
        found = read_card(found_bytes)
    except KeyProblem:
        return card, CardStep.NONE
    step = compare(card, found)
    if step is not CardStep.NEWER:
        return card, step
    write_atomically(data.card, found_bytes)
    return found, step


def take_receipt(data: DataFolder, log: VisitLog, card: Card, stick: Stick, device: Device) -> bool:
    """Note what the centre has, and keep its word; return whether a receipt for this kiosk was there.

    A receipt names every epoch that the centre knows of: those of a copy of this log are not this log's. Raises
    StickError.
    """
    written = read_from(stick.receipts(log.kiosk), device)
    receipt = _receipt(written, log, card)
    if receipt is None or written is None:
        return False
    for part in receipt.epochs:
        with suppress(LogError):
            log.record_receipt(part.epoch, part.contiguous_to, receipt.centre_time, part.extras)
    kept = last_receipt(data, log, card)
    if kept is None or kept.centre_time <= receipt.centre_time:
        write_atomically(data.receipt, written)
    return True


def last_receipt(data: DataFolder, log: VisitLog, card: Card) -> Receipt | None:
    """Return the newest receipt that ever came, or None."""
    return _receipt(_kept(data.receipt), log, card)


def _receipt(written: bytes | None, log: VisitLog, card: Card) -> Receipt | None:
    if written is None:
        return None
    try:
        receipt = read_receipt(written, card.signing_key)
    except KeyProblem:
        return None
    return receipt if (receipt.programme, receipt.kiosk) == (card.programme, log.kiosk) else None


def take_roster(
    data: DataFolder, log: VisitLog, card: Card, keys: KioskKeys, stick: Stick, device: Device
) -> bool:
    """Take over places, volunteers and the site's name from a newer roster; return whether there was one.

    Raises StickError.
    """
    sealed = read_from(stick.roster(log.kiosk), device)
    found = _roster(sealed, log, card, keys)
    if found is None or sealed is None:
        return False
    known = kept_roster(data, log, card, keys)
    if known is not None and known.version >= found.version:
        return False
    if found.places:
        log.set_places(found.places)
    if found.volunteers:
        log.set_volunteers(
            [Volunteer(person.pseudonym, person.role, person.active) for person in found.volunteers]
        )
    log.forget_pins(_to_forget(known, found))
    _take_settings(data, found)
    # Last: a cut before this line only means that the same roster is taken once more.
    write_atomically(data.roster, sealed)
    return True


def _to_forget(known: Roster | None, found: Roster) -> list[str]:
    """Return whose PIN the manager has asked to be chosen anew since the last roster."""
    before, now = (_new_pins(roster) if roster else {} for roster in (known, found))
    return [who for who, count in now.items() if count > before.get(who, 0)]


def _new_pins(roster: Roster) -> dict[str, int]:
    asked = roster.settings.get("new_pins")
    counts = asked.items() if isinstance(asked, dict) else ()
    return {str(who): count for who, count in counts if isinstance(count, int)}


def _take_settings(data: DataFolder, found: Roster) -> None:
    """Take over the site's name and the desk's place. Settings that cannot be read stay for the desk to name."""
    with suppress(SettingsError):
        settings = Settings.load(data.settings)
        changes = {n: found.settings[n] for n in _FROM_AFAR if isinstance(found.settings.get(n), str)}
        settings.with_changes(**changes, site=found.site or settings.site).save(data.settings)


def _kept(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None


def kept_roster(data: DataFolder, log: VisitLog, card: Card, keys: KioskKeys) -> Roster | None:
    """Return the newest roster that ever came, or None."""
    return _roster(_kept(data.roster), log, card, keys)


def _roster(sealed: bytes | None, log: VisitLog, card: Card, keys: KioskKeys) -> Roster | None:
    if sealed is None:
        return None
    try:
        found = read_roster(sealed, keys, card.signing_key)
    except KeyProblem:
        return None
    return found if (found.programme, found.kiosk) == (card.programme, log.kiosk) else None
