"""Bundles that no honest kiosk writes, each with what a centre may call it. None may ever change a count."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from random import Random

from kiosk.bundles import Header, read_header
from kiosk.bundles.container import Container, write_zip
from kiosk.bundles.header import MAX_BUNDLE
from kiosk.bundles.package import describe, table_name
from kiosk.bundles.tables import write_table
from kiosk.centre import Outcome
from kiosk.keys import Context, KioskKeys, seal
from kiosk.visits import Batch, Range, columns


@dataclass(frozen=True)
class Source:
    """An honest bundle, the keys that signed it, what it holds, and for whom it was sealed."""

    data: bytes
    header: Header
    keys: KioskKeys
    batches: tuple[Batch, ...]
    recipients: tuple[str, ...]

    @property
    def payload(self) -> bytes:
        return Container(self.data).read("payload.age", MAX_BUNDLE, stored=True)


def signed(header: Header, payload: bytes, keys: KioskKeys, context: Context = Context.BUNDLE) -> bytes:
    """Put a container together as `write_bundle` does, with any header over any payload."""
    raw = header.with_payload(payload).to_json()
    members = [("header.json", raw), ("header.sig", keys.sign(context, raw)), ("payload.age", payload)]
    return write_zip(members, deflate=False)


def sealed(header: Header, batches: Sequence[Batch], recipients: Sequence[str]) -> bytes:
    """Seal a payload that repeats `header`, whatever its rows are."""
    tables = [(f"{table_name(batch.kind)}.csv", write_table(batch)) for batch in batches]
    package = ("datapackage.json", describe(header.counts._asdict(), header.bound()))
    return seal(write_zip([package, *tables], deflate=True), recipients)


def _changed(batches: Sequence[Batch], **cells: object) -> list[Batch]:
    made = []
    for batch in batches:
        names = columns(batch.kind)
        rows = [
            tuple(cells.get(name, cell) for name, cell in zip(names, row, strict=True)) for row in batch.rows
        ]
        made.append(Batch(batch.kind, rows))
    return made


def foreign_key(of: Source, _other: Source, _draw: Random) -> bytes:
    """A stranger writes in a kiosk's name."""
    keys = KioskKeys.generate()
    header = replace(of.header, bundle=of.header.bundle + 50, signing=keys.key_id)
    return signed(header, sealed(header, of.batches, of.recipients), keys)


def named_key(of: Source, _other: Source, _draw: Random) -> bytes:
    """A stranger writes in a kiosk's name and names that kiosk's key."""
    header = replace(of.header, bundle=of.header.bundle + 50)
    return signed(header, sealed(header, of.batches, of.recipients), KioskKeys.generate())


def wrong_context(of: Source, _other: Source, _draw: Random) -> bytes:
    """A kiosk's signature over something else is passed off as one over a bundle."""
    header = replace(of.header, bundle=of.header.bundle + 50)
    return signed(header, sealed(header, of.batches, of.recipients), of.keys, Context.ENROLMENT)


def changed_header(of: Source, _other: Source, draw: Random) -> bytes:
    """A header is changed after it was signed."""
    raw = read_header(of.data).raw
    later, trusted = (
        raw.replace(b'"bundle":', b'"bundle":9'),
        raw.replace(b'"clock_trust":1', b'"clock_trust":2'),
    )
    changed = draw.choice((later, trusted))
    members = [
        ("header.json", changed),
        ("header.sig", read_header(of.data).signature),
        ("payload.age", of.payload),
    ]
    return write_zip(members, deflate=False)


def other_programme(of: Source, _other: Source, _draw: Random) -> bytes:
    """A kiosk's bundle for another programme."""
    header = replace(of.header, programme="p-elsewhere", bundle=of.header.bundle + 50)
    return signed(header, sealed(header, of.batches, of.recipients), of.keys)


