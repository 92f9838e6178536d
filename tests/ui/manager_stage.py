"""Every screen of the manager's window and how to come to it: what `make shots` photographs and the audit measures."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtWidgets import QApplication

from kiosk import centre
from kiosk.centre import roster
from kiosk.centre.pending import Pending
from kiosk.centre.people import LEAD, Person, Team
from kiosk.centre.retention import keep
from kiosk.clock import SystemClock, stamp
from kiosk.config import DataFolder
from kiosk.demo import build
from kiosk.errors import KioskError
from kiosk.i18n import Languages
from kiosk.keys import ManagerKeys, Paper, paper_form
from tests import passphrases
from tests.ui.sticks import ShopWithStick
from ui.drives import Drive
from ui.manager import lists, rail
from ui.manager.lines import Kind, Line
from ui.manager.patience import SILENT
from ui.manager.trail_page import Trail
from ui.manager.window import ManagerWindow
from ui.tasks import Tasks
from ui.theme import Look

Come = Callable[[], object]
WRONG_PLACES = (
    "id;name;level;parent\nkz;Казахстан;country;\nsko;;region;kz\n"
    "alm;Алматы;город;kz\nbul;Булаево;settlement;nowhere\n"
)


@dataclass
class Practice:
    """A practice programme that every stage gets: a centre with kiosks, lists and a shop that asks to join."""

    data: DataFolder
    keys: ManagerKeys
    wrong: Path
    right: Path
    code: str


def make_practice(folder: Path) -> Practice:
    """Build the practice region with its lists."""
    from kiosk.demo.build import PASSPHRASE

    with passphrases.quick():
        build(folder / "practice", "north-kazakhstan")
        data = DataFolder(folder / "practice" / "centre")
        keys = centre.manager_keys(data, PASSPHRASE)
    with centre.Store.open(data.centre) as store:
        kiosks = store.kiosks()
        places = store.places()
        roster.set_teams(
            store,
            [Team(f"t{n}", f"Цифрлық топ {n}", places[-n].id, 5 + n) for n in range(1, 5)],
        )
        people = [*store.people(), Person("A-90", LEAD, kiosks[0].kiosk, "t1"), Person("B-12", team="t2")]
        roster.set_people(store, people)
        if len(kiosks) > 2:
            centre.accepting.retire(data, store, keys, kiosks[2].kiosk, SystemClock())
        right = io.StringIO()
        district = next(place.id for place in places if place.level == "district")
        csv.writer(right).writerows(
            [
                ["id", "name", "level", "parent"],
                *places,
                ["new-1", "Новое", "settlement", district],
            ]
        )
        (folder / "right.csv").write_text(right.getvalue(), encoding="utf-8")
    shop = ShopWithStick(centre.programme_card(data), "Смирново", folder / "Смирново", plain="pv4tq8wm2n")
    shop.bundle(4)
    with centre.Store.open(data.centre) as store:
        centre.import_paths(data, store, keys, [shop.stick])
    (folder / "wrong.csv").write_text(WRONG_PLACES, encoding="utf-8")
    return Practice(data, keys, folder / "wrong.csv", folder / "right.csv", _forget_one(data))


def _forget_one(data: DataFolder) -> str:
    """Have one card's holder forgotten, after which the kiosks wait to hear of it; return the code of another."""
    codes = "SELECT DISTINCT return_code FROM current_visits WHERE return_code <> '' ORDER BY 1 LIMIT 2"
    with centre.Store.open(data.centre) as store:
        (gone,), (stays,) = store.ask(codes, {})
        keep(store, 24, SystemClock())
        store.forget(gone, stamp(SystemClock().now()))
    return str(stays)


