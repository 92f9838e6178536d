"""The left column: where files go in, how far along they are, and what became of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt, QUrl, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QProgressBar,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from kiosk.i18n import N_, Language
from ui.drives import Drive
from ui.half import Part, half_of
from ui.manager.form import Problem, shrinking
from ui.manager.lines import Kind, Line, LineList
from ui.theme import Look
from ui.widgets.button import Button
from ui.widgets.picture import Picture
from ui.widgets.scroll import Scroll, Scrolled
from ui.widgets.text import Label

BUNDLES = "*.kiosk"


class DropArea(Part, QWidget):
    """Where files are let go; a dashed edge says so, a full one says "now"."""

    def __init__(self) -> None:
        super().__init__()
        self._look = Look()
        self._hovered = False
        self.words = Label(message=N_("Insert a stick, or drop files and folders here"))
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.layout_ = QVBoxLayout(self)
        self.layout_.setContentsMargins(18, 18, 18, 18)
        self.layout_.setSpacing(10)
        self.layout_.addWidget(Picture("import", 36, colour="brand"), 0, Qt.AlignmentFlag.AlignHCenter)
        self.layout_.addWidget(self.words)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def set_hovered(self, hovered: bool) -> None:
        """Show that what is held over it would be taken."""
        self._hovered = hovered
        self.update()

    def restyle(self, look: Look) -> None:
        """Take the colours."""
        self._look = look
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground and its edge."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(self._look.colour("brand"), 2.5)
        if not self._hovered:
            pen.setDashPattern([3, 2.4])
        painter.setPen(pen)
        painter.setBrush(self._look.colour("brand_soft" if self._hovered else "paper"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -2), 14, 14)


class Bar(Part, QProgressBar):
    """A thin progress bar; how far it is stands in words above it."""

    def __init__(self) -> None:
        super().__init__()
        self._look = Look()
        self.setTextVisible(False)
        self.setFixedHeight(10)

    def restyle(self, look: Look) -> None:
        """Take the colours."""
        self._look = look
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the whole way and the part that is done."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._look.colour("line"))
        room = QRectF(self.rect())
        painter.drawRoundedRect(room, 5, 5)
        painter.setBrush(self._look.colour("brand"))
        share = self.value() / max(self.maximum(), 1)
        painter.drawRoundedRect(
            QRectF(0, 0, max(room.width() * share, 10.0 * (share > 0)), room.height()), 5, 5
        )


class Intake(Part, QScrollArea):
    """The column. `chosen` carries the paths that somebody wants to be taken in.

    The list scrolls by itself; the column does only where large print leaves the list no room.
    """

    chosen = Signal(list)
    stop_wanted = Signal()

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._language = language
        self._done: tuple[int, int] | None = None
        self.drop = DropArea()
        self.files = Button(N_("Choose files"), kind="primary", icon="plus", bold=True, height=48)
        self.folder = Button(N_("Choose a stick or a folder"), kind="strong", icon="folder", height=48)
        self.files.clicked.connect(self._choose_files)
        self.folder.clicked.connect(self._choose_folder)
        self.sticks: list[Button] = []
        self.drop.layout_.addWidget(shrinking(self.files))
        self.drop.layout_.addWidget(shrinking(self.folder))
        self.progress = Label("small")
        self.bar = Bar()
        self.stop = Button(N_("Stop after this file"), height=44, role="small")
        self.stop.clicked.connect(self._stop)
        self.outcome = Label("large", bold=True)
        self.detail = Label("small", colour="muted")
        self.problem = Problem()
        self.lines = LineList(language)
        inside = Scrolled()
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(18, 18, 18, 18)
        layout.setSpacing(12)
        said = QVBoxLayout()
        said.setSpacing(2)
        said.addWidget(self.outcome)
        said.addWidget(self.detail)
        for widget in (self.drop, self.progress, self.bar, shrinking(self.stop), self.problem):
            layout.addWidget(widget)
        layout.addLayout(said)
        layout.addWidget(self.lines, 1)
        self._put(inside)
        self._while_running = (self.progress, self.bar, self.stop)
        self._afterwards = (self.outcome, self.detail)
        for widget in (*self._while_running, *self._afterwards):
            widget.hide()

    def _put(self, inside: QWidget) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBar(Scroll("card"))
        self.setWidgetResizable(True)
        self.setWidget(inside)
        for widget in (self.viewport(), inside):  # setWidget has switched it on
            widget.setAutoFillBackground(False)

    # What happens

    def begin(self) -> None:
        """A run starts: what the last one said goes away."""
        self.lines.lines.clear()
        self.problem.hide()
        self._done = None
        self.bar.setRange(0, 1)
        self.bar.setValue(0)
        self.stop.setEnabled(True)
        self._show(running=True)

    def advance(self, done: int, total: int, line: Line) -> None:
        """`done` of `total` files are through; `line` is what became of the last one."""
        self._done = (done, total)
        self.bar.setRange(0, max(total, 1))
        self.bar.setValue(done)
        self.lines.lines.add(line)
        self._say_progress()

    def end(self) -> None:
        """The run is over."""
        self._show(running=False)

    def _show(self, *, running: bool) -> None:
        for widget in self._while_running:
            widget.setVisible(running)
        for widget in self._afterwards:
            widget.setVisible(not running)
        self.retranslate(self._language)

    def _stop(self) -> None:
        self.stop.setEnabled(False)
        self.stop_wanted.emit()

    def show_drives(self, drives: Sequence[Drive]) -> None:
        """Offer the sticks that are in, each by its name."""
        for button in self.sticks:
            self.drop.layout_.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.sticks = [self._stick(drive) for drive in drives]
        half = half_of(self)
        for number, button in enumerate(self.sticks):
            self.drop.layout_.insertWidget(2 + number, shrinking(button))
            if half is not None:
                half.refresh(button)
            button.show()

    def _stick(self, drive: Drive) -> Button:
        button = Button(kind="primary", icon="usb", bold=True, height=48)
        button.say(drive.name)
        button.clicked.connect(lambda: self.chosen.emit([drive.root]))
        return button

    # Words

    def retranslate(self, language: Language) -> None:
        """Say the run's words again."""
        self._language = language
        self._say_progress()
        lines = self.lines.lines.lines
        if lines:
            new = sum(line.new for line in lines)
            self.outcome.setText(language.plural("{n} new visit", "{n} new visits", new))
        else:
            self.outcome.setText(language.text("Nothing new was found there."))
        self.detail.setText(_detail(lines, language))
        self.detail.setVisible(bool(self.detail.text()) and self.outcome.isVisibleTo(self))

    def _say_progress(self) -> None:
        if self._done is None:
            text = self._language.text("Looking for files …")
        else:
            done, total = (self._language.number(n) for n in self._done)
            text = self._language.text("{done} of {total} files", done=done, total=total)
        self.progress.setText(text)
        self.bar.setAccessibleName(text)

    # Choosing

    def _choose_files(self) -> None:
        say = self._language
        kinds = f"{say.text('Bundles')} ({BUNDLES});;{say.text('All files')} (*)"
        found, _filter = QFileDialog.getOpenFileNames(self, say.text("Choose files"), "", kinds)
        if found:
            self.chosen.emit([Path(path) for path in found])

    def _choose_folder(self) -> None:
        found = QFileDialog.getExistingDirectory(self, self._language.text("Choose a stick or a folder"))
        if found:
            self.chosen.emit([Path(found)])

    def minimumSizeHint(self) -> QSize:
        """As narrow as its longest word lets it be."""
        return QSize(280, 320)


def _detail(lines: Sequence[Line], language: Language) -> str:
    """Say how many files there were, and how the special ones ended: "5 files: 2 already here"."""
    if not lines:
        return ""
    kinds = Counter(line.kind for line in lines)
    parts = [
        language.plural("{n} already here", "{n} already here", kinds[Kind.ALREADY])
        if kinds[Kind.ALREADY]
        else "",
        language.plural("{n} needs a look", "{n} need a look", kinds[Kind.LOOK]) if kinds[Kind.LOOK] else "",
        language.plural("{n} waiting", "{n} waiting", kinds[Kind.WAITING]) if kinds[Kind.WAITING] else "",
        language.plural("{n} not taken in", "{n} not taken in", kinds[Kind.REFUSED])
        if kinds[Kind.REFUSED]
        else "",
    ]
    files = language.plural("{n} file", "{n} files", len(lines))
    special = ", ".join(part for part in parts if part)
    return f"{files}: {special}" if special else files


def local_paths(urls: Sequence[QUrl]) -> list[Path]:
    """Return the files and folders among what is being dragged."""
    return [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
