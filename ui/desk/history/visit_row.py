"""One visit in a list: what it was about, how it went, and whether it was changed since."""

from __future__ import annotations

from datetime import date

from kiosk.i18n import Language
from kiosk.visits import Change, Visit
from ui.desk.history.fields import began, summary, title
from ui.widgets.rows import TwoLines


class VisitRow(TwoLines):
    """A row that knows its visit; what does not count is struck through and says so in words."""

    def __init__(self) -> None:
        super().__init__()
        self.visit: Visit | None = None

    def show_visit(self, visit: Visit | None, language: Language, *, with_day: bool) -> None:
        """Show another visit; None leaves the row empty."""
        self.visit = visit
        if visit is None:
            self.show_lines("", "")
            return
        when = [began(visit, language), title(visit, language)]
        if with_day:
            when.insert(0, language.day(date.fromisoformat(visit.visit_date)))
        details = [summary(visit, language), _mark(visit, language)]
        self.show_lines(
            " · ".join(when),
            " · ".join(piece for piece in details if piece),
            gone=visit.change == Change.VOID,
        )


def _mark(visit: Visit, language: Language) -> str:
    if visit.change == Change.VOID:
        return language.text("does not count")
    return language.text("changed") if visit.change == Change.EDIT else ""