def cut_payload(of: Source, _other: Source, draw: Random) -> bytes:
    """A bit of the payload is not as it was signed."""
    payload = bytearray(of.payload)
    payload[draw.randrange(len(payload))] ^= 1 << draw.randrange(8)
    _header, raw, signature = read_header(of.data)
    # Under a new name of its own nothing else would speak against it.
    return write_zip(
        [("header.json", raw), ("header.sig", signature), ("payload.age", bytes(payload))], deflate=False
    )


def swapped_payload(of: Source, other: Source, _draw: Random) -> bytes:
    """A kiosk signs another kiosk's sealed payload as its own."""
    header = replace(
        other.header, kiosk=of.header.kiosk, signing=of.keys.key_id, epoch="feed", bundle=1, previous=None
    )
    return signed(replace(header, parent=None), other.payload, of.keys)


def replayed_payload(of: Source, _other: Source, _draw: Random) -> bytes:
    """A kiosk signs its own earlier payload once more, as an epoch's first bundle."""
    header = replace(of.header, epoch="fade", bundle=1, previous=None, parent=None)
    return signed(header, of.payload, of.keys)


def others_rows(of: Source, other: Source, _draw: Random) -> bytes:
    """A kiosk tells of another kiosk's visits."""
    header = replace(
        other.header, kiosk=of.header.kiosk, signing=of.keys.key_id, epoch="beef", bundle=1, previous=None
    )
    header = replace(header, parent=None)
    return signed(header, sealed(header, other.batches, of.recipients), of.keys)


def other_ranges(of: Source, _other: Source, _draw: Random) -> bytes:
    """A kiosk announces other revisions than it brings: receipts would cover what never came."""
    count = of.header.rows
    header = replace(of.header, epoch="dead", bundle=1, previous=None, parent=None)
    header = replace(header, ranges=(Range("dead", 1000, 999 + count),))
    return signed(header, sealed(header, of.batches, of.recipients), of.keys)


def rewritten(of: Source, _other: Source, _draw: Random) -> bytes:
    """A number that was given already comes with another content."""
    return signed(of.header, sealed(of.header, _changed(of.batches, note="changed"), of.recipients), of.keys)


def rewritten_later(of: Source, _other: Source, _draw: Random) -> bytes:
    """Revisions that came already come again, in a bundle of another epoch, with another content."""
    header = replace(of.header, epoch="cafe", bundle=1, previous=None, parent=None)
    return signed(header, sealed(header, _changed(of.batches, note="changed"), of.recipients), of.keys)


def unchained(of: Source, _other: Source, _draw: Random) -> bytes:
    """The bundle after this one names another one before it."""
    header = replace(of.header, bundle=of.header.bundle + 1, previous="0" * 64)
    return signed(header, sealed(header, of.batches, of.recipients), of.keys)


Forge = Callable[[Source, Source, Random], bytes]
#: Each forgery, and what it is once its kiosk was accepted and the honest bundle is here.
FORGERIES: dict[str, tuple[Forge, frozenset[Outcome]]] = {
    "foreign_key": (foreign_key, frozenset({Outcome.FORGED})),
    "named_key": (named_key, frozenset({Outcome.FORGED})),
    "wrong_context": (wrong_context, frozenset({Outcome.FORGED})),
    "changed_header": (changed_header, frozenset({Outcome.FORGED})),
    "other_programme": (other_programme, frozenset({Outcome.WRONG_PROGRAMME})),
    "cut_payload": (cut_payload, frozenset({Outcome.ALREADY, Outcome.DAMAGED})),
    "swapped_payload": (swapped_payload, frozenset({Outcome.FORGED})),
    "replayed_payload": (replayed_payload, frozenset({Outcome.FORGED})),
    "others_rows": (others_rows, frozenset({Outcome.FORGED})),
    "other_ranges": (other_ranges, frozenset({Outcome.DAMAGED})),
    "rewritten": (rewritten, frozenset({Outcome.FORK})),
    "rewritten_later": (rewritten_later, frozenset({Outcome.FORK})),
    "unchained": (unchained, frozenset({Outcome.FORK, Outcome.ALREADY})),
}
