"""The programme's keys over the years: other managers' keys, the next signing key, and keys restored from paper.

Each change is a new card with a higher number. What must stand on paper is handed out before anything is written: a
crash in between leaves the keys and the card as they were, or a card that the same papers finish.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from kiosk.centre.audit import Deed
from kiosk.centre.programme import programme_card, text
from kiosk.centre.schema import StoreError
from kiosk.centre.store import Store
from kiosk.config import DataFolder, write_atomically
from kiosk.errors import KeyProblem
from kiosk.i18n import N_
from kiosk.keys import (
    Card,
    CardStep,
    ManagerKeys,
    Paper,
    SealingKey,
    SigningKey,
    compare,
    digits,
    fingerprint,
    paper_form,
    read_card,
    sealing_key_on,
    signing_key_on,
)
from kiosk.keys.card import MAX_RECIPIENTS
from kiosk.keys.holders import MANAGER_FILE
from kiosk.keys.sealing import is_recipient

#: Called with the paper of the next signing key before anything is changed.
ShowPaper = Callable[[str], None]

NOT_A_KEY = N_("This is no manager's sealing key. It begins with age1 and comes from: kiosk programme join")
NOT_THE_SIGNER = N_("Only the manager whose key signs the card can change it.")
NOT_ITS_PAPER = N_(
    "The signing key on this paper is neither the programme's present one nor the announced next one."
)
NOT_ON_THE_CARD = N_("The sealing key on this paper is not on the programme's card.")


def key_digits(recipient: str) -> tuple[str, ...]:
    """Return the three groups by which two managers compare a sealing key that was mailed."""
    return digits(b"manager", recipient.encode(), groups=3)


def add_key(data: DataFolder, store: Store, keys: ManagerKeys, recipient: str) -> Card:
    """Put another manager's sealing key onto the card, so that new bundles open for both; return the new card.

    That manager can open and import; cards, receipts and rosters are signed by the first one alone. Raises StoreError.
    """
    card = programme_card(data)
    if not is_recipient(recipient):
        raise StoreError(NOT_A_KEY)
    if recipient in card.recipients:
        raise StoreError("This key is on the card already.")
    if len(card.recipients) >= MAX_RECIPIENTS:
        raise StoreError("There are {most} keys on the card; it holds no more.", most=MAX_RECIPIENTS)
    with store.transaction():
        written = _write(data, keys, replace(card, recipients=(*card.recipients, recipient)))
        store.audit(keys.key_id, Deed.KEY_ADDED, card=written.version, key=recipient)
    return written


def drop_key(data: DataFolder, store: Store, keys: ManagerKeys, recipient: str) -> Card:
    """Take another manager's sealing key off the card; what was sealed for it stays open to it. Raises StoreError."""
    card = programme_card(data)
    if recipient not in card.recipients:
        raise StoreError("This key is not on the card.")
    if recipient == keys.sealing_key:
        raise StoreError("This is your own key: without it nobody could give receipts.")
    remaining = tuple(key for key in card.recipients if key != recipient)
    with store.transaction():
        written = _write(data, keys, replace(card, recipients=remaining))
        store.audit(keys.key_id, Deed.KEY_DROPPED, card=written.version, key=recipient)
    return written


def change_card(
    data: DataFolder,
    store: Store,
    keys: ManagerKeys,
    *,
    name: str | None = None,
    asks: Mapping[str, bool] | None = None,
    activities: Sequence[str] | None = None,
) -> Card:
    """Change what the card says of the programme; what is None stays. Returns the card, a new one if it says other.

    `asks` are the optional questions (`ASKABLE`), `activities` what the desks offer. Raises StoreError.
    """
    card = programme_card(data)
    if name is not None and not text(name):
        raise StoreError("A programme needs a name.")
    offered = [text(activity) for activity in activities] if activities is not None else None
    if offered is not None and not all(offered):
        raise StoreError("An activity needs a name.")
    changed = replace(
        card,
        name=card.name if name is None else text(name),
        asks=card.asks if asks is None else {**card.asks, **asks},
        codebook=card.codebook
        if offered is None
        else {**card.codebook, "activities": list(dict.fromkeys(offered))},
    )
    if changed == card:
        return card
    with store.transaction():
        written = _write(data, keys, changed)
        store.audit(keys.key_id, Deed.CARD_CHANGED, card=written.version)
    return written


def _write(data: DataFolder, keys: ManagerKeys, card: Card) -> Card:
    if keys.signing_key != programme_card(data).signing_key:
        raise StoreError(NOT_THE_SIGNER)
    return _write_next(data, keys, card)


