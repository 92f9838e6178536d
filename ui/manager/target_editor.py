"""The form in which one target is written: which figure, from when to when, how much, where."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt

from kiosk.centre import indicator_labels
from kiosk.centre.reports.promised import target_said, typed_target
from kiosk.centre.targets import Target
from kiosk.errors import KioskError
from kiosk.i18n import N_, Language
from kiosk.search import sift
from ui.manager.editors import Editor, named
from ui.manager.entries import Entry
from ui.manager.form import Field
from ui.manager.period import LAST_EXAMPLE, such_a_day, typed_days, write_day
from ui.manager.picker import Picker, PlacePicker


class TargetEditor(Editor[Target]):
    """A target. A part of a figure (one activity, one app) is written in a list; here it keeps the part that it has."""

    _new = N_("A new target")

    def __init__(self) -> None:
        super().__init__(N_("Remove this target"))
        self.indicator = Picker(N_("Indicator"), N_("Choose an indicator"), icon="chart")
        self.first = Field(N_("From"), example=such_a_day)
        self.last = Field(N_("To"), example=partial(such_a_day, day=LAST_EXAMPLE))
        self.target = Field(N_("Target"), hint=N_("A number, or a share such as 55%."))
        self.place = PlacePicker(N_("Place"), N_("The whole programme"))
        for field in (self.first, self.last, self.target):
            field.line.returnPressed.connect(self._save)
        self.form.add(
            *named(N_("Indicator"), self.indicator),
            self.first,
            self.last,
            self.target,
            *named(N_("Place"), self.place),
        )
        self._end()

    def _name(self) -> str:
        if self.before is None or self._language is None:
            return ""
        return target_said(self.before, self._language)[0]

    def _fill(self, item: Target | None) -> None:
        self.indicator.offer(self._indicators, item.indicator if item else "")
        typed: tuple[str, ...] = ("", "", "")
        if item is not None and self._language is not None:
            days = (write_day(day, self._language) for day in (item.first, item.last))
            typed = (*days, f"{item.target:g}")
        for field, text in zip((self.first, self.last, self.target), typed, strict=True):
            field.line.setText(text)
            field.accept()
        self.place.show_places(self._lists.places, item.place if item else "")
        self.indicator.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _indicators(self, language: Language, wanted: str) -> Sequence[Entry]:
        named_ = {name: language.text(label) for name, label in indicator_labels().items()}
        if self.before is not None and self.before.indicator not in named_:
            named_ = {self.before.indicator: target_said(self.before, language)[0], **named_}
        return [
            Entry(name, title, icon="chart", colour="brand")
            for name, title in sift(named_.items(), wanted, lambda pair: pair[1])
        ]

    def _save(self) -> None:
        say = self._language
        if say is None:
            return
        if not self.indicator.key:
            self.indicator.refuse(N_("Choose an indicator."), say)
        elif (days := typed_days(self.first, self.last, say, both=True)) is not None:
            first, last = map(str, days)
            try:
                saved = typed_target(self.indicator.key, first, last, self.target.text(), self.place.key)
            except KioskError as problem:
                self.target.refuse(problem.message, say, **problem.params)  # all else was looked at before
                return
            self.target.accept()
            self.saved.emit(saved)
