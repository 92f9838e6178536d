"""The manager's side of a programme: its keys and card, which kiosks belong to it, where its places are."""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from collections.abc import Callable, Collection
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from kiosk.centre.audit import Deed
from kiosk.centre.new_pins import NEW_PINS, new_pins
from kiosk.centre.schema import StoreError
from kiosk.centre.store import KnownKiosk, Store
from kiosk.centre.tree import below
from kiosk.codebook import CODEBOOK_VERSION
from kiosk.config import DataFolder, write_atomically
from kiosk.keys import Card, ManagerKeys, Roster, RosterVolunteer, read_card
from kiosk.stick import Patient, Stick, write_surviving

#: What a new programme's desks offer as activities until the manager says otherwise.
ACTIVITIES = ("desk", "club", "campaign", "course")


class NewProgramme(NamedTuple):
    """A programme that was just made. `paper` is the next signing key's private half, which is kept nowhere else."""

    card: Card
    keys: ManagerKeys
    paper: str


def new_programme(
    data: DataFolder, name: str, passphrase: str, *, asks: dict[str, bool] | None = None
) -> NewProgramme:
    """Make a programme: its keys under `passphrase`, its first card, and an empty store.

    Raises StoreError when there is a programme in this folder, KeyProblem for a short passphrase.
    """
    if not name.strip():
        raise StoreError("A programme needs a name.")
    if data.card.exists() or ManagerKeys.exist(data.keys):
        raise StoreError(
            "There is a programme in {path} already. For another one choose another folder with --data.",
            path=data.root,
        )
    data.create()
    keys, paper = ManagerKeys.generate()
    card = Card(
        programme=f"p-{secrets.token_hex(8)}",
        name=text(name),
        version=1,
        recipients=(keys.sealing_key,),
        signing_key=keys.signing_key,
        next_signing_fingerprint=keys.next_fingerprint,
        codebook={"version": CODEBOOK_VERSION, "activities": list(ACTIVITIES)},
        asks=dict(asks or {}),
    )
    signed = card.signed(keys)
    keys.save(data.keys, passphrase)
    write_atomically(data.card, signed)
    with Store.of(data) as store:
        store.audit(keys.key_id, Deed.PROGRAMME_MADE, programme=card.programme)
    return NewProgramme(card, keys, paper)


def programme_card(data: DataFolder) -> Card:
    """Return the programme's card. Raises StoreError when there is no programme in this folder."""
    try:
        return read_card(data.card.read_bytes())
    except FileNotFoundError:
        raise StoreError(
            'There is no programme in {path}. Make one: kiosk programme new "Its name"', path=data.root
        ) from None


def manager_keys(data: DataFolder, passphrase: str) -> ManagerKeys:
    """Open the manager's keys, which takes about a second. Raises KeyProblem for a wrong passphrase."""
    programme_card(data)  # whoever is in the wrong folder learns that, and not that the passphrase is wrong
    return ManagerKeys.load(data.keys, passphrase)


def write_card(data: DataFolder, target: Path) -> Path:
    """Write the card onto a stick or into a folder, and return where it is. Raises StoreError when it cannot be."""
    programme_card(data)
    stick = Stick(target)
    return put(stick, stick.card, data.card.read_bytes())


def put(stick: Stick, path: Path, data: bytes) -> Path:
    """Write one of the centre's files onto a stick so that it survives, and return its path. Raises StoreError."""
    try:
        with Patient() as device:
            write_surviving(path, data, device)
    except OSError as problem:
        raise refused_by(stick, problem) from problem
    return path


def refused_by(stick: Stick, problem: OSError) -> StoreError:
    """Return what is said of a stick that cannot be written."""
    return StoreError(
        "The stick or folder {path} cannot be written to: {reason}. Try another one.",
        path=stick.root,
        reason=problem.strerror or problem,
    )


