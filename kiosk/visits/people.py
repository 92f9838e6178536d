"""Who works at this kiosk and where: volunteers with their PINs, the programme's place tree.

Each attempt to sign in stands in the program's own log: who and the how manyth, never a digit.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from kiosk import privacy
from kiosk.clock import Clock, moment, stamp
from kiosk.codebook import Place
from kiosk.errors import KioskError, LogError
from kiosk.i18n import N_
from kiosk.visits.database import LogFile
from kiosk.visits.history import LEAD
from kiosk.visits.records import Volunteer

_log = logging.getLogger(__name__)


class PinRefused(KioskError):
    """A sign-in was refused; `wait_seconds` must pass before the next try, 0 when none need."""

    def __init__(self, message: str, wait_seconds: int = 0) -> None:
        super().__init__(message, seconds=wait_seconds)
        self.wait_seconds = wait_seconds


class People(LogFile):
    """The part of the log that knows volunteers and places."""

    @classmethod
    def is_used(cls, path: Path, clock: Clock) -> bool:
        """Tell whether somebody signs in at this log. One that cannot be read was used: it is for `open` to mend."""
        if not path.exists():
            return False
        try:
            with cls.look(path, clock) as log:
                return bool(log.volunteers())
        except (sqlite3.Error, LogError):
            return True

    def add_volunteer(self, pseudonym: str, pin: str, role: str = "volunteer") -> None:
        """Add a volunteer, or give one that is known a new PIN and role.

        Raises LogError when the pseudonym is empty or would name the person, KioskError when the PIN is not
        six digits.
        """
        if not pseudonym.strip() or privacy.guard(pseudonym):
            raise LogError("A volunteer needs a code name such as A-07 that does not name the person.")
        pin_hash = privacy.hash_pin(pin)
        with self._transaction() as connection:
            connection.execute(
                "INSERT INTO volunteers (pseudonym, pin_hash, role, active) VALUES (?, ?, ?, 1)"
                " ON CONFLICT (pseudonym) DO UPDATE SET pin_hash = excluded.pin_hash, role = excluded.role,"
                " active = 1, failures = 0",
                (pseudonym.strip(), pin_hash, role),
            )

    def set_volunteers(self, volunteers: Iterable[Volunteer]) -> None:
        """Take over a roster: who is not on it is no longer active; PINs that are set stay."""
        with self._transaction() as connection:
            connection.execute("UPDATE volunteers SET active = 0")
            connection.executemany(
                "INSERT INTO volunteers (pseudonym, pin_hash, role, active) VALUES (?, '', ?, ?)"
                " ON CONFLICT (pseudonym) DO UPDATE SET role = excluded.role, active = excluded.active",
                [(person.pseudonym, person.role, person.active) for person in volunteers],
            )

    def give_pin(self, pseudonym: str, pin: str, lead: str) -> None:
        """Give a volunteer who forgot the PIN a new one, on the word of a lead volunteer; nothing else changes.

        Raises LogError when `lead` is no lead volunteer of this desk, or wants a new PIN for themself; KioskError
        when the PIN is not six digits.
        """
        known = {person.pseudonym: person for person in self.volunteers() if person.active}
        if pseudonym not in known or lead == pseudonym or lead not in known or known[lead].role != LEAD:
            raise LogError("Only another lead volunteer of this desk can give a new PIN.")
        pin_hash = privacy.hash_pin(pin)
        with self._transaction() as connection:
            connection.execute(
                "UPDATE volunteers SET pin_hash = ?, failures = 0 WHERE pseudonym = ?", (pin_hash, pseudonym)
            )
        _log.info("%s has a new PIN, given by %s", pseudonym, lead)

    def forget_pins(self, pseudonyms: Iterable[str]) -> None:
        """Let volunteers choose a new PIN at the next sign-in: the manager's roster says so."""
        with self._transaction() as connection:
            connection.executemany(
                "UPDATE volunteers SET pin_hash = '', failures = 0 WHERE pseudonym = ?",
                [(pseudonym,) for pseudonym in pseudonyms],
            )

    def volunteers(self) -> list[Volunteer]:
        """Return all volunteers, also those no longer active, by pseudonym."""
        rows = self._read("SELECT pseudonym, role, active, pin_hash FROM volunteers ORDER BY pseudonym")
        return [Volunteer(name, role, bool(active), bool(kept)) for name, role, active, kept in rows]

    def check_pin(self, pseudonym: str, pin: str) -> None:
        """Return when the PIN is right. Raises PinRefused when it is not, or comes before the delay is over.

        A try counts before it is judged, on the disk: switching the machine off does not take it back.
        """
        with self._transaction() as connection:
            person = _person(connection, pseudonym)
            wait = self._wait(connection, person)
            if not wait:
                self._count_failure(connection, person)
        if wait:
            _log.info("%s tried to sign in before the delay was over", pseudonym)
            raise PinRefused(N_("Too many wrong PINs. Wait {seconds} seconds, then try again."), wait)
        if not privacy.verify_pin(pin, person["pin_hash"]):
            _log.info("wrong PIN of %s, %d in a row", pseudonym, person["failures"] + 1)
            wait = privacy.retry_delay(person["failures"] + 1)
            if wait:
                raise PinRefused(N_("The PIN is not right. Wait {seconds} seconds, then try again."), wait)
            raise PinRefused(N_("The PIN is not right. Try again."))
        with self._transaction() as connection:
            connection.execute("UPDATE volunteers SET failures = 0 WHERE pseudonym = ?", (pseudonym,))
        _log.info("%s signed in", pseudonym)

    def set_places(self, places: Iterable[Place]) -> None:
        """Take over the programme's place tree, in the manager's order."""
        with self._transaction() as connection:
            connection.execute("DELETE FROM places")
            connection.executemany(
                "INSERT INTO places (id, name, level, parent) VALUES (?, ?, ?, ?)",
                [(place.id, place.name, place.level, place.parent) for place in places],
            )

    def places(self) -> list[Place]:
        """Return the place tree in the manager's order."""
        return [
            Place(*row) for row in self._read("SELECT id, name, level, parent FROM places ORDER BY number")
        ]

    def _count_failure(self, connection: sqlite3.Connection, person: dict[str, Any]) -> None:
        clock = self._clock
        connection.execute(
            "UPDATE volunteers SET failures = failures + 1, failed_at = ?, failed_mono = ?, failed_boot = ?"
            " WHERE pseudonym = ?",
            (stamp(clock.now()), clock.monotonic(), clock.boot(), person["pseudonym"]),
        )

    def _wait(self, connection: sqlite3.Connection, person: dict[str, Any]) -> int:
        """Return the whole seconds until the next try.

        Within one start of the machine the monotonic clock tells. After a restart the wall clock says how
        much of the delay has passed (nothing, when it went back); the rest then runs on the monotonic clock,
        so that a wrong clock can lengthen a delay once, and setting the clock cannot end one.
        """
        delay = privacy.retry_delay(person["failures"])
        if not delay:
            return 0
        clock = self._clock
        if person["failed_boot"] == clock.boot():
            passed = clock.monotonic() - person["failed_mono"]
        else:
            by_wall = (clock.now() - moment(person["failed_at"])).total_seconds()
            passed = min(max(by_wall, 0.0), delay)
            connection.execute(
                "UPDATE volunteers SET failed_mono = ?, failed_boot = ? WHERE pseudonym = ?",
                (clock.monotonic() - passed, clock.boot(), person["pseudonym"]),
            )
        left = delay - passed
        return 0 if left <= 0 else min(int(left) + (left % 1 > 0), delay)


def _person(connection: sqlite3.Connection, pseudonym: str) -> dict[str, Any]:
    names = ("pseudonym", "pin_hash", "active", "failures", "failed_at", "failed_mono", "failed_boot")
    row = connection.execute(
        f"SELECT {', '.join(names)} FROM volunteers WHERE pseudonym = ?", (pseudonym,)
    ).fetchone()
    if row is None or not row[2]:
        raise PinRefused(N_("This volunteer is not known here."))
    if not row[1]:
        raise PinRefused(N_("This volunteer has no PIN yet. The manager or another volunteer sets one."))
    return dict(zip(names, row, strict=True))
