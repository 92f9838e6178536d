"""Revisions that are in the store and not counted yet.

Counting twenty thousand revisions at once costs little more than counting the fifty of one bundle: a country's row is
rewritten once for all of them. So an import only notes, in its own transaction, which revisions it brought. Rows and
notes together always say the whole; whoever reads figures, or brings too many, counts what waits.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from kiosk.centre.engine import Engine
from kiosk.visits import RecordKind, Row, Shift, Visit, columns

_TABLES: Mapping[str, RecordKind] = {"visits": Visit, "shifts": Shift}
_NAMES = {kind: table for table, kind in _TABLES.items()}


class Note(NamedTuple):
    """Some revisions of one epoch that wait: the numbers from the first to the last of each span, ends included."""

    token: str
    kind: RecordKind
    kiosk: str
    epoch: str
    spans: Sequence[tuple[int, int]]

    def numbers(self) -> set[int]:
        """Return the numbers of the revisions."""
        return {number for first, last in self.spans for number in range(first, last + 1)}


class Waiting:
    """What waits to be counted; what this process has brought itself stays at hand until then."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._at_hand: dict[str, list[Row]] = {}

    def __len__(self) -> int:
        """Return how many revisions of this process may wait."""
        return sum(map(len, self._at_hand.values()))

    def add(self, kind: RecordKind, rows: Sequence[Row]) -> None:
        """Note rows that were just inserted. Belongs inside that transaction."""
        by_epoch: dict[tuple[str, str], list[Row]] = {}
        for row in rows:
            by_epoch.setdefault((row[0], row[1]), []).append(row)
        for (kiosk, epoch), some in by_epoch.items():
            # A name that is never given again: after a rollback, what is at hand belongs to no note.
            token = secrets.token_hex(8)
            spans = json.dumps(_spans(row[2] for row in some), separators=(",", ":"))
            self._engine.execute(
                "INSERT INTO rollup_waiting (token, kind, kiosk, epoch, spans) VALUES (?, ?, ?, ?, ?)",
                (token, _NAMES[kind], kiosk, epoch, spans),
            )
            self._at_hand[token] = some

    def notes(self) -> list[Note]:
        """Return all that waits, whoever brought it."""
        return [
            Note(token, _TABLES[kind], kiosk, epoch, [(first, last) for first, last in json.loads(spans)])
            for token, kind, kiosk, epoch, spans in self._engine.execute(
                "SELECT token, kind, kiosk, epoch, spans FROM rollup_waiting"
            )
        ]

    def rows(self, note: Note) -> Iterable[Row]:
        """Return the revisions of a note."""
        if (known := self._at_hand.get(note.token)) is not None:
            return known
        numbers = note.numbers()
        query = (
            f"SELECT {', '.join(columns(note.kind))} FROM {_NAMES[note.kind]}"
            " WHERE kiosk = ? AND epoch = ? AND seq BETWEEN ? AND ?"
        )
        found = self._engine.execute(query, (note.kiosk, note.epoch, min(numbers), max(numbers)))
        return [row for row in found if row[2] in numbers]

    def others(self, known: Sequence[Note], kind: RecordKind) -> Iterator[Row]:
        """Yield the keys of revisions of a kind that have come to wait since some notes were read."""
        tokens = {note.token for note in known}
        for note in self.notes():
            if note.token not in tokens and note.kind is kind:
                yield from ((note.kiosk, note.epoch, number) for number in note.numbers())

    def done(self, notes: Sequence[Note]) -> None:
        """Forget notes whose revisions are counted."""
        self._engine.executemany(
            "DELETE FROM rollup_waiting WHERE token = ?", [(note.token,) for note in notes]
        )
        self._at_hand.clear()


def _spans(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Return numbers as spans of neighbours."""
    found: list[tuple[int, int]] = []
    for number in sorted(numbers):
        if found and number == found[-1][1] + 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found
