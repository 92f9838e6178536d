"""The one button of the program: text that wraps instead of being cut, an icon, a kind, a visible focus."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QElapsedTimer, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFocusEvent, QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QAbstractButton, QApplication, QSizePolicy, QWidget

from kiosk.i18n import Language
from ui.half import Part, by_keyboard
from ui.theme import TARGET, Look, font, pixmap
from ui.typesetting import set_together

#: Kind -> (ground, text, edge) when off, the same when on (checked); names of `Colours`.
KINDS = {
    "primary": (("brand", "on_brand", "brand"), ("brand_pressed", "on_brand", "brand_pressed")),
    "plain": (("card", "ink", "line"), ("brand_soft", "ink", "brand")),
    "strong": (("card", "brand", "brand"), ("brand_soft", "brand", "brand")),
    "tab": (("card", "ink", "card"), ("brand", "on_brand", "brand")),
    "notice": (("card", "on_notice", "notice_line"), ("card", "on_notice", "notice_line")),
}
#: In pixels: a longer word is set smaller rather than that it widens a narrow panel; smaller letters are none.
MOST_WORD, SMALLEST = 200, 10
_STEP = 8
#: Size of the letter that stands in a corner for the key that does the same, in pixels.
_KEY_SIZE = 11
WRAP = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignCenter)
_LEADING = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


# Measuring a text costs as much as painting it, and a switch of language measures every button several times: the same
# few texts, for as long as the desk is open. Measured bold: a checked button is bold and must not move its neighbours.


@lru_cache(maxsize=32)
def _metrics(size: int) -> QFontMetrics:
    return QFontMetrics(font(size, bold=True))


@lru_cache(maxsize=2048)
def _advance(text: str, size: int) -> int:
    return _metrics(size).horizontalAdvance(text)


@lru_cache(maxsize=4096)
def text_height(text: str, size: int, width: int) -> int:
    """Return how high a button's text is, wrapped at `width`, at a size of letters (all in pixels)."""
    text = set_together(text, size, width, bold=True)
    return _metrics(size).boundingRect(QRect(0, 0, width, 10_000), WRAP, text).height()


