"""What else travels signed: a kiosk's request to join, its roster, the receipt of the centre."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from kiosk.codebook import Place
from kiosk.errors import KeyProblem
from kiosk.keys.card import MAJOR, MINOR, Card, joining_digits
from kiosk.keys.holders import KioskKeys, ManagerKeys
from kiosk.keys.members import HEX16, HEX64, IDENTIFIER, STAMP, Members, text_of
from kiosk.keys.sealing import UNUSABLE_RECIPIENT, Opener, is_recipient, open_sealed, seal
from kiosk.keys.signatures import (
    NOT_ITS_SIGNER,
    Context,
    canonical,
    decoded,
    encoded,
    parse,
    read_document,
    sign_document,
)

ENROLMENT_FORMAT = "one-stop-kiosk-enrolment"
ROSTER_FORMAT = "one-stop-kiosk-roster"
RECEIPT_FORMAT = "one-stop-kiosk-receipt"
#: A site's name is sealed in a text of a multiple of this many bytes: its length would name the village.
_PADDING = 256

Ranges = tuple[tuple[str, int, int], ...]
Spans = tuple[tuple[int, int], ...]


def _format(name: str) -> dict[str, Any]:
    return {"name": name, "major": MAJOR, "minor": MINOR}


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A kiosk's request to join a programme. `site` is its name, sealed for the managers (base64 of age)."""

    programme: str
    card_key: str
    kiosk: str
    signing_key: str
    sealing_key: str
    site: str
    created: str

    @classmethod
    def request(cls, card: Card, kiosk: str, keys: KioskKeys, site: str, created: str) -> Enrolment:
        """Ask to join the programme of `card`. `created` is a time as `kiosk.clock.stamp` writes it."""
        name = {"kiosk": kiosk, "programme": card.programme, "site": site, "pad": ""}
        name["pad"] = " " * (-len(canonical(name)) % _PADDING)
        sealed = encoded(seal(canonical(name), card.recipients))
        return cls(
            card.programme, card.signing_key, kiosk, keys.signing_key, keys.sealing_key, sealed, created
        )

    def signed(self, keys: KioskKeys) -> bytes:
        """Write the request, signed by the kiosk."""
        members = {
            "format": _format(ENROLMENT_FORMAT),
            "programme": self.programme,
            "card_key": self.card_key,
            "kiosk": self.kiosk,
            "signing_key": self.signing_key,
            "sealing_key": self.sealing_key,
            "site": self.site,
            "created": self.created,
        }
        return sign_document(Context.ENROLMENT, members, keys.signer)

    def digits(self) -> tuple[str, ...]:
        """Return the six groups that both sides show (see `joining_digits`)."""
        return joining_digits(self.programme, self.card_key, self.kiosk, self.signing_key, self.sealing_key)

    def site_name(self, openers: Opener | Sequence[Opener]) -> str:
        """Open the site's name. Raises KeyProblem when it is not for us, or another kiosk's."""
        found = Members(parse(open_sealed(decoded(self.site), openers)))
        if (found.string("kiosk"), found.string("programme")) != (self.kiosk, self.programme):
            raise KeyProblem(NOT_ITS_SIGNER)
        return found.string("site")


def read_enrolment(data: bytes) -> Enrolment:
    """Read a request to join.

    It is signed by the key that it names, which proves only that it was not changed. Raises KeyProblem.
    """
    signed, key = read_document(Context.ENROLMENT, data)
    found = Members(signed)
    found.check_format(ENROLMENT_FORMAT, MAJOR)
    enrolment = Enrolment(
        programme=found.string("programme", IDENTIFIER),
        card_key=found.string("card_key"),
        kiosk=found.string("kiosk", IDENTIFIER),
        signing_key=found.string("signing_key"),
        sealing_key=found.string("sealing_key"),
        site=found.string("site", limit=20_000),
        created=found.string("created", STAMP),
    )
    decoded(enrolment.card_key, 32)
    if enrolment.signing_key != key:
        raise KeyProblem(NOT_ITS_SIGNER)
    if not is_recipient(enrolment.sealing_key):
        raise KeyProblem(UNUSABLE_RECIPIENT)
    return enrolment


class RosterVolunteer(NamedTuple):
    """A volunteer as a roster names one: a pseudonym, never a name. PINs are set at the kiosk."""

    pseudonym: str
    role: str = "volunteer"
    active: bool = True


class Wish(NamedTuple):
    """A person's wish to be forgotten: the return code on their card, and an id, so that it is followed once."""

    id: str
    code: str


class Protection(NamedTuple):
    """What a kiosk has to let go of: notes and return codes older than `keep_months` (0: none), and the wishes."""

    keep_months: int = 0
    wishes: tuple[Wish, ...] = ()

    def members(self) -> dict[str, object]:
        """Return it as it is written."""
        return {"keep_months": self.keep_months, "wishes": [wish._asdict() for wish in self.wishes]}


#: Nothing has to go.
NO_PROTECTION = Protection()


