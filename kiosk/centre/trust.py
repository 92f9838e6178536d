"""What the store keeps of trust: revoked keys, the bundles that stay trusted, and what is asked for again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from kiosk.centre.engine import Engine
from kiosk.centre.rollups.writing import Writer
from kiosk.keys import AcceptedKey
from kiosk.visits import Range


class EpochLife(NamedTuple):
    """One epoch of a kiosk as its bundles tell it: the epoch it grew from, when its first and last were built."""

    epoch: str
    parent: str
    first: str
    last: str


class Trust:
    """The part of the store that knows whom to believe. Writing belongs inside a transaction."""

    _engine: Engine
    _rollups: Writer

    def accepted_keys(self, kiosk: str) -> list[AcceptedKey]:
        """Return every signing key of a kiosk that was ever accepted, the first one first."""
        query = "SELECT signing_key, accepted_at, revoked_at FROM kiosk_keys WHERE kiosk = ? ORDER BY accepted_at, 1"
        return [AcceptedKey(*row) for row in self._engine.execute(query, (kiosk,))]

    def put_keys(self, kiosk: str, keys: Iterable[AcceptedKey]) -> None:
        """Keep keys of a kiosk; what is known of one already is replaced."""
        self._engine.executemany(
            "INSERT INTO kiosk_keys (kiosk, signing_key, accepted_at, revoked_at) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (kiosk, signing_key)"
            " DO UPDATE SET accepted_at = excluded.accepted_at, revoked_at = excluded.revoked_at",
            [(kiosk, *key) for key in keys],
        )

    def is_revoked(self, kiosk: str, signing_key: str) -> bool:
        """Tell whether bundles of this key count no longer."""
        query = "SELECT 1 FROM kiosk_keys WHERE kiosk = ? AND signing_key = ? AND revoked_at <> ''"
        return bool(self._engine.execute(query, (kiosk, signing_key)))

    def trust(self, kiosk: str, digests: Iterable[str]) -> None:
        """Name the bundles, by their headers' hashes, that stay trusted though their key was revoked."""
        self._engine.execute("DELETE FROM trusted WHERE kiosk = ?", (kiosk,))
        self._engine.executemany("INSERT INTO trusted VALUES (?, ?)", [(kiosk, d) for d in digests])

    def trusted(self, kiosk: str) -> list[str]:
        """Return the hashes of the headers that stay trusted."""
        query = "SELECT header_sha256 FROM trusted WHERE kiosk = ? ORDER BY header_sha256"
        return [str(digest) for (digest,) in self._engine.execute(query, (kiosk,))]

    def is_trusted(self, kiosk: str, digest: str) -> bool:
        """Tell whether a bundle stays trusted though its key was revoked."""
        query = "SELECT 1 FROM trusted WHERE kiosk = ? AND header_sha256 = ?"
        return bool(self._engine.execute(query, (kiosk, digest)))

    def withdraw(self, kiosk: str, bundles: Iterable[tuple[str, int]], ranges: Sequence[Range]) -> None:
        """Forget bundles (epoch, number) and the revisions in `ranges`: they are no longer believed."""
        self._engine.executemany(
            "DELETE FROM bundles WHERE kiosk = ? AND epoch = ? AND bundle = ?",
            [(kiosk, *which) for which in bundles],
        )
        with self._rollups.changing(kiosk):
            for table in ("visits", "shifts", "notices"):
                self._engine.executemany(
                    f"DELETE FROM {table} WHERE kiosk = ? AND epoch = ? AND seq BETWEEN ? AND ?",
                    [(kiosk, *span) for span in ranges],
                )

    def replace_ranges(self, kiosk: str, held: Iterable[Range], lost: Iterable[Range]) -> None:
        """Say anew which revisions of a kiosk are here, and which it declared lost."""
        self._engine.execute("DELETE FROM ranges WHERE kiosk = ?", (kiosk,))
        self._engine.executemany(
            "INSERT INTO ranges VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            [(kiosk, *span, gone) for spans, gone in ((held, 0), (lost, 1)) for span in spans],
        )

    def wanted(self, kiosk: str) -> list[Range]:
        """Return the ranges that a kiosk is asked for again."""
        query = "SELECT epoch, first, last FROM wanted WHERE kiosk = ? ORDER BY epoch, first"
        return [Range(*row) for row in self._engine.execute(query, (kiosk,))]

    def set_wanted(self, kiosk: str, ranges: Iterable[Range]) -> None:
        """Ask a kiosk for exactly these ranges again, by its next receipt."""
        self._engine.execute("DELETE FROM wanted WHERE kiosk = ?", (kiosk,))
        self._engine.executemany(
            "INSERT INTO wanted VALUES (?, ?, ?, ?)", [(kiosk, *span) for span in ranges]
        )

    def has_other_epochs(self, kiosk: str, epoch: str) -> bool:
        """Tell whether bundles of another epoch of this kiosk are here: two steps along the key."""
        return any(
            self._engine.execute(
                f"SELECT 1 FROM bundles WHERE kiosk = ? AND epoch {beside} ? LIMIT 1", (kiosk, epoch)
            )
            for beside in ("<", ">")
        )

    def lives(self, kiosk: str) -> list[EpochLife]:
        """Return the epochs of a kiosk, by their ids."""
        query = (
            "SELECT epoch, MAX(parent_epoch), MIN(created), MAX(created) FROM bundles"
            " WHERE kiosk = ? GROUP BY epoch ORDER BY epoch"
        )
        return [EpochLife(*row) for row in self._engine.execute(query, (kiosk,))]
