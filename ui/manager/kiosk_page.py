"""One kiosk: what is known of it, and what a manager can do about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from functools import partial
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.centre import Store
from kiosk.centre.accepting import expect, move, rename, retire
from kiosk.centre.carrying import write_roll
from kiosk.centre.keeping import ask_again, gaps
from kiosk.centre.revoking import revoke, trust_again
from kiosk.centre.taken import StoredBundle
from kiosk.centre.watching import Closely
from kiosk.clock import SystemClock
from kiosk.errors import KioskError
from kiosk.i18n import N_, Language
from kiosk.keys import ManagerKeys
from kiosk.visits import Place
from ui.half import Part
from ui.manager.entries import Entries, Entry
from ui.manager.errands import Errands
from ui.manager.form import Advice, Field, button_row
from ui.manager.page import FORM_WIDTH, Beside, Page, Question, Section, link, replace_widgets
from ui.manager.picker import PlacePicker
from ui.theme import Look
from ui.widgets.button import Button
from ui.widgets.picture import Picture
from ui.widgets.text import Label

T = TypeVar("T")
_BUNDLE_LINES = 14
#: Places in sight: with all of them, what is below would be far out of it.
_PLACES = 6

RETIRE = N_(
    "Is “{name}” closed for good? It is then no longer called silent. Its visits stay, and what it still sends is "
    "imported."
)
REVOKE = N_(
    "Revoke “{name}” if it was stolen, or if others may have its key. Choose the last file you trust: what came later "
    "is withdrawn from all figures, and nothing signed with its present keys is accepted any more."
)


class Fact(Part, QWidget):
    """One thing that is known of a kiosk: a mark, a sentence."""

    def __init__(self, icon: str, colour: str, say: Callable[[Language], str]) -> None:
        super().__init__()
        self._say = say
        self.words = Label("normal", colour=colour)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(Picture(icon, 24, colour=colour, grows=True))
        row.addWidget(self.words, 1)
        layout.addLayout(row)

    def retranslate(self, language: Language) -> None:
        """Say it again."""
        self.words.setText(self._say(language))


def day_here(stamp: str) -> date:
    """Return the day on which something was, as the calendar on this wall has it."""
    return datetime.fromisoformat(stamp).astimezone().date()


Told = tuple[str, str, Callable[[Language], str]]
#: What stands before a trouble: its picture and the picture's colour.
_LOOK, _BAD = ("warning", "on_notice"), ("ban", "danger_line")


def facts(kiosk: Closely) -> list[Fact]:
    """Return what is known of a kiosk, what needs somebody first."""
    troubles = [*_states(kiosk), *_counts(kiosk)]
    fine: Told = ("check", "good", lambda say: say.text(N_("Nothing is missing, and its clock was right.")))
    return [Fact(icon, colour, say) for icon, colour, say in (*(troubles or [fine]), *_figures(kiosk))]


def _states(kiosk: Closely) -> Iterator[Told]:
    if kiosk.watched.revoked:
        yield *_BAD, lambda say: say.text(N_("Revoked: nothing signed with its keys is accepted any more."))
    if kiosk.watched.retired:
        yield "screen-off", "muted", lambda say: say.text(N_("Closed: nothing more is expected from it."))
    if kiosk.copies:
        twice = N_("Two copies of it are at work. Ask whether a computer was copied.")
        yield *_BAD, lambda say: say.text(twice)


def _counts(kiosk: Closely) -> Iterator[Told]:
    counted: tuple[tuple[int | None, Callable[[Language, int], str]], ...] = (
        (
            kiosk.watched.silent_days,
            lambda say, n: say.plural("Silent for {n} day.", "Silent for {n} days.", n),
        ),
        (
            kiosk.watched.missing,
            lambda say, n: say.plural(
                "{n} file in between is missing.", "{n} files in between are missing.", n
            ),
        ),
        (
            kiosk.gaps,
            lambda say, n: say.plural(
                "{n} record was made there but has not arrived here.",
                "{n} records were made there but have not arrived here.",
                n,
            ),
        ),
        (
            kiosk.lost,
            lambda say, n: say.plural(
                "{n} record is lost, as the kiosk reported.",
                "{n} records are lost, as the kiosk reported.",
                n,
            ),
        ),
        (
            kiosk.uncertain,
            lambda say, n: say.plural(
                "{n} visit has an uncertain time: the kiosk's clock was wrong.",
                "{n} visits have an uncertain time: the kiosk's clock was wrong.",
                n,
            ),
        ),
    )
    for count, tell in counted:
        if count:
            yield *_LOOK, partial(_told, tell, count)


def _told(tell: Callable[[Language, int], str], count: int, language: Language) -> str:
    return tell(language, count)


def _figures(kiosk: Closely) -> Iterator[Told]:
    if kiosk.watched.last_seen:
        seen = day_here(kiosk.watched.last_seen)
        yield "import", "ink", lambda say: say.text(N_("Last imported on {day}."), day=say.date(seen))
    else:
        yield "import", "ink", lambda say: say.text(N_("Nothing has come from it yet."))
    if kiosk.visits:
        yield "list", "ink", lambda say: _visits(kiosk, say)


def _visits(kiosk: Closely, language: Language) -> str:
    said = language.plural(
        "{n} visit in {files}",
        "{n} visits in {files}",
        kiosk.visits,
        files=language.plural("{n} file", "{n} files", kiosk.watched.bundles),
    )
    try:
        first, last = (date.fromisoformat(day) for day in (kiosk.first_visit, kiosk.last_visit))
    except ValueError:
        return said
    return language.text(
        N_("{visits}, the first on {first}, the last on {last}."),
        visits=said,
        first=language.date(first),
        last=language.date(last),
    )


class KioskPage(Page):
    """A kiosk's own page. `changed` tells that the store knows something else of it now."""

    changed = Signal(str)

    def __init__(self, errands: Errands) -> None:
        super().__init__(icon_back=True, widest=FORM_WIDTH)
        self._errands = errands
        self._kiosk: Closely | None = None
        self._language: Language | None = None
        self.identity = Label("small", colour="muted")
        self.facts = QVBoxLayout()
        self.facts.setSpacing(10)
        self.volunteers = Label("small", colour="muted")
        self.missing = link(N_("Ask for what is missing"), "import", self._ask_again)
        self.name = Field(N_("Name of the kiosk"))
        self.save_name = Button(N_("Rename"), icon="check", kind="strong")
        self.save_name.clicked.connect(self._rename)
        self.name.line.returnPressed.connect(self._rename)
        self.place = PlacePicker(N_("Where it stands"), N_("Not in the list of places"), most=_PLACES)
        self.place.picked.connect(self._move)
        self.retire = link(N_("Mark it as closed"), "screen-off", self._ask_retire, kind="plain")
        self.expect = link(N_("Mark it as open again"), "undo", self._expect, kind="plain")
        self.revoke = link(N_("Revoke it"), "ban", self._ask_revoke, kind="plain")
        self.trust = link(N_("Trust it again"), "undo", self._trust, kind="plain")
        self.retiring = Question(N_("Yes, it is closed"))
        self.retiring.answered.connect(self._retire)
        self.revoking = Question(N_("Revoke it now"))
        self.revoking.answered.connect(self._revoke)
        self.bundles = Entries(N_("Its files"), ground="notice")
        self.revoking.extra.addWidget(self.bundles)
        self._lay_out()

    def _lay_out(self) -> None:
        known = Section()
        known.add(self.identity)
        known.column.addLayout(self.facts)
        known.add(self.volunteers, button_row(self.missing))
        known.column.addStretch()
        change = Section(N_("Name and place"))
        change.add(self.name, button_row(self.save_name))
        change.add(Label("small", message=N_("Where it stands"), bold=True), self.place)
        change.add(
            Advice(
                N_("The next stick tells the kiosk. Visits keep the place at which they were held."),
                role="small",
            )
        )
        change.column.addStretch()
        ending = Section(N_("Closing and revoking"))
        ending.add(
            button_row(self.retire, self.expect, self.revoke, self.trust), self.retiring, self.revoking
        )
        sides = Beside((known, 5), (change, 4))
        # Beside a pushed-open list, what is known would be an empty column; it ends where its words end.
        self.place.button.toggled.connect(lambda opened: sides.hang(known, hanging=opened))
        self.column.addWidget(sides)
        self.column.addWidget(ending)
        self.column.addStretch()

    def show_kiosk(self, kiosk: Closely, places: Sequence[Place], language: Language, *, fresh: bool) -> None:
        """Show a kiosk; `fresh`: another one than before, or for the first time."""
        self._kiosk = kiosk
        if fresh:
            self.say_nothing()
            self.retiring.hide()
            self.revoking.hide()
            self.verticalScrollBar().setValue(0)
        known = kiosk.watched.known
        self.title.setText(known.name)
        # What somebody is typing or choosing just now stays.
        if fresh or not self.name.line.isModified():
            self.name.line.setText(known.name)
            self.name.accept()
        if fresh or not self.place.button.isChecked():
            self.place.show_places(places, known.place)
        replace_widgets(self.facts, list(facts(kiosk)))
        self.missing.setVisible(bool(kiosk.gaps))
        for button, shown in (
            (self.retire, not kiosk.watched.retired),
            (self.expect, kiosk.watched.retired),
            (self.revoke, not kiosk.watched.revoked),
            (self.trust, kiosk.watched.revoked),
        ):
            button.setVisible(shown)
        self.retranslate(language)

    def retranslate(self, language: Language) -> None:
        """Say what is known again."""
        self._language = language
        if self._kiosk is None:
            return
        known = self._kiosk.watched.known
        since = language.date(day_here(known.accepted_at))
        self.identity.setText(
            language.text(N_("{kiosk}, in the programme since {day}"), kiosk=known.kiosk, day=since)
        )
        names = ", ".join(self._kiosk.volunteers) or language.text(N_("nobody is on its list yet"))
        self.volunteers.setText(language.text(N_("Volunteers: {names}"), names=names))

    def restyle(self, look: Look) -> None:
        """Keep some files in sight."""
        super().restyle(look)
        self.bundles.keep_in_sight(_BUNDLE_LINES * look.size("small"))

    # What a person does

    def _rename(self) -> None:
        name = self.name.text()
        self.name.line.setModified(False)
        self._change(
            lambda store, keys, kiosk: rename(self._errands.data, store, keys, kiosk, name, SystemClock()),
            N_("It is called “{name}” now. The next stick tells the kiosk."),
            name=name.strip(),
        )

    def _move(self, place: str) -> None:
        self._change(
            lambda store, keys, kiosk: move(self._errands.data, store, keys, kiosk, place, SystemClock()),
            N_("Its place was changed. The next stick tells the kiosk."),
        )

    def _ask_retire(self) -> None:
        if self._kiosk is not None and self._language is not None:
            self.retiring.ask(RETIRE, self._language, name=self._kiosk.watched.known.name)

    def _retire(self) -> None:
        self._change(
            lambda store, keys, kiosk: retire(self._errands.data, store, keys, kiosk, SystemClock()),
            N_("It is closed. Its visits stay."),
        )

    def _expect(self) -> None:
        self._change(
            lambda store, keys, kiosk: expect(self._errands.data, store, keys, kiosk, SystemClock()),
            N_("It is open again: its visits are expected as before."),
        )

    def _ask_revoke(self) -> None:
        if self._kiosk is None or self._language is None:
            return
        newest_first = tuple(reversed(self._kiosk.bundles))
        self.bundles.setVisible(bool(newest_first))
        self.bundles.show_entries(
            lambda say: [_bundle(bundle, say) for bundle in newest_first], self._language
        )
        if newest_first:
            self.bundles.mark(_key(max(newest_first, key=lambda bundle: (bundle.imported_at, bundle.bundle))))
        self.revoking.ask(REVOKE, self._language, name=self._kiosk.watched.known.name)

    def _revoke(self) -> None:
        chosen = self.bundles.key
        if self._kiosk is None:
            return
        last = next((bundle for bundle in self._kiosk.bundles if _key(bundle) == chosen), None)
        after, epoch = (last.bundle, last.epoch) if last else (None, "")
        data, clock = self._errands.data, SystemClock()

        def change(store: Store, keys: ManagerKeys, kiosk: str) -> None:
            revoke(data, store, kiosk, clock, after=after, epoch=epoch)
            write_roll(data, store, keys, clock)

        self._change(
            change,
            N_("It is revoked, and its next receipt tells it so. With new keys it can ask to join again."),
        )

    def _trust(self) -> None:
        def change(store: Store, keys: ManagerKeys, kiosk: str) -> None:
            trust_again(store, kiosk)
            write_roll(self._errands.data, store, keys, SystemClock())

        self._change(
            change,
            N_("It is trusted again. What was set aside can be imported once more from its stick."),
        )

    def _ask_again(self) -> None:
        self._change(
            lambda store, _keys, kiosk: ask_again(store, kiosk, gaps(store, kiosk)),
            N_("Its next receipt asks for what is missing."),
        )

    def _change(
        self, change: Callable[[Store, ManagerKeys, str], object], said: str, **params: object
    ) -> None:
        if self._kiosk is None:
            return
        kiosk = self._kiosk.watched.known.kiosk

        def done(_result: object) -> None:
            if self._language is not None:
                self.say_done(said, self._language, **params)
            self.changed.emit(kiosk)

        self._errands.change(lambda store, keys: change(store, keys, kiosk), done, self._refuse)

    def _refuse(self, problem: KioskError) -> None:
        if self._language is not None:
            self.refuse(problem, self._language)


def _key(bundle: StoredBundle) -> str:
    return f"{bundle.epoch} {bundle.bundle}"


def _bundle(bundle: StoredBundle, language: Language) -> Entry:
    came = language.date(day_here(bundle.imported_at))
    made = language.date(day_here(bundle.created))
    return Entry(
        _key(bundle),
        language.text(N_("File {number}, made on {day}"), number=bundle.bundle, day=made),
        language.text(N_("imported on {day} · {epoch}"), day=came, epoch=bundle.epoch),
        "document",
    )
