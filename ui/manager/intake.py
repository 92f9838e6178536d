"""Where files go in: drop area, sticks, how far a run is, and what came of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

from PySide6.QtCore import QRectF, Qt, QUrl, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFileDialog, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from kiosk.i18n import N_, Language
from ui.drives import Drive
from ui.half import Part, half_of
from ui.manager.form import Problem, shrinking
from ui.manager.lines import Kind, Line
from ui.manager.stick_button import StickButton
from ui.theme import Look
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.picture import Picture
from ui.widgets.text import Label

BUNDLES = "*.kiosk"
#: Seconds before which nobody can tell how long the rest takes.
_FIRST_GUESS_S = 3.0
#: Sticks whose receipts are told one by one.
_MOST_STICKS = 4


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
        self.layout_.addWidget(
            Picture("import", 36, colour="brand", grows=True), 0, Qt.AlignmentFlag.AlignHCenter
        )
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


class Intake(Card):
    """Where files are handed in and how far they are. `chosen` carries the paths that somebody wants taken in."""

    chosen = Signal(list)
    stop_wanted = Signal()

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._language = language
        self._run = Run()
        self.drop = DropArea()
        self.files = Button(N_("Choose files"), kind="primary", icon="plus", role="small")
        self.folder = Button(N_("Choose a stick or a folder"), kind="strong", icon="folder", role="small")
        self.files.clicked.connect(self._choose_files)
        self.folder.clicked.connect(self._choose_folder)
        self.sticks: list[Button] = []
        self.drop.layout_.addWidget(shrinking(self.files))
        self.drop.layout_.addWidget(shrinking(self.folder))
        self.progress = Label("small")
        self.bar = Bar()
        self.stop = Button(N_("Stop after this file"), role="small")
        self.stop.clicked.connect(self._stop)
        self.outcome = Label("large", bold=True)
        self.detail = Label("small", colour="muted")
        self.receipts = Label("small", colour="good", bold=True)
        self.problem = Problem()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 18, 18, 18)
        layout.setSpacing(12)
        said = QVBoxLayout()
        said.setSpacing(4)
        for label in (self.outcome, self.detail, self.receipts):
            said.addWidget(label)
        for widget in (self.drop, self.progress, self.bar, shrinking(self.stop), self.problem):
            layout.addWidget(widget)
        layout.addLayout(said)
        layout.addStretch(1)
        self._while_running = (self.progress, self.bar, self.stop)
        self._afterwards = (self.outcome, self.detail, self.receipts)
        for widget in (*self._while_running, *self._afterwards):
            widget.hide()

    # What happens

    def begin(self) -> None:
        """A run starts: what the last one said goes away."""
        self._run = Run(started=monotonic())
        self.problem.hide()
        self.bar.setRange(0, 1)
        self.bar.setValue(0)
        self.stop.setEnabled(True)
        self._show(running=True)

    def advance(self, done: int, total: int, line: Line) -> None:
        """`done` of `total` files are through; `line` is what became of the last one."""
        self._run.add(done, total, line)
        self.bar.setRange(0, max(total, 1))
        self.bar.setValue(done)
        self._say_progress()

    def answered(self, stick: str) -> None:
        """One more receipt is on a stick."""
        self._run.receipts[stick] += 1
        self._say_receipts()

    def end(self) -> None:
        """The run is over."""
        self._show(running=False)

    def _call(self) -> None:
        """Let one way in call aloud: a stick that is in is what somebody came for. None while a run is on."""
        running = self.bar.isVisibleTo(self)
        self.files.set_kind("strong" if self.sticks or running else "primary")
        for button in self.sticks:
            button.set_kind("strong" if running else "primary")

    def _show(self, *, running: bool) -> None:
        for widget in self._while_running:
            widget.setVisible(running)
        for widget in self._afterwards:
            widget.setVisible(not running)
        self._call()
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
        self._call()
        half = half_of(self)
        for number, button in enumerate(self.sticks):
            self.drop.layout_.insertWidget(2 + number, shrinking(button))
            if half is not None:
                half.refresh(button)
            button.show()

    def _stick(self, drive: Drive) -> Button:
        button = StickButton(N_("Import from {stick}"), drive)
        button.clicked.connect(lambda: self.chosen.emit([drive.root]))
        return button

    # Words

    def retranslate(self, language: Language) -> None:
        """Say the run's words again."""
        self._language = language
        self._say_progress()
        if self._run.kinds:
            self.outcome.setText(language.plural("{n} new visit", "{n} new visits", self._run.new))
        else:
            self.outcome.setText(language.text("Nothing new was found there."))
        self.detail.setText(_detail(self._run.kinds, language))
        self.detail.setVisible(bool(self.detail.text()) and self.outcome.isVisibleTo(self))
        self._say_receipts()

    def _say_receipts(self) -> None:
        receipts = self._run.receipts
        texts = [
            self._language.plural(
                "{n} receipt was written back onto {stick}.",
                "{n} receipts were written back onto {stick}.",
                count,
                stick=stick,
            )
            for stick, count in receipts.items()
        ]
        if len(receipts) > _MOST_STICKS:
            count = receipts.total()
            texts = [
                self._language.plural(
                    "{n} receipt was written back.", "{n} receipts were written back.", count
                )
            ]
        self.receipts.setText("\n".join(texts))
        self.receipts.setVisible(bool(texts) and self.outcome.isVisibleTo(self))

    def _say_progress(self) -> None:
        if not self._run.total:
            text = self._language.text("Looking for files …")
        else:
            done, total = (self._language.number(n) for n in (self._run.done, self._run.total))
            text = self._language.text("{done} of {total} files", done=done, total=total)
        if left := _time_left(self._run.seconds_left(monotonic()), self._language):
            text = f"{text} · {left}"
        self.progress.setText(text)
        self.bar.setAccessibleName(text)

    # Choosing

    def _choose_files(self) -> None:
        say = self._language
        kinds = f"{say.text('Files from kiosks')} ({BUNDLES});;{say.text('All files')} (*)"
        found, _filter = QFileDialog.getOpenFileNames(self, say.text("Choose files"), "", kinds)
        if found:
            self.chosen.emit([Path(path) for path in found])

    def _choose_folder(self) -> None:
        found = QFileDialog.getExistingDirectory(self, self._language.text("Choose a stick or a folder"))
        if found:
            self.chosen.emit([Path(found)])


