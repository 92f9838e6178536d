"""The bundles that were taken in, what they held, and what is missing between them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass
from typing import NamedTuple

from kiosk.centre.engine import Engine
from kiosk.visits import Range


@dataclass(frozen=True, slots=True)
class StoredBundle:
    """One accepted bundle: its place in the chain, and the file in which its bytes are kept."""

    kiosk: str
    epoch: str
    bundle: int
    header_sha256: str
    previous_sha256: str
    file: str
    created: str
    imported_at: str
    parent_epoch: str = ""
    parent_seq: int = 0


class BundleCount(NamedTuple):
    """A kiosk's bundles: those here, the numbers missing below the last, when the latest was taken in."""

    bundles: int
    missing: int
    last_seen: str


class Taken:
    """The part of the store that knows its bundles. What writes belongs inside a transaction."""

    _engine: Engine

    def add_bundle(self, bundle: StoredBundle, ranges: Iterable[Range], lost: Iterable[Range]) -> None:
        """Note an accepted bundle with the revisions that it holds or declares lost."""
        self._engine.execute(f"INSERT INTO bundles VALUES ({', '.join('?' * 10)})", astuple(bundle))
        self._engine.executemany(
            "INSERT INTO ranges VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            [(bundle.kiosk, *span, gone) for spans, gone in ((ranges, 0), (lost, 1)) for span in spans],
        )

    def bundle(self, kiosk: str, epoch: str, number: int) -> StoredBundle | None:
        """Return an accepted bundle, or None."""
        found = self._engine.execute(
            "SELECT * FROM bundles WHERE kiosk = ? AND epoch = ? AND bundle = ?", (kiosk, epoch, number)
        )
        return StoredBundle(*found[0]) if found else None

    def bundles(self, kiosk: str = "") -> list[StoredBundle]:
        """Return the accepted bundles, of one kiosk or of all, in the order of their numbers."""
        of_one, values = ("WHERE kiosk = ?", (kiosk,)) if kiosk else ("", ())
        query = f"SELECT * FROM bundles {of_one} ORDER BY kiosk, epoch, bundle"
        return [StoredBundle(*row) for row in self._engine.execute(query, values)]

    def bundle_counts(self, kiosk: str = "") -> dict[str, BundleCount]:
        """Return the count of bundles, of one kiosk or of each that sent any."""
        query = """
            SELECT kiosk, SUM(here), SUM(last - here), MAX(seen) FROM (
                SELECT kiosk, epoch, COUNT(*) AS here, MAX(bundle) AS last, MAX(imported_at) AS seen
                FROM bundles WHERE ? IN ('', kiosk) GROUP BY kiosk, epoch
            ) AS epochs GROUP BY kiosk
        """
        return {
            str(found): BundleCount(int(here), int(missing), str(seen))
            for found, here, missing, seen in self._engine.execute(query, (kiosk,))
        }

    def newest_bundle(self) -> str:
        """Return when the newest bundle was built, as its kiosk's clock said; empty when none has come."""
        ((created,),) = self._engine.execute("SELECT COALESCE(MAX(created), '') FROM bundles")
        return str(created)

    def share(self, digest: str, content: bytes) -> None:
        """Keep a bundle's bytes, by its header's hash, on a server that others use too; else in the folder alone."""
        if self._engine.is_shared:
            self._engine.execute(
                "INSERT INTO kept (header_sha256, bytes) VALUES (?, ?) ON CONFLICT (header_sha256) DO NOTHING",
                (digest, content),
            )

    def shared(self, digest: str) -> bytes | None:
        """Return the bytes of a bundle that some manager has shared."""
        found = self._engine.execute("SELECT bytes FROM kept WHERE header_sha256 = ?", (digest,))
        return bytes(found[0][0]) if found else None

    def all_shared(self) -> set[str]:
        """Return the hashes of the headers of all bundles that were shared."""
        return {digest for (digest,) in self._engine.execute("SELECT header_sha256 FROM kept")}

    def missing_before(self, kiosk: str, epoch: str, number: int) -> tuple[int, int] | None:
        """Return the first and last of the bundle numbers missing right before a bundle; None when none is."""
        ((below,),) = self._engine.execute(
            "SELECT COALESCE(MAX(bundle), 0) FROM bundles WHERE kiosk = ? AND epoch = ? AND bundle < ?",
            (kiosk, epoch, number),
        )
        return (below + 1, number - 1) if below + 1 < number else None

    def ranges(self, kiosk: str, *, lost: bool) -> list[Range]:
        """Return the revisions that the bundles held, or those that they declared lost; they may overlap."""
        query = (
            "SELECT epoch, first, last FROM ranges WHERE kiosk = ? AND lost = ? ORDER BY epoch, first, last"
        )
        return [Range(*row) for row in self._engine.execute(query, (kiosk, int(lost)))]
