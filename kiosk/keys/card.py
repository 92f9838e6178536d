"""The programme's card: who the programme is, for whom kiosks seal, what it asks. Nothing personal."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from kiosk.errors import KeyProblem
from kiosk.keys.holders import ManagerKeys
from kiosk.keys.members import HEX64, IDENTIFIER, Members
from kiosk.keys.sealing import UNUSABLE_RECIPIENT, is_recipient
from kiosk.keys.signatures import (
    NOT_ITS_SIGNER,
    Context,
    decoded,
    digits,
    fingerprint,
    read_document,
    sign_document,
)

CARD_FORMAT = "one-stop-kiosk-card"
MAJOR, MINOR = 1, 0
MAX_RECIPIENTS = 20
MAX_SUCCESSION = 100


@dataclass(frozen=True, slots=True)
class Card:
    """A programme's card.

    `recipients` are the managers' sealing keys (two or more advised: one lost key then loses nothing),
    `next_signing_fingerprint` names the key that may sign later cards, `codebook` carries the programme's
    own lists (`version`, `activities` ...), `asks` which optional fields the desk shows, `probe` an `url`
    and a `token` by which a kiosk can tell that it is really online (empty: none). The first recipient is the manager
    who signs. `succession` holds each signing key's own signed word on the key after it: a kiosk that has missed cards
    follows it from the key that it trusts, and knows which keys have had their day.
    """

    programme: str
    name: str
    version: int
    recipients: tuple[str, ...]
    signing_key: str
    next_signing_fingerprint: str
    codebook: dict[str, Any] = field(default_factory=dict)
    asks: dict[str, Any] = field(default_factory=dict)
    probe: dict[str, Any] = field(default_factory=dict)
    succession: tuple[str, ...] = ()
    format: tuple[int, int] = (MAJOR, MINOR)

    def signed(self, keys: ManagerKeys) -> bytes:
        """Write the card, signed by the manager. Raises KeyProblem when a recipient is no key."""
        if not self.recipients or not all(is_recipient(key) for key in self.recipients):
            raise KeyProblem(UNUSABLE_RECIPIENT)
        own = _word_on_next(self.programme, keys)
        members = {
            "format": {"name": CARD_FORMAT, "major": MAJOR, "minor": MINOR},
            "programme": self.programme,
            "name": self.name,
            "version": self.version,
            "recipients": list(self.recipients),
            "signing_key": keys.signing_key,
            "next_signing_fingerprint": keys.next_fingerprint,
            "codebook": self.codebook,
            "asks": self.asks,
            "probe": self.probe,
            "succession": [*(word for word in self.succession if word != own), own],
        }
        data = sign_document(Context.CARD, members, keys.signer)
        read_card(data)  # what no kiosk could read is not written
        return data

    def digits(self) -> tuple[str, ...]:
        """Return the three groups by which people know this programme (see `joining_digits`)."""
        return digits(b"programme", self.programme.encode(), decoded(self.signing_key), groups=3)

    def following(self) -> dict[str, str]:
        """Return the fingerprint of each signing key so far, and of the key that it announced."""
        links = {}
        for word in self.succession:
            signed, key = read_document(Context.SUCCESSION, word.encode())
            found = Members(signed)
            if found.string("programme", IDENTIFIER) == self.programme:
                links[fingerprint(key)] = found.string("next", HEX64)
        return links


def _word_on_next(programme: str, keys: ManagerKeys) -> str:
    said = {"programme": programme, "next": keys.next_fingerprint}
    return sign_document(Context.SUCCESSION, said, keys.signer).decode().strip()


def read_card(data: bytes) -> Card:
    """Read a card and check its signature by the key in it. Whether to trust that key is another question.

    Raises KeyProblem; NewerVersion for a card of a later major version.
    """
    signed, key = read_document(Context.CARD, data)
    found = Members(signed)
    found.check_format(CARD_FORMAT, MAJOR)
    written = found.object("format")
    card = Card(
        programme=found.string("programme", IDENTIFIER),
        name=found.string("name", limit=200),
        version=found.number("version", least=1),
        recipients=found.texts("recipients", limit=MAX_RECIPIENTS),
        signing_key=found.string("signing_key"),
        next_signing_fingerprint=found.string("next_signing_fingerprint", HEX64),
        codebook=found.mapping("codebook"),
        asks=found.mapping("asks"),
        probe=found.mapping("probe"),
        succession=found.texts("succession", limit=MAX_SUCCESSION),
        format=(written.number("major"), written.number("minor")),
    )
    if card.signing_key != key:
        raise KeyProblem(NOT_ITS_SIGNER)
    if not card.recipients or not all(is_recipient(recipient) for recipient in card.recipients):
        raise KeyProblem(UNUSABLE_RECIPIENT)
    card.following()
    return card


class CardStep(StrEnum):
    """What a card that was found is to a kiosk that has one."""

    NONE = "none"
    SAME = "same"
    NEWER = "newer"
    OLDER = "older"
    OTHER_CONTENT = "other_content"
    OTHER_PROGRAMME = "other_programme"
    UNKNOWN_SIGNER = "unknown_signer"
    FORMER_SIGNER = "former_signer"


def compare(current: Card, found: Card) -> CardStep:
    """Tell what `found` is to a kiosk whose card is `current`.

    Only the signing key that it trusts, or one to which that key's announcements lead, makes a card of its programme. A
    key that has had its day makes none, and its successor's card is newer whatever number a thief of the older key
    wrote. One number with two contents is refused: somebody else has the key, too.
    """
    if found.programme != current.programme:
        return CardStep.OTHER_PROGRAMME
    signer = fingerprint(found.signing_key)
    if found.signing_key != current.signing_key:
        if signer in current.following():
            return CardStep.FORMER_SIGNER
        return CardStep.NEWER if _leads_to(signer, current, found) else CardStep.UNKNOWN_SIGNER
    if found.version == current.version:
        return CardStep.SAME if found == current else CardStep.OTHER_CONTENT
    return CardStep.NEWER if found.version > current.version else CardStep.OLDER


def _leads_to(signer: str, current: Card, found: Card) -> bool:
    links, announced = found.following(), current.next_signing_fingerprint
    while announced and announced != signer:
        announced = links.pop(announced, "")
    return announced == signer


def joining_digits(
    programme: str, card_key: str, kiosk: str, signing_key: str, sealing_key: str
) -> tuple[str, ...]:
    """Return the six groups that both sides show when a kiosk joins.

    The first three stand for the programme (its id and signing key: on the manager's screen and letter,
    compared at the kiosk before anything is sealed), the last three for the kiosk (its id and keys: on the
    kiosk's screen, compared at the centre before it is accepted). Each half stands alone, so that nobody
    can look for a pair of keys that makes both sides agree.
    """
    theirs = digits(b"programme", programme.encode(), decoded(card_key), groups=3)
    ours = digits(b"kiosk", kiosk.encode(), decoded(signing_key), sealing_key.encode(), groups=3)
    return theirs + ours
