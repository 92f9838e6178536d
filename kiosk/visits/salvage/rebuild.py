"""A new log made of what several files still tell."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

import kiosk.visits.epochs as epochs
from kiosk.clock import moment, stamp
from kiosk.visits.epochs import Why
from kiosk.visits.files import reading
from kiosk.visits.records import Notice, Shift, Visit
from kiosk.visits.rows import RecordKind, columns, from_row
from kiosk.visits.salvage.aside import Source
from kiosk.visits.salvage.carving import carve
from kiosk.visits.salvage.reading import Row, Table, epochs_in, last_in
from kiosk.visits.spans import Span, gaps, runs
from kiosk.visits.witness import Witness

_KINDS: Final[dict[str, RecordKind]] = {"visits": Visit, "shifts": Shift, "notices": Notice}
#: Reads a row as the record it should be.
_REVISIONS: Final[dict[str, Callable[[Row], object]]] = {
    "visits": partial(from_row, Visit),
    "shifts": partial(from_row, Shift),
    "notices": partial(from_row, Notice),
}
#: What stays true for ever: what any copy tells of it is taken.
_HISTORY: Final = ("bundles", "bundle_ranges", "receipts", "changes")
#: What the newest state alone is right of: an older copy is asked only where it cannot be read.
_PRESENT: Final = ("volunteers", "places")
#: What an older copy is wrong of: a visit that was open then has ended since.
_OPEN: Final = ("drafts", "open_shifts")
#: So many more visits than anybody knew of may stand in a log whose list of epochs and witness are both old.
_BEYOND: Final = 1_000_000


class Rebuild:
    """A new log on its way: `know` first, take what is there, then `finish`."""

    def __init__(self, target: sqlite3.Connection, witness: Witness | None) -> None:
        self._target = target
        self._witness = witness
        self._kiosk = witness.kiosk if witness else ""
        #: How far each epoch came, oldest first.
        self._reached: dict[str, int] = {}

    def know(self, sources: list[Source], now: datetime) -> None:
        """Learn from all sources which epochs there were, and how far each came."""
        for source in sources:
            with suppress(sqlite3.Error), reading(source.path) as connection:
                self._take_epochs(connection, now)
        if self._witness:
            self._know(self._witness.epoch, self._witness.seq, now)

    def take_revisions(self, source: Source) -> None:
        """Take the revisions that are still missing; the damaged log itself may have some that nobody knew of."""
        with suppress(sqlite3.Error), reading(source.path) as connection:
            for epoch, reached in self._reached.items():
                found = [last_in(connection, name, epoch) for name in _REVISIONS] if source.own else []
                for span in self._missing(epoch, max([reached, *map(self._believable, found)])):
                    self._take_span(connection, epoch, span)

    def _take_span(self, connection: sqlite3.Connection, epoch: str, span: Span) -> None:
        for name in _REVISIONS:
            table = Table(connection, self._target, name)
            sound = (row for row in table.between(epoch, *span) if self._is_revision(name, row))
            self._insert(name, table.columns, sound)

    def carve(self, copy: Path, wal: Path, now: datetime) -> None:
        """Take what stands on pages that no tree leads to."""
        names = {name: list(columns(kind)[1:]) for name, kind in _KINDS.items()}
        for name, row in carve(copy, wal, self._target, list(names)):
            if self._believable(row[1]) and self._is_revision(name, row):
                self._know(row[0], row[1], now)
                self._insert(name, names[name], [row])

    def _believable(self, seq: int | None) -> int:
        """Return a number as it is read from a damaged page, 0 for one that nobody can have reached."""
        most = max(self._reached.values(), default=0) + _BEYOND
        return seq if seq and 0 < seq <= most else 0

    def is_whole(self) -> bool:
        """Tell whether each number that is known to have been given has its revision."""
        return not any(self._missing(epoch, reached) for epoch, reached in self._reached.items())

    def _missing(self, epoch: str, last: int) -> list[Span]:
        return gaps(self._saved(epoch), last)

    def take_tables(self, sources: list[Source]) -> None:
        """Take what else a log keeps, the best source first."""
        for table in _HISTORY:
            for source in sources:
                self._take_table(source, table)
        for table in (*_PRESENT, *_OPEN):
            asked = [source for source in sources if source.own or table in _PRESENT]
            any(self._take_table(source, table) for source in asked)  # until one was read whole
        for source in sources:
            self._take_marks(source)

    def finish(self, now: datetime, earliest: datetime, aside: Path) -> None:
        """Declare lost what nothing told, and begin the new epoch."""
        self._target.execute(
            "DELETE FROM bundle_ranges WHERE NOT EXISTS (SELECT 1 FROM bundles b"
            " WHERE b.epoch = bundle_epoch AND b.number = bundle_number)"
        )
        for epoch in self._reached:
            spans = list(self._saved(epoch))
            last = max([self._reached[epoch], *(span[1] for span in spans[-1:])])
            self._target.execute("UPDATE epochs SET last_seq = ? WHERE epoch = ?", (last, epoch))
            self._target.executemany(
                "INSERT INTO lost VALUES (?, ?, ?)", [(epoch, *span) for span in gaps(spans, last)]
            )
        kiosk = self._kiosk or epochs.new_kiosk()
        epochs.begin(self._target, kiosk, Why.SALVAGED, now, earliest, aside=str(aside))

    # Epochs

    def _take_epochs(self, source: sqlite3.Connection, now: datetime) -> None:
        table = Table(source, self._target, "epochs")
        for row in table.all()[0]:
            found = dict(zip(table.columns, row, strict=True))
            self._kiosk = self._kiosk or found["kiosk"]
            if found["kiosk"] != self._kiosk:
                continue  # a -wal or a copy of another kiosk's log
            if found["epoch"] not in self._reached:
                found.pop("number")
                self._insert("epochs", list(found), [tuple(found.values())])
            self._know(found["epoch"], found["last_seq"], now)
        for name in _REVISIONS:
            for epoch in epochs_in(source, name):
                self._know(epoch, 0, now)

    def _know(self, epoch: str, last: int, now: datetime) -> None:
        """Note how far an epoch came; one that only its revisions or the witness tell of gets a row."""
        self._target.execute(
            "INSERT INTO epochs (epoch, kiosk, parent_epoch, parent_seq, last_seq, clock_high_water, centre_time,"
            " started_at) VALUES (?, ?, '', 0, 0, 0, 0, ?) ON CONFLICT (epoch) DO NOTHING",
            (epoch, self._kiosk, stamp(now)),
        )
        self._reached[epoch] = max(last, self._reached.get(epoch, 0))

    def _is_revision(self, name: str, row: Row) -> bool:
        """Tell whether a row is a record as the log writes them: one that is not would spoil its whole bundle."""
        try:
            _REVISIONS[name]((self._kiosk, *row))
            for column, cell in zip(columns(_KINDS[name])[1:], row, strict=True):
                if column.endswith("_at") and cell is not None:
                    moment(str(cell))
        except (ValueError, TypeError, KeyError):
            return False
        return True

    def _saved(self, epoch: str) -> Iterator[Span]:
        """Return the spans of an epoch that the new log has."""
        union = " UNION ALL ".join(f"SELECT seq FROM {name} WHERE epoch = ?1" for name in _REVISIONS)
        return runs(seq for (seq,) in self._target.execute(f"{union} ORDER BY seq", (epoch,)))

    # Other tables

    def _take_table(self, source: Source, name: str) -> bool:
        """Take a small table's rows; return whether it was read whole."""
        with suppress(sqlite3.Error), reading(source.path) as connection:
            table = Table(connection, self._target, name)
            rows, whole = table.all()
            self._insert(name, table.columns, [row for row in rows if _usable(name, table.columns, row)])
            return whole
        return False

    def _take_marks(self, source: Source) -> None:
        """Take which wishes to be forgotten were followed, and whether their traces are still to be scoured."""
        with suppress(sqlite3.Error), reading(source.path) as connection:
            rows, _whole = (meta := Table(connection, self._target, "meta")).all()
            marks = [row for row in rows if str(row[0]) == "scour" or str(row[0]).startswith("forgotten ")]
            self._insert("meta", meta.columns, marks)

    def _insert(self, table: str, names: list[str], rows: Iterable[tuple[Any, ...]]) -> None:
        """Insert what is not there yet: what came before is better."""
        self._target.executemany(
            f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
            " ON CONFLICT DO NOTHING",
            rows,
        )


def _usable(table: str, names: list[str], row: Row) -> bool:
    if table != "receipts":
        return True
    try:
        return all(len(span) == 2 for span in json.loads(row[names.index("extras")]))
    except (ValueError, TypeError):
        return False
