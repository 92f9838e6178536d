"""The programme and its keys: what the card says, who can open the visits, what must lie on paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from kiosk.centre import Store, programme_card
from kiosk.centre.carrying import write_roll
from kiosk.centre.sheet import write_sheet
from kiosk.centre.succession import add_key, change_card, drop_key, key_digits, note_paper_made
from kiosk.clock import SystemClock
from kiosk.codebook import ACTIVITIES, ASKABLE
from kiosk.config import DataFolder
from kiosk.errors import KioskError
from kiosk.i18n import N_, Language
from kiosk.keys import Card, ManagerKeys
from kiosk.keys.sealing import is_recipient
from ui.half import Part, half_of
from ui.manager.errands import Errands
from ui.manager.form import Advice, Field, button_row, shrinking
from ui.manager.page import FORM_WIDTH, Page, Question, Section, link, replace_widgets
from ui.widgets.button import Button
from ui.widgets.chips import Chips
from ui.widgets.picture import Picture
from ui.widgets.text import Label

ONLY_ONE = N_(
    "Only one key opens the visits. If it is lost with its passphrase and its paper, every sealed visit stays closed. "
    "Let a second manager open them too."
)
NO_KEY = N_("This is no sealing key. It begins with age1.")
NOT_WHOLE = N_("This key is incomplete or has an error. Copy all of it, from age1 to the end.")
NEW_CARD = N_("The card has a new number. It goes onto every stick that you import or prepare.")


@dataclass(frozen=True, slots=True)
class Programme:
    """What the page shows: the card, and the own key where it is open already."""

    card: Card
    own: str = ""


class KeyRow(Part, QWidget):
    """One manager's sealing key: its digits, and whether it may be taken off the card."""

    removed = Signal(str)

    def __init__(self, key: str, *, first: bool, own: bool) -> None:
        super().__init__()
        self.key = key
        self._first, self._own = first, own
        self.name = Label("normal", bold=True)
        self.digits = Label("small", colour="muted")
        self.remove = Button(N_("Take off the card"), icon="minus", height=44, role="small")
        self.remove.clicked.connect(self._ask)
        self.remove.setVisible(not first and not own)
        self.question = Question(N_("Take it off"))
        self.question.answered.connect(lambda: self.removed.emit(self.key))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.name)
        words.addWidget(self.digits)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(Picture("key", 26, colour="brand", grows=True))
        row.addLayout(words, 1)
        row.addWidget(shrinking(self.remove))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(self.question)

    def retranslate(self, language: Language) -> None:
        """Say whose key it is."""
        whose = (
            N_("The key of the manager who signs the card") if self._first else N_("Another manager's key")
        )
        name = language.text(whose)
        if self._own:
            name = language.text(N_("{whose} (yours)"), whose=name)
        self.name.setText(name)
        digits = " ".join(key_digits(self.key))
        self.digits.setText(language.text(N_("Its digits: {digits}"), digits=digits))
        self.remove.setAccessibleName(f"{self.remove.text()}: {digits}")

    def _ask(self) -> None:
        if (half := half_of(self)) is not None:
            self.question.ask(
                N_("New visits will no longer open for this key. What it could open before, it still can."),
                half.language,
            )


