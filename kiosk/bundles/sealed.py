"""A bundle as a whole: written, checked and opened."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from kiosk.bundles.container import Container, write_zip
from kiosk.bundles.header import (
    MAX_BUNDLE,
    MAX_HEADER,
    MAX_ROWS,
    Counts,
    Header,
    Parent,
    parse_header,
    ranges_of,
)
from kiosk.bundles.package import describe, table_name
from kiosk.bundles.refusals import BundleRefused, Reason, damaged
from kiosk.bundles.tables import read_table, write_table
from kiosk.errors import KeyProblem, KioskError
from kiosk.i18n import N_
from kiosk.keys import Context, KioskKeys, Opener, key_id, open_sealed, parse, seal
from kiosk.keys import verify as verify_signature
from kiosk.keys.signatures import SIGNATURE_BYTES
from kiosk.visits import Batch, Notice, Range, Revisions, Shift, Visit, revisions_of
from kiosk.visits.spans import joined

HEADER, SIGNATURE, PAYLOAD, PACKAGE = "header.json", "header.sig", "payload.age", "datapackage.json"
#: Bytes of one table, unpacked.
MAX_TABLE = 16 * 1024 * 1024
MAX_PACKAGE = MAX_HEADER + 64 * 1024

TOO_LARGE = N_("These records are too large for one bundle.")


class Origin(NamedTuple):
    """Where a bundle comes from: what its header says beside what follows from its records and keys."""

    programme: str
    kiosk: str
    epoch: str
    bundle: int
    created: str
    clock_trust: int
    codebook: int
    previous: str | None = None
    parent: Parent | None = None
    lost: tuple[Range, ...] = ()


def write_bundle(
    origin: Origin, batches: Sequence[Batch], keys: KioskKeys, recipients: Sequence[str]
) -> bytes:
    """Write a bundle of one batch of each kind: sealed for every one of `recipients`, signed by `keys`.

    The sealing is random: the same records never give the same bytes twice. Build a bundle once and keep it.
    Raises KeyProblem when it cannot be sealed, KioskError when it would be too large for whoever reads it,
    ValueError when a row does not hold what its columns say or stands there twice.
    """
    counts = Counts(**{table_name(batch.kind): len(batch.rows) for batch in batches})
    if sum(counts) > MAX_ROWS:
        raise KioskError(TOO_LARGE)
    header = Header(
        **origin._asdict(),
        ranges=ranges_of(_keys(batches)),
        counts=counts,
        signing=keys.key_id,
        sealing=tuple(key_id(recipient) for recipient in recipients),
    )
    tables = [(f"{table_name(batch.kind)}.csv", write_table(batch)) for batch in batches]
    members = [(PACKAGE, describe(counts._asdict(), header.bound())), *tables]
    payload = seal(write_zip(members, deflate=True), recipients)
    raw = header.with_payload(payload).to_json()
    parse_header(raw)  # what no centre could read is not written
    signature = keys.sign(Context.BUNDLE, raw)
    bundle = write_zip([(HEADER, raw), (SIGNATURE, signature), (PAYLOAD, payload)], deflate=False)
    if len(bundle) > MAX_BUNDLE or any(len(data) > MAX_TABLE for _, data in tables):
        raise KioskError(TOO_LARGE)
    return bundle


def _keys(batches: Iterable[Batch]) -> Iterator[tuple[str, int]]:
    """Yield the epoch and the number of every row."""
    return ((row[1], row[2]) for batch in batches for row in batch.rows)


def read_bytes(file: Path) -> bytes:
    """Read a file, but never more than a bundle may have. Raises BundleRefused (damaged), OSError."""
    with file.open("rb") as opened:
        data = opened.read(MAX_BUNDLE + 1)
    if len(data) > MAX_BUNDLE:
        raise damaged("too large")
    return data


class Outside(NamedTuple):
    """What anybody can read of a bundle: its header, the header's raw bytes, and the signature over them."""

    header: Header
    raw: bytes
    signature: bytes

    @property
    def sha256(self) -> str:
        """The header's hash, by which the next bundle names this one, and by which the centre knows it again."""
        return hashlib.sha256(self.raw).hexdigest()


def read_header(source: bytes | Path) -> Outside:
    """Return what stands outside a bundle. Nothing is checked but the form.

    Raises BundleRefused (damaged, newer_version); OSError when the file itself cannot be read.
    """
    return _outside(_container(source))


