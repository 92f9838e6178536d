"""What stands outside a bundle, in clear and signed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, Self

from kiosk.bundles.refusals import BundleRefused, Reason, damaged
from kiosk.errors import KeyProblem
from kiosk.keys.members import HEX16, HEX64, IDENTIFIER, STAMP, Members, NewerVersion, text_of
from kiosk.keys.signatures import canonical, parse
from kiosk.visits import Range
from kiosk.visits.spans import joined, runs, total

FORMAT = "one-stop-kiosk-bundle"
MAJOR, MINOR = 1, 0
#: The version of the tables' columns. A new column goes to the end and raises it; readers go by the
#: columns' names.
RECORD_SCHEMA = 1
#: Revisions and bytes of one bundle: they bound the memory of whoever reads it.
MAX_ROWS = 10_000
MAX_HEADER = 1024 * 1024
MAX_BUNDLE = 16 * 1024 * 1024
MAX_SEALING_KEYS = 20


class Parent(NamedTuple):
    """The epoch that this log grew from, and its last revision then."""

    epoch: str
    seq: int


class Counts(NamedTuple):
    """How many revisions of each kind."""

    visits: int
    shifts: int
    notices: int


@dataclass(frozen=True, slots=True)
class Header:
    """A bundle's header; `payload_sha256` and `payload_size` are empty until the payload is sealed.

    `previous` is the SHA-256 of the header of the bundle before it in this epoch (None for the first),
    `lost` are ranges that the kiosk declares gone for ever, `created` and `clock_trust` are the kiosk's
    clock and how far it can be believed, `signing` and `sealing` the short names of keys.
    """

    programme: str
    kiosk: str
    epoch: str
    bundle: int
    ranges: tuple[Range, ...]
    counts: Counts
    signing: str
    sealing: tuple[str, ...]
    created: str
    clock_trust: int
    codebook: int
    parent: Parent | None = None
    lost: tuple[Range, ...] = ()
    previous: str | None = None
    payload_sha256: str = ""
    payload_size: int = 0
    schema: int = RECORD_SCHEMA
    format: tuple[int, int] = (MAJOR, MINOR)

    @property
    def rows(self) -> int:
        """How many revisions the bundle holds."""
        return sum(self.counts)

    @property
    def file(self) -> str:
        """The bundle's name in the spool and on a stick. A name proves nothing; it keeps bundles apart."""
        return f"{self.kiosk}-{self.epoch}-{self.bundle:06d}.kiosk"

    def with_payload(self, payload: bytes) -> Self:
        """Return the header of this sealed payload."""
        return replace(self, payload_sha256=hashlib.sha256(payload).hexdigest(), payload_size=len(payload))

    def bound(self) -> dict[str, Any]:
        """Return all members but the payload's hash: what the inner package repeats."""
        return {
            "format": {"name": FORMAT, "major": self.format[0], "minor": self.format[1]},
            "programme": self.programme,
            "kiosk": self.kiosk,
            "epoch": self.epoch,
            "parent": self.parent._asdict() if self.parent else None,
            "bundle": self.bundle,
            "ranges": [list(span) for span in self.ranges],
            "lost": [list(span) for span in self.lost],
            "counts": self.counts._asdict(),
            "previous": self.previous,
            "keys": {"signing": self.signing, "sealing": list(self.sealing)},
            "created": self.created,
            "clock_trust": self.clock_trust,
            "schema": self.schema,
            "codebook": self.codebook,
        }

    def to_json(self) -> bytes:
        """Write header.json: the bytes that are signed."""
        payload = {"sha256": self.payload_sha256, "size": self.payload_size}
        return canonical({**self.bound(), "payload": payload})


def parse_header(data: bytes) -> Header:
    """Read header.json. Nothing in it is true before its signature is checked.

    Raises BundleRefused: newer_version for a later major version, else damaged.
    """
    try:
        header = _header(Members(parse(data, MAX_HEADER)))
    except NewerVersion:
        raise BundleRefused(Reason.NEWER_VERSION) from None
    except KeyProblem:
        raise damaged("header.json") from None
    if total(header.ranges) != header.rows or header.rows > MAX_ROWS:
        raise damaged("the ranges and the counts in the header disagree")
    named = [*header.ranges, *header.lost]
    if total(joined(named)) != total(named):
        raise damaged("ranges in the header overlap")
    return header


def _header(found: Members) -> Header:
    found.check_format(FORMAT, MAJOR)
    written, counts, keys = found.object("format"), found.object("counts"), found.object("keys")
    parent, payload = found.maybe_object("parent"), found.object("payload")
    return Header(
        programme=found.string("programme", IDENTIFIER),
        kiosk=found.string("kiosk", IDENTIFIER),
        epoch=found.string("epoch", IDENTIFIER),
        bundle=found.number("bundle", least=1),
        ranges=tuple(Range(*span) for span in found.ranges("ranges")),
        counts=Counts(*(counts.number(name, most=MAX_ROWS) for name in Counts._fields)),
        signing=keys.string("signing", HEX16),
        sealing=tuple(text_of(key, HEX16) for key in keys.texts("sealing", MAX_SEALING_KEYS)),
        created=found.string("created", STAMP),
        clock_trust=found.number("clock_trust", most=2),
        codebook=found.number("codebook"),
        parent=Parent(parent.string("epoch", IDENTIFIER), parent.number("seq")) if parent else None,
        lost=tuple(Range(*span) for span in found.ranges("lost")),
        previous=found.maybe_string("previous", HEX64),
        payload_sha256=payload.string("sha256", HEX64),
        payload_size=payload.number("size", most=MAX_BUNDLE),
        schema=found.number("schema", least=1),
        format=(written.number("major"), written.number("minor")),
    )


def ranges_of(keys: Iterable[tuple[str, int]]) -> tuple[Range, ...]:
    """Return the ranges that these revisions (epoch, seq), and no others, make up.

    Raises ValueError when a revision stands there twice.
    """
    numbers: dict[str, list[int]] = {}
    for epoch, seq in keys:
        numbers.setdefault(epoch, []).append(seq)
    if any(len(set(found)) < len(found) for found in numbers.values()):
        raise ValueError("a revision stands there twice")
    return tuple(Range(epoch, *span) for epoch in sorted(numbers) for span in runs(sorted(numbers[epoch])))
