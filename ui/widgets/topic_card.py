"""One walkthrough in the chooser: an icon, its title, and what it is good for."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from kiosk.i18n import Language
from kiosk.tutorials import Tutorial
from ui.half import Part, by_keyboard
from ui.theme import Look, pixmap

_PADDING, _BOTTOM = 20, 14
#: The same where letters are large.
_NARROW = 12
#: Text scale from which on a card shows its words alone.
_LARGE = 1.75
_WRAP = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)


class TopicCard(Part, QAbstractButton):
    """A large button that opens a walkthrough."""

    def __init__(self, tutorial: Tutorial, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tutorial = tutorial
        self._look = Look()
        self._by_keyboard = False
        self._summary = ""
        self._says = True
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def retranslate(self, language: Language) -> None:
        """Say title and summary in the resident's language."""
        self.setText(self.tutorial.title(language.code))
        self._summary = self.tutorial.summary(language.code)
        self.setAccessibleName(self.text())
        self.setAccessibleDescription(self._summary)
        self.update()

    def restyle(self, look: Look) -> None:
        """Take colours and fonts."""
        self._look = look
        self.update()

    def sizeHint(self) -> QSize:
        """The grid decides the size."""
        return QSize(280, self.needed_height(280))

    def needed_height(self, width: int) -> int:
        """Return the height that shows icon and title whole at this width."""
        bottom = _NARROW if self._large else _BOTTOM
        return max(self._title_top() + self._title_rect(width).height() + bottom, self._look.touch(76))

    @property
    def _large(self) -> bool:
        return self._look.scale >= _LARGE

    @property
    def _role(self) -> str:
        return "large" if self._large else "heading"

    @property
    def summary_fits(self) -> bool:
        """Whether what it is good for has room, whole, below the title."""
        title = self._title_rect(self.width())
        title.moveTop(self._title_top())
        return self._summary_rect(title) is not None

    def show_summary(self, shown: bool) -> None:
        """Say what it is good for where there is room, or leave it to the screen reader."""
        if shown != self._says:
            self._says = shown
            self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Remember whether the keyboard brought the focus."""
        self._by_keyboard = by_keyboard(event)
        super().focusInEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint card, icon tile, title, and the summary where it fits whole."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused = self.hasFocus() and self._by_keyboard
        edge = "focus" if focused else ("brand" if self.isDown() or self.underMouse() else "line")
        painter.setPen(QPen(self._look.colour(edge), 3 if focused else 2))
        painter.setBrush(self._look.colour("card"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5), 14, 14)
        self._paint_tile(painter)
        title = self._title_rect(self.width())
        title.moveTop(self._title_top())
        summary = self._summary_rect(title) if self._says else None
        painter.setPen(self._look.colour("ink"))
        painter.setFont(self._look.font(self._role, bold=True))
        painter.drawText(title, _WRAP, self.text())
        if summary is not None:
            painter.setPen(self._look.colour("muted"))
            painter.setFont(self._look.font("small"))
            painter.drawText(summary, _WRAP, self._summary)

    def _paint_tile(self, painter: QPainter) -> None:
        side = self._tile()
        if not side:
            return
        tile = QRect(_PADDING, _PADDING, side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._look.colour("brand_soft"))
        painter.drawRoundedRect(tile, 10, 10)
        drawing = round(side * 0.55)
        picture = pixmap(self.tutorial.topic, self._look.colours.brand, drawing, self.devicePixelRatioF())
        middle = (side - drawing) // 2
        painter.drawPixmap(QRect(_PADDING + middle, _PADDING + middle, drawing, drawing), picture)

    def _tile(self) -> int:
        """Return the icon's side: at large print the title needs its room."""
        return round(54 * min(self._look.letters, 1.3)) if not self._large else 0

    def _title_top(self) -> int:
        side = self._tile()
        return _PADDING + side + 14 if side else _NARROW

    def _title_rect(self, width: int) -> QRect:
        room = QRect(_PADDING, 0, width - 2 * _PADDING, 10_000)
        metrics = QFontMetrics(self._look.font(self._role, bold=True))
        return QRect(
            room.topLeft(), QSize(room.width(), metrics.boundingRect(room, _WRAP, self.text()).height())
        )

    def _summary_rect(self, title: QRect) -> QRect | None:
        room = QRect(
            _PADDING, title.bottom() + 6, title.width(), self.height() - title.bottom() - 6 - _BOTTOM
        )
        metrics = QFontMetrics(self._look.font("small"))
        needed = metrics.boundingRect(QRect(0, 0, room.width(), 10_000), _WRAP, self._summary).height()
        return room if needed <= room.height() else None
