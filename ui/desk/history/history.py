"""The history as one page of the panel: the list, one visit, changing it. It goes away when a resident comes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QEvent, QObject, QPoint, QTimer, Signal
from PySide6.QtGui import QHideEvent, QPointerEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from kiosk.clock import Clock
from kiosk.errors import KioskError
from kiosk.visits import Draft, Visit, VisitLog
from kiosk.visits.draft import local_date
from ui.desk.history.change_page import ChangePage, VoidPage
from ui.desk.history.fields import Places
from ui.desk.history.list_page import ListPage
from ui.desk.history.visit_page import VisitPage
from ui.desk.programme import Programme
from ui.half import Half
from ui.widgets.pages import Pages

#: A list that nobody looks at is not left open.
_ALONE_MS = 180_000
_TOUCHES = (QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin)
_SIGNS_OF_LIFE = (*_TOUCHES, QEvent.Type.KeyPress, QEvent.Type.Wheel, QEvent.Type.TouchUpdate)


class History(QWidget):
    """What the log has of other days. `left` comes with the way back, when the resident's side is touched, and when
    nobody has touched anything for a while.
    """

    left = Signal()

    def __init__(
        self,
        half: Half,
        log: VisitLog,
        clock: Clock,
        volunteer: Callable[[], str],
        programme: Programme,
        country: str,
    ) -> None:
        super().__init__()
        self._half = half
        self._log = log
        self._clock = clock
        self._volunteer = volunteer
        self.list_page = ListPage(half, log, clock)
        self.visit_page = VisitPage(half)
        self.change_page = ChangePage(half, programme, country)
        self.void_page = VoidPage(half)
        self._alone = QTimer(self, interval=_ALONE_MS, singleShot=True)
        self._alone.timeout.connect(self.left)
        self._pages = Pages()
        for page in (self.list_page, self.visit_page, self.change_page, self.void_page):
            self._pages.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._pages)
        self._connect()

    def _connect(self) -> None:
        self.list_page.left.connect(self.left)
        self.list_page.chosen.connect(self._show_visit)
        self.visit_page.left.connect(self._back_to_list)
        self.visit_page.change_wanted.connect(self._change)
        self.visit_page.void_wanted.connect(self._ask_to_void)
        self.change_page.left.connect(self._back_to_visit)
        self.change_page.save.connect(self._save)
        self.void_page.left.connect(self._back_to_visit)
        self.void_page.confirmed.connect(self._void)

    def open(self) -> None:
        """Begin with today."""
        today = date.fromisoformat(local_date(self._clock.now(), self._clock.offset()))
        self._pages.setCurrentWidget(self.list_page)
        self.list_page.open(today, Places({place.id: place.name for place in self._log.places()}))

    # One visit

    def _show_visit(self, visit: Visit) -> None:
        allowed = self._log.may_change(visit, self._volunteer())
        self.visit_page.show_visit(self._log.revisions(visit), self.list_page.places, allowed)
        self._pages.setCurrentWidget(self.visit_page)

    def _back_to_list(self) -> None:
        self._pages.setCurrentWidget(self.list_page)

    def _back_to_visit(self) -> None:
        self._pages.setCurrentWidget(self.visit_page)

    def _change(self) -> None:
        self.change_page.open(self.visit_page.visit, self.list_page.places)
        self._pages.setCurrentWidget(self.change_page)

    def _ask_to_void(self) -> None:
        self.void_page.open()
        self._pages.setCurrentWidget(self.void_page)

    def _save(self, draft: Draft, reason: str) -> None:
        visit = self.visit_page.visit
        self._write(lambda: self._log.edit(visit, draft, reason, self._volunteer()), self.change_page.tell)

    def _void(self, reason: str) -> None:
        visit = self.visit_page.visit
        self._write(lambda: self._log.void(visit, reason, self._volunteer()), self.void_page.tell)

    def _write(self, write: Callable[[], Visit], say: Callable[[KioskError], None]) -> None:
        try:
            visit = write()
        except KioskError as refused:
            say(refused)
            return
        self.list_page.look_again()
        self._show_visit(visit)
        self.visit_page.tell(KioskError("Saved. What was there before stays readable below."), "notice")

    # Whoever sits on the other side must not read what others came for.

    def showEvent(self, event: QShowEvent) -> None:
        """Watch the resident's side while the history is open."""
        super().showEvent(event)
        self._alone.start()
        QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep nothing readable behind another page."""
        self._alone.stop()
        QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]
        self.list_page.clear()
        self.visit_page.clear()
        super().hideEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go away when somebody touches the resident's side; the touch itself goes where it was meant to."""
        if event.type() in _TOUCHES and isinstance(watched, QWidget) and self._is_outside(watched, event):
            self.left.emit()
        elif event.type() in _SIGNS_OF_LIFE:
            self._alone.start()
        return False

    def _is_outside(self, widget: QWidget, event: QEvent) -> bool:
        # Whatever nobody takes goes up to the window: where it was touched tells the side, not who is asked.
        at = event.points()[0].globalPosition().toPoint() if isinstance(event, QPointerEvent) else QPoint()
        return widget.window() is self.window() and not self._half.rect().contains(
            self._half.mapFromGlobal(at)
        )
