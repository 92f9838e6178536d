"""Joining a programme: by its card, and by a person's eyes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from kiosk.clock import Clock, SystemClock, stamp
from kiosk.config import DataFolder, Settings, write_atomically
from kiosk.errors import KeyProblem
from kiosk.i18n import N_
from kiosk.keys import (
    Card,
    CardStep,
    Enrolment,
    KioskKeys,
    compare,
    joining_digits,
    read_card,
    read_enrolment,
)
from kiosk.stick.device import Device, write_surviving
from kiosk.stick.folder import Stick, is_ours
from kiosk.stick.intake import card_at, load_card, read_from
from kiosk.stick.outcomes import in_words
from kiosk.stick.patience import Patient
from kiosk.visits import VisitLog

Confirm = Callable[[Card, tuple[str, ...]], bool]

NO_CARD = N_("There is no programme's card at {path}. Ask the manager for a stick with the card.")
OLDER_CARD = N_("This card is older than the one that this kiosk has. Nothing was changed.")
FORMER_CARD = N_(
    "This card was signed with a key that the programme no longer uses. Ask the manager for a new one."
)
OTHER_CONTENT = N_(
    "This card has the number of the one that this kiosk has, but says something else. Nothing was changed: ask the"
    " manager who made it."
)
LEAVE_FIRST = N_(
    "This kiosk belongs to {name}. To join another programme, tell it to leave that one. Ask its manager first."
)
NOT_CONFIRMED = N_("The digits were not confirmed, so this kiosk did not join. Nothing was changed.")


class Invitation(NamedTuple):
    """A card that may be joined: the digits of both sides, and the name of the programme that is left for it."""

    card: Card
    groups: tuple[str, ...]
    leaves: str = ""


def invitation(data: DataFolder, kiosk: str, source: Path, device: Device | None = None) -> Invitation | None:
    """Look at a card before anybody has decided; None where there is none that needs a decision.

    For a screen, which then hands `join` a `confirm` that knows what was typed. Raises StickError when the stick fails.
    """
    with Patient(device) as patient:
        written = read_from(Stick(source).card, patient)
    try:
        found = read_card(written) if written is not None else None
    except KeyProblem:
        return None
    current = current_card(data)
    if found is None or (current is not None and found.programme == current.programme):
        return None
    keys = KioskKeys.ensure(data.keys)
    return Invitation(found, _groups(found, kiosk, keys), current.name if current else "")


def join(
    data: DataFolder,
    log: VisitLog,
    source: Path,
    confirm: Confirm,
    site: str = "",
    *,
    leave: bool = False,
    new_keys: bool = False,
    clock: Clock | None = None,
    device: Device | None = None,
) -> Card:
    """Join the programme whose card is at `source`: the card itself, a stick, or a folder. Returns the card.

    `confirm` gets the card and six groups of five digits and says whether a person found them equal: the
    first three stand for the programme, and the manager shows them too; the last three stand for this
    kiosk, and the manager compares them before accepting it. It is not asked for another version of the
    card that this kiosk trusts. `site` is what people call this kiosk; it travels sealed. `leave` lets it go
    from its present programme to another one. `new_keys` gives it new keys for those that somebody else may
    have; the manager accepts it again. The request to join is kept here and, when the card came on a stick,
    put there too. Raises KeyProblem (no card, a forged, former or older one, digits not confirmed, another
    programme's without `leave`), StickError when the stick refuses the request (the kiosk has joined all the
    same; the next export carries the request).
    """
    with Patient(device) as patient:
        path = card_at(source, patient)
        written = read_from(path, patient)
        if written is None:
            raise KeyProblem(NO_CARD, path=source)
        found = read_card(written)
        unknown = _must_be_confirmed(current_card(data), found, leave=leave)
        keys = KioskKeys.renew(data.keys) if new_keys else KioskKeys.ensure(data.keys)
        if unknown:
            if not confirm(found, _groups(found, log.kiosk, keys)):
                raise KeyProblem(NOT_CONFIRMED)
            data.roster.unlink(missing_ok=True)
        request = _request(data, log, found, keys, site, clock or SystemClock())
        write_atomically(data.enrolment, request)
        # The card comes last: with it this kiosk has joined.
        write_atomically(data.card, written)
        if is_ours(path.parent):
            with in_words():
                write_surviving(Stick(path.parent).enrolment(log.kiosk), request, patient)
    return found


def _must_be_confirmed(current: Card | None, found: Card, *, leave: bool) -> bool:
    """Tell whether a person must compare the digits before this card is taken. Raises KeyProblem when it may not be."""
    if current is None:
        return True
    step = compare(current, found)
    if step in _REFUSED:
        raise KeyProblem(_REFUSED[step])
    if step is CardStep.OTHER_PROGRAMME and not leave:
        raise KeyProblem(LEAVE_FIRST, name=current.name)
    return step in (CardStep.OTHER_PROGRAMME, CardStep.UNKNOWN_SIGNER)


def _groups(card: Card, kiosk: str, keys: KioskKeys) -> tuple[str, ...]:
    return joining_digits(card.programme, card.signing_key, kiosk, keys.signing_key, keys.sealing_key)


_REFUSED = {
    CardStep.OLDER: OLDER_CARD,
    CardStep.FORMER_SIGNER: FORMER_CARD,
    CardStep.OTHER_CONTENT: OTHER_CONTENT,
}


def current_card(data: DataFolder) -> Card | None:
    """Return the card that this kiosk trusts; a damaged one is none, so that joining again mends it."""
    try:
        return load_card(data)
    except KeyProblem:
        return None


def _request(data: DataFolder, log: VisitLog, card: Card, keys: KioskKeys, site: str, clock: Clock) -> bytes:
    settings = Settings.load(data.settings)
    name = site.strip() or settings.site
    if data.enrolment.exists() and name == settings.site:
        kept = data.enrolment.read_bytes()
        if _asks_the_same(kept, log, card, keys):
            return kept
    if name != settings.site:
        settings.with_changes(site=name).save(data.settings)
    return Enrolment.request(card, log.kiosk, keys, name, stamp(clock.now())).signed(keys)


def _asks_the_same(kept: bytes, log: VisitLog, card: Card, keys: KioskKeys) -> bool:
    try:
        asked = read_enrolment(kept)
    except KeyProblem:
        return False
    return (asked.programme, asked.card_key, asked.kiosk, asked.signing_key, asked.sealing_key) == (
        card.programme,
        card.signing_key,
        log.kiosk,
        keys.signing_key,
        keys.sealing_key,
    )


def own_digits(data: DataFolder, log: VisitLog) -> tuple[str, ...] | None:
    """Return the six groups that this kiosk shows while it waits to be accepted; None before it has joined.

    Raises KeyProblem when card or keys cannot be read.
    """
    card = load_card(data)
    if card is None:
        return None
    return _groups(card, log.kiosk, KioskKeys.load(data.keys))
