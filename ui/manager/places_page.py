"""Places and people: the lists, each edited by hand or taken from a file, and what shops are told of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QStackedWidget

from kiosk.centre import WRITERS, Report, Store
from kiosk.centre import roster as core
from kiosk.centre.people import Person, Team
from kiosk.centre.reports.promised import put_target
from kiosk.centre.roster import Plan
from kiosk.centre.spreadsheet import ENDINGS
from kiosk.centre.targets import Target
from kiosk.errors import KioskError
from kiosk.i18n import N_, Language
from kiosk.visits import Place
from ui.half import Part
from ui.manager.editors import Editor, PersonEditor, PlaceEditor, TeamEditor
from ui.manager.entries import Entries
from ui.manager.errands import Errands
from ui.manager.form import Field, button_row
from ui.manager.lists import KINDS, PEOPLE, PLACES, TARGETS, TEAMS, Lists, person_key, target_key
from ui.manager.page import Page, Section, link
from ui.manager.plan_page import PlanPage
from ui.manager.prepare import PreparePage
from ui.manager.target_editor import TargetEditor
from ui.manager.work import write_file
from ui.theme import Look
from ui.widgets.button import Button
from ui.widgets.chips import Chips
from ui.widgets.text import Label

_LINES = 15
_SAVED, _SHOPS_LEARN = N_("Saved."), N_("Saved. The next sticks tell the kiosks.")


class ListPage(Page):
    """One of the lists, chosen above it, and the way to the preparation of sticks."""

    def __init__(self) -> None:
        super().__init__(N_("Places and people"))
        self._lists = Lists()
        self._language: Language | None = None
        self.kind = Chips({code: kind.title for code, kind in KINDS.items()}, columns=4)
        self.kind.choose(PLACES)
        self.kind.chosen.connect(self._choose_kind)
        self.add = link("", "plus", lambda: None, kind="primary")
        self.take = link(N_("Import from a file"), "import", lambda: None)
        self.save = link(N_("Save as a file"), "download", lambda: None, kind="plain")
        self.search = Field(N_("Find"))
        self.search.line.textChanged.connect(self._show)
        self.empty = Label("normal", colour="muted")
        self.count = Label("small", colour="muted")
        self.list = Entries(N_("Places and people"))
        self.prepare = Button(N_("Prepare a stick"), kind="strong", icon="usb")
        self.head.addWidget(self.prepare, 0, Qt.AlignmentFlag.AlignTop)
        section = Section()
        section.add(self.kind, button_row(self.add, self.take, self.save))
        section.add(self.search, self.count, self.empty)
        section.column.addWidget(self.list, 1)
        section.column.addStretch()
        self.column.addWidget(section, 1)

    def show_lists(self, lists: Lists, language: Language) -> None:
        """Show what the store knows."""
        self._lists = lists
        self.retranslate(language)

    def _choose_kind(self, _code: str) -> None:
        self.search.line.clear()
        self.say_nothing()
        self._show()

    def _show(self, _text: str = "") -> None:
        if self._language is not None:
            self.retranslate(self._language)

    def retranslate(self, language: Language) -> None:
        """Say the list again."""
        self._language = language
        kind = KINDS[self.kind.value]
        wanted = self.search.text().strip()
        self.add.set_message(kind.add, language)
        self.empty.setText(language.text(kind.empty))
        self.list.show_entries(lambda spoken: kind.entries(self._lists, spoken, wanted), language)
        count = len(self.list.keys)
        self.count.setText(kind.count(count, language) if count else language.text(N_("Nothing found.")))
        some = bool(count or wanted)
        for widget in (self.search, self.count):
            widget.setVisible(some)
        self.list.setVisible(bool(count))
        self.empty.setVisible(not some)

    def restyle(self, look: Look) -> None:
        """Keep some lines in sight."""
        self.list.keep_in_sight(_LINES * look.size("small"))


class PlacesPage(Part, QStackedWidget):
    """The lists; behind each row its form, behind each file what it would change."""

    changed = Signal()

    def __init__(self, errands: Errands, language: Language) -> None:
        super().__init__()
        self._errands = errands
        self._language = language
        self._lists = Lists()
        self.list = ListPage()
        self.prepare = PreparePage(errands)
        self.plan = PlanPage()
        self.place, self.person, self.team = PlaceEditor(), PersonEditor(), TeamEditor()
        self.target = TargetEditor()
        self._editors: dict[str, Editor[Any]] = {
            PLACES: self.place,
            PEOPLE: self.person,
            TEAMS: self.team,
            TARGETS: self.target,
        }
        for page in (self.list, self.prepare, self.plan, *self._editors.values()):
            self.addWidget(page)
            page.back.clicked.connect(self.show_list)
        self.list.add.clicked.connect(lambda: self._edit(None))
        self.list.prepare.clicked.connect(self.show_prepare)
        self.list.list.chosen.connect(self._open)
        self.list.take.clicked.connect(self._choose_file)
        self.list.save.clicked.connect(self._choose_where)
        self.plan.agreed.connect(self._follow_plan)
        self._connect_editors()

    def _connect_editors(self) -> None:
        self.place.saved.connect(lambda place: self._do(lambda store: core.put_place(store, place)))
        self.place.removed.connect(lambda place: self._do(lambda store: core.remove_place(store, place.id)))
        self.person.saved.connect(self._save_person)
        self.person.removed.connect(lambda person: self._do(lambda store: core.remove_person(store, person)))
        self.team.saved.connect(lambda team: self._do(lambda store: core.put_team(store, team)))
        self.team.removed.connect(lambda team: self._do(lambda store: core.remove_team(store, team.id)))

        self.target.saved.connect(self._save_target)
        self.target.removed.connect(lambda target: self._do(lambda store: store.drop_target(target), _SAVED))

    def _save_target(self, target: Target) -> None:
        before = self.target.before
        self._do(lambda store: put_target(store, target, before), _SAVED)

    def _save_person(self, person: Person) -> None:
        before = self.person.before
        self._do(lambda store: core.put_person(store, person, before))

    def retranslate(self, language: Language) -> None:
        """Answers are shown in this language."""
        self._language = language

    def look_again(self) -> None:
        """Ask the store anew."""
        self._errands.ask(Lists.of, self._show, self._refuse)

    def _show(self, lists: Lists) -> None:
        self._lists = lists
        self.list.show_lists(lists, self._language)
        place = self.prepare.prepare.place
        place.show_places(lists.places, place.key)

    def show_list(self) -> None:
        """Go back to the list."""
        self.setCurrentWidget(self.list)
        self.list.list.setFocus()

    def show_prepare(self) -> None:
        """Open the preparation of sticks."""
        self.setCurrentWidget(self.prepare)
        self.prepare.prepare.folder.setFocus()

    # One thing

    def _open(self, key: str) -> None:
        items: dict[str, dict[str, Place | Person | Team | Target]] = {
            PLACES: {place.id: place for place in self._lists.places},
            PEOPLE: {person_key(person): person for person in self._lists.people},
            TEAMS: {team.id: team for team in self._lists.teams},
            TARGETS: {target_key(target): target for target in self._lists.targets},
        }
        item = items[self.list.kind.value].get(key)
        if item is not None:
            self._edit(item)

    def _edit(self, item: Place | Person | Team | Target | None) -> None:
        editor = self._editors[self.list.kind.value]
        self.setCurrentWidget(editor)
        editor.edit(item, self._lists, self._language)

    def _do(self, change: Callable[[Store], None], said: str = _SHOPS_LEARN) -> None:
        self._errands.ask(change, partial(self._done, said), self._refuse)

    def _done(self, said: str, _nothing: None) -> None:
        self.show_list()
        self.list.say_done(said, self._language)
        self.look_again()
        self.changed.emit()

    # Files

    def _choose_file(self) -> None:
        say = self._language
        kinds = f"{say.text(N_('Spreadsheets'))} ({' '.join(f'*{ending}' for ending in ENDINGS)})"
        found, _filter = QFileDialog.getOpenFileName(self, say.text(N_("Import from a file")), "", kinds)
        if found:
            self.plan_file(Path(found))

    def plan_file(self, path: Path) -> None:
        """Show what a file would make of the list that is open."""
        kind = KINDS[self.list.kind.value]
        languages = [self._language]
        self._errands.ask(
            lambda store: kind.plan(store, path, languages), partial(self._show_plan, path), self._refuse
        )

    def _show_plan(self, path: Path, plan: Plan[Any]) -> None:
        self.plan.show_plan(path, plan, KINDS[self.list.kind.value].describe, self._language)
        self.setCurrentWidget(self.plan)

    def _follow_plan(self) -> None:
        plan, kind = self.plan.plan, KINDS[self.list.kind.value]
        if plan is not None:
            said = _SAVED if kind is KINDS[TARGETS] else _SHOPS_LEARN
            self._do(lambda store: kind.save(store, plan.found), said)

    def _choose_where(self) -> None:
        say = self._language
        kind = KINDS[self.list.kind.value]
        usual = self._errands.data.reports / f"{say.text(kind.title)}.xlsx"
        found, _filter = QFileDialog.getSaveFileName(
            self, say.text(N_("Save as a file")), str(usual), "XLSX (*.xlsx);;CSV (*.csv)"
        )
        if found:
            self.save_file(Path(found))

    def save_file(self, path: Path) -> None:
        """Write the list that is open into a file: to be kept, or filled in and brought back."""
        kind, language = KINDS[self.list.kind.value], self._language
        form = "csv" if path.suffix.casefold() == ".csv" else "xlsx"
        path = path if path.suffix else path.with_suffix(f".{form}")

        def write(store: Store) -> Path:
            table = kind.table(store)
            write_file(path, WRITERS[form](Report(table.name, table.title, (table,)), language))
            return path

        self._errands.ask(write, self._written, self._refuse)

    def _written(self, path: Path) -> None:
        self.list.say_done(
            N_("The list is in {path}. Fill it in, then import it from that file."), self._language, path=path
        )

    def _refuse(self, problem: KioskError) -> None:
        page = self.currentWidget()
        assert isinstance(page, Page)
        page.refuse(problem, self._language)
