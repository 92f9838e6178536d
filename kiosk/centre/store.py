"""The centre's store: every accepted revision once, the kiosks, the tree of places, and which bundles have come."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any, NamedTuple, Self

from kiosk.centre.audit import AuditTrail, Deed
from kiosk.centre.current import Current
from kiosk.centre.engine import About, Engine, StoreError
from kiosk.centre.engine.choosing import engine_at, store_place
from kiosk.centre.moving import Content, Told, contents, copied
from kiosk.centre.people import People
from kiosk.centre.protecting import Protecting
from kiosk.centre.rollups.writing import Writer
from kiosk.centre.schema import upgrade
from kiosk.centre.taken import Taken
from kiosk.centre.targets import Targets
from kiosk.centre.tree import check_tree
from kiosk.centre.trust import Trust
from kiosk.config import DataFolder
from kiosk.visits import Batch, Notice, Place, RecordKind, Row, Shift, Visit, columns

#: Each kind of revision: its table, and its columns in the one order that `kiosk.visits` knows.
_TABLES: Mapping[RecordKind, tuple[str, tuple[str, ...]]] = {
    Visit: ("visits", columns(Visit)),
    Shift: ("shifts", columns(Shift)),
    Notice: ("notices", columns(Notice)),
}
#: Where the number of the revision stands; a notice has but one.
_REVISION: Mapping[RecordKind, int] = {kind: columns(kind).index("revision") for kind in (Visit, Shift)}
_KIOSK = "kiosk, name, place, sealing_key, accepted_at, roster_version, retired_at"
_PUT_KIOSK = f"""
INSERT INTO kiosks ({_KIOSK}) VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (kiosk) DO UPDATE SET name = excluded.name, place = excluded.place, sealing_key = excluded.sealing_key,
    accepted_at = excluded.accepted_at, roster_version = excluded.roster_version,
    retired_at = excluded.retired_at
