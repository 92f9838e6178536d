"""Who works in the programme: volunteers by their pseudonyms, where they sit, and the teams that they belong to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from typing import NamedTuple

from kiosk.centre.audit import AuditTrail, Deed

VOLUNTEER, LEAD = "volunteer", "lead"
ROLES = (VOLUNTEER, LEAD)


class Person(NamedTuple):
    """A volunteer by a pseudonym, never by a name.

    `kiosk` is where the pseudonym can sign in (empty: nowhere yet; at two kiosks it stands twice), `team` a team's id.
    """

    pseudonym: str
    role: str = VOLUNTEER
    kiosk: str = ""
    team: str = ""


class Team(NamedTuple):
    """A group of people at a place of the tree; `members` is how many the manager counts, with or without pseudonym."""

    id: str
    name: str
    place: str = ""
    members: int = 0


class People(AuditTrail):
    """The part of the store that knows volunteers and teams. What changes of them is in the audit trail."""

    def transaction(self) -> AbstractContextManager[None]:
        """Do everything in the block or nothing."""
        raise NotImplementedError

    def people(self) -> list[Person]:
        """Return every volunteer, by pseudonym."""
        query = "SELECT pseudonym, role, kiosk, team FROM volunteers ORDER BY pseudonym, kiosk"
        return [Person(*row) for row in self._engine.execute(query)]

    def set_people(self, people: Iterable[Person]) -> None:
        """Replace the whole list of volunteers."""
        with self.transaction():
            before = self.people()
            self._engine.execute("DELETE FROM volunteers")
            self._put_people(people)
            self._audit_people(before)

    def set_volunteers(self, kiosk: str, volunteers: Sequence[tuple[str, str]]) -> None:
        """Replace the volunteers, pseudonym and role, that one kiosk is told of; who stays keeps the team."""
        with self.transaction():
            query = "SELECT pseudonym, team FROM volunteers WHERE kiosk = ?"
            before = self.people()
            teams = {str(name): str(team) for name, team in self._engine.execute(query, (kiosk,))}
            self._engine.execute("DELETE FROM volunteers WHERE kiosk = ?", (kiosk,))
            self._put_people(Person(name, role, kiosk, teams.get(name, "")) for name, role in volunteers)
            self._audit_people(before)

    def volunteers(self, kiosk: str) -> list[tuple[str, str]]:
        """Return the volunteers, pseudonym and role, that a kiosk is told of."""
        query = "SELECT pseudonym, role FROM volunteers WHERE kiosk = ? ORDER BY pseudonym"
        return [(str(name), str(role)) for name, role in self._engine.execute(query, (kiosk,))]

    def teams(self) -> list[Team]:
        """Return the teams, by name."""
        query = "SELECT id, name, place, members FROM teams ORDER BY name, id"
        return [Team(*row) for row in self._engine.execute(query)]

    def set_teams(self, teams: Iterable[Team]) -> None:
        """Replace the list of teams."""
        with self.transaction():
            before = self.teams()
            self._engine.execute("DELETE FROM teams")
            self._engine.executemany(
                "INSERT INTO teams (id, name, place, members) VALUES (?, ?, ?, ?)", list(teams)
            )
            self._audit_list(Deed.TEAMS, before, self.teams(), lambda team: team.id, "team")

    def _audit_people(self, before: Sequence[Person]) -> None:
        self._audit_list(Deed.PEOPLE, before, self.people(), lambda person: (person.pseudonym, person.kiosk))

    def _put_people(self, people: Iterable[Person]) -> None:
        self._engine.executemany(
            "INSERT INTO volunteers (pseudonym, role, kiosk, team) VALUES (?, ?, ?, ?)", list(people)
        )
