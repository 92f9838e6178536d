"""Targets: what a programme has promised, by indicator, period and place. They are data of the programme."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from typing import NamedTuple

from kiosk.centre.audit import AuditTrail, Deed


class Target(NamedTuple):
    """What an indicator (see `kiosk.centre.reports.indicators`) shall be by the end of a period, somewhere or anywhere.

    The days are both included. A rate is a share between 0 and 1.
    """

    indicator: str
    first: date
    last: date
    target: float
    place: str = ""


class Targets(AuditTrail):
    """The part of the store that knows what was promised. What changes of it is in the audit trail."""

    def transaction(self) -> AbstractContextManager[None]:
        """Do everything in the block or nothing."""
        raise NotImplementedError

    def targets(self) -> list[Target]:
        """Return the targets, the earliest period first."""
        query = (
            "SELECT indicator, first, last, target, place FROM targets ORDER BY first, last, place, indicator"
        )
        return [
            Target(indicator, date.fromisoformat(first), date.fromisoformat(last), float(target), place)
            for indicator, first, last, target, place in self._engine.execute(query)
        ]

    def set_targets(self, targets: Iterable[Target]) -> None:
        """Replace all targets."""
        with self._auditing():
            self._engine.execute("DELETE FROM targets")
            self._put(targets)

    def put_targets(self, targets: Iterable[Target]) -> None:
        """Keep these targets; one of the same indicator, period and place is replaced."""
        with self._auditing():
            self._put(targets)

    def drop_target(self, target: Target) -> None:
        """Take a target back."""
        with self._auditing():
            self._engine.execute(
                "DELETE FROM targets WHERE indicator = ? AND first = ? AND last = ? AND place = ?",
                (target.indicator, target.first.isoformat(), target.last.isoformat(), target.place),
            )

    @contextmanager
    def _auditing(self) -> Iterator[None]:
        with self.transaction():
            before = self.targets()
            yield
            self._audit_list(Deed.TARGETS, before, self.targets(), lambda target: target._replace(target=0))

    def _put(self, targets: Iterable[Target]) -> None:
        self._engine.executemany(
            "INSERT INTO targets (indicator, first, last, place, target) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (indicator, first, last, place) DO UPDATE SET target = excluded.target",
            [
                (t.indicator, t.first.isoformat(), t.last.isoformat(), t.place, repr(t.target))
                for t in targets
            ],
        )