def write_roster(data: DataFolder, store: Store, keys: ManagerKeys, kiosk: str, target: Path) -> Path:
    """Write what a kiosk needs to know, sealed for it alone, onto its stick: places, volunteers, its name and place.

    Raises StoreError for a kiosk that was not accepted, and when the stick refuses.
    """
    stick = Stick(target)
    rosters = Rosters(programme_card(data).programme, store, keys)
    path = put(stick, stick.roster(kiosk), rosters.sealed(kiosk))
    rosters.note_written()
    return path


class Rosters:
    """What kiosks need to know, sealed for each alone. What all are told alike is looked up once."""

    def __init__(self, programme: str, store: Store, keys: ManagerKeys) -> None:
        self._programme = programme
        self._store = store
        self._keys = keys
        self._places, self._protection = store.places(), store.protection()
        self._sealed: set[str] = set()

    def sealed(self, kiosk: str) -> bytes:
        """Return a kiosk's roster, with a new version where it says something new. Raises StoreError."""
        with self._store.transaction():
            known = self._store.accepted(kiosk)
            roster = self._with_version(known, self._draft(known))
        self._sealed.add(kiosk)
        return roster.sealed(self._keys, known.sealing_key)

    def note_written(self, failed: Collection[str] = ()) -> None:
        """Note that what was sealed since the last call lies on a stick now, but for the kiosks whose roster failed."""
        self._store.note_told(self._sealed.difference(failed), self._protection)
        self._sealed.clear()

    def _draft(self, known: KnownKiosk) -> Roster:
        volunteers = [
            RosterVolunteer(pseudonym, role) for pseudonym, role in self._store.volunteers(known.kiosk)
        ]
        settings: dict[str, Any] = {"place": known.place} if known.place else {}
        if asked := new_pins(self._store, known.kiosk):
            settings[NEW_PINS] = asked
        return Roster(
            programme=self._programme,
            kiosk=known.kiosk,
            version=known.roster_version,
            site=known.name,
            places=self._places,
            volunteers=volunteers,
            settings=settings,
            protection=self._protection,
        )

    def _with_version(self, known: KnownKiosk, draft: Roster) -> Roster:
        """Number a roster: one that says the same as the last keeps its version, so that no kiosk takes it in again."""
        said = hashlib.sha256(
            repr((draft.site, draft.places, draft.volunteers, draft.settings, draft.protection)).encode()
        ).hexdigest()
        if known.roster_version and self._store.meta(f"roster {known.kiosk}") == said:
            return draft
        version = known.roster_version + 1
        self._store.put_kiosk(replace(known, roster_version=version))
        self._store.set_meta(f"roster {known.kiosk}", said)
        return replace(draft, version=version)


#: Told after each kiosk how many are written and how many there are; False stops after it.
Prepared = Callable[[int, int], bool | None]


def prepare(
    data: DataFolder,
    store: Store,
    keys: ManagerKeys,
    target: Path,
    progress: Prepared | None = None,
    *,
    place: str = "",
) -> int:
    """Write onto a stick all that shops need: the card, and the roster of each kiosk, sealed for it alone.

    With `place`, only of the kiosks at it and below it. Retired and revoked kiosks are left out. Returns how many
    rosters are on it. Raises StoreError when the stick refuses, or when these keys do not sign the card: no kiosk would
    believe what they write.
    """
    if keys.signing_key != programme_card(data).signing_key:
        raise StoreError("Only the manager whose key signs the card can prepare sticks.")
    within = {place, *below(store.places(), place)} if place else None
    told = [
        known.kiosk
        for known in store.kiosks()
        if not known.retired_at
        and (within is None or known.place in within)
        and not all(key.revoked_at for key in store.accepted_keys(known.kiosk))
    ]
    write_card(data, target)
    for done, kiosk in enumerate(told, 1):
        write_roster(data, store, keys, kiosk, target)
        if progress is not None and progress(done, len(told)) is False:
            return done
    return len(told)


def text(typed: str) -> str:
    """Return a text as we keep it: composed (NFC), without spaces around it."""
    return unicodedata.normalize("NFC", typed).strip()