def _container(source: bytes | Path) -> Container:
    return Container(source if isinstance(source, bytes) else read_bytes(source))


def _outside(container: Container) -> Outside:
    raw = container.read(HEADER, MAX_HEADER, stored=True)
    return Outside(parse_header(raw), raw, container.read(SIGNATURE, SIGNATURE_BYTES, stored=True))


@dataclass(frozen=True, slots=True)
class Verified:
    """A bundle whose signature and payload were checked; only `verify` makes one."""

    header: Header
    header_sha256: str
    payload: bytes


def verify(source: bytes | Path, signing_key: str) -> Verified:
    """Check that the owner of `signing_key` signed this bundle and that its payload is whole. Opens nothing.

    Raises BundleRefused (damaged, newer_version, forged); OSError when the file itself cannot be read.
    """
    container = _container(source)
    outside = _outside(container)
    header = outside.header
    if header.signing != key_id(signing_key):
        raise BundleRefused(Reason.FORGED, "signed by another key")
    try:
        verify_signature(Context.BUNDLE, outside.raw, outside.signature, signing_key)
    except KeyProblem:
        raise BundleRefused(Reason.FORGED, "the signature does not match") from None
    payload = container.read(PAYLOAD, MAX_BUNDLE, stored=True)
    if len(payload) != header.payload_size or hashlib.sha256(payload).hexdigest() != header.payload_sha256:
        raise damaged("the payload is not the one that was signed")
    return Verified(header, outside.sha256, payload)


class Payload:
    """An opened package whose description repeats the signed header; only `open_payload` makes one."""

    def __init__(self, container: Container, header: Header) -> None:
        self._container = container
        self._header = header

    def batches(self) -> Iterator[Batch]:
        """Yield what the bundle holds, some rows of one kind at a time: never all of it in memory.

        Raises BundleRefused (damaged, forged) as soon as something is not as the header says, which may be
        after the last row: whoever keeps rows keeps all or none.
        """
        keys: list[tuple[str, int]] = []
        for kind in (Visit, Shift, Notice):
            name = table_name(kind)
            with self._container.open(f"{name}.csv", MAX_TABLE) as file:
                for batch in read_table(kind, file, getattr(self._header.counts, name), MAX_TABLE):
                    if {row[0] for row in batch.rows} != {self._header.kiosk}:
                        raise BundleRefused(Reason.FORGED, "a record of another kiosk")
                    keys += _keys([batch])
                    yield batch
        _check_keys(keys, self._header)

    def revisions(self) -> Revisions:
        """Return what the bundle holds as records. Raises BundleRefused (damaged, forged)."""
        return revisions_of(list(self.batches()))


def open_payload(bundle: Verified, openers: Opener | Sequence[Opener]) -> Payload:
    """Open a verified bundle with the first key that fits.

    The package inside must repeat what the signed header says: nobody can sign another kiosk's payload as
    their own. Raises BundleRefused (other_key, forged, damaged).
    """
    try:
        inner = open_sealed(bundle.payload, openers)
    except KeyProblem:
        holders = openers if isinstance(openers, Sequence) else (openers,)
        if {key_id(holder.sealing_key) for holder in holders} & set(bundle.header.sealing):
            raise damaged("sealed for us, and cannot be opened") from None
        raise BundleRefused(Reason.OTHER_KEY) from None
    container = Container(inner)
    _check_binding(container.read(PACKAGE, MAX_PACKAGE), bundle.header)
    return Payload(container, bundle.header)


def _check_binding(package: bytes, header: Header) -> None:
    try:
        repeated = parse(package, MAX_PACKAGE).get("bundle")
    except KeyProblem:
        raise damaged(PACKAGE) from None
    if not isinstance(repeated, dict):
        raise BundleRefused(Reason.FORGED, "the package does not say whose it is")
    for name, value in header.bound().items():
        # The format's minor version and members that we do not know may differ; what binds may not.
        if name != "format" and repeated.get(name) != value:
            raise BundleRefused(Reason.FORGED, f"header and package disagree on {name}")


def _check_keys(keys: Iterable[tuple[str, int]], header: Header) -> None:
    try:
        inside = ranges_of(keys)
    except ValueError:
        raise damaged("a revision stands there twice") from None
    if list(inside) != sorted(joined(header.ranges)):
        raise damaged("the records are not those that the header names")
