"""The forms in which one place, one volunteer or one team is written."""

from __future__ import annotations

import re
import secrets
from typing import Generic, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from kiosk.centre.people import ROLES, Person, Team
from kiosk.centre.roster import LOOKS_LIKE_A_NAME, ROLE_LABELS, looks_like_a_name
from kiosk.centre.tree import LEVELS, below
from kiosk.codebook import PLACE_LEVELS
from kiosk.errors import KioskError
from kiosk.i18n import N_, Language
from kiosk.search.folding import fold, sound
from kiosk.visits import Place
from ui.manager.form import Field, Problem, button_row
from ui.manager.lists import Lists
from ui.manager.page import FORM_WIDTH, Page, Question, Section
from ui.manager.picker import Picker, PlacePicker
from ui.manager.sight import bring_into_view
from ui.widgets.button import Button
from ui.widgets.chips import Chips
from ui.widgets.text import Label

T = TypeVar("T")


def new_id(name: str, taken: set[str]) -> str:
    """Return a short id for a name, in plain letters: `bulaevo`, or with a number where that is taken."""
    words = "-".join(sound(word) for word in fold(name).split())
    plain = re.sub(r"[^a-z0-9-]", "", words)[:32].strip("-") or secrets.token_hex(4)
    found, number = plain, 1
    while found in taken:
        number += 1
        found = f"{plain}-{number}"
    return found


class Editor(Page, Generic[T]):
    """A form for one thing. `saved` and `removed` carry it; `before` is what it was, None for a new one."""

    saved = Signal(object)
    removed = Signal(object)

    def __init__(self, remove: str) -> None:
        super().__init__(icon_back=True, widest=FORM_WIDTH)
        self.before: T | None = None
        self._lists = Lists()
        self._language: Language | None = None
        self.form = Section()
        self.save = Button(N_("Save"), kind="primary", icon="check", bold=True)
        self.save.clicked.connect(self._save)
        self.remove = Button(remove, icon="minus")
        self.remove.clicked.connect(self._ask_remove)
        self.removing = Question(remove)
        self.removing.answered.connect(lambda: self.removed.emit(self.before))
        self.held = Problem()
        self.column.addWidget(self.form)

    def _end(self) -> None:
        self.form.add(button_row(self.save, self.remove), self.held, self.removing)
        self.column.addStretch()

    def edit(self, item: T | None, lists: Lists, language: Language) -> None:
        """Open the form for a thing of the list, or for a new one."""
        self.say_nothing()
        self.before, self._lists, self._language = item, lists, language
        self.remove.setVisible(item is not None)
        self.removing.hide()
        self.held.hide()
        self._fill(item)
        self.retranslate(language)

    def retranslate(self, language: Language) -> None:
        """Say the title again."""
        self._language = language
        self.title.setText(self._name() or language.text(self._new))

    _new = ""

    def _name(self) -> str:
        raise NotImplementedError

    def _fill(self, item: T | None) -> None:
        raise NotImplementedError

    def _save(self) -> None:
        raise NotImplementedError

    def _ask_remove(self) -> None:
        if self._language is not None:
            self.removing.ask(N_("Remove “{name}” from the list?"), self._language, name=self._name())


def named(message: str, widget: QWidget) -> tuple[QWidget, QWidget]:
    """Return a widget with its name above it."""
    return Label("small", message=message, bold=True), widget


class PlaceEditor(Editor[Place]):
    """A place: its name, its level, what it lies in."""

    _new = N_("A new place")

    def __init__(self) -> None:
        super().__init__(N_("Remove this place"))
        self.name = Field(N_("Name"))
        self.name.line.returnPressed.connect(self._save)
        self.level = Chips(dict(LEVELS), columns=3, height=44)
        self.parent_ = PlacePicker(N_("Part of"), N_("Nothing: it is at the top"))
        self.form.add(self.name, *named(N_("Level"), self.level), *named(N_("Part of"), self.parent_))
        self._end()

    def _name(self) -> str:
        return self.before.name if self.before else ""

    def _fill(self, item: Place | None) -> None:
        self.name.line.setText(item.name if item else "")
        self.name.accept()
        self.level.choose(item.level if item else self._usual_level())
        self.remove.setAccessibleDescription("")
        others = [place for place in self._lists.places if item is None or place.id != item.id]
        self.parent_.show_places(others, item.parent if item else "")
        self.name.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask_remove(self) -> None:
        inside = len(below(self._lists.places, self.before.id)) if self.before else 0
        if not inside or self._language is None:
            super()._ask_remove()
            return
        # No question: whatever the answer, the places in it would have lost theirs.
        self.held.plural(
            "“{name}” cannot be removed: {n} place is part of it. Move or remove that place first.",
            "“{name}” cannot be removed: {n} places are part of it. Move or remove them first.",
            inside,
            self._language,
            name=self._name(),
        )
        self.remove.setAccessibleDescription(self.held.text())
        bring_into_view(self.held)

    def _usual_level(self) -> str:
        return "settlement" if self._lists.places else PLACE_LEVELS[0]

    def _save(self) -> None:
        name = self.name.text().strip()
        if not name:
            if self._language is not None:
                self.name.refuse(N_("Give the place a name."), self._language)
            return
        taken = {place.id for place in self._lists.places}
        identity = self.before.id if self.before else new_id(name, taken)
        self.saved.emit(Place(identity, name, self.level.value, self.parent_.key))


