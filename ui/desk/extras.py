"""What few visits need: a return card, a note, apps set up, where the resident was sent, why help was needed."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.codebook import (
    APPS,
    GENDERS,
    GROUP_CHANNELS,
    HELP_REASONS,
    REFERRALS,
    SUPPORT,
    TRIPS,
)
from kiosk.i18n import N_, Language
from kiosk.visits import Draft
from ui.desk.note import CodeField, NoteField
from ui.desk.programme import Programme
from ui.desk.services import group_of
from ui.half import Half, Part
from ui.widgets.button import Button
from ui.widgets.chips import Chips
from ui.widgets.scroll import Scroller
from ui.widgets.text import Label

_TOGETHER = tuple(str(number) for number in range(1, 6))


class _Section(QWidget):
    """A heading and what stands below it."""

    def __init__(self, message: str, *parts: QWidget) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        column.addWidget(Label("small", message=message, bold=True))
        for part in parts:
            column.addWidget(part)


class Extras(Part, QWidget):
    """Shows and changes what is seldom asked. `changed` after every answer, `finished` by the button."""

    changed = Signal()
    finished = Signal()
    card_wanted = Signal()

    def __init__(self, half: Half, programme: Programme, country: str) -> None:
        super().__init__()
        self._half = half
        self._draft = Draft()
        self._programme = programme
        self._country = country
        self._last_app = ""
        self.code = CodeField(half)
        self.card_button = Button("New return card", icon="return-card", role="small")
        self.note = NoteField(half)
        self.apps = Chips(dict.fromkeys(APPS, ""), columns=2, gap=5, several=True)
        self.one_less = Button("One less", icon="minus", role="small")
        self.picks: dict[str, Chips] = {
            "referral_to": Chips(REFERRALS, columns=2, gap=5),
            "help_reason": Chips(HELP_REASONS, columns=2, gap=5),
            "support_given": Chips(SUPPORT, columns=2, gap=5),
            "trip_avoided": Chips(TRIPS, columns=2, gap=5),
            "gender": Chips(GENDERS, columns=2, gap=5),
            "activity": Chips(dict.fromkeys(programme.activities, ""), columns=2, gap=5),
        }
        self.together = Chips(dict.fromkeys(_TOGETHER, ""), columns=5, gap=5)
        self.done_button = Button("Back to the visit", icon="back")
        self.begins_with: QWidget = self.code.field
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        inside = QVBoxLayout()
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(14)
        picks = self.picks
        self._sections: dict[str, _Section] = {
            "code": _Section(N_("Return card"), self.code, self.card_button),
            "note": _Section(N_("Note"), self.note),
            "apps": _Section(N_("Apps set up, one tap each"), self.apps, self.one_less),
            "referral_to": _Section(N_("Sent on to"), picks["referral_to"]),
            "together": _Section(N_("How many people were helped together"), self.together),
            "gender": _Section(N_("Woman or man"), picks["gender"]),
            "help_reason": _Section(N_("Why help was needed"), picks["help_reason"]),
            "support_given": _Section(N_("Support given for"), picks["support_given"]),
            "trip_avoided": _Section(N_("Was a trip to an office avoided?"), picks["trip_avoided"]),
            "activity": _Section(N_("Activity"), picks["activity"]),
        }
        for section in self._sections.values():
            inside.addWidget(section)
        inside.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(Scroller(inside), 1)
        column.addWidget(self.done_button)

    def _connect(self) -> None:
        self.done_button.clicked.connect(self.finished)
        self.card_button.clicked.connect(self.card_wanted)
        self.note.changed.connect(self._take_note)
        self.note.scanned.connect(self._take_code)
        self.code.changed.connect(self._take_code)
        self.apps.chosen.connect(self._add_app)
        self.one_less.clicked.connect(self._take_app_away)
        self.together.chosen.connect(self._take_people)
        for name, chips in self.picks.items():
            chips.chosen.connect(lambda code, name=name: self._pick(name, code))

    # Showing

    def open(self, draft: Draft) -> None:
        """Show a draft's answers, and only the questions that belong to it."""
        self._draft = draft
        self._last_app = ""
        self.note.show_note(draft.note)
        self.code.show_code(draft.return_code)
        person = draft.channel not in GROUP_CHANNELS
        shown = {
            "code": person,
            "together": person,
            "gender": person and self._programme.asks("gender"),
            "help_reason": self._programme.asks("help_reason"),
            "support_given": self._programme.asks("support_given"),
            "trip_avoided": self._programme.asks("trip_avoided"),
            "activity": bool(self._programme.activities),
        }
        for name, section in self._sections.items():
            section.setVisible(shown.get(name, True))
        offered = [app for app in APPS if group_of(app) in (self._country, "all")]
        self.apps.hide_codes(APPS.keys() - set(offered) - draft.app_installed.keys())
        self.show_answers()

    def show_answers(self) -> None:
        """Show the draft again after it has changed."""
        draft = self._draft
        for name, chips in self.picks.items():
            value = getattr(draft, name)
            chips.choose(value if value != "not_asked" else "")
        self.together.choose(str(draft.people))
        self.apps.choose(*draft.app_installed)
        self.one_less.setVisible(self._last_app in draft.app_installed)
        self.retranslate(self._half.language)

    def retranslate(self, language: Language) -> None:
        """Say what holds numbers or names of the programme."""
        for app, label in APPS.items():
            name = language.text(label) if app.endswith((".other", ".wallet")) else label
            count = self._draft.app_installed.get(app, 0)
            self.apps.button(app).say(f"{name} · {language.number(count)}" if count else name)
        for number in _TOGETHER:
            self.together.button(number).say(language.number(int(number)))
        names: Mapping[str, str] = self._programme.activities
        for code, name in names.items():
            self.picks["activity"].button(code).say(language.text(name))

    # Answers

    def _take_note(self, note: str) -> None:
        self._draft.note = note
        self.changed.emit()

    def _take_code(self, code: str) -> None:
        self._draft.return_code = code
        if code:
            self.code.show_code(code)
        self.changed.emit()

    def _take_people(self, number: str) -> None:
        self._draft.people = int(number)
        self.changed.emit()

    def _add_app(self, app: str) -> None:
        counts = self._draft.app_installed
        counts[app] = counts.get(app, 0) + 1
        self._last_app = app
        self._told()

    def _take_app_away(self) -> None:
        counts = self._draft.app_installed
        counts[self._last_app] -= 1
        if not counts[self._last_app]:
            del counts[self._last_app]
        self._told()

    def _pick(self, name: str, code: str) -> None:
        nothing = "not_asked" if name == "gender" else ""
        setattr(self._draft, name, nothing if getattr(self._draft, name) == code else code)
        self._told()

    def _told(self) -> None:
        self.show_answers()
        self.changed.emit()
