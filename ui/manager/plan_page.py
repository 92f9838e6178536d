"""What a file would make of a list, seen before anything is changed: what is wrong by line, what would change."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal

from kiosk.centre.roster import Fault, Plan
from kiosk.i18n import N_, Language
from ui.manager.entries import Entries, Entry
from ui.manager.form import button_row
from ui.manager.page import Page, Section
from ui.theme import Look
from ui.widgets.button import Button
from ui.widgets.text import Label

#: A thing of the list in words: its title and what is said about it.
Describe = Callable[[Any, Language], tuple[str, str]]
_LINES = 20


class PlanPage(Page):
    """`agreed` once somebody has seen it and said yes."""

    agreed = Signal()

    def __init__(self) -> None:
        super().__init__(N_("What this file would change"), icon_back=True)
        self._plan: Plan[Any] | None = None
        self._describe: Describe = lambda _item, _language: ("", "")
        self._language: Language | None = None
        self.file = Label("small", colour="muted")
        self.summary = Label("large", bold=True)
        self.advice = Label("normal")
        self.yes = Button(N_("Make the changes"), kind="primary", icon="check", bold=True)
        self.yes.clicked.connect(self.agreed)
        self.lines = Entries(N_("What this file would change"))
        self.section = Section()
        self.section.add(self.file, self.summary, self.advice, self.lines, button_row(self.yes))
        self.section.column.addStretch()
        self.column.addWidget(self.section, 1)

    @property
    def plan(self) -> Plan[Any] | None:
        """What is shown."""
        return self._plan

    def show_plan(self, path: Path, plan: Plan[Any], describe: Describe, language: Language) -> None:
        """Show a plan."""
        self.say_nothing()
        self._plan, self._describe = plan, describe
        self.file.setText(path.name)
        self.yes.setVisible(not plan.faults and not plan.changes_nothing)
        self.retranslate(language)

    def retranslate(self, language: Language) -> None:
        """Say everything again."""
        self._language = language
        plan = self._plan
        if plan is None:
            return
        if plan.faults:
            self.summary.setText(
                language.plural("{n} mistake in the file", "{n} mistakes in the file", len(plan.faults))
            )
            self.advice.setText(
                language.text(
                    N_("Nothing was changed. Correct this in the file, then choose the file again.")
                )
            )
        elif plan.changes_nothing:
            self.summary.setText(language.text(N_("The list already matches the file.")))
            self.advice.setText("")
        else:
            counts = ", ".join(
                (
                    language.plural("{n} added", "{n} added", len(plan.added)),
                    language.plural("{n} changed", "{n} changed", len(plan.changed)),
                    language.plural("{n} removed", "{n} removed", len(plan.removed)),
                )
            )
            self.summary.setText(counts[:1].upper() + counts[1:])
            self.advice.setText(language.text(N_("Nothing has been changed yet.")))
        self.lines.show_entries(self._entries, language)
        # A list that scrolls by itself takes the room that is left; of a short one the room stays below.
        self.section.column.setStretchFactor(self.lines, 0 if self.lines.is_whole else 1)

    def restyle(self, look: Look) -> None:
        """Keep some lines in sight."""
        self.lines.keep_in_sight(_LINES * look.size("small"))

    def _entries(self, language: Language) -> list[Entry]:
        plan = self._plan
        if plan is None:
            return []
        said = [
            *(_fault(fault, "close", "danger_line", language) for fault in plan.faults),
            *(_fault(fault, "warning", "on_notice", language) for fault in plan.warnings),
        ]
        if plan.faults:
            return said  # nothing will change, so nothing is shown that would
        return [
            *said,
            *self._items(plan.removed, N_("Removed: {what}"), "minus", "danger_line", language),
            *self._items(plan.added, N_("Added: {what}"), "plus", "good", language),
            *self._items(plan.changed, N_("Changed: {what}"), "restart", "brand", language),
        ]

    def _items(
        self, items: tuple[Any, ...], message: str, icon: str, colour: str, language: Language
    ) -> Iterator[Entry]:
        for number, item in enumerate(items):
            title, detail = self._describe(item, language)
            yield Entry(f"{icon} {number}", language.text(message, what=title), detail, icon, colour)


def _fault(fault: Fault, icon: str, colour: str, language: Language) -> Entry:
    said = language.text(fault.problem.message, **fault.problem.params)
    where = language.text(N_("Line {number}"), number=fault.line) if fault.line else ""
    return Entry(f"{icon} {fault.line} {said}", f"{where}: {said}" if where else said, "", icon, colour)