@dataclass(frozen=True, slots=True)
class Roster:
    """What the centre tells one kiosk, sealed for it alone: its site's name, places, volunteers, settings.

    `protection` is what the kiosk has to let go of.
    """

    programme: str
    kiosk: str
    version: int
    site: str
    places: Sequence[Place] = ()
    volunteers: Sequence[RosterVolunteer] = ()
    settings: dict[str, Any] = field(default_factory=dict)
    protection: Protection = NO_PROTECTION

    def sealed(self, keys: ManagerKeys, sealing_key: str) -> bytes:
        """Write the roster, signed by the manager and sealed for the kiosk whose key is given."""
        members = {
            "format": _format(ROSTER_FORMAT),
            "programme": self.programme,
            "kiosk": self.kiosk,
            "version": self.version,
            "site": self.site,
            "places": [place._asdict() for place in self.places],
            "volunteers": [volunteer._asdict() for volunteer in self.volunteers],
            "settings": self.settings,
            "protection": self.protection.members(),
        }
        return seal(sign_document(Context.ROSTER, members, keys.signer), [sealing_key])


def read_roster(sealed: bytes, opener: Opener, signing_key: str) -> Roster:
    """Open a roster and check that the owner of `signing_key` (the card's) wrote it.

    Raises KeyProblem. Whether it is for this kiosk, and newer, the caller looks at.
    """
    signed, _key = read_document(Context.ROSTER, open_sealed(sealed, opener), trusted=signing_key)
    found = Members(signed)
    found.check_format(ROSTER_FORMAT, MAJOR)
    return Roster(
        programme=found.string("programme", IDENTIFIER),
        kiosk=found.string("kiosk", IDENTIFIER),
        version=found.number("version", least=1),
        site=found.string("site"),
        places=read_places(found),
        volunteers=tuple(
            RosterVolunteer(v.string("pseudonym"), v.string("role"), v.flag("active"))
            for v in found.objects("volunteers")
        ),
        settings=found.mapping("settings"),
        protection=read_protection(found),
    )


def read_protection(document: Members) -> Protection:
    """Return what a roster or a roll says of letting go; one of an earlier program says nothing."""
    found = document.maybe_object("protection")
    if found is None:
        return NO_PROTECTION
    wishes = tuple(Wish(wish.string("id", HEX16), wish.string("code")) for wish in found.objects("wishes"))
    return Protection(found.number("keep_months", most=1200), wishes)


def read_places(found: Members) -> tuple[Place, ...]:
    """Return the tree of places in a document. Raises KeyProblem."""
    return tuple(Place(*map(place.string, Place._fields)) for place in found.objects("places"))


@dataclass(frozen=True, slots=True)
class EpochReceipt:
    """What is safe at the centre of one epoch.

    Everything up to `contiguous_to` (declared losses counted as safe), and the spans in `extras` beyond it;
    `lost` repeats what the kiosk declared lost; `header_sha256` names the last bundle that the centre took.
    """

    epoch: str
    contiguous_to: int
    extras: Spans = ()
    lost: Spans = ()
    header_sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """The centre's word on one kiosk, at `centre_time` (UTC).

    `wanted` are ranges that it asks for again, `revoked` the short names of the kiosk's keys that count no longer.
    """

    programme: str
    kiosk: str
    centre_time: str
    epochs: tuple[EpochReceipt, ...]
    wanted: Ranges = ()
    revoked: tuple[str, ...] = ()

    def signed(self, keys: ManagerKeys) -> bytes:
        """Write the receipt, signed by the manager."""
        members = {
            "format": _format(RECEIPT_FORMAT),
            "programme": self.programme,
            "kiosk": self.kiosk,
            "centre_time": self.centre_time,
            "epochs": [
                {
                    "epoch": part.epoch,
                    "contiguous_to": part.contiguous_to,
                    "extras": _lists(part.extras),
                    "lost": _lists(part.lost),
                    "header_sha256": part.header_sha256,
                }
                for part in self.epochs
            ],
            "wanted": _lists(self.wanted),
            "revoked": list(self.revoked),
        }
        return sign_document(Context.RECEIPT, members, keys.signer)


def _lists(spans: Iterable[Sequence[str | int]]) -> list[list[str | int]]:
    return [list(span) for span in spans]


def read_receipt(data: bytes, signing_key: str) -> Receipt:
    """Read a receipt and check that the owner of `signing_key` (the card's) wrote it. Raises KeyProblem."""
    signed, _key = read_document(Context.RECEIPT, data, trusted=signing_key)
    found = Members(signed)
    found.check_format(RECEIPT_FORMAT, MAJOR)
    return Receipt(
        programme=found.string("programme", IDENTIFIER),
        kiosk=found.string("kiosk", IDENTIFIER),
        centre_time=found.string("centre_time", STAMP),
        epochs=tuple(
            EpochReceipt(
                epoch=part.string("epoch", IDENTIFIER),
                contiguous_to=part.number("contiguous_to"),
                extras=part.spans("extras"),
                lost=part.spans("lost"),
                header_sha256=part.maybe_string("header_sha256", HEX64),
            )
            for part in found.objects("epochs")
        ),
        wanted=found.ranges("wanted"),
        revoked=tuple(text_of(name, HEX16) for name in found.texts("revoked")),
    )
