"""A report: its tables, and what a reader must know about all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kiosk.centre.counting import EVERYTHING, Scope
from kiosk.centre.tables import FEW, Hidden, Table, Text, Words
from kiosk.i18n import N_, Language

OWN_USE = N_("Small numbers are shown: for the programme's own use, not to hand out.")
FEW_HIDDEN = N_("<{few}: 1 to {most} people, hidden so that nobody is recognised.")
COVER_HIDDEN = N_("*: hidden too, because a small number could be worked out from it.")


@dataclass(frozen=True, slots=True)
class Report:
    """What one report says, before any language and any file.

    `place` is the name of the part of the tree, empty for all of it; `before` the period it is compared with;
    `shows_few` marks a report whose small numbers are not hidden although it has such tables; `programme` is the
    programme's name where it is known.
    """

    name: str
    title: Text
    tables: tuple[Table, ...]
    scope: Scope = EVERYTHING
    place: str = ""
    made_on: date | None = None
    before: Scope | None = None
    shows_few: bool = False
    programme: str = ""

    @property
    def table(self) -> Table:
        """The first table; most reports have no other."""
        return self.tables[0]

    def heading(self, language: Language) -> list[tuple[str, str]]:
        """Return what stands above the tables: the programme, the period, the place, when it was made."""
        lines = [(language.text(N_("Programme")), self.programme)] if self.programme else []
        lines.append((language.text(N_("Period")), period_said(self.scope, language)))
        if self.before is not None:
            lines.append((language.text(N_("Compared with")), period_said(self.before, language)))
        everywhere = language.text(N_("the whole programme"))
        lines.append((language.text(N_("Place")), self.place or everywhere))
        if self.made_on is not None:
            lines.append((language.text(N_("Made on")), language.date(self.made_on)))
        return lines

    def notes(self) -> tuple[Words, ...]:
        """Return what stands below the tables: each table's notes once, and what hidden cells mean."""
        return self._notes(self.tables)

    def notes_of(self, table: Table) -> tuple[Words, ...]:
        """Return what stands below one table that is shown by itself."""
        return self._notes((table,))

    def _notes(self, tables: Sequence[Table]) -> tuple[Words, ...]:
        found = [note for table in tables for note in table.notes]
        if any(table.hides(Hidden.FEW) for table in tables):
            found.append(Words(FEW_HIDDEN, {"few": FEW, "most": FEW - 1}))
        if any(table.hides(Hidden.COVER) for table in tables):
            found.append(Words(COVER_HIDDEN))
        if self.shows_few:
            found.append(Words(OWN_USE))
        return tuple(note for number, note in enumerate(found) if note not in found[:number])


def period_said(scope: Scope, language: Language) -> str:
    """Say a period in words."""
    if scope.first and scope.last:
        first, last = language.date(scope.first), language.date(scope.last)
        return first if scope.first == scope.last else f"{first} – {last}"
    if scope.first:
        return language.text(N_("from {day}"), day=language.date(scope.first))
    if scope.last:
        return language.text(N_("until {day}"), day=language.date(scope.last))
    return language.text(N_("the whole time"))
