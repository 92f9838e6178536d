"""One button that makes a stick ready for shops: the card, and what each kiosk needs to know, sealed for it alone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from threading import Event

from PySide6.QtWidgets import QFileDialog, QVBoxLayout

from kiosk.centre import Store
from kiosk.centre.programme import prepare
from kiosk.errors import KioskError
from kiosk.i18n import N_, Language
from kiosk.keys import ManagerKeys
from ui.drives import Drive
from ui.manager.errands import Errands
from ui.manager.form import Problem, shrinking
from ui.manager.intake import Bar
from ui.manager.page import FORM_WIDTH, Page, Section, replace_widgets
from ui.manager.patience import Beat
from ui.manager.picker import PlacePicker
from ui.manager.stick_button import StickButton
from ui.widgets.button import Button
from ui.widgets.text import Label


class Prepare(Section):
    """The sticks that are in, each with its button, and any other folder."""

    def __init__(self, errands: Errands) -> None:
        super().__init__(
            hint=N_(
                "The stick gets the programme's card and, for each kiosk, its name, its place, the list of "
                "places and its volunteers. Only that kiosk can read its part. New kiosks join with the same stick."
            ),
        )
        self._errands = errands
        self._language: Language | None = None
        self._stop = Event()
        self.place = PlacePicker(N_("For the kiosks of"), N_("All kiosks of the programme"))
        self.folder = Button(N_("Choose a stick or a folder"), kind="strong", icon="folder")
        self.folder.clicked.connect(self._choose)
        self.sticks = QVBoxLayout()
        self.sticks.setSpacing(8)
        self.progress = Label("small")
        self.bar = Bar()
        self.stop = Button(N_("Stop"), role="small")
        self.stop.clicked.connect(self._stop.set)
        self.done = Problem(colour="good")
        self.problem = Problem()
        self.add(Label("small", message=N_("For the kiosks of"), bold=True), self.place)
        self.column.addLayout(self.sticks)
        self.add(
            shrinking(self.folder), self.progress, self.bar, shrinking(self.stop), self.done, self.problem
        )
        self._run(running=False)

    def show_drives(self, drives: Sequence[Drive]) -> None:
        """Offer the sticks that are in."""
        buttons = []
        for drive in drives:
            button = StickButton(N_("Write onto {stick}"), drive)
            button.clicked.connect(lambda _on=False, root=drive.root: self.prepare(root))
            buttons.append(shrinking(button))
        replace_widgets(self.sticks, buttons)

    def prepare(self, target: Path) -> None:
        """Make a stick ready."""
        self._errands.with_keys(lambda keys: self._prepare(keys, target))

    def _prepare(self, keys: ManagerKeys, target: Path) -> None:
        data, place, stop = self._errands.data, self.place.key, self._stop
        stop.clear()
        advance = self._errands.relay(self._advance)

        def job(beat: Beat) -> int:
            def tell(done: int, total: int) -> bool:
                beat()
                advance(done, total)
                return not stop.is_set()

            with Store.of(data) as store:
                return prepare(data, store, keys, target, tell, place=place)

        self.done.hide()
        self.problem.hide()
        self._run(running=True)
        self._errands.run_long(job, stop, lambda count: self._ready(count, target), self._refuse)

    def _advance(self, done: int, total: int) -> None:
        self.bar.setRange(0, max(total, 1))
        self.bar.setValue(done)
        if self._language is not None:
            said = self._language.text(N_("{done} of {total} kiosks"), done=done, total=total)
            self.progress.setText(said)
            self.bar.setAccessibleName(said)

    def _ready(self, count: int, target: Path) -> None:
        self._run(running=False)
        if self._language is not None:
            self.done.plural(
                "The card and what {n} kiosk needs to know are on {stick}, and were read back.",
                "The card and what {n} kiosks need to know are on {stick}, and were read back.",
                count,
                self._language,
                stick=target.name or target,
            )

    def _refuse(self, problem: KioskError) -> None:
        self._run(running=False)
        if self._language is not None:
            self.problem.say(problem.message, self._language, **problem.params)

    def _run(self, *, running: bool) -> None:
        for widget in (self.progress, self.bar, self.stop):
            widget.setVisible(running)
        self.progress.setText("")
        self.folder.setEnabled(not running)

    def retranslate(self, language: Language) -> None:
        """Answers are shown in this language."""
        self._language = language

    def _choose(self) -> None:
        say = self._language
        title = say.text(N_("Choose a stick or a folder")) if say else ""
        if chosen := QFileDialog.getExistingDirectory(self, title):
            self.prepare(Path(chosen))


class PreparePage(Page):
    """The page around it."""

    def __init__(self, errands: Errands) -> None:
        super().__init__(N_("Prepare a stick"), icon_back=True, widest=FORM_WIDTH)
        self.prepare = Prepare(errands)
        self.column.addWidget(self.prepare)
        self.column.addStretch()