"""


@dataclass(frozen=True, slots=True)
class KnownKiosk:
    """A kiosk that the manager has accepted; `place` is where its desk is, the key seals what is for it alone.

    `retired_at` is empty while the kiosk is expected to send something.
    """

    kiosk: str
    name: str
    place: str
    sealing_key: str
    accepted_at: str
    roster_version: int = 0
    retired_at: str = ""


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


class Store(Trust, Taken, People, Current, Targets, Protecting, AuditTrail):
    """A manager's store. Open it with `Store.open`; one object belongs to one thread."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._rollups = Writer(engine)

    @classmethod
    def open(cls, where: Path | str) -> Self:
        """Open the store, made and brought up to date when needed: a file, or the address of a PostgreSQL database.

        Raises StoreError when it cannot be used as a store or is of a newer version.
        """
        engine = engine_at(where)
        try:
            upgrade(engine)
            store = cls(engine)
            if not store._rollups.is_built():
                store.catch_up()
        except sqlite3.Error as problem:
            engine.close()
            raise StoreError(
                "The store {path} cannot be opened: {reason}. To see what can be done: kiosk doctor",
                path=engine.where,
                reason=problem,
            ) from problem
        except BaseException:
            engine.close()
            raise
        return store

    @classmethod
    def of(cls, data: DataFolder) -> Self:
        """Open a manager's store, where the data folder or its settings say that it is. Raises KioskError."""
        return cls.open(store_place(data))

    @property
    def where(self) -> str:
        """Where the store is, as it may be shown: a path, or an address without a password."""
        return self._engine.where

    def copy_into(self, other: Store, told: Told | None = None) -> dict[str, int]:
        """Copy everything into another store, which must be empty; return how many rows each table has.

        All of it or nothing, as it is at one moment. Raises StoreError when the other store holds something, or when it
        reads back otherwise than what was written.
        """
        return copied(self._engine, other._engine, told)

    def contents(self) -> dict[str, Content]:
        """Return what every table holds, in short: two stores are equal when these are."""
        with self._engine.snapshot():
            return contents(self._engine)

    def back_up(self, file: Path) -> None:
        """Write the whole store into a file of its own, as it is at one moment. Raises StoreError."""
        self._engine.back_up(file)

    def about(self) -> About:
        """Return what keeps the store: the engine, its version, how many bytes."""
        return self._engine.about()

    @property
    def engine(self) -> Engine:
        """Return what speaks to the tables."""
        return self._engine

    def quick_check(self) -> list[str]:
        """Return what the engine finds wrong with its files; nothing when they are whole."""
        return self._engine.faults()

    def close(self) -> None:
        """Close the store."""
        self._engine.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def transaction(self, kiosk: str = "") -> AbstractContextManager[None]:
        """Do everything in the block or nothing. Nobody else writes meanwhile; with `kiosk`, nobody of that kiosk."""
        return self._engine.transaction(kiosk)

    def ask(self, query: str, values: Mapping[str, object]) -> list[tuple[Any, ...]]:
        """Answer a report's query."""
        return self._engine.execute(query, values)

    def catch_up(self) -> None:
        """Count in the roll-ups what was taken in and has not been counted yet. A transaction of its own."""
        if self._rollups.is_behind():
            with self.transaction():
                self._rollups.catch_up()

    # -- revisions

    def insert(self, batches: Iterable[Batch]) -> tuple[Inserted, Inserted, Inserted]:
        """Take in revisions that are not here; return what changed for visits, shifts and notices.

        Belongs inside a transaction: what comes last may be refused. Raises OtherContentError when a revision
        is here with another content.
        """
        fresh: dict[RecordKind, list[Row]] = {kind: [] for kind in _TABLES}
        already = dict.fromkeys(_TABLES, 0)
        for batch in map(self._redacted, batches):
            new = self._fresh(batch)
            fresh[batch.kind] += new
            already[batch.kind] += len(batch.rows) - len(new)
        for kind, rows in fresh.items():
            if rows:
                self._engine.append(*_TABLES[kind], rows)
        self._rollups.inserted(fresh[Visit], fresh[Shift])
        self._silence_erased(fresh[Visit])
        self._silence_undated(fresh[Visit])
        visits, shifts, notices = (_inserted(kind, fresh[kind], already[kind]) for kind in fresh)
        return visits, shifts, notices

    def _fresh(self, batch: Batch) -> Sequence[Row]:
        """Return the rows of a batch that are not here. Raises OtherContentError."""
        here = self._here(batch)
        for row in batch.rows if here else ():
            if not self._agree(here.get(row[:3], row), row):
                raise OtherContentError("Revision {seq} is here already and says something else.", seq=row[2])
        return [row for row in batch.rows if row[:3] not in here] if here else batch.rows

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
            for row in self._engine.execute(query, span)
            if row[:3] in keys
        }

    def forget_revisions(self) -> None:
        """Forget all revisions and that their bundles came. Belongs inside a transaction that brings them again."""
        for table in ("visits", "shifts", "notices", "bundles", "ranges"):
            self._engine.execute(f"DELETE FROM {table}")
        self._rollups.rebuild()

    # -- kiosks

    def kiosk(self, kiosk: str) -> KnownKiosk | None:
        """Return an accepted kiosk, or None."""
        found = self._engine.execute(
            f"SELECT {_KIOSK} FROM kiosks WHERE kiosk = ?",
            (kiosk,),
        )
        return KnownKiosk(*found[0]) if found else None

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
            KnownKiosk(*row)
            for row in self._engine.execute(f"SELECT {_KIOSK} FROM kiosks ORDER BY name, kiosk")
        ]

    def revoked_kiosks(self) -> frozenset[str]:
        """Return the kiosks whose keys were all revoked."""
        query = "SELECT kiosk FROM kiosk_keys GROUP BY kiosk HAVING MIN(revoked_at) <> ''"
        return frozenset(str(kiosk) for (kiosk,) in self._engine.execute(query))

    def visit_count(self, kiosk: str) -> tuple[int, str, str, int]:
        """Return how many visits a kiosk had, the first and the last day, and how many have an uncertain time."""
        query = """
            SELECT COUNT(*), COALESCE(MIN(NULLIF(visit_date, '')), ''), COALESCE(MAX(visit_date), ''),
                COALESCE(SUM(CASE WHEN clock_trust = 0 THEN 1 ELSE 0 END), 0)
            FROM current_visits WHERE kiosk = ?
        """
        ((visits, first, last, uncertain),) = self._engine.execute(query, (kiosk,))
        return int(visits), str(first), str(last), int(uncertain)

    def put_kiosk(self, kiosk: KnownKiosk, signing_key: str = "") -> None:
        """Keep an accepted kiosk, or what changed about it.

        With `signing_key`, that key of it is accepted too, beside earlier ones, and its request is answered.
        """
        with self.transaction():
            self._engine.execute(_PUT_KIOSK, astuple(kiosk))
            if signing_key:
                self._engine.execute(
                    "INSERT INTO kiosk_keys (kiosk, signing_key, accepted_at) VALUES (?, ?, ?)"
                    " ON CONFLICT DO NOTHING",
                    (kiosk.kiosk, signing_key, kiosk.accepted_at),
                )
                self._engine.execute("DELETE FROM requests WHERE kiosk = ?", (kiosk.kiosk,))

    def signing_keys(self, kiosk: str) -> list[str]:
        """Return the signing keys of a kiosk that were accepted; empty when the kiosk was not."""
        found = self._engine.execute("SELECT signing_key FROM kiosk_keys WHERE kiosk = ?", (kiosk,))
        return [str(key) for (key,) in found]

    def put_request(self, kiosk: str, document: bytes, seen_at: str) -> None:
        """Keep a request to join until somebody decides; a newer one of the same kiosk replaces it."""
        self._engine.execute(
            "INSERT INTO requests VALUES (?, ?, ?)"
            " ON CONFLICT (kiosk) DO UPDATE SET document = excluded.document, seen_at = excluded.seen_at",
            (kiosk, document, seen_at),
        )

    def requests(self) -> dict[str, bytes]:
        """Return the signed requests that wait, by kiosk."""
        return dict(self._engine.execute("SELECT kiosk, document FROM requests ORDER BY kiosk"))

    # -- the programme's places

    def set_places(self, places: Sequence[Place]) -> None:
        """Replace the tree of places. Raises StoreError when it is no tree, and leaves the old one."""
        check_tree(places)
        with self.transaction():
            before = self.places()
            with self._rollups.replanting(before, places):
                self._engine.execute("DELETE FROM places")
                self._engine.executemany(f"INSERT INTO places VALUES ({_marks(4)})", places)
            self._audit_list(Deed.PLACES, before, places, lambda place: place.id, "place")

    def places(self) -> list[Place]:
        """Return the tree of places."""
        return [
            Place(*row)
            for row in self._engine.execute("SELECT id, name, level, parent FROM places ORDER BY id")
        ]

    def has_records_at(self, place: str) -> bool:
        """Tell whether a visit or a shift names this place."""
        return any(
            self._engine.execute(f"SELECT 1 FROM {table} WHERE place = ? LIMIT 1", (place,))
            for table in ("visits", "shifts")
        )

    def meta(self, key: str) -> str:
        """Return a value kept under a name; empty when there is none."""
        found = self._engine.execute("SELECT value FROM meta WHERE key = ?", (key,))
        return str(found[0][0]) if found else ""

    def set_meta(self, key: str, value: str) -> None:
        """Keep a value under a name."""
        self._engine.execute(
            "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            (key, value),
        )


def _spans(keys: Iterable[Row]) -> list[Row]:
    """Return the lowest and the highest number of each kiosk's epochs: kiosk, epoch, first, last."""
    numbers: dict[Row, list[int]] = {}
    for kiosk, epoch, seq in keys:
        numbers.setdefault((kiosk, epoch), []).append(seq)
    return [(*epoch, min(found), max(found)) for epoch, found in numbers.items()]


def _inserted(kind: RecordKind, fresh: Sequence[Row], already: int) -> Inserted:
    at = _REVISION.get(kind)
    corrected = 0 if at is None else sum(row[at] != 1 for row in fresh)
    return Inserted(len(fresh) - corrected, already, corrected)


def _marks(count: int) -> str:
    return ", ".join("?" * count)
