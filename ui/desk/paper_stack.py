"""A stack of visits that were written down on paper: its day, its place, how many are typed in."""

from __future__ import annotations

from ui.desk.open_visit import OpenVisit


class PaperStack:
    """Opens one late visit after another. What writes raises KioskError when the log refuses."""

    def __init__(self, visit: OpenVisit) -> None:
        self._visit = visit
        self._day = self._place = ""
        self.running = False
        #: How many visits of this stack are in the log.
        self.saved = 0

    def begin(self, volunteer: str) -> None:
        """Begin a stack at the day that was typed in last, else today."""
        self._start()
        self._day = self._day or self._visit.today()
        self._place = self._visit.place
        self.open_next(volunteer)

    def resume(self) -> None:
        """Go on with the late visit that was open when the program ended."""
        draft = self._visit.draft
        if draft is not None and self._visit.late and not self.running:
            self._start()
            self._day, self._place = draft.visit_date or self._visit.today(), draft.place

    def _start(self) -> None:
        self.running, self.saved = True, 0
        self._visit.let_be()

    def open_next(self, volunteer: str) -> None:
        """Open the visit of the next row, with the day and the place of the one before."""
        self._visit.begin_late(volunteer, self._day, self._place)

    def choose_day(self, day: str) -> None:
        """Say on which local day the open visit, and those after it, took place."""
        if (draft := self._visit.draft) is not None:
            draft.visit_date = self._day = day

    def choose_place(self, place: str) -> None:
        """Say where the open visit, and those after it, took place."""
        if (draft := self._visit.draft) is not None:
            draft.place = self._place = place

    def undo(self) -> None:
        """Take back the visit that was saved last."""
        self._visit.undo()
        self.saved -= 1

    @property
    def begun(self) -> bool:
        """The open row has answers that nobody has saved."""
        draft = self._visit.draft
        return draft is not None and bool(draft.outcome or draft.services or draft.people > 1)

    def give_way(self) -> bool:
        """End the stack for whoever comes, if its open row is empty; tell whether it is so."""
        if self.begun:
            return False
        self.end()
        self._visit.cancel()
        return True

    def end(self) -> None:
        """The stack is done."""
        self.running = False
