"""What the program does to its own log, killed: the daily copy, an upgrade, a salvage."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

from kiosk import migrations
from kiosk.visits import Change, VisitLog
from kiosk.visits.copies import copies
from tests.desks import HandClock, draft
from tests.faults.campaign import Tell
from tests.faults.desk_work import quick_check


class LogWork:
    """Each visit has its own note; whatever is done to the log, each acknowledged one is in it once."""

    name = "log"
    most_told = 4
    longest = 0.08

    def __init__(self, folder: Path) -> None:
        self._path = folder / "log.db"
        self._copies = folder / "backups"
        self._notes: set[str] = set()
        self._steps = 0
        self._known = dict(migrations.STEPS)

    def work(self, random: Random, tell: Tell) -> None:
        with VisitLog.open(self._path, self._clock(0)) as log:
            for _ in range(2):
                note = "".join(random.choices("abcdefghijklmnopqrstuvwxyz", k=20))
                log.record(draft(self._clock(0), note=note))
                tell(["visit", note])
        acts: list[Callable[[Random, Tell], None]] = [self._copy, self._upgrade, self._salvage]
        random.choice(acts)(random, tell)

    def _copy(self, random: Random, tell: Tell) -> None:
        for day in range(1, 4):
            with VisitLog.open(self._path, self._clock(random.randint(1, 9) + 10 * day)) as log:
                if made := log.keep_copy(self._copies):
                    tell(["copy", made.name])

    def _upgrade(self, _random: Random, tell: Tell) -> None:
        self._know_a_step_more()
        with VisitLog.open(self._path, self._clock(0)) as log:
            tell(["open", log.epoch])

    def _salvage(self, random: Random, tell: Tell) -> None:
        with self._path.open("r+b") as file:  # all of it can be read under a fresh log's schema
            file.write(bytes(random.choice((16, 100, 4096))))
        with VisitLog.open(self._path, self._clock(0)) as log:
            tell(["open", log.epoch])

    def _know_a_step_more(self) -> None:
        number = self._steps + 1
        statement = f"CREATE TABLE later_{number} (x)"
        migrations.STEPS[f"2099-step-{number:03}"] = lambda db: db.execute(statement)

    def judge(self, told: list[Any]) -> list[str]:
        self._notes |= {what for kind, what in told if kind == "visit"}
        self._know_a_step_more()  # whether the child had begun with it or not
        self._steps += 1
        faults = [
            f"{copy.path.name}: {fault}" for copy in copies(self._copies) for fault in quick_check(copy.path)
        ]
        try:
            faults += self._look([what for kind, what in told if kind == "copy"])
        finally:
            if self._steps == 25:
                migrations.STEPS.clear()
                migrations.STEPS.update(self._known)
        return faults

    def _look(self, made: list[str]) -> list[str]:
        with VisitLog.open(self._path, self._clock(0)) as log:
            notes = [v.note for v in log.visits_on("2026-11-22") if v.change == Change.NEW]
            lost = log.lost()
        faults = quick_check(self._path)
        faults += [f"{note} is gone" for note in self._notes - set(notes)]
        faults += [f"{note} is there twice" for note in set(notes) if notes.count(note) > 1]
        faults += [f"declared lost: {lost}"] * bool(lost)
        kept = {copy.path.name for copy in copies(self._copies)}
        faults += [f"the copy {name} is gone" for name in made[-3:] if name not in kept]
        beyond = set(notes) - self._notes
        self._notes |= beyond
        return faults if len(beyond) <= 1 else [*faults, f"{len(beyond)} visits too many"]

    def _clock(self, days: int) -> HandClock:
        clock = HandClock()
        clock.tick(hours=24 * days)
        return clock
