"""The mock-up phone: shown, its target pulses; practised, every box can be tapped and fields can be written into."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

from PySide6.QtCore import QByteArray, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.tutorials import Box, Screen
from ui.half import Part
from ui.theme import Look
from ui.widgets.phone.field import TypedField
from ui.widgets.phone.label import ScreenLabel, area_of
from ui.widgets.phone.pulse import REACH, Pulse
from ui.widgets.phone.push import BOX as PUSH
from ui.widgets.phone.push import Push
from ui.widgets.phone.target import Target

_RING = REACH

#: How far edges of a code's cells stand out from where its characters stand, in the drawing's units.
_CELL_EDGE = 4.0
Labels = Callable[[str], str]


class Phone(Part, QWidget):
    """Shows one screen; `tapped` with the id of the box that was tapped, `typed` with what stands in the field."""

    tapped = Signal(str)
    typed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = Look()
        self._screen: Screen | None = None
        self._picture = QPixmap()
        self._labels: dict[str, ScreenLabel] = {}
        self._targets: dict[str, Target] = {}
        self._target = ""
        self._field: TypedField | None = None
        self._asked = ""
        self._push = Push(self)
        self._pulse = Pulse(self)
        self._pulse.stirred.connect(self._beat)
        # A beat paints the phone alone, not all that lies below it.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    # Properties

    @property
    def target(self) -> Target:
        """The button that lies over the target that is pointed at."""
        return self._targets[self._target]

    @property
    def targets(self) -> dict[str, Target]:
        """Every button that lies over a box, by the box's id: one while it is shown, all of them in practice."""
        return dict(self._targets)

    @property
    def live(self) -> bool:
        """Something on it can be tapped or written into."""
        return bool(self._targets) or self._field is not None

    @property
    def field(self) -> TypedField | None:
        """What is written into, None unless practice asks for it."""
        return self._field

    @property
    def message(self) -> str:
        """The message that has arrived, empty when there is none."""
        return "" if self._push.isHidden() else self._push.text()

    @property
    def labels(self) -> list[ScreenLabel]:
        """The labels of the screen."""
        return list(self._labels.values())

    @property
    def wide(self) -> bool:
        """A page of a computer, wider than high."""
        return self._screen is not None and self._screen.size[0] > self._screen.size[1]

    # Methods

    def show_screen(self, screen: Screen | None, target: str, label: Labels, name: str) -> None:
        """Show a screen, its labels by `label(element)`, and the target; `name` is the target's accessible name."""
        self._take(screen)
        known = screen is not None and target in screen.boxes
        self._set_targets([target] if known else [])
        self._target = target if known else ""
        self._ask_nothing()
        self._push.hide()
        self.relabel(label, name)

    def practise(self, screen: Screen, label: Labels, *, pointed: str = "", message: str = "") -> None:
        """Make every box of a screen live. `pointed` has the ring around it, a `message` slides in from the top."""
        focused = next((each for each in self._targets.values() if each.hasFocus()), None)
        visibly = focused is not None and focused.focused_by_keyboard
        inside = focused is not None or (self._field is not None and self._field.hasFocus())
        again = screen is self._screen and list(self._targets) == list(screen.boxes)
        self._take(screen)
        self._set_targets(screen.boxes)
        self._target = pointed if pointed in screen.boxes else ""
        arrives = bool(message) and message != self.message
        self._push.setText(message)
        self._push.setVisible(bool(message))
        self.relabel(label, "")
        if arrives:
            self._push.arrive()
        if inside and not again:
            self.take_focus(visibly=visibly)

    def take_focus(self, *, visibly: bool) -> None:
        """Give the keyboard's focus to the field, else to the first box; it is shown where the keyboard led here."""
        reason = Qt.FocusReason.TabFocusReason if visibly else Qt.FocusReason.OtherFocusReason
        first = self._field or next(iter(self._targets.values()), None)
        if first is not None:
            first.setFocus(reason)

    def ask(self, box: str, value: str, name: str, read: Callable[[str], str]) -> None:
        """Ask in practice for a value to be typed into a box; `read` says what typed keys were meant as."""
        self._ask_nothing()
        self._asked = box
        self._field = TypedField(self, read)
        self._field.ask(value, name)
        self._field.textChanged.connect(self.typed)
        self._field.restyle_edge(self._look.colours.brand)
        self._field.show()
        self._place()
        self._field.setFocus(Qt.FocusReason.TabFocusReason)

    def forget(self) -> None:
        """Lose what was typed, and the message: the next resident finds no trace."""
        self._ask_nothing()
        self._push.setText("")
        self._push.hide()

    @property
    def pulsing(self) -> bool:
        """The ring moves."""
        return self._pulse.running

    def go_on(self) -> None:
        """Let the ring move for a while from now on: somebody is there, or something else is to be found."""
        if self.isVisible():
            self._pulse.start()

    def relabel(self, label: Labels, name: str) -> None:
        """Say the labels again, in the language that the app would show to this resident."""
        for element, widget in self._labels.items():
            widget.setText(label(element))
        self.go_on()
        for element, target in self._targets.items():
            target.setAccessibleName(label(element) or name)
            target.setAccessibleDescription(name)
        self._place()

    def restyle(self, look: Look) -> None:
        """Take the colours of frame and pointer; whoever wants nothing to move has it so."""
        self._look = look
        self._pulse.keep_still(look.still)
        self._push.keep_still(look.still)
        self._draw()

    def sizeHint(self) -> QSize:
        """As large as there is room for."""
        return QSize(260, 540)

    # Internal: what lies over the drawing

    def _take(self, screen: Screen | None) -> None:
        if screen is self._screen:
            return
        self._screen = screen
        for widget in self._labels.values():
            _drop(widget)
        boxes = screen.boxes if screen else {}
        self._labels = {name: ScreenLabel(self, box) for name, box in boxes.items()}
        for name, widget in self._labels.items():
            widget.setObjectName(name)
            widget.show()
        self._set_targets([])
        self._draw()

    def _set_targets(self, names: Iterable[str]) -> None:
        wanted = list(names)
        if wanted == list(self._targets):
            return
        for target in self._targets.values():
            _drop(target)
        self._targets = {name: Target(self) for name in wanted}
        for name, target in self._targets.items():
            target.clicked.connect(lambda _on=False, name=name: self.tapped.emit(name))
            target.show()
        self._push.raise_()

    def _ask_nothing(self) -> None:
        if self._field is not None:
            self._field.forget()
            _drop(self._field)
        self._field = None
        self._asked = ""

    # Geometry

    def drawing_area(self) -> QRectF:
        """Return where the drawing lies inside the frame, in pixels."""
        width, height = self._screen.size if self._screen else (360.0, 720.0)
        bezel = 8.0 if width > height else 11.0
        margin = _RING
        room = QRectF(self.rect()).adjusted(margin, margin, -margin, -margin)
        unit = min((room.width() - 2 * bezel) / width, (room.height() - 2 * bezel) / height)
        size = QRectF(0, 0, width * unit, height * unit)
        size.moveCenter(room.center())
        size.moveTop(room.top() + bezel)
        return size

    def _unit(self) -> float:
        return self.drawing_area().width() / (self._screen.size[0] if self._screen else 360.0)

    def _area(self, box: Box) -> QRectF:
        return area_of(box, self.drawing_area(), self._unit())

    def _draw(self) -> None:
        self._picture = QPixmap()
        area = self.drawing_area()
        if self._screen is None or area.width() < 1:
            return
        ratio = self.devicePixelRatioF()
        picture = QPixmap(math.ceil(self.width() * ratio), math.ceil(self.height() * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(self._look.colour("paper"))
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._look.colour("ink"))
        bezel, radius = (8.0, 10.0) if self.wide else (11.0, 34.0)
        painter.drawRoundedRect(area.adjusted(-bezel, -bezel, bezel, bezel), radius, radius)
        if not self.wide:
            glass = QPainterPath()
            glass.addRoundedRect(area, radius - bezel, radius - bezel)
            painter.setClipPath(glass)
        QSvgRenderer(QByteArray(self._screen.svg)).render(painter, area)
        painter.end()
        self._picture = picture
        self.update()

    def _place(self) -> None:
        if self._screen is None:
            return
        drawing, unit = self.drawing_area(), self._unit()
        for widget in self._labels.values():
            widget.place(drawing, unit)
        for name, target in self._targets.items():
            target.setGeometry(self._area(self._screen.boxes[name]).toRect())
        if self._field is not None:
            box = self._screen.boxes[self._asked]
            # Over the cells of a code, and the edges that are drawn around them.
            edge = _CELL_EDGE * unit if box.cells else 0.0
            area = self._area(box.label("0") if box.cells else box)
            self._field.place(area.adjusted(-edge, -edge, edge, edge), box, unit)
        if not self._push.isHidden():
            self._push.place(self._area(self._push_box(self._screen)), unit)
        for widget in self._labels.values():
            covered = not self._push.isHidden() and widget.geometry().intersects(self._push.geometry())
            widget.setVisible(not covered)
        self.update()

    def _push_box(self, screen: Screen) -> Box:
        """A message lies at the top, or below what is done in this step, which it must not hide."""
        box = PUSH._replace(x=(screen.size[0] - PUSH.width) / 2)
        asked = screen.boxes.get(self._asked)
        if asked is not None and asked.y < box.y + box.height:
            return box._replace(y=asked.y + asked.height + 8)
        return box

    # Events

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw at the new size."""
        self._draw()
        self._place()

    def showEvent(self, event: object) -> None:
        """Pulse only while somebody can see it."""
        self.go_on()

    def hideEvent(self, event: object) -> None:
        """Rest while hidden."""
        self._pulse.stop()

    def _beat(self) -> None:
        if self._target:
            self.update(Pulse.region(self.target.geometry()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the frame, the drawing, and the ring around the target."""
        painter = QPainter(self)
        if self._picture.isNull():
            painter.fillRect(self.rect(), self._look.colour("paper"))
            return
        painter.drawPixmap(QPointF(), self._picture)
        if self._target:
            ring = self.target.geometry()
            self._pulse.paint(painter, ring, self._corner(), self._look.colour("pointer"))

    def _corner(self) -> float:
        box = self._screen.boxes.get(self._target) if self._screen else None
        return min(box.corner * self._unit(), self.target.height() / 2) if box else 10.0


def _drop(widget: QWidget) -> None:
    widget.hide()
    widget.deleteLater()
