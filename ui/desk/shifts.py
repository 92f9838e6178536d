"""A volunteer's own shifts of a month: their times, and whatever of them is not right can be put right."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal

from kiosk.codebook import ACTIVITIES
from kiosk.i18n import N_, Language
from kiosk.visits import How, Shift
from ui.desk.open_visit import local_time
from ui.desk.over_page import OverPage
from ui.half import Half
from ui.widgets.rows import TwoLines
from ui.widgets.text import Label


class ShiftsPage(OverPage):
    """`chosen` carries the shift that was tapped; an open one ends when the volunteer signs out."""

    chosen = Signal(object)

    def __init__(self, half: Half) -> None:
        super().__init__(half, N_("My shifts"))
        self._shifts: Sequence[Shift] = ()
        self._nothing = Label("normal", message="There were no shifts in this month.", colour="muted")
        self.rows: list[TwoLines] = []
        self.inside.setSpacing(6)
        self.inside.addWidget(self._nothing)
        self.inside.addStretch(1)

    def show_shifts(self, shifts: Sequence[Shift]) -> None:
        """Show other shifts, the newest first."""
        self._shifts = shifts
        while len(self.rows) < len(shifts):
            row, at = TwoLines(), len(self.rows)
            row.clicked.connect(lambda _on=False, at=at: self.chosen.emit(self._shifts[at]))
            self.inside.insertWidget(self.inside.count() - 1, row)
            self._half.refresh(row)
            self.rows.append(row)
        self.retranslate(self._half.language)
        self.scroll_up()

    def retranslate(self, language: Language) -> None:
        """Say every shift again."""
        super().retranslate(language)
        self._nothing.setVisible(not self._shifts)
        for at, row in enumerate(self.rows):
            shown = at < len(self._shifts)
            row.setVisible(shown)
            if shown:
                row.show_lines(*say_shift(self._shifts[at], language))
                row.setEnabled(self._shifts[at].ended_at is not None)


def say_shift(shift: Shift, language: Language) -> tuple[str, str]:
    """Say when a shift was; and how long, for what, and how its times came about."""
    day = language.day(date.fromisoformat(shift.shift_date))
    begun = local_time(shift.started_at, shift.utc_offset, language)
    ended = local_time(shift.ended_at, shift.utc_offset, language) if shift.ended_at else "…"
    pieces = []
    if shift.minutes is not None:
        pieces.append(
            language.text("{hours} h {minutes} min", hours=shift.minutes // 60, minutes=shift.minutes % 60)
        )
    elif shift.ended_at is not None:
        pieces.append(language.text("length not known"))
    else:
        pieces.append(language.text("still open"))
    pieces.append(language.text(ACTIVITIES.get(shift.activity, shift.activity)))
    if shift.how == How.BY_HAND:
        pieces.append(language.text("by hand"))
    return f"{day} · {begun} – {ended}", " · ".join(piece for piece in pieces if piece)