@dataclass(slots=True)
class Run:
    """How far a run is: files done and found, how they ended, the receipts by stick."""

    started: float = 0.0
    done: int = 0
    total: int = 0
    new: int = 0
    kinds: Counter[Kind] = field(default_factory=Counter)
    receipts: Counter[str] = field(default_factory=Counter)

    def add(self, done: int, total: int, line: Line) -> None:
        """One more file is through."""
        self.done, self.total = done, total
        self.new += line.new
        self.kinds[line.kind] += 1

    def seconds_left(self, now: float) -> float | None:
        """Return how long the rest takes at the pace so far; None while that cannot be told."""
        spent = now - self.started
        if not 0 < self.done < self.total or spent < _FIRST_GUESS_S:
            return None
        return spent / self.done * (self.total - self.done)


def _time_left(seconds: float | None, language: Language) -> str:
    if seconds is None:
        return ""
    if seconds < 60:
        return language.text(N_("less than a minute left"))
    return language.plural("about {n} minute left", "about {n} minutes left", max(1, round(seconds / 60)))


def _detail(kinds: Counter[Kind], language: Language) -> str:
    """Say how many files there were, and how they ended: "5 files: 3 new, 2 already here"."""
    if not kinds:
        return ""
    parts = [
        language.plural("{n} new", "{n} new", kinds[Kind.NEW]) if kinds[Kind.NEW] else "",
        language.plural("{n} already here", "{n} already here", kinds[Kind.ALREADY])
        if kinds[Kind.ALREADY]
        else "",
        language.plural("{n} needs a look", "{n} need a look", kinds[Kind.LOOK]) if kinds[Kind.LOOK] else "",
        language.plural("{n} waiting", "{n} waiting", kinds[Kind.WAITING]) if kinds[Kind.WAITING] else "",
        language.plural("{n} not imported", "{n} not imported", kinds[Kind.REFUSED])
        if kinds[Kind.REFUSED]
        else "",
    ]
    files = language.plural("{n} file", "{n} files", kinds.total())
    special = ", ".join(part for part in parts if part)
    return f"{files}: {special}" if special else files


def local_paths(urls: Sequence[QUrl]) -> list[Path]:
    """Return the files and folders among what is being dragged."""
    return [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
