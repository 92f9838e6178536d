"""The centre's store: every accepted revision once, the kiosks, the tree of places, and which bundles have come."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any, NamedTuple, Self

from kiosk.centre.schema import StoreError, upgrade
from kiosk.centre.trust import Trust
from kiosk.codebook import PLACE_LEVELS
from kiosk.visits import Batch, Notice, Place, Range, RecordKind, Row, Shift, Visit, columns

#: Each kind of revision: its table, and its columns in the one order that `kiosk.visits` knows.
_TABLES: Mapping[RecordKind, tuple[str, tuple[str, ...]]] = {
    Visit: ("visits", columns(Visit)),
    Shift: ("shifts", columns(Shift)),
    Notice: ("notices", columns(Notice)),
}
#: Where the number of the revision stands; a notice has but one.
_REVISION: Mapping[RecordKind, int] = {kind: columns(kind).index("revision") for kind in (Visit, Shift)}


@dataclass(frozen=True, slots=True)
class KnownKiosk:
    """A kiosk that the manager has accepted; `place` is where its desk is, the key seals what is for it alone."""

    kiosk: str
    name: str
    place: str
    sealing_key: str
    accepted_at: str
    roster_version: int = 0


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


class Inserted(NamedTuple):
    """What one insertion changed: first revisions, rows that were here before, later revisions."""

    new: int = 0
    already: int = 0
    corrected: int = 0

    def plus(self, other: Inserted) -> Inserted:
        """Return both counts in one."""
        return Inserted(*map(sum, zip(self, other, strict=True)))


class OtherContentError(StoreError):
    """A revision is here already and says something else: two copies of one kiosk have gone on separately."""


class Store(Trust):
    """A manager's store, in one SQLite file. Open it with `Store.open`; one object belongs to one thread."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open the store, made and brought up to date when needed.

        Raises StoreError when the file cannot be used as a store or is of a newer version.
        """
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            connection = sqlite3.connect(path, isolation_level=None)
        except (OSError, sqlite3.Error) as problem:
            raise StoreError(
                "The store {path} cannot be opened: {reason}. To see what can be done: kiosk doctor",
                path=path,
                reason=problem,
            ) from problem
        try:
            connection.execute("PRAGMA busy_timeout = 10000")
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA foreign_keys = ON")
            upgrade(connection)
        except sqlite3.Error as problem:
            connection.close()
            raise StoreError(
                "The store {path} cannot be opened: {reason}. To see what can be done: kiosk doctor",
                path=path,
                reason=problem,
            ) from problem
        except BaseException:
            connection.close()
            raise
        return cls(connection)

    def quick_check(self) -> list[str]:
        """Return what SQLite finds wrong with the file; nothing when it is whole."""
        return [str(said) for (said,) in self._connection.execute("PRAGMA quick_check") if said != "ok"]

    def close(self) -> None:
        """Close the store."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Do everything in the block or nothing; another importer waits meanwhile."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._connection.execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise

    def ask(self, query: str, values: Mapping[str, object]) -> list[tuple[Any, ...]]:
        """Answer a report's query."""
        return self._connection.execute(query, values).fetchall()

    # -- revisions

    def insert(self, batches: Iterable[Batch]) -> tuple[Inserted, Inserted, Inserted]:
        """Take in revisions that are not here; return what changed for visits, shifts and notices.

        Belongs inside a transaction: what comes last may be refused. Raises OtherContentError when a revision
        is here with another content.
        """
        changed: dict[RecordKind, Inserted] = {}
        for batch in batches:
            changed[batch.kind] = changed.get(batch.kind, Inserted()).plus(self._insert(batch))
        visits, shifts, notices = (changed.get(kind, Inserted()) for kind in (Visit, Shift, Notice))
        return visits, shifts, notices

    def _insert(self, batch: Batch) -> Inserted:
        here = self._here(batch)
        for row in batch.rows if here else ():
            if here.get(row[:3], row) != row:
                raise OtherContentError("Revision {seq} is here already and says something else.", seq=row[2])
        fresh = [row for row in batch.rows if row[:3] not in here] if here else batch.rows
        self._connection.executemany(_insertion(batch.kind), fresh)
        at = _REVISION.get(batch.kind)
        corrected = 0 if at is None else sum(row[at] != 1 for row in fresh)
        return Inserted(len(fresh) - corrected, len(batch.rows) - len(fresh), corrected)

    def _here(self, batch: Batch) -> dict[Row, Row]:
        """Return by their keys the rows that are here: one walk along the key for each epoch."""
        table, names = _TABLES[batch.kind]
        query = (
            f"SELECT {', '.join(names)} FROM {table} WHERE kiosk = ? AND epoch = ? AND seq BETWEEN ? AND ?"
        )
        keys = {row[:3] for row in batch.rows}
        return {
            row[:3]: row
            for span in _spans(keys)
            for row in self._connection.execute(query, span)
            if row[:3] in keys
        }

    # -- bundles

    def add_bundle(self, bundle: StoredBundle, ranges: Iterable[Range], lost: Iterable[Range]) -> None:
        """Note an accepted bundle with the revisions that it holds or declares lost."""
        self._connection.execute(f"INSERT INTO bundles VALUES ({_marks(10)})", astuple(bundle))
        self._connection.executemany(
            "INSERT INTO ranges VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            [(bundle.kiosk, *span, gone) for spans, gone in ((ranges, 0), (lost, 1)) for span in spans],
        )

    def bundle(self, kiosk: str, epoch: str, number: int) -> StoredBundle | None:
        """Return an accepted bundle, or None."""
        found = self._connection.execute(
            "SELECT * FROM bundles WHERE kiosk = ? AND epoch = ? AND bundle = ?", (kiosk, epoch, number)
        ).fetchone()
        return StoredBundle(*found) if found else None

    def bundles(self, kiosk: str = "") -> list[StoredBundle]:
        """Return the accepted bundles, of one kiosk or of all, in the order of their numbers."""
        return [
            StoredBundle(*row)
            for row in self._connection.execute(
                "SELECT * FROM bundles WHERE ? IN ('', kiosk) ORDER BY kiosk, epoch, bundle", (kiosk,)
            )
        ]

    def missing_before(self, kiosk: str, epoch: str, number: int) -> tuple[int, int] | None:
        """Return the first and last of the bundle numbers missing right before a bundle; None when none is."""
        (below,) = self._connection.execute(
            "SELECT COALESCE(MAX(bundle), 0) FROM bundles WHERE kiosk = ? AND epoch = ? AND bundle < ?",
            (kiosk, epoch, number),
        ).fetchone()
        return (below + 1, number - 1) if below + 1 < number else None

    def ranges(self, kiosk: str, *, lost: bool) -> list[Range]:
        """Return the revisions that the bundles held, or those that they declared lost; they may overlap."""
        query = (
            "SELECT epoch, first, last FROM ranges WHERE kiosk = ? AND lost = ? ORDER BY epoch, first, last"
        )
        return [Range(*row) for row in self._connection.execute(query, (kiosk, int(lost)))]

    # -- kiosks

    def kiosk(self, kiosk: str) -> KnownKiosk | None:
        """Return an accepted kiosk, or None."""
        found = self._connection.execute("SELECT * FROM kiosks WHERE kiosk = ?", (kiosk,)).fetchone()
        return KnownKiosk(*found) if found else None

    def accepted(self, kiosk: str) -> KnownKiosk:
        """Return an accepted kiosk. Raises StoreError when it was not accepted."""
        known = self.kiosk(kiosk)
        if known is None:
            raise StoreError(
                "The kiosk {kiosk} was not accepted. To see who belongs here: kiosk programme show",
                kiosk=kiosk,
            )
        return known

    def kiosks(self) -> list[KnownKiosk]:
        """Return the accepted kiosks by name."""
        return [
            KnownKiosk(*row) for row in self._connection.execute("SELECT * FROM kiosks ORDER BY name, kiosk")
        ]

    def put_kiosk(self, kiosk: KnownKiosk, signing_key: str = "") -> None:
        """Keep an accepted kiosk, or what changed about it.

        With `signing_key`, that key of it is accepted too, beside earlier ones, and its request is answered.
        """
        with self.transaction():
            self._connection.execute(f"INSERT OR REPLACE INTO kiosks VALUES ({_marks(6)})", astuple(kiosk))
            if signing_key:
                self._connection.execute(
                    "INSERT INTO kiosk_keys (kiosk, signing_key, accepted_at) VALUES (?, ?, ?)"
                    " ON CONFLICT DO NOTHING",
                    (kiosk.kiosk, signing_key, kiosk.accepted_at),
                )
                self._connection.execute("DELETE FROM requests WHERE kiosk = ?", (kiosk.kiosk,))

    def signing_keys(self, kiosk: str) -> list[str]:
        """Return the signing keys of a kiosk that were accepted; empty when the kiosk was not."""
        found = self._connection.execute("SELECT signing_key FROM kiosk_keys WHERE kiosk = ?", (kiosk,))
        return [str(key) for (key,) in found]

    def put_request(self, kiosk: str, document: bytes, seen_at: str) -> None:
        """Keep a request to join until somebody decides; a newer one of the same kiosk replaces it."""
        self._connection.execute(
            "INSERT OR REPLACE INTO requests VALUES (?, ?, ?)", (kiosk, document, seen_at)
        )

    def requests(self) -> dict[str, bytes]:
        """Return the signed requests that wait, by kiosk."""
        return dict(self._connection.execute("SELECT kiosk, document FROM requests ORDER BY kiosk"))

    def set_volunteers(self, kiosk: str, volunteers: Sequence[tuple[str, str]]) -> None:
        """Replace the volunteers, pseudonym and role, that one kiosk is told of."""
        with self.transaction():
            self._connection.execute("DELETE FROM volunteers WHERE kiosk = ?", (kiosk,))
            self._connection.executemany(
                "INSERT INTO volunteers VALUES (?, ?, ?)", [(kiosk, name, role) for name, role in volunteers]
            )

    def volunteers(self, kiosk: str) -> list[tuple[str, str]]:
        """Return the volunteers, pseudonym and role, that a kiosk is told of."""
        query = "SELECT pseudonym, role FROM volunteers WHERE kiosk = ? ORDER BY pseudonym"
        return [(str(name), str(role)) for name, role in self._connection.execute(query, (kiosk,))]

    # -- the programme's places

    def set_places(self, places: Sequence[Place]) -> None:
        """Replace the tree of places. Raises StoreError when it is no tree, and leaves the old one."""
        check_tree(places)
        with self.transaction():
            self._connection.execute("DELETE FROM places")
            self._connection.executemany(f"INSERT INTO places VALUES ({_marks(4)})", places)

    def places(self) -> list[Place]:
        """Return the tree of places."""
        return [
            Place(*row)
            for row in self._connection.execute("SELECT id, name, level, parent FROM places ORDER BY id")
        ]

    def meta(self, key: str) -> str:
        """Return a value kept under a name; empty when there is none."""
        found = self._connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return str(found[0]) if found else ""

    def set_meta(self, key: str, value: str) -> None:
        """Keep a value under a name."""
        self._connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))