class ManagerStage:
    """The window over the practice programme, and the ways to its screens."""

    def __init__(self, practice: Practice, languages: Languages, code: str, look: Look) -> None:
        self.practice = practice
        self.quick, self.slow = Tasks(), Tasks()
        self.window = ManagerWindow(practice.data, languages, languages[code], look, self.quick, self.slow)
        self.window.use_keys(practice.keys)
        with centre.Store.open(practice.data.centre) as store:
            self._expected = sum(not known.retired_at for known in store.kiosks())

    def close(self) -> None:
        """End it."""
        self.window.close()
        self.quick.close()
        self.slow.close()

    def wait(self) -> None:
        """Until everything that was asked for is answered and shown."""
        for _round in range(3):
            for tasks in (self.slow, self.quick):
                done: list[None] = []
                tasks.run(lambda: None, done.append, lambda _problem: None)
                while not done:
                    QApplication.processEvents()
        for _ in range(3):
            QApplication.processEvents()

    def screens(self) -> Iterator[tuple[str, Come]]:
        """Yield each screen's name and how to come to it; wait for its answers afterwards."""
        for screens in (
            self._import,
            self._reports,
            self._kiosks,
            self._places,
            self._programme,
            self._privacy,
            self._trail,
            self._doors,
        ):
            for name, come in screens():
                yield f"manager-{name}", come

    def _import(self) -> Iterator[tuple[str, Come]]:
        page = self.window.import_page
        drives = [Drive(Path("/media/KINGSTON"), "uuid:1", "KINGSTON")]
        yield "import", lambda: (self.window.open(rail.IMPORT), self.window.show_drives(drives))
        yield "import-running", self._fill
        yield "import-done", lambda: (page.intake.answered("KINGSTON"), page.intake.end())
        yield "import-refused", page.results.filters.button("refused").click
        yield (
            "import-silent",
            lambda: page.intake.problem.say(SILENT, self.window.language),
        )

    def _fill(self) -> None:
        page = self.window.import_page
        page.begin()
        for number, kind in enumerate(Kind):
            name = f"k-abcdefghij-0123456789abcdef-00000{number}.kiosk"
            result = centre.FileResult(
                Path(name),
                OUTCOMES[kind],
                "k-abcdefghij",
                "Возвышенка",
                new=22 * (kind is Kind.NEW),
                already=9,
                missing=(5, 6) if kind is Kind.LOOK else None,
            )
            page.advance(
                number + 1,
                40,
                Line(name, kind, lambda say, found=result: centre.sentence(found, say), name, result.new),
            )

    def _reports(self) -> Iterator[tuple[str, Come]]:
        page = self.window.reports
        choice = page.choice
        yield "reports", lambda: (self.window.open(rail.REPORTS), choice.period.choose("all"))
        yield "reports-places", lambda: choice.report.press("places")
        yield "reports-own-days", lambda: choice.period.choose("own")
        yield "reports-place", lambda: (choice.period.choose("year"), choice.place.button.click())
        yield (
            "reports-refused",
            lambda: (
                choice.place.button.click(),
                choice.period.choose("own"),
                choice.period.first.line.setText("2026-11-30"),
                choice.period.last.line.setText("2026-11-01"),
                choice.period.show_days.click(),
            ),
        )

    def _kiosks(self) -> Iterator[tuple[str, Come]]:
        pages = self.window.kiosks
        page = pages.page
        waiting = pages.list.waiting
        with centre.Store.open(self.practice.data.centre) as store:
            kiosks = [known.kiosk for known in store.kiosks()]
        yield "kiosks", lambda: self.window.open(rail.KIOSKS)
        yield "kiosks-compare", lambda: (waiting.rows[0].open(),)
        yield (
            "kiosks-none",
            lambda: (waiting.rows[0].close_question(), pages.list.search.line.setText("qqqq")),
        )
        yield "kiosk", lambda: (pages.list.search.line.clear(), pages.open(kiosks[0]))
        yield "kiosk-move", page.place.button.click
        bar = page.verticalScrollBar()
        yield "kiosk-retire", lambda: (page.place.button.click(), bar.setValue(0), page.retire.click())
        yield "kiosk-revoke", lambda: (page.retiring.no.click(), page.revoke.click())
        yield "kiosk-retired", lambda: pages.open(kiosks[2])

    def _places(self) -> Iterator[tuple[str, Come]]:
        pages = self.window.places
        page = pages.list
        yield "places", lambda: self.window.open(rail.PLACES)
        yield "places-add", page.add.click
        yield "places-edit", lambda: (pages.show_list(), page.list.press(page.list.keys[1]))
        yield "places-held", pages.place.remove.click
        yield (
            "places-remove",
            lambda: (pages.show_list(), page.list.press(page.list.keys[-1]), pages.place.remove.click()),
        )
        yield "plan-faults", lambda: pages.plan_file(self.practice.wrong)
        yield "plan", lambda: pages.plan_file(self.practice.right)
        yield "people", lambda: (pages.show_list(), page.kind.button(lists.PEOPLE).click())
        yield (
            "people-add",
            lambda: (
                page.add.click(),
                pages.person.pseudonym.line.setText("Айгүль Сәрсенова"),
                pages.person._look(),
            ),
        )
        yield "people-team", pages.person.team.button.click
        yield "teams", lambda: (pages.show_list(), page.kind.button(lists.TEAMS).click())
        yield "teams-add", page.add.click
        yield "targets", lambda: (pages.show_list(), page.kind.button(lists.TARGETS).click())
        yield "targets-add", page.add.click
        yield (
            "targets-refused",
            lambda: (
                pages.target.indicator.button.click(),
                pages.target.indicator.list.press(pages.target.indicator.list.keys[0]),
                pages.target.first.line.setText("30 november"),
                pages.target.save.click(),
            ),
        )
        yield "prepare", lambda: (pages.show_list(), page.prepare.click(), self._prepared())

    def _prepared(self) -> None:
        self.window.places.prepare.prepare.done.plural(
            "The card and what {n} kiosk needs to know are on {stick}, and were read back.",
            "The card and what {n} kiosks need to know are on {stick}, and were read back.",
            self._expected,
            self.window.language,
            stick="KINGSTON",
        )

    def _programme(self) -> Iterator[tuple[str, Come]]:
        page = self.window.programme
        other = ManagerKeys.generate()[0].sealing_key
        yield "programme", lambda: self.window.open(rail.KEYS)
        yield "programme-below", lambda: page.verticalScrollBar().setValue(9999)
        yield "programme-compare", lambda: (page.new_key.line.setText(other), page.add.click())
        yield "programme-refused", lambda: (page.new_key.line.setText("age1"), page.add.click())

    def _privacy(self) -> Iterator[tuple[str, Come]]:
        pages = self.window.privacy
        forgetting, period, waiting = pages.page.forgetting, pages.page.period, pages.page.pending
        bar = pages.page.verticalScrollBar()
        yield "privacy", lambda: self.window.open(rail.PRIVACY)
        yield "privacy-below", lambda: bar.setValue(9999)
        yield (
            "privacy-wrong-code",
            lambda: (bar.setValue(0), forgetting.code.line.setText("7KA-29P-X3"), forgetting.look.click()),
        )
        yield (
            "privacy-forget",
            lambda: (forgetting.code.line.setText(self.practice.code), forgetting.look.click()),
        )
        yield (
            "privacy-period",
            lambda: (forgetting.question.no.click(), period.months.line.setText("1"), period.look.click()),
        )
        yield "privacy-no-number", lambda: (period.months.line.setText("two years"), period.look.click())
        yield (
            "privacy-not-signer",
            lambda: (period.months.accept(), period.months.line.setText("24"), pages._forgot((2, False))),
        )
        yield (
            "privacy-nothing-waits",
            lambda: (
                pages.page.say_nothing(),
                waiting.show_pending(Pending(), self.window.language),
                bar.setValue(9999),
            ),
        )

    def _trail(self) -> Iterator[tuple[str, Come]]:
        pages = self.window.privacy
        trail = pages.trail
        yield "trail", pages.page.trail.click
        yield "trail-deeds", trail.deed.button.click
        yield "trail-erased", lambda: trail.deed.list.press("erase")
        yield (
            "trail-empty",
            lambda: trail._show(Trail()),
        )

    def _doors(self) -> Iterator[tuple[str, Come]]:
        window, doors = self.window, self.window.doors
        wrong = KioskError("The passphrase is wrong, or the key file is damaged.")
        yield (
            "unlock",
            lambda: (
                window.open(rail.KEYS),  # where the doors lead to and from
                window._knock(doors.ask_for_passphrase),
                doors.unlock.refuse(wrong, window.language),
            ),
        )
        yield "restore", doors.ask_for_papers
        yield "next-key", doors.ask_for_next_key
        yield "paper", lambda: doors.show_paper(paper_form(b"\x37" * 32, Paper.NEXT_SIGNING))
        # Where a programme is made there is none yet whose name the bar could show.
        yield "create", lambda: (window.bar.name_programme(""), doors.ask_for_programme())
        yield "create-refused", doors.create_page.create_button.click


OUTCOMES = {
    Kind.ALREADY: centre.Outcome.ALREADY,
    Kind.NEW: centre.Outcome.IMPORTED,
    Kind.LOOK: centre.Outcome.IMPORTED,
    Kind.WAITING: centre.Outcome.WAITING,
    Kind.REFUSED: centre.Outcome.DAMAGED,
}
#: The day of the pictures.
TODAY = datetime(2026, 11, 25, tzinfo=UTC)