class Button(Part, QAbstractButton):
    """A button that a finger can hit. `height` is its least height at a desk, in pixels of 96 dpi: 57 is 15 mm.

    The look's metric makes of it what a finger needs on this screen, in this face.

    With `leading`, icon and text stand at its beginning, as in a list of places to go; one that `opens` a list below it
    says so by an arrow at its end. `set_badge` puts a number there. With `message` it translates
    itself; `icon_only` shows the icon and keeps the text as name and tool tip.
    """

    def __init__(
        self,
        message: str = "",
        *,
        kind: str = "plain",
        icon: str = "",
        icon_only: bool = False,
        icon_after: bool = False,
        role: str = "normal",
        bold: bool = False,
        height: int = TARGET,
        checkable: bool = False,
        leading: bool = False,
        opens: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._message = message
        self._kind = kind
        self._icon = icon
        self._icon_only = icon_only
        self._icon_after = icon_after
        self._leading = leading
        self._opens = opens
        self._badge = ""
        self._role = role
        self._bold = bold
        self._height = self._least = height
        self._look = Look()
        self._by_keyboard = False
        self._key = ""
        self._known_change = False
        self._since_press = QElapsedTimer()
        self.pressed.connect(self._since_press.start)
        self.setCheckable(checkable)
        if checkable:
            self.toggled.connect(self._notice_toggle)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # A long translation wraps; it never widens what the button stands in.
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    # Properties

    @property
    def focused_by_keyboard(self) -> bool:
        """Whether the keyboard brought the focus here: only then is it shown."""
        return self.hasFocus() and self._by_keyboard

    @property
    def icon_name(self) -> str:
        """The icon that it shows, empty without one."""
        return self._icon

    @property
    def kind(self) -> str:
        """How much it stands out."""
        return self._kind

    def set_icon_only(self, alone: bool) -> None:
        """Show the icon alone (the text stays as accessible name and tool tip), or both."""
        if alone != self._icon_only:
            self._icon_only = alone
            self._name()
            self.updateGeometry()
            self.update()

    def set_icon(self, name: str) -> None:
        """Show another icon; an empty one leaves its room to the words."""
        if bool(name) != bool(self._icon):
            self.updateGeometry()
        self._icon = name
        self.update()

    def set_kind(self, kind: str) -> None:
        """Stand out more or less than before."""
        if kind != self._kind:
            self._kind = kind
            self.update()

    def set_height(self, pixels: int) -> None:
        """Change the least height, as `height` names it."""
        if pixels != self._height:
            self._height = pixels
            self._least = self._look.touch(pixels)
            self.updateGeometry()

    def set_badge(self, number: str) -> None:
        """Show a number at the end that waits for somebody, nothing when it is empty."""
        if number != self._badge:
            self._badge = number
            self.updateGeometry()
            self.update()

    @property
    def key(self) -> str:
        """The letter of the key that does the same, empty where there is none."""
        return self._key

    def set_key(self, letter: str) -> None:
        """Show in a corner which key does the same; whoever owns the button listens for it."""
        self._key = letter
        self.setAccessibleDescription(letter)
        self.update()

    def set_message(self, message: str, language: Language) -> None:
        """Change what the button says."""
        self._message = message
        self.retranslate(language)

    def say(self, text: str) -> None:
        """Show a text that is no message of the catalogue."""
        if text != self.text():
            self.setText(text)
            self._name()
            self.updateGeometry()

    def retranslate(self, language: Language) -> None:
        """Say the message again."""
        if self._message:
            self.say(language.text(self._message))

    def restyle(self, look: Look) -> None:
        """Take colours and font."""
        self._look = look
        self._least = look.touch(self._height)
        self.setFont(look.font(self._role, bold=self._bold))
        self.updateGeometry()
        self.update()

    # A screen reader toggles a checkable button without a click (Qt's own accessible action does): all that wait for
    # `clicked` must hear of it all the same.

    def setChecked(self, checked: bool) -> None:
        """Check or uncheck; nobody has clicked."""
        self._known_change = True
        super().setChecked(checked)
        self._known_change = False

    def nextCheckState(self) -> None:
        """Change as a click bids."""
        self._known_change = True
        super().nextCheckState()
        self._known_change = False

    def _notice_toggle(self, checked: bool) -> None:
        group = self.group()
        gave_way = not checked and group is not None and group.exclusive()
        if not self._known_change and not gave_way:
            self.clicked[bool].emit(checked)  # type: ignore[index]  # the stubs do not know overloads

    # Sizes

    def sizeHint(self) -> QSize:
        """One line of text where it fits 22 em, wrapped beyond."""
        return self._wanted(_metrics(self._look.size(self._role)).height() * 16)

    def minimumSizeHint(self) -> QSize:
        """As narrow as the longest word. The height follows from the width: at this one it would be far too much."""
        width = min(self._longest_word(), MOST_WORD) if not self._icon_only else 0
        return QSize(max(width + self._frame(), self._least), self._least)

    def hasHeightForWidth(self) -> bool:
        """Narrow buttons grow in height."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height that shows every line at this width."""
        if self._icon_only or not self.text():
            return self._least
        room = max(width - self._frame(), 1)
        return max(self._least, text_height(self.text(), self._letters(width), room) + 14)

    def least_width(self) -> int:
        """Return the least width at which the text makes the button no higher than it is anyway."""
        least, most = self.minimumSizeHint().width(), self.sizeHint().width()
        fitting = (w for w in range(least, most, _STEP) if self.heightForWidth(w) <= self._least)
        return next(fitting, most)

    def least_frame(self) -> int:
        """Return how many pixels of the width are not there for the words."""
        return self._frame()

    def _longest_word(self) -> int:
        size = self._look.size(self._role)
        return max((_advance(word, size) for word in self.text().split()), default=0)

    def _letters(self, width: int) -> int:
        """Return the size of the letters at this width: smaller where a word would be cut."""
        size, room, longest = self._look.size(self._role), max(width - self._frame(), 1), self._longest_word()
        return size if longest <= room else max(SMALLEST, size * room // longest)

    def _wanted(self, limit: int) -> QSize:
        if self._icon_only:
            return QSize(self._least, self._least)
        natural = _advance(self.text(), self._look.size(self._role))
        width = max(min(natural, limit) + self._frame() + 2, self._least)
        return QSize(width, self.heightForWidth(width))

    def _frame(self) -> int:
        icon = self._icon_side() + 8 if self._icon else 0
        return icon + self._end_side() + (28 if self.text() else 20)

    def _end_side(self) -> int:
        """Return how many pixels stand at the end: those of an arrow, or of a badge."""
        if self._opens:
            return self._icon_side() + 8
        return (
            max(self._icon_side(), _advance(self._badge, self._look.size(self._role)) + 12) + 8
            if self._badge
            else 0
        )

    def _icon_side(self) -> int:
        return round(max(22, self._look.size(self._role) * 1.25))

    def _name(self) -> None:
        self.setAccessibleName(self.text())
        self.setToolTip(self.text() if self._icon_only else "")

    # Painting

    @property
    def _stands_out(self) -> bool:
        """What is chosen is bold, and so is what is to be done."""
        return self._bold or self.isChecked() or self._kind == "primary"

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Be pressed by the second click too if the first was here, and not on a button that this one has replaced."""
        if self._since_press.isValid() and not self._since_press.hasExpired(
            QApplication.doubleClickInterval()
        ):
            super().mouseDoubleClickEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Remember whether the keyboard brought the focus."""
        self._by_keyboard = by_keyboard(event)
        super().focusInEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint ground, edge, focus, icon and text."""
        colours = self._look.colours
        ground, ink, edge = KINDS[self._kind][1 if self.isChecked() or self.isDown() else 0]
        if not self.isEnabled():
            ground, edge = "paper", "line"  # muted text cannot be read on the brand's ground
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(getattr(colours, edge)), 2))
        painter.setBrush(QColor(getattr(colours, ground)))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 10, 10)
        if self.focused_by_keyboard:
            self._paint_focus(painter)
        colour = getattr(colours, ink if self.isEnabled() else "muted")
        self._paint_content(painter, colour)
        if self._key and self.isEnabled():
            muted = colour if self._kind == "primary" else colours.muted
            painter.setFont(font(_KEY_SIZE))
            painter.setPen(QColor(muted))
            corner = self.rect().adjusted(5, 2, -5, -2)
            painter.drawText(corner, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight, self._key)

    def _paint_focus(self, painter: QPainter) -> None:
        # Two rings, so that one of them stands out on any ground.
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._look.colour("focus"), 3))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5), 10, 10)
        painter.setPen(QPen(self._look.colour("card"), 2))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(4, 4, -4, -4), 8, 8)

    def _paint_content(self, painter: QPainter, colour: str) -> None:
        side = self._icon_side() if self._icon else 0
        room = self.rect().adjusted(10, 5, -10, -5)
        if self._icon_only:
            painter.drawPixmap(
                self._icon_rect(room.center().x() - side // 2, side), self._picture(colour, side)
            )
            return
        painter.setFont(font(self._letters(self.width()), bold=self._stands_out))
        if self._opens or self._badge:
            room = self._paint_end(painter, room, colour)
        if self._icon:
            room = self._paint_icon(painter, room, side, colour)
        painter.setPen(QColor(colour))
        painter.drawText(room, _LEADING if self._leading else WRAP, self._set())

    def _set(self) -> str:
        """Return the text as it is measured at this width."""
        width = self.width()
        return set_together(self.text(), self._letters(width), max(width - self._frame(), 1), bold=True)

    def _paint_icon(self, painter: QPainter, room: QRect, side: int, colour: str) -> QRect:
        text = painter.boundingRect(room.adjusted(side + 8, 0, 0, 0), WRAP, self._set())
        left = room.left() + max(0, (room.width() - side - 8 - text.width()) // 2)
        if self._leading:
            left = room.left() + 4
        if self._icon_after:
            where = self._icon_rect(left + text.width() + 8, side)
            room.setRight(where.left() - 8)
            room.setLeft(left)
        else:
            where = self._icon_rect(left, side)
            room.setLeft(where.right() + 8)
            room.setWidth(min(room.width(), text.width() + 2))
        painter.drawPixmap(where, self._picture(colour, side))
        return room

    def _paint_end(self, painter: QPainter, room: QRect, colour: str) -> QRect:
        """Paint the arrow or the badge, and return what is left for the words."""
        wide, high = self._end_side() - 8, self._icon_side()
        where = QRect(room.right() - wide + 1, (self.height() - high) // 2, wide, high)
        if self._opens:
            half = high / 4 if self.isChecked() else -high / 4  # it points to where the list is, or goes
            middle = QRectF(where).center()
            painter.setPen(QPen(QColor(colour), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPolyline(
                [
                    middle + QPointF(x, y)
                    for x, y in ((-high / 4, half / 2), (0, -half / 2), (high / 4, half / 2))
                ]
            )
        else:
            on_brand = self.isChecked()
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._look.colour("on_brand" if on_brand else "brand"))
            painter.drawRoundedRect(QRectF(where), high / 2, high / 2)
            painter.setPen(self._look.colour("brand" if on_brand else "on_brand"))
            painter.drawText(where, int(Qt.AlignmentFlag.AlignCenter), self._badge)
        return room.adjusted(0, 0, -self._end_side(), 0)

    def _icon_rect(self, left: int, side: int) -> QRect:
        return QRect(left, (self.height() - side) // 2, side, side)

    def _picture(self, colour: str, side: int) -> QPixmap:
        return pixmap(self._icon, colour, side, self.devicePixelRatioF())
