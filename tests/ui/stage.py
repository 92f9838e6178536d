"""Every screen of the desk and how to come to it: what `make shots` photographs and `make audit` measures."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QVBoxLayout

from kiosk import stick
from kiosk.clock import Clock, SystemClock
from kiosk.config import Settings
from kiosk.errors import KioskError, LogError
from kiosk.handout import Kind
from kiosk.i18n import Languages
from kiosk.keys import KioskKeys, ManagerKeys, joining_digits
from kiosk.tutorials import LANGUAGES, Library, Tutorial
from kiosk.visits import Draft, Happened, Place, VisitLog, Volunteer, Why
from kiosk.visits.failures import DAMAGED, FULL
from kiosk.walkthrough import Walkthrough
from tests.programmes import Shop
from tests.walkthrough.ways import answers, places
from ui.desk import log_care, sync_lines
from ui.desk.banner import CLOSE, LATER, Action, Banner, Say
from ui.desk.joining import Joining
from ui.desk.panel import VisitPanel
from ui.desk.window import DeskWindow
from ui.drives import Drive
from ui.half import Half
from ui.refusal import RefusalWindow
from ui.theme import CALM, Look
from ui.volumes import chosen_folder
from ui.widgets.chips import Chips
from ui.wizard import FirstStart, SettingsWindow
from ui.wizard.place_page import Programme

#: The volunteer's language beside each of the resident's: never the same, so that both halves are seen, and each once.
BESIDE = {"kk": "ru", "ru": "kk", "en": "fi", "vi": "en", "fi": "vi"}
#: A walkthrough with a question, one that shows and one that types, a card of what has changed, a drill.
ASKS, CODE, CHANGED, DRILL = "fi-mandate", "kz-criminal-record", "kz-historic", "gen-scam-call"

if TYPE_CHECKING:
    from ui.resident.window import ResidentWindow

Come = Callable[[], object]


def _nothing() -> None:
    """A button on a picture."""


def _drive(name: str) -> Drive:
    return Drive(Path("/media") / name, f"uuid:{name}", name)


def _exported(outcome: stick.Outcome) -> Say:
    done = stick.ExportResult(outcome, Path("/media/KINGSTON"), bundles_written=2, visits=118)
    return sync_lines.result_line([(_drive("KINGSTON"), done)])


#: Every yellow line, with the buttons that it has.
LINES: list[tuple[Say, list[Action]]] = [
    (sync_lines.say_online_again(12), [LATER]),
    (sync_lines.say_insert, [LATER, ("Folder", _nothing)]),
    (sync_lines.say_not_joined, [CLOSE]),
    (sync_lines.ask_about(_drive("KINGSTON")), [("Yes", _nothing), ("No", _nothing)]),
    (sync_lines.ask_about(chosen_folder(Path("/srv/Nextcloud & <ЦОН>"))), [("Yes", _nothing), LATER]),
    (sync_lines.Running(seconds=200, done=300, total=1200).say, [("Stop", _nothing)]),
    *((_exported(outcome), [CLOSE]) for outcome in stick.Outcome),
    *(
        (partial(log_care._say, Happened(why, "2026-11-22", 412, 3, "/var/kiosk/damaged")), [CLOSE])
        for why in Why
        if why is not Why.FIRST
    ),
]


class Lines(Half):
    """Some of the yellow lines, one below the other."""

    def __init__(
        self, languages: Languages, code: str, scale: float, lines: Sequence[tuple[Say, list[Action]]]
    ) -> None:
        super().__init__(languages[code], Look(CALM, scale))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self.banners = []
        for say, actions in lines:
            banner = Banner(languages[code], Look(CALM, scale))
            banner.show_line(say, actions)
            column.addWidget(banner)
            self.banners.append(banner)
        column.addStretch(1)


def _late(day: str, number: int) -> Draft:
    """A visit of another day, each with other answers."""
    services = ("kz.criminal_record", "kz.fines", "gen.messengers", "kz.pension")
    outcomes = ("alone", "with_help", "alone", "not_done", "done_for")
    group = number % 7 == 3
    return Draft(
        entry="late",
        visit_date=day,
        volunteer="A-01" if number % 3 else "A-02",
        channel="group" if group else ("desk", "phone", "home_visit")[number % 3],
        services=[services[number % 4]],
        outcome="" if group else outcomes[number % 5],
        age_band=("60_74", "75_plus", "not_asked")[number % 3],
        people=8 if group else 1,
        note="Әже өзі кірді" if number % 4 == 0 else "",
    )


def invitation_for(own: str, leaves: str = "") -> stick.Invitation:
    """A card that a kiosk may join."""
    manager, kiosk = ManagerKeys.generate()[0], KioskKeys.generate()
    card = Shop().card(name="Солтүстік Қазақстан облысы")
    digits = joining_digits(card.programme, manager.signing_key, own, kiosk.signing_key, kiosk.sealing_key)
    return stick.Invitation(card, digits, leaves)


def question(library: Library, tutorial: str) -> int:
    """Return the place of a walkthrough's question."""
    walk = Walkthrough(library[tutorial], "en")
    while not walk.asking:
        walk.next()
    return walk.position


