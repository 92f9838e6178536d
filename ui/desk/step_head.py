"""What stands over a step: where this is, and what can be done here."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from ui.theme import Look
from ui.typesetting import in_one_line
from ui.widgets.button import Button
from ui.widgets.text import Label

_GAP = 10
#: Letters from which on every line counts.
LARGE = 2.2


class _Caption(Label):
    """The topic and which step of it this is: in one line, or at large print the topic shortened above the step."""

    def __init__(self) -> None:
        super().__init__("small", colour="muted")
        self._title = self._step = ""
        self._large = False

    @property
    def least(self) -> int:
        """How wide it is at least, in pixels, if nothing that can be shortened is to be read."""
        words = self._step if self._large else self.text()
        return QFontMetrics(self.font()).horizontalAdvance(words)

    def say(self, caption: str, *, large: bool) -> None:
        """Show another caption; its last part, the step, is never shortened."""
        self._title, dot, step = caption.rpartition(" · ")
        self._step = in_one_line(step) if dot else step
        self._large = large and bool(dot)
        self.setAccessibleName(caption)
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as much of the topic as there is room for."""
        super().resizeEvent(event)
        self._show()

    def _show(self) -> None:
        if not self._large:
            self.setText(" · ".join(part for part in (self._title, self._step) if part))
            return
        room = self.width() - max(self.indent(), 0)
        title = QFontMetrics(self.font()).elidedText(self._title, Qt.TextElideMode.ElideRight, room)
        self.setText(f"{title}\n{self._step}")


class StepHead(QWidget):
    """A caption and tools. They say what they do, in a line of their own, where it has room."""

    def __init__(self) -> None:
        super().__init__()
        self._look = Look()
        self._caption = _Caption()
        self.both = Button("Two languages", icon="both-languages", checkable=True, role="small")
        self.practice = Button("Try it yourself", icon="hand", role="small")
        self.home = Button("Take it home", icon="printer", role="small")
        self.flag = Button("This step no longer matches", icon="flag", icon_only=True)
        self.slower = Button("Slower", icon="slower", role="small")
        self.quieter = Button("Quieter", icon="minus", role="small")
        self.louder = Button("Louder", icon="plus", role="small")
        for button in self.manner:
            button.hide()
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self._caption, 1)
        tools = self._tool_row = QHBoxLayout()
        for button in self._tools:
            tools.addWidget(button)
        tools.addStretch(1)
        tools.addWidget(self.flag)
        self._row.addLayout(tools)

    @property
    def manner(self) -> tuple[Button, ...]:
        """How the voice speaks: shown while it does, in the place of the other tools."""
        return self.slower, self.quieter, self.louder

    @property
    def _tools(self) -> tuple[Button, ...]:
        return self.practice, self.both, self.home, *self.manner

    def restyle(self, look: Look) -> None:
        """Keep the tools as far apart as fingers need."""
        self._look = look
        self._row.setSpacing(look.gap(_GAP))
        self._tool_row.setSpacing(look.gap(_GAP))

    def say(self, caption: str) -> None:
        """Say where this is."""
        self._caption.say(caption, large=self._look.letters >= LARGE)

    def name_tools(self, width: int, *, scarce: bool) -> None:
        """Let the tools say what they do where they have room in this width; else their icons stand alone.

        `scarce`: a line of their own would take one of the few that a page has.
        """
        shown = [button for button in self._tools if not button.isHidden()]
        for button in shown:
            button.set_icon_only(False)
        widths = [button.least_width() for button in shown]
        flag = 0 if self.flag.isHidden() else self.flag.sizeHint().width()
        words = sum(widths) + self._look.gap(_GAP) * (len(widths) + 1) + flag
        in_line = scarce and self._caption.least + words + self._look.gap(_GAP) <= width
        named = bool(shown) and words <= width and (in_line or not scarce)
        for button, least in zip(shown, widths, strict=True):
            button.set_icon_only(not named)
            button.setMinimumWidth(least if named else 0)
        # The invitation to try keeps its words the longest.
        ems = 20 if self._look.letters >= LARGE else 30
        self.practice.set_icon_only(not named and width < ems * self._look.size("normal"))
        below, beside = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._row.setDirection(below if named and not in_line else beside)