class ProgrammePage(Page):
    """`changed` when the card says something else; the two ways out of a lost key are signals too."""

    changed = Signal()
    next_key_wanted = Signal()

    def __init__(self, errands: Errands, language: Language) -> None:
        super().__init__(N_("Programme and keys"), widest=FORM_WIDTH)
        self._errands = errands
        self._language = language
        self._programme: Programme | None = None
        self.warning = Advice(ONLY_ONE, icon="warning", ground="notice", colour="on_notice")
        self.warning.hide()
        self.name = Field(N_("Name of the programme"))
        self.name.line.returnPressed.connect(self._rename)
        self.rename = link(N_("Rename"), "check", self._rename)
        self.digits = Label("normal")
        self.asks = Chips(dict(ASKABLE), columns=2, several=True)
        self.save_asks = link(N_("Save"), "check", self._save_asks)
        self.activities = Field(
            N_("Activities, separated by commas"),
            hint=N_("What a volunteer can choose, such as: at the desk, club, campaign, course."),
        )
        self.activities.line.returnPressed.connect(self._save_activities)
        self.save_activities = link(N_("Save"), "check", self._save_activities)
        self.keys = QVBoxLayout()
        self.keys.setSpacing(14)
        self.new_key = Field(
            N_("Another manager's sealing key"),
            hint=N_("It begins with age1: ask that manager for it. Compare its digits by telephone."),
        )
        self.new_key.line.returnPressed.connect(self._compare)
        self.add = link(N_("Compare and add"), "plus", self._compare)
        self.comparing = Question(N_("They are the same: add it"))
        self.comparing.answered.connect(self._add)
        self.paper = link(N_("Make the paper copy"), "printer", self._choose_paper)
        self.next_key = link(
            N_("Sign with the next key"), "signature", self.next_key_wanted.emit, kind="plain"
        )
        self._lay_out()

    def _lay_out(self) -> None:
        programme = Section(N_("Programme"))
        programme.add(self.digits, self.name, button_row(self.rename))
        asked = Section(
            N_("What the kiosks ask"),
            N_("Every question costs a resident's time: ask only what a report needs."),
        )
        asked.add(self.asks, button_row(self.save_asks), self.activities, button_row(self.save_activities))
        keys = Section(N_("Who can open the visits"))
        keys.column.addLayout(self.keys)
        keys.add(self.new_key, button_row(self.add), self.comparing)
        paper = Section(
            N_("On paper"),
            N_(
                "A page with both keys as letters and digits, and as a code to scan. Print it, lock it away, and "
                "delete the file. With it the programme goes on when this computer or the passphrase is lost."
            ),
        )
        paper.add(button_row(self.paper))
        lost = Section(
            N_("A lost or stolen key"),
            N_(
                "If others may have the signing key, sign with the next one from its paper: every kiosk then refuses "
                "the old one. If the passphrase is lost, choose “The passphrase is lost” where it is asked for."
            ),
        )
        lost.add(button_row(self.next_key))
        for section in (self.warning, programme, keys, paper, lost, asked):
            self.column.addWidget(section)
        self.column.addStretch()

    # What is shown

    def look_again(self) -> None:
        """Read the card anew."""
        data = self._errands.data
        self._errands.run(lambda: Programme(programme_card(data)), self._show, self._refuse)

    def _show(self, programme: Programme) -> None:
        self._programme = programme
        card = programme.card
        self.warning.setVisible(len(card.recipients) == 1)
        self._fill(self.name, card.name)
        self.asks.choose(*(code for code in ASKABLE if card.asks.get(code)))
        rows: list[QWidget] = []
        for number, key in enumerate(card.recipients):
            row = KeyRow(key, first=number == 0, own=key == programme.own)
            row.removed.connect(self._drop)
            rows.append(row)
        replace_widgets(self.keys, rows)
        self.retranslate(self._language)

    def _fill(self, field: Field, text: str) -> None:
        """Fill a field; what somebody is typing just now stays."""
        if not field.line.isModified():
            field.line.setText(text)
            field.accept()

    def retranslate(self, language: Language) -> None:
        """Say the programme's digits again."""
        self._language = language
        if self._programme is not None:
            card = self._programme.card
            offered = (str(code) for code in card.codebook.get("activities", ()))
            self._fill(self.activities, ", ".join(_labels(language).get(code, code) for code in offered))
            self.digits.setText(
                language.text(
                    N_("Card {version}. The programme's digits: {digits}"),
                    version=card.version,
                    digits=" ".join(card.digits()),
                )
            )

    # What a person does

    def _rename(self) -> None:
        name = self.name.text()
        self.name.line.setModified(False)
        self._change(lambda data, store, keys: change_card(data, store, keys, name=name))

    def _save_asks(self) -> None:
        asks = {code: self.asks.button(code).isChecked() for code in ASKABLE}
        self._change(lambda data, store, keys: change_card(data, store, keys, asks=asks))

    def _save_activities(self) -> None:
        self.activities.line.setModified(False)
        codes = {label.casefold(): code for code, label in _labels(self._language).items()}
        typed = [each.strip() for each in self.activities.text().split(",") if each.strip()]
        activities = [codes.get(each.casefold(), each) for each in typed]
        self._change(lambda data, store, keys: change_card(data, store, keys, activities=activities))

    def _compare(self) -> None:
        key = self.new_key.text().strip()
        if not is_recipient(key):
            self.comparing.hide()
            begun = key.casefold().startswith("age1")
            self.new_key.refuse(NOT_WHOLE if begun else NO_KEY, self._language)
            return
        self.new_key.accept()
        self.comparing.ask(
            N_("Call that manager. Are these the digits on the other screen? {digits}"),
            self._language,
            digits=" ".join(key_digits(key)),
        )

    def _add(self) -> None:
        key = self.new_key.text().strip()
        self.new_key.line.clear()
        self._change(lambda data, store, keys: add_key(data, store, keys, key))

    def _drop(self, key: str) -> None:
        self._change(lambda data, store, keys: drop_key(data, store, keys, key))

    def _change(self, change: Callable[[DataFolder, Store, ManagerKeys], Card]) -> None:
        data = self._errands.data

        def job(store: Store, keys: ManagerKeys) -> Programme:
            card = change(data, store, keys)
            write_roll(data, store, keys, SystemClock())
            return Programme(card, keys.sealing_key)

        self._errands.change(job, self._changed, self._refuse)

    def _changed(self, programme: Programme) -> None:
        same = self._programme is not None and programme.card.version == self._programme.card.version
        self._show(programme)
        self.say_done(N_("The card already says this.") if same else NEW_CARD, self._language)
        self.changed.emit()

    def _choose_paper(self) -> None:
        title = self._language.text(N_("Make the paper copy"))
        usual = str(self._errands.data.root / "paper.html")
        found, _filter = QFileDialog.getSaveFileName(self, title, usual, "HTML (*.html)")
        if found:
            self.write_paper(Path(found))

    def write_paper(self, path: Path) -> None:
        """Write both keys as a page to print."""
        data, language = self._errands.data, self._language

        def job(store: Store, keys: ManagerKeys) -> Path:
            try:
                write_sheet(path, programme_card(data), keys.papers(), language)
            except OSError as problem:
                raise KioskError(
                    "{path} cannot be written to: {reason}. Is it open in another program?",
                    path=path,
                    reason=problem.strerror or problem,
                ) from problem
            note_paper_made(store, keys)
            return path

        self._errands.change(job, self._wrote_paper, self._refuse)

    def _wrote_paper(self, path: Path) -> None:
        self.say_done(N_("The page is in {path}. Print it, then delete it."), self._language, path=path)

    def _refuse(self, problem: KioskError) -> None:
        self.refuse(problem, self._language)


def _labels(language: Language) -> dict[str, str]:
    """Return what the program's own activities are called, by code."""
    return {code: language.text(label) for code, label in ACTIVITIES.items()}