def _write_next(data: DataFolder, keys: ManagerKeys, card: Card) -> Card:
    signed = replace(card, version=card.version + 1).signed(keys)
    write_atomically(data.card, signed)
    return read_card(signed)


def take_next_key(
    data: DataFolder, store: Store, keys: ManagerKeys, paper: str, passphrase: str, show: ShowPaper
) -> Card:
    """Sign with the announced next key from now on; return the card, which announces the key after it.

    `show` gets the paper of that one. Kiosks take the card because the old one announced its key; a thief of the old
    key is refused by every kiosk that has taken it. Raises KeyProblem for a misread paper or another key.
    """
    successor, following = keys.succeeded_by(paper)
    card = programme_card(data)
    show(following)
    written = _write_next(data, successor, card)
    successor.save(data.keys, passphrase)
    store.audit(successor.key_id, Deed.SIGNING_KEY_CHANGED, card=written.version, before=keys.key_id)
    return written


def restore(
    data: DataFolder, store: Store, signing: str, sealing: str, passphrase: str, show: ShowPaper
) -> tuple[Card, ManagerKeys]:
    """Make the manager's key file anew from paper, under a new passphrase.

    `signing` is the paper of the signing key, or of the next one, which then takes over. Without `sealing` (its paper
    is lost) there is a new sealing key on a new card: what was sealed for the old one alone stays closed, and the
    kiosks build new bundles of what has no receipt. The folder must hold the card; any stick has it. An older key
    file is kept beside the new one. Raises KeyProblem for a misread paper or another key.
    """
    card = programme_card(data)
    signer = signing_key_on(signing, Paper.SIGNING, Paper.NEXT_SIGNING)
    sealer = sealing_key_on(sealing) if sealing.strip() else None
    del signing, sealing  # no traceback shall hold them
    if isinstance(signer, KeyProblem):
        raise signer
    if isinstance(sealer, KeyProblem):
        raise sealer
    if sealer is not None and sealer.public not in card.recipients:
        raise KeyProblem(NOT_ON_THE_CARD)
    made = _restored(data, card, signer, sealer or SealingKey.generate(), passphrase, show)
    store.audit(
        made[1].key_id, Deed.KEYS_RESTORED, card=made[0].version, before=card.version, key=made[1].sealing_key
    )
    return made


def note_paper_made(store: Store, keys: ManagerKeys) -> None:
    """Write into the trail that a copy of the keys on paper was made: who has it can open the visits."""
    store.audit(keys.key_id, Deed.KEYS_ON_PAPER)


def _restored(
    data: DataFolder, card: Card, signer: SigningKey, sealer: SealingKey, passphrase: str, show: ShowPaper
) -> tuple[Card, ManagerKeys]:
    announced = fingerprint(signer.public) == card.next_signing_fingerprint
    if not announced and signer.public != card.signing_key:
        raise KeyProblem(NOT_ITS_PAPER)
    following = SigningKey.generate() if announced else None
    keys = ManagerKeys(
        signer, sealer, fingerprint(following.public) if following else card.next_signing_fingerprint
    )
    keys.check(passphrase)
    if following is not None:
        show(paper_form(following.seed(), Paper.NEXT_SIGNING))
    if sealer.public not in card.recipients:
        card = replace(card, recipients=(sealer.public, *card.recipients[1:]))
    if following is not None or card != programme_card(data):
        card = _write_next(data, keys, card)
    _keep_older(data.keys / MANAGER_FILE)
    keys.save(data.keys, passphrase)
    return card, keys


def _keep_older(file: Path) -> None:
    """Move a key file whose passphrase is forgotten out of the way: somebody may remember it."""
    number = 1
    while (kept := file.with_name(f"{file.stem}-old-{number}{file.suffix}")).exists():
        number += 1
    if file.exists():
        file.replace(kept)


def take_card(data: DataFolder, source: Path) -> Card:
    """Take over the programme's card into another manager's folder, or a newer one of it; return the card.

    The first time, whoever calls this has compared its digits with the programme's manager. Raises StoreError when it
    is not newer, or of another programme or signer; KeyProblem when it is damaged.
    """
    written = source.read_bytes()
    found = read_card(written)
    if data.card.exists():
        step = compare(programme_card(data), found)
        if step not in (CardStep.NEWER, CardStep.SAME):
            raise StoreError(
                "This card is not a newer one of the programme in {path}. Nothing was changed:"
                " ask its manager for the newest card.",
                path=data.root,
            )
    data.create()
    write_atomically(data.card, written)
    return found