class PersonEditor(Editor[Person]):
    """A volunteer: the pseudonym, the role, where it can sign in, the team."""

    _new = N_("A new volunteer")

    def __init__(self) -> None:
        super().__init__(N_("Remove this volunteer"))
        self.pseudonym = Field(
            N_("Code name"), hint=N_("Such as A-07. Keep the real name on paper, not in this program.")
        )
        self.pseudonym.line.textEdited.connect(self._look)
        self.pseudonym.line.returnPressed.connect(self._save)
        self.doubt = Problem(colour="on_notice")
        self.role = Chips({role: ROLE_LABELS[role] for role in ROLES}, columns=2)
        self.kiosk = Picker(N_("Kiosk"), N_("At no kiosk yet"), icon="screen")
        self.team = Picker(N_("Team"), N_("In no team"), icon="users")
        self.form.add(
            self.pseudonym,
            self.doubt,
            *named(N_("Role"), self.role),
            *named(N_("Kiosk"), self.kiosk),
            *named(N_("Team"), self.team),
        )
        self._end()

    def _name(self) -> str:
        return self.before.pseudonym if self.before else ""

    def _fill(self, item: Person | None) -> None:
        self.pseudonym.line.setText(item.pseudonym if item else "")
        self.pseudonym.accept()
        self.role.choose(item.role if item else ROLES[0])
        self.kiosk.offer(self._lists.kiosk_entries, item.kiosk if item else "")
        self.team.offer(self._lists.team_entries, item.team if item else "")
        self._look()
        self.pseudonym.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def refuse(self, problem: KioskError, language: Language) -> None:
        """Say it at the pseudonym: everything else is chosen, and cannot be wrong."""
        self.say_nothing()
        self.pseudonym.refuse(problem.message, language, **problem.params)

    def _look(self, _text: str = "") -> None:
        """Doubt a name as it is typed: a warning, for some pseudonyms look like one."""
        typed = self.pseudonym.text().strip()
        if self._language is not None and looks_like_a_name(typed):
            self.doubt.say(LOOKS_LIKE_A_NAME, self._language, pseudonym=typed)
        else:
            self.doubt.hide()

    def _save(self) -> None:
        person = Person(self.pseudonym.text().strip(), self.role.value, self.kiosk.key, self.team.key)
        self.saved.emit(person)


class TeamEditor(Editor[Team]):
    """A team: its name, its place, how many members it has."""

    _new = N_("A new team")

    def __init__(self) -> None:
        super().__init__(N_("Remove this team"))
        self.name = Field(N_("Name"))
        self.members = Field(
            N_("Members"), hint=N_("How many people are in it, with or without a code name.")
        )
        for field in (self.name, self.members):
            field.line.returnPressed.connect(self._save)
        self.place = PlacePicker(N_("Place"), N_("Not in the list of places"))
        self.form.add(self.name, self.members, *named(N_("Place"), self.place))
        self._end()

    def _name(self) -> str:
        return self.before.name if self.before else ""

    def _fill(self, item: Team | None) -> None:
        self.name.line.setText(item.name if item else "")
        self.members.line.setText(str(item.members) if item else "")
        for field in (self.name, self.members):
            field.accept()
        self.place.show_places(self._lists.places, item.place if item else "")
        self.name.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _save(self) -> None:
        name, members = self.name.text().strip(), self.members.text().strip() or "0"
        if self._language is None:
            return
        if not name:
            self.name.refuse(N_("Give the team a name."), self._language)
        elif not members.isdecimal():
            self.members.refuse(N_("Write the number of members in digits."), self._language)
        else:
            taken = {team.id for team in self._lists.teams}
            identity = self.before.id if self.before else new_id(name, taken)
            self.saved.emit(Team(identity, name, self.place.key, int(members)))
