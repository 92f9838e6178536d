"""Reports: which one, of when, of where; shown as a table, saved as a file.

What draws the plot that a table names (`Table.plot`) is `ui.manager.plots.plot_of`; it stands above the table.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFileDialog, QLayout, QVBoxLayout, QWidget

from kiosk.centre import (
    REPORT_TITLES,
    Report,
    Scope,
    Store,
    compares,
    funder_templates,
    note_given_out,
    programme_card,
    report,
    report_titles,
)
from kiosk.centre.tables import Text, said
from kiosk.clock import SystemClock
from kiosk.errors import KioskError
from kiosk.i18n import N_, Language
from kiosk.visits import Place
from ui.drives import Drive
from ui.half import Part
from ui.manager.entries import Entries, Entry
from ui.manager.errands import Errands
from ui.manager.flow import Flow
from ui.manager.form import button_row, shrinking
from ui.manager.page import Beside, Page, Section, replace_widgets
from ui.manager.period import Period
from ui.manager.picker import PlacePicker
from ui.manager.plots import plot_of
from ui.manager.table_view import TableView
from ui.manager.work import write_file
from ui.report.writers import ALL_WRITERS
from ui.widgets.button import Button
from ui.widgets.chips import Chips
from ui.widgets.text import Label

#: Endings of files that a person opens, in the order of their buttons.
FORMATS = ("xlsx", "csv", "pdf", "json")
_LEAST_EMS = 43
#: Where there are fewer ems than these, what to save and where to stand one under the other.
_FILES_EMS = 62
#: Reports and places in sight at least: with all of them, what is beside and below would be out of it.
_REPORTS, _PLACES = 7, 6
COMPARE, SHOW_FEW = "compare", "show_few"


class ReportView(Part, QWidget):
    """A report's tables, one card each, and what a reader must know below."""

    def __init__(self) -> None:
        super().__init__()
        self._report: Report | None = None
        self.title = Label("heading", bold=True)
        self.heading = Label("small", colour="muted")
        self.tables = QVBoxLayout()
        self.tables.setSpacing(14)
        self.notes = Label("small", colour="muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(self.tables)
        column.addWidget(self.notes)

    def show_report(self, found: Report, language: Language) -> None:
        """Show a report."""
        self._report = found
        sections: list[QWidget] = []
        for number, table in enumerate(found.tables):
            section = Section()
            if number == 0:
                self.title, self.heading = Label("heading", bold=True), Label("small", colour="muted")
                section.add(self.title, self.heading)
            else:
                name = Label("large", bold=True)
                name.setText(said(table.title, language))
                section.add(name)
            if (plot := plot_of(table, language)) is not None:
                section.add(plot)
            view = TableView()
            section.add(view)
            view.show_table(table, language)
            if not table.rows:
                section.add(Label("normal", message=table.nothing))
            sections.append(section)
        replace_widgets(self.tables, sections)
        self.retranslate(language)

    def retranslate(self, language: Language) -> None:
        """Say everything again."""
        if self._report is None:
            return
        self.title.setText(said(self._report.title, language))
        lines = [f"{name}: {value}" for name, value in self._report.heading(language)]
        self.heading.setText(" · ".join(lines))
        above = {language.text(table.nothing) for table in self._report.tables if not table.rows}
        notes = [note.said(language) for note in self._report.notes()]
        self.notes.setText("\n".join(note for note in notes if note not in above))
        self.notes.setVisible(bool(self.notes.text()))


class Choice(Section):
    """Which report, of when, of where."""

    def __init__(self) -> None:
        super().__init__()
        self._titles: Mapping[str, Text] = REPORT_TITLES
        self.report = Entries(N_("Reports"), most=_REPORTS)
        self.period = Period()
        self.place = PlacePicker(N_("Place"), N_("The whole programme"), most=_PLACES)
        self.more = Chips(
            {
                COMPARE: N_("Compare with the period before"),
                SHOW_FEW: N_("Show small numbers too (for your own use only)"),
            },
            columns=1,
            several=True,
            height=44,
        )
        self.add(Label("small", message=N_("Report"), bold=True), self.report)
        self.add(Label("small", message=N_("Period"), bold=True), self.period)
        self.add(Label("small", message=N_("Place"), bold=True), self.place)
        self.add(self.more)
        self.column.addStretch()

    def show_titles(self, titles: Mapping[str, Text], language: Language) -> None:
        """Offer other reports: a manager may have written a funder's template."""
        if titles != self._titles:
            self._titles = titles
            self.retranslate(language)

    def retranslate(self, language: Language) -> None:
        """Name the reports again."""
        key = self.report.key or next(iter(REPORT_TITLES))
        self.report.show_entries(
            lambda say: [
                Entry(name, said(title, say), icon="reports", colour="brand")
                for name, title in self._titles.items()
            ],
            language,
        )
        self.report.mark(key)


def unused(path: Path) -> Path:
    """Return the path, or the next one like it: the same report of another month or place must not be lost."""
    numbers = itertools.count(2)
    found = path
    while found.exists():
        found = path.with_name(f"{path.stem} ({next(numbers)}){path.suffix}")
    return found


class ReportsPage(Page):
    """Choice at the left, the report beside it, the files it can become above it."""

    def __init__(self, errands: Errands, language: Language) -> None:
        super().__init__(N_("Reports"))
        self._errands = errands
        self._language = language
        self._shown: Report | None = None
        self._drives: dict[str, Path] = {}
        self._target: Path | None = None
        self._asked = 0
        self.choice = Choice()
        self.choice.report.chosen.connect(self._choose)
        self.choice.period.changed.connect(self._ask)
        self.choice.place.picked.connect(self._ask)
        self.choice.more.chosen.connect(self._ask)
        self.view = ReportView()
        self.exports = {form: self._export(form) for form in FORMATS}
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        files = Section()
        self.targets = Flow(spacing=8)
        files.add(
            Beside(
                (_under(N_("Save this report as"), button_row(*self.exports.values())), 4),
                (_under(N_("Into"), _holder(self.targets)), 5),
                ems=_FILES_EMS,
            )
        )
        self.show_drives([])
        column.addWidget(files)
        column.addWidget(self.view)
        column.addStretch()
        self._sides = Beside((self.choice, 9), (right, 17), ems=_LEAST_EMS)
        self._right = right
        self.column.addWidget(self._sides, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many reports as the window has room for beside what else is chosen."""
        super().resizeEvent(event)
        reports = self.choice.report
        row = reports.sizeHintForRow(0)
        if row <= 0 or self._sides.stacked:
            return
        rest = self.choice.heightForWidth(self.choice.width()) - reports.minimumHeight()
        room = self.viewport().height() - self._sides.y() - self.column.contentsMargins().bottom() - rest
        reports.show_most(max(_REPORTS, room // row))

    def _export(self, form: str) -> Button:
        button = Button(kind="strong", height=44, role="small")
        button.say(form.upper())
        button.clicked.connect(lambda: self._save_as(form))
        return button

    # What is shown

    @property
    def shown(self) -> Report | None:
        """The report that stands on the page."""
        return self._shown

    def scope(self) -> Scope:
        """Return the period and the place that are chosen."""
        return self.choice.period.scope(SystemClock().now().date(), self.choice.place.key)

    def look_again(self) -> None:
        """Ask the store for the places and the report."""
        data = self._errands.data
        self._errands.ask(lambda store: store.places(), self._show_places, self._refuse)
        self._errands.ask(lambda _store: report_titles(data), self._show_titles, self._refuse)
        self._ask()

    def _show_titles(self, titles: Mapping[str, Text]) -> None:
        self.choice.show_titles(titles, self._language)

    def _show_places(self, places: Sequence[Place]) -> None:
        self.choice.place.show_places(places, self.choice.place.key)

    def _choose(self, _name: str) -> None:
        self._ask()
        if self._sides.stacked:  # the report stands below what was chosen
            self.verticalScrollBar().setValue(self._right.y())

    def _ask(self, _what: object = None) -> None:
        name = self.choice.report.key or next(iter(REPORT_TITLES))
        scope, more = self.scope(), self.choice.more
        # Where there is no period before, there is nothing to compare with.
        comparable = compares(name) and bool(scope.first and scope.last)
        more.button(COMPARE).setEnabled(comparable)
        compare = comparable and more.button(COMPARE).isChecked()
        few = more.button(SHOW_FEW).isChecked()
        self._asked += 1
        data = self._errands.data
        self._errands.ask(
            lambda store: report(
                store,
                name,
                scope,
                compare=compare,
                show_few=few,
                templates=funder_templates(data),
                programme=programme_card(data).name,
            ),
            partial(self._show, self._asked),
            self._refuse,
        )

    def _show(self, asked: int, found: Report) -> None:
        if asked != self._asked:
            return  # something else was asked for meanwhile
        self.say_nothing()
        self._shown = found
        self.view.show_report(found, self._language)

    def retranslate(self, language: Language) -> None:
        """Answers are shown in this language, the one that is on the page with its plots as well."""
        if language is not self._language:
            self._language = language
            if self._shown is not None:
                self.view.show_report(self._shown, language)

    # Files

    def show_drives(self, drives: Sequence[Drive]) -> None:
        """Offer the sticks that are in, beside the folder of reports."""
        self._drives = {drive.name: drive.root for drive in drives}
        chosen = self._target if self._target in (None, *self._drives.values()) else None
        self._target = chosen
        targets = [self._target_button(None, "")]
        targets += [self._target_button(root, name) for name, root in self._drives.items()]
        replace_widgets(self.targets, [*targets, self._other()])

    def _target_button(self, root: Path | None, name: str) -> Button:
        message = "" if root else N_("Reports folder")
        button = Button(message, icon="usb" if root else "folder", checkable=True, height=44, role="small")
        if root:
            button.say(name)
        button.setAutoExclusive(True)
        button.setChecked(root == self._target)
        shrinking(button)
        button.clicked.connect(lambda: self._aim(root))
        return button

    def _other(self) -> Button:
        button = Button(N_("Another folder"), icon="folder", height=44, role="small")
        button.clicked.connect(self._choose_folder)
        shrinking(button)
        return button

    def _aim(self, root: Path | None) -> None:
        self._target = root

    def _choose_folder(self) -> None:
        title = self._language.text(N_("Another folder"))
        if found := QFileDialog.getExistingDirectory(self, title, str(self._errands.data.reports)):
            folder = Path(found)
            self.show_drives(
                [*self._drives_as_they_are(), Drive(folder, str(folder), folder.name, folder=True)]
            )
            self._target = folder
            self.show_drives(self._drives_as_they_are())

    def _drives_as_they_are(self) -> list[Drive]:
        return [Drive(root, str(root), name) for name, root in self._drives.items()]

    def _save_as(self, form: str) -> None:
        if self._shown is not None:
            title = said(self._shown.title, self._language)
            folder = self._target or self._errands.data.reports
            self.save(form, unused(folder / f"{title} {self._shown.made_on}.{form}"))

    def save(self, form: str, path: Path) -> None:
        """Write the report that is shown into a file."""
        found, language = self._shown, self._language
        if found is None:
            return
        path = path if path.suffix else path.with_suffix(f".{form}")

        def write(store: Store) -> None:
            write_file(path, ALL_WRITERS[form](found, language))
            note_given_out(store, found, path.name)

        self._errands.ask(write, lambda _none: self._saved(path), self._refuse)

    def _saved(self, path: Path) -> None:
        self.say_done(N_("The report is in {path}."), self._language, path=path)

    def _refuse(self, problem: KioskError) -> None:
        self.refuse(problem, self._language)


def _under(message: str, widget: QWidget) -> QWidget:
    """Return a widget under its name."""
    both = QWidget()
    column = QVBoxLayout(both)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(6)
    column.addWidget(Label("small", message=message, bold=True))
    column.addWidget(widget)
    return both


def _holder(layout: QLayout) -> QWidget:
    widget = QWidget()
    widget.setLayout(layout)
    return widget
