"""What a volunteer does all day, killed: drafts, saves, corrections, undos."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from kiosk.clock import SystemClock
from kiosk.visits import Change, Draft, Visit, VisitLog, revisions_of
from tests.faults.campaign import Tell

#: Which visit a draft is of, and how many of its steps it has: None where no visit is open.
DraftState = tuple[int, int] | None


class Said(NamedTuple):
    """What a revision says that tells it from all others."""

    change: str
    people: int


class DeskWork:
    """Visits are numbered in their notes; each revision's number of people tells it apart."""

    name = "desk"
    most_told = 12
    longest = 0.002

    def __init__(self, folder: Path) -> None:
        self._path = folder / "log.db"
        self._visits: dict[int, list[Said]] = {}
        self._draft: DraftState = None

    def work(self, random: Random, tell: Tell) -> None:
        with VisitLog.open(self._path, SystemClock()) as log:
            known = _by_number(_revisions(log))
            number = max(self._visits, default=0)
            while True:
                number += 1
                known[number] = [_draft_and_save(log, number, random, tell)]
                if random.random() < 0.5:
                    _correct(log, known, random, tell)

    def judge(self, told: list[Any]) -> list[str]:
        for what, number, *rest in told:
            if what == "draft":
                self._draft = (number, rest[0])
            else:
                self._visits.setdefault(number, []).append(Said(what, rest[0]))
                self._draft = None if what == Change.NEW else self._draft
        faults = quick_check(self._path)
        with VisitLog.open(self._path, SystemClock()) as log:
            revisions, draft = _revisions(log), log.draft()
        found = {number: [_said(v) for v in states] for number, states in _by_number(revisions).items()}
        faults += _numbers(revisions)
        faults += self._compare(found)
        faults += self._judge_draft((int(draft.note.split()[1]), draft.people) if draft else None, found)
        self._visits = found  # what is there now, acknowledged or not, must stay
        return faults

    def _compare(self, found: dict[int, list[Said]]) -> list[str]:
        faults, beyond = [], 0
        for number in self._visits.keys() | found.keys():
            expected, states = self._visits.get(number, []), found.get(number, [])
            if states[: len(expected)] != expected:
                faults.append(f"visit {number}: acknowledged {expected}, found {states}")
            if [said.change for said in states].count(Change.NEW) > 1:
                faults.append(f"visit {number} is there twice: {states}")
            beyond += len(states) - len(expected)
        return faults if beyond <= 1 else [*faults, f"{beyond} revisions that nobody was about to make"]

    def _judge_draft(self, kept: DraftState, found: dict[int, list[Said]]) -> list[str]:
        """The draft is the acknowledged one, or one step on: its next step, its visit saved, the next visit's first."""
        was, self._draft = self._draft, kept
        if kept == was:
            return []
        if kept is None:
            saved = was is not None and len(found.get(was[0], [])) > len(self._visits.get(was[0], []))
            return [] if saved else [f"the draft {was} is gone"]
        next_step = was is not None and kept == (was[0], was[1] + 1)
        return [] if next_step or kept[1] == 1 else [f"the draft is {kept}, acknowledged was {was}"]


def _draft_and_save(log: VisitLog, number: int, random: Random, tell: Tell) -> Visit:
    open_visit = Draft.start(SystemClock(), volunteer="A-07", place="bulaevo")
    open_visit.note, open_visit.outcome = f"visit {number}", "alone"
    for step in range(1, random.randint(2, 4)):
        open_visit.people = step
        log.save_draft(open_visit)
        tell(["draft", number, step])
    visit = log.record(open_visit)
    tell([visit.change, number, visit.people])
    return visit


def _correct(log: VisitLog, known: dict[int, list[Visit]], random: Random, tell: Tell) -> None:
    number = random.choice(list(known))
    latest = known[number][-1]
    if latest.change == Change.VOID:
        return
    if random.random() < 0.3:
        revised = log.void(latest, "undo")
    else:
        revised = log.edit(latest, {"people": latest.people + 1}, "one more")
    known[number].append(revised)
    tell([revised.change, number, revised.people])


def _revisions(log: VisitLog) -> list[Visit]:
    return list(revisions_of(log.batches(log.unbundled(1_000_000))).visits)


def _by_number(revisions: list[Visit]) -> dict[int, list[Visit]]:
    found: dict[int, list[Visit]] = {}
    for visit in revisions:
        found.setdefault(int(visit.note.split()[1]), []).append(visit)
    return found


def _said(visit: Visit) -> Said:
    return Said(visit.change, visit.people)


def _numbers(revisions: list[Visit]) -> list[str]:
    numbers = [visit.seq for visit in revisions]
    return [] if numbers == list(range(1, len(numbers) + 1)) else [f"numbers with holes: {numbers}"]


def quick_check(path: Path) -> list[str]:
    """Return what SQLite finds wrong with a file that is there."""
    if not path.exists():
        return []
    with closing(sqlite3.connect(path)) as connection:
        found = [str(row[0]) for row in connection.execute("PRAGMA quick_check")]
    return [] if found == ["ok"] else [f"quick_check: {found}"]