class Walks:
    """Ways to every place of a walkthrough, in a window that has a `view`."""

    window: DeskWindow | ResidentWindow
    library: Library

    def begin_walk(self) -> None:
        """Leave nothing open that a walkthrough of its own would go on with."""

    def walkthrough(self, tutorial: Tutorial) -> Iterator[tuple[str, Come]]:
        """Yield every place of every way through one walkthrough, in a visit of its own."""
        self.begin_walk()
        for answer in answers(tutorial):
            walk = Walkthrough(tutorial, self.window.language.code)
            for _ in places(walk, answer):
                name = walk.step.id if walk.step else "question" if walk.asking else "replaced"
                come = partial(self.go, tutorial.id, walk.position, answer)
                yield f"{tutorial.id}{'-' * bool(answer)}{answer}-{walk.position + 1:02}-{name}", come

    def go(self, tutorial: str, position: int = 0, answer: str = "") -> None:
        """Show one place of a walkthrough."""
        view = self.window.view
        if view.walkthrough is None or view.walkthrough.tutorial.id != tutorial or view.practice is not None:
            self.window.open_tutorial(tutorial)
        walk = view.walkthrough
        assert walk is not None
        if answer:
            walk.choose(answer)
        walk.go(position)
        view.show_step(first=True)


class Stage(Walks):
    """A desk over a fresh log, and the ways to its screens."""

    def __init__(
        self,
        log: VisitLog,
        languages: Languages,
        library: Library,
        code: str,
        look: Look,
        clock: Clock | None = None,
    ) -> None:
        self.log = log
        self.library = library
        settings = Settings(volunteer_language=BESIDE[code], site="Bulaevo", place="Bulaevo")
        names = {each: languages[each].name for each in LANGUAGES}
        volunteer = languages[BESIDE[code]]
        # As in the program: the text's size is the resident's, the volunteer's half keeps its own.
        own = look.at(1.0)
        self.panel = VisitPanel(
            volunteer,
            own,
            log,
            settings,
            clock or SystemClock(),
            names=names,
            languages=languages.__getitem__,
        )
        self.banner = Banner(volunteer, own)
        self.window = DeskWindow(settings, languages, library, self.panel, self.banner)
        self.window.wear(look)
        self.window.choose_language(code)

    def begin_walk(self) -> None:
        """Close the visit that is open."""
        self.banner.clear()
        if self.panel.visit_open:
            self.panel.form.cancelled.emit()

    def screens(self) -> Iterator[tuple[str, Come]]:
        """Yield each screen's name and how to come to it, in the order in which a day brings them."""
        yield from self._signing_in()
        yield from self._topics()
        yield from self._walking()
        yield from self._paper()
        yield from self._visit()
        yield from self._between()
        yield from self._joining()

    # The screens

    def _signing_in(self) -> Iterator[tuple[str, Come]]:
        sign_in = self.panel.sign_in
        yield "first-volunteer", _nothing
        yield "first-pin", sign_in.name_page.next_button.click
        yield "sign-in", self._add_volunteers
        yield "pin", lambda: sign_in.choose_page.button("A-01").click()
        yield "today", lambda: sign_in.signed_in.emit("A-01")

    def _add_volunteers(self) -> None:
        for number in range(1, 6):
            self.log.add_volunteer(f"A-{number:02}", "123456")
        self.panel.sign_in.start()

    def _topics(self) -> Iterator[tuple[str, Come]]:
        chooser = self.window.chooser
        yield "topics", chooser.prepare
        yield "topics-2", chooser.more_button.click
        for code in ("vn", "fi", "all", "course"):
            yield f"topics-{code}", chooser.country_button(code).click
        yield "search", lambda: chooser.search("eGov")
        yield "search-nothing", lambda: chooser.search("qqqqqq")
        yield "search-personal", lambda: chooser.search("900101300017")

    def _walking(self) -> Iterator[tuple[str, Come]]:
        view = self.window.view
        page, speech = view.page, view.voice.speech
        yield "step", lambda: self.go(CODE, 2)
        yield "listening", lambda: speech.changed.emit(True)
        yield "both", lambda: (speech.changed.emit(False), view.show_both(True))
        yield "practice", lambda: self._practise(CODE)
        yield "practice-hint", partial(self._tap, "address-bar")
        yield "practice-shown", page.next.click
        yield "practice-code", lambda: self._practise(CODE, 1)
        yield "practice-drill", lambda: self._practise(DRILL)
        yield "practice-done", self._finish
        yield "question", lambda: self.go(ASKS, question(self.library, ASKS))
        yield "question-both", lambda: view.show_both(True)
        yield "changed", lambda: self.go(CHANGED)
        yield "changed-end", lambda: self.go(CHANGED, 99)

    def _practise(self, tutorial: str, position: int = 0) -> None:
        self.go(tutorial, position)
        self.window.view.practise()

    def _tap(self, box: str) -> None:
        self.window.view.phone.targets[box].click()

    def _finish(self) -> None:
        practice = self.window.view.practice
        assert practice is not None
        while not practice.finished:
            practice.go_on()
        self.window.view.show_step(first=True)

    def _paper(self) -> Iterator[tuple[str, Come]]:
        page = self.window.take_home
        yield "take-home", lambda: (self.go(CODE), self.window.view.page.home.click())
        yield "take-home-both", page._both.click
        yield "take-home-large", page._large.click
        for kind in (Kind.POSTER, Kind.SLIDES):
            yield f"take-home-{kind}", page._kinds[kind].click

    def _visit(self) -> Iterator[tuple[str, Come]]:
        panel = self.panel
        form = panel.form
        yield "visit", lambda: self.go(CODE, 1)
        yield "services", form.answers.service_button.click
        yield (
            "visit-not-done",
            lambda: (form.services.done_button.click(), form.answers.outcomes.button("not_done").click()),
        )
        yield "visit-complete", lambda: form.reason_page.reasons.button("documents").click()
        yield "visit-refused", lambda: form.tell(KioskError(FULL))
        yield "flag", self.window.view.page.flag.click
        yield "cancel", form.cancel_button.click
        yield "saved", lambda: (form.cancel_page.keep_button.click(), form.saving.first_time_button.click())
        yield "today-after", panel.show_today
        yield from self._logging()

    def _logging(self) -> Iterator[tuple[str, Come]]:
        panel, form = self.panel, self.panel.form
        answers, work = form.answers, panel.paperwork
        asked = {"gender": True, "help_reason": True, "support_given": True, "trip_avoided": True}
        panel.take_programme(asked, {"activities": ["desk", "club", "campaign", "course"]})
        yield "visit-gender", lambda: (self.go(CODE, 1), answers.outcomes.button("alone").click())
        yield "visit-more", form.more_button.click
        yield "visit-guard", lambda: form.extras.note.field.setPlainText("ИИН 900101300017")
        yield "visit-note-out", form.extras.done_button.click
        yield "visit-scanned", lambda: work.scan("4008400820086")
        yield "return-card", lambda: (form.more_button.click(), form.extras.card_button.click())
        yield (
            "group",
            lambda: (work.sheet.back_button.click(), form.extras.done_button.click(), self._gather()),
        )
        yield "on-paper", lambda: (form.cancelled.emit(), work.open())
        yield "return-cards", work.page.cards_button.click
        yield "tally-sheet", lambda: (work.sheet.back_button.click(), work.page.tally_button.click())
        yield "late-entry", lambda: (work.sheet.back_button.click(), work.page.late_button.click())
        yield "late-entry-2", lambda: (self._tally(), form.late.step(-1))
        yield "late-place", form.late.place_button.click
        yield "late-done", lambda: (panel.pages.back(), form.late.done_button.click())

    def _gather(self) -> None:
        """Have a group of eight before us."""
        answers = self.panel.form.answers
        answers.channels.tiles.button("group").click()
        for number in ("8", "5", "3"):
            answers.group.numbers.button(number).click()
        answers.group.bands.button("60_74").click()

    def _tally(self) -> None:
        """Type in the first row of a stack."""
        form = self.panel.form
        form.answers.outcomes.button("alone").click()
        form.answers.ages.button("60_74", "f").click()
        form.saving.first_time_button.click()

    def _between(self) -> Iterator[tuple[str, Come]]:
        between = self.panel.between
        yield "more", between.open_more
        yield "history-empty", lambda: (self.panel.show_today(), self.panel.today.history_button.click())
        yield "history", self._look_back
        yield "history-week", between.history.list_page.kinds.button("week").click
        yield "history-search", self._search_log
        yield "history-visit", between.history.list_page.rows[0].click
        yield "history-change", between.history.visit_page.change_button.click
        yield "history-more", between.history.change_page.lines["more"].click
        yield "history-group", self._change_group
        yield (
            "history-answer",
            lambda: (
                between.history.change_page._back(),
                between.history.change_page.lines["outcome"].click(),
            ),
        )
        yield "history-changed", self._change_visit
        yield "history-void", between.history.visit_page.void_button.click
        yield "month", lambda: (self.panel.show_today(), between.open_month())
        yield "shifts", self._work_shifts
        yield "shift", between.shifts.rows[-1].click
        yield "hours", lambda: (self.panel.show_today(), between.open_hours())
        yield "place-none", lambda: (self.panel.show_today(), between.open_place())
        yield "place", self._give_places
        yield "place-search", lambda: (between.place.field.setText("бул"), between.place._show())
        yield "forgotten", self._forget_shift

    def _look_back(self) -> None:
        """Have two weeks behind us: a lead volunteer, visits of every kind, one that was changed, one void."""
        self.log.set_volunteers([Volunteer("A-01", "lead"), Volunteer("A-02")])
        today = SystemClock().now().date()
        for number in range(30):
            self.log.record(_late(str(today - timedelta(days=number // 3)), number))
        visits = self.log.visits_on(today)
        self.log.edit(visits[0], {"age_band": "75_plus", "people": 2}, "wrong_tap", "A-01")
        self.log.void(visits[1], "twice", "A-01")
        self.panel.between.open_history()

    def _search_log(self) -> None:
        page = self.panel.between.history.list_page
        page.kinds.button("search").click()
        page.field.setText("kz.fines")
        page._begin()

    def _change_group(self) -> None:
        change = self.panel.between.history.change_page
        change._back()
        before, change._draft.channel = change._draft.channel, "group"
        change.lines["people"].click()
        change._draft.channel = before

    def _change_visit(self) -> None:
        change = self.panel.between.history.change_page
        asked = change.choice.asked
        assert isinstance(asked, Chips)
        asked.button("not_done").click()
        change.reasons.chips.button("learned_later").click()
        change.save_button.click()

    def _give_places(self) -> None:
        tree = [
            Place("kz-59", "Солтүстік Қазақстан облысы", "region"),
            Place("m", "Мағжан Жұмабаев ауданы", "district", "kz-59"),
        ]
        names = ("Булаев", "Қарағанды ауылы", "Чистов", "Возвышенка ауылдық округі", "Успенка", "Полудин")
        tree += [Place(f"s{n}", name, "settlement", "m") for n, name in enumerate(names)]
        self.log.set_places(tree)
        self.panel.between.open_place()

    def _work_shifts(self) -> None:
        begun = SystemClock().now().replace(day=1, hour=4, minute=10) if SystemClock().now().day > 1 else None
        begun = begun or SystemClock().now() - timedelta(hours=5)
        self.log.add_shift_by_hand("A-01", "s0", "round", begun, begun + timedelta(minutes=155))
        self.panel.between.month.shifts_button.click()

    def _forget_shift(self) -> None:
        now = SystemClock().now().replace(hour=4, minute=10) - timedelta(days=1)
        shift = self.log.add_shift_by_hand("A-01", "s0", "club", now, now + timedelta(minutes=155))
        self.panel.show_today()
        self.panel.pages.lay_over(self.panel.between.forgotten)
        self.panel.between.forgotten.open(shift)

    def _joining(self) -> Iterator[tuple[str, Come]]:
        yield "joining", self._invite
        yield "joining-refused", self._join_wrongly
        yield "joined", self.panel.joining.say_joined
        yield "help", lambda: (self._page().done_button.click(), self.window.bar.help_wanted.emit())

    def _join_wrongly(self) -> None:
        self._page().join_button.click()

    def _page(self) -> Joining:
        return self.panel.findChildren(Joining)[-1]

    def _invite(self) -> None:
        self.panel.joining.open(invitation_for(self.log.kiosk, leaves="Ақмола облысы"), "Bulaevo")


class SettingUp:
    """The first start of a desk, its settings, and what keeps it from opening: windows of their own."""

    def __init__(self, log: VisitLog, languages: Languages, code: str, look: Look) -> None:
        codes = list(LANGUAGES)
        self._settings = Settings(volunteer_language=code)
        self.first = FirstStart(self._settings, languages, codes, log)
        own = Programme("Солтүстік Қазақстан облысы", ("40127", "66390", "18254", "84721", "00913", "55102"))
        people = [f"A-{number:02}" for number in range(1, 7)]
        self.settings = SettingsWindow(self._settings, languages, codes, people, own)
        for window in (self.first, self.settings):
            window.dress(look)
        self.refusal = RefusalWindow(languages[code], look, LogError(DAMAGED, path="/var/lib/kiosk/log.db"))

    @property
    def windows(self) -> tuple[Half, ...]:
        """All of them."""
        return self.first, self.settings, self.refusal

    def show(self, window: Half, size: tuple[int, int]) -> tuple[int, int]:
        """Show a window on a screen of this size; return how large it then is: a refusal does not fill the screen."""
        if window is self.refusal:
            self.refusal.fit(QSize(*size))
        else:
            window.resize(*size)
        window.show()
        return window.width(), window.height()

    def screens(self) -> Iterator[tuple[str, Half, Come]]:
        """Yield each screen's name, its window, and how to come to it."""
        first = self.first
        yield "start-languages", first, _nothing
        yield "start-place", first, first.next_button.click
        yield "start-joining", first, lambda: first.place_page.invite(invitation_for("k-test"))
        yield "start-volunteer", first, lambda: (first.place_page._end_joining(), first.next_button.click())
        yield "start-pin", first, first.next_button.click
        yield "start-screen", first, first.later_button.click
        yield "start-measured", first, first.screen_page.larger.click
        for name in self.settings.names:
            yield f"settings-{name}", self.settings, partial(self.settings.open, name)
        yield "refusal", self.refusal, _nothing
