"""A walkthrough while it is written: shown as a resident sees it, read anew at every save, its faults in words."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from kiosk.errors import KioskError
from kiosk.i18n import Language, Languages
from kiosk.tutorials import Library, Tutorial
from kiosk.tutorials.check import Problem, check
from kiosk.walkthrough import Walkthrough
from ui.desk.walkthrough_view import WalkthroughView
from ui.half import Half
from ui.reading_order import ReadingOrder
from ui.theme import Look
from ui.widgets.button import Button
from ui.widgets.text import Label

#: Editors save in several strokes: what follows within this time is one save.
_SETTLE_MS = 150
#: So many findings are shown; the rest comes when these are mended.
_MOST = 4


class PreviewWindow(ReadingOrder, Half):
    """One walkthrough's folder, live. What cannot be read leaves the last good picture, and says why."""

    def __init__(self, folder: Path, writer: Language, languages: Languages, library: Library) -> None:
        super().__init__(writer, Look())
        self._folder = folder
        self._writer = writer
        self._languages = languages
        self._view = WalkthroughView(writer, Look(), languages.__getitem__, library.get)
        self._findings = Label("small", colour="on_notice")
        self._watcher = QFileSystemWatcher(self)
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settle.timeout.connect(self.reload)
        for changed in (self._watcher.fileChanged, self._watcher.directoryChanged):
            changed.connect(lambda _path: self._settle.start())
        self._assemble()
        self.refresh(self)
        self.reload()

    @property
    def view(self) -> WalkthroughView:
        """The walkthrough as a resident sees it."""
        return self._view

    @property
    def findings(self) -> str:
        """What the check says, empty when it finds nothing."""
        return self._findings.text()

    def reload(self) -> None:
        """Read the folder anew; the place and the language stay."""
        self._watch()
        try:
            tutorial = Tutorial.load(self._folder)
            tutorial.prove()
            self._show(tutorial)
        except KioskError as refused:
            self._say([self._writer.text(refused.message, **refused.params)])
        else:
            self._say([self._line(problem) for problem in check(self._folder)])

    # Internal

    def _line(self, problem: Problem) -> str:
        message = self._writer.text(problem.message, **problem.params)
        place = f"{problem.path.name}:{problem.line}" if problem.line else problem.path.name
        return f"{place}: {message}"

    def _show(self, tutorial: Tutorial) -> None:
        before = self._view.walkthrough
        walk = Walkthrough(tutorial, self.language.code)
        if before is not None:
            walk.choose(before.answer)
            walk.go(before.position)
        self._view.open(walk)

    def _say(self, lines: list[str]) -> None:
        self._findings.setText("\n".join(lines[:_MOST]))
        self._findings.setVisible(bool(lines))
        self.setWindowTitle(f"{self._folder.name} ({len(lines)})" if lines else self._folder.name)

    def _watch(self) -> None:
        """Watch every file, and the folder: many editors save by putting a new file in the old one's place."""
        found = [self._folder, *self._folder.glob("*.toml"), *self._folder.glob("screens/*.svg")]
        self._watcher.addPaths([str(path) for path in found])

    def _speak(self, code: str) -> None:
        self.speak(self._languages[code])

    def _assemble(self) -> None:
        bar = QHBoxLayout()
        for code in self._languages.codes:
            button = Button(kind="plain", role="small")
            button.say(self._languages[code].name)
            button.clicked.connect(lambda _on=False, code=code: self._speak(code))
            bar.addWidget(button)
        bar.addStretch(1)
        column = QVBoxLayout(self)
        column.addLayout(bar)
        column.addWidget(self._findings)
        column.addWidget(self._view, 1)