def check_tree(places: Sequence[Place]) -> None:
    """Refuse what is no tree of places: a place twice, an unknown level or parent, a ring. Raises StoreError."""
    by_id = {place.id: place for place in places}
    if len(by_id) < len(places):
        twice = next(p.id for p in places if by_id[p.id] is not p)
        raise StoreError("The place {place} stands twice in the list.", place=twice)
    for place in places:
        if not place.id or not place.name:
            raise StoreError("Every place needs an id and a name.")
        if place.level not in PLACE_LEVELS:
            raise StoreError(
                "The place {place} has the unknown level {level}. There are: {levels}.",
                place=place.id,
                level=place.level,
                levels=", ".join(PLACE_LEVELS),
            )
        if place.parent and place.parent not in by_id:
            raise StoreError(
                "The place {place} lies in {parent}, which is not in the list.",
                place=place.id,
                parent=place.parent,
            )
        _check_way_up(place, by_id)


def _check_way_up(place: Place, by_id: Mapping[str, Place]) -> None:
    """A place lies in one of a higher level; that also rules out rings."""
    above = by_id.get(place.parent)
    if above and PLACE_LEVELS.index(above.level) >= PLACE_LEVELS.index(place.level):
        raise StoreError(
            "The place {place} ({level}) cannot lie in {parent} ({above}).",
            place=place.id,
            level=place.level,
            parent=above.id,
            above=above.level,
        )


def _spans(keys: Iterable[Row]) -> list[Row]:
    """Return the lowest and the highest number of each kiosk's epochs: kiosk, epoch, first, last."""
    numbers: dict[Row, list[int]] = {}
    for kiosk, epoch, seq in keys:
        numbers.setdefault((kiosk, epoch), []).append(seq)
    return [(*epoch, min(found), max(found)) for epoch, found in numbers.items()]


def _insertion(kind: RecordKind) -> str:
    # ON CONFLICT names the key: OR IGNORE would also swallow a broken NOT NULL.
    table, names = _TABLES[kind]
    return (
        f"INSERT INTO {table} ({', '.join(names)}) VALUES ({_marks(len(names))}) "
        "ON CONFLICT (kiosk, epoch, seq) DO NOTHING"
    )


def _marks(count: int) -> str:
    return ", ".join("?" * count)
