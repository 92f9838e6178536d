"""An office's day at the manager's window: thirty sticks, a new shop, a move, lists from Excel, a second manager."""

from __future__ import annotations

import csv
import io
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton

from kiosk import centre
from kiosk.centre.audit import Deed
from kiosk.centre.people import Person
from kiosk.centre.succession import take_card
from kiosk.clock import SystemClock
from kiosk.config import DataFolder
from kiosk.errors import KioskError
from kiosk.i18n import Languages
from kiosk.keys import ManagerKeys, Paper, from_paper, read_card, read_roster
from kiosk.stick import Stick
from kiosk.visits import Place
from tests import passphrases
from tests.centre.sheets import write_xlsx
from tests.ui.office import Office
from tests.ui.sticks import ShopWithStick
from ui.app import build_manager
from ui.drives import Drive
from ui.manager import lists
from ui.manager.kiosk_page import Fact
from ui.manager.lines import Kind
from ui.manager.patience import patiently
from ui.manager.period import example_day, month_of, quarter_of, read_day, write_day
from ui.manager.window import ManagerWindow
from ui.report.plot import ReportPlot
from ui.theme import HIGH_CONTRAST, Look

PASSPHRASE = "cat spoon hill snow"
SHOPS = 30


@pytest.fixture(autouse=True, scope="module")
def _quick_passphrases() -> Iterator[None]:
    with passphrases.quick():
        yield


@dataclass
class Made:
    """A programme of thirty accepted shops; each test gets a copy."""

    data: DataFolder
    keys: ManagerKeys
    paper: str
    shops: list[ShopWithStick]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, _quick_passphrases: None) -> Made:
    root = tmp_path_factory.mktemp("day")
    data = DataFolder(root / "centre")
    programme = centre.new_programme(data, "Солтүстік Қазақстан", PASSPHRASE)
    card = centre.programme_card(data)
    shops = [ShopWithStick(card, f"Village{n:02}", root / "sticks" / f"{n:02}") for n in range(SHOPS)]
    with centre.Store.open(data.centre) as store:
        store.set_places(
            [
                Place("sko", "СҚО", "region"),
                *(Place(s.name.lower(), s.name, "settlement", "sko") for s in shops),
            ]
        )
        centre.take_requests(data, store, [shop.stick for shop in shops])
        for shop in shops:
            centre.accept(data, store, programme.keys, shop.kiosk, SystemClock(), place=shop.name.lower())
    for shop in shops:
        shop.bundle(3)
    return Made(data, programme.keys, programme.paper, shops)


@pytest.fixture
def office(made: Made, tmp_path: Path, open_office: Callable[[DataFolder], Office]) -> Office:
    shutil.copytree(made.data.root, tmp_path / "centre")
    shutil.copytree(made.shops[0].stick.parent, tmp_path / "sticks")
    found = open_office(DataFolder(tmp_path / "centre"))
    found.window.use_keys(made.keys)
    return found


def wait_until_open(office: Office) -> None:
    office.until(lambda: office.window.bar.title.text() == "Солтүстік Қазақстан")


# -- thirty sticks


def test_thirty_sticks_with_damaged_ones_end_in_true_lines_filters_and_receipts(office: Office) -> None:
    stick = office.sticks / "07"
    for damaged in Stick(stick).visits.iterdir():
        damaged.write_bytes(damaged.read_bytes()[:-200])
    (office.sticks / "09" / "OneStopKiosk" / "visits" / "k-x-e-000001.kiosk").write_bytes(b"no bundle")
    shutil.rmtree(Stick(office.sticks / "11").folder)
    office.take_in(*sorted(office.sticks.iterdir()))
    page = office.window.import_page
    kinds = [line.kind for line in office.lines()]
    assert (kinds.count(Kind.REFUSED), kinds.count(Kind.NEW), kinds.count(Kind.LOOK)) == (2, SHOPS - 2, 1)
    assert page.intake.outcome.text() == f"{3 * (SHOPS - 2)} new visits"
    assert office.totals()["consultations"] == str(3 * (SHOPS - 2))
    # The damaged one is answered too, by its request: its kiosk learns that nothing more has come.
    assert page.intake.receipts.text() == f"{SHOPS - 1} receipts were written back."
    receipts = [*office.sticks.glob("*/OneStopKiosk/receipts/*.json")]
    assert len(receipts) == SHOPS - 1
    filters = page.results.filters
    assert filters.button("refused").text() == "Not imported · 2"
    said = f"{SHOPS + 1} files: {SHOPS - 2} new, 1 needs a look, 2 not imported"
    assert page.intake.detail.text() == said
    offered = [code for code in filters.codes if filters.button(code).isVisible()]
    assert offered == ["all", "new", "gaps", "refused"], "each kind that there is, as the sentence says"
    for code, count in (("refused", 2), ("new", SHOPS - 2), ("gaps", 1), ("all", SHOPS + 1)):
        office.click(filters.button(code))
        assert len(office.lines()) == count, code


def test_a_second_manager_takes_in_the_same_sticks_at_the_same_time_and_both_are_told_the_truth(
    office: Office, made: Made, open_office: Callable[[DataFolder], Office]
) -> None:
    other = open_office(office.data)
    other.window.use_keys(made.keys)
    sticks = sorted(office.sticks.iterdir())
    mailed = Path(shutil.copytree(office.sticks, office.sticks.parent / "mailed"))
    with (
        office.qtbot.waitSignal(office.window.imported, timeout=30_000),
        office.qtbot.waitSignal(other.window.imported, timeout=30_000),
    ):
        office.window.take_in(sticks)
        other.window.take_in([mailed])
    lines = [*office.lines(), *other.lines()]
    assert sorted({line.kind for line in lines}) == [Kind.ALREADY, Kind.NEW]
    assert sum(line.new for line in lines) == 3 * SHOPS
    assert len(lines) == 2 * SHOPS
    with centre.Store.open(office.data.centre) as store:
        assert centre.summary(store).consultations == 3 * SHOPS


# -- a stick that hangs


def test_a_stick_that_hangs_holds_up_neither_the_window_nor_the_next_stick(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A pipe that nobody writes into: the system's own call hangs, as it does at a dying stick."""
    monkeypatch.setattr("ui.manager.errands.patiently", partial(patiently, stopping=0.3))
    wait_until_open(office)
    hanging = office.sticks / "00" / "OneStopKiosk" / "visits" / "k-hangs-e-000001.kiosk"
    os.mkfifo(hanging)
    office.window.take_in([office.sticks / "00"])
    intake = office.window.import_page.intake
    office.until(intake.stop.isVisible)
    office.open("kiosks")
    assert office.window.kiosks.list.isVisible()
    office.open("import")
    with office.qtbot.waitSignal(office.window.imported, timeout=15_000):
        office.click(intake.stop)
    assert "does not answer any more" in intake.problem.text()
    assert [line.kind for line in office.take_in(office.sticks / "01")] == [Kind.NEW]
    os.close(os.open(hanging, os.O_RDWR | os.O_NONBLOCK))  # the call comes back at last: nobody hears it
    office.open("kiosks")
    assert len(office.lines()) == 1


def test_work_that_gives_no_sign_of_life_is_left_behind_and_told_to_stop() -> None:
    never, stop = Event(), Event()
    with pytest.raises(KioskError, match="does not answer"):
        patiently(lambda _beat: never.wait(20), stop, first=0.05)
    assert stop.is_set()
    never.set()
    assert patiently(lambda beat: [beat() for _ in range(3)] and 7, Event(), first=10) == 7
    with pytest.raises(ZeroDivisionError):
        patiently(lambda _beat: 1 / 0, Event())


# -- kiosks


def test_a_new_shop_is_accepted_moved_renamed_and_retired_by_clicks(office: Office) -> None:
    wait_until_open(office)
    shop = office.shop("Smirnovo")
    shop.bundle(4)
    office.take_in(shop.stick)
    office.accept(shop)
    kiosks = office.window.kiosks
    office.until(lambda: shop.kiosk in kiosks.list.list.keys)
    kiosks.list.list.press(shop.kiosk)
    page = kiosks.page
    office.until(page.isVisible)
    known = " ".join(fact.words.text() for fact in page.findChildren(Fact))
    assert "4 visits in 1 file" in known
    assert "Nothing is missing" in known
    office.type(page.name.line, "Смирново, библиотека")
    office.click(page.save_name)
    office.until(lambda: "is called" in page.done.text())
    office.click(page.place.button)
    office.type(page.place.search.line, "Village03")
    page.place.list.press("village03")
    office.until(lambda: "place was changed" in page.done.text())
    office.click(page.retire)
    assert office.window.focusWidget() is page.retiring.no, "a stray Enter answers no question"
    office.click(page.retiring.yes)
    office.until(lambda: "It is closed." in page.done.text())
    with centre.Store.open(office.data.centre) as store:
        known = store.accepted(shop.kiosk)
        assert (known.name, known.place, bool(known.retired_at)) == (
            "Смирново, библиотека",
            "village03",
            True,
        )
        assert centre.summary(store).consultations == 4
    office.click(page.back)
    office.until(lambda: kiosks.list.list.keys[-1:] == [shop.kiosk])  # all are there, the closed ones last
    office.click(kiosks.list.filters.button("retired"))
    assert kiosks.list.list.keys == [shop.kiosk]
    office.type(kiosks.list.search.line, "Cvbhyjdj")  # Смирново, the keyboard still in Latin letters
    assert kiosks.list.list.keys == [shop.kiosk]
    office.type(kiosks.list.search.line, "Smirnovo")
    assert kiosks.list.list.keys == [shop.kiosk]


def test_a_stolen_kiosk_is_revoked_back_to_the_last_file_that_is_trusted(office: Office, made: Made) -> None:
    wait_until_open(office)
    shop = office.shop("Ruzaevka")
    office.take_in(shop.stick)
    office.accept(shop)
    for count in (5, 2):
        shop.bundle(count)
    office.take_in(shop.stick)
    office.open("kiosks")
    office.window.kiosks.open(shop.kiosk)
    page = office.window.kiosks.page
    office.until(page.isVisible)
    office.click(page.revoke)
    page.bundles.mark(page.bundles.keys[-1])
    office.click(page.revoking.yes)
    office.until(lambda: "It is revoked" in page.done.text())
    with centre.Store.open(office.data.centre) as store:
        assert centre.summary(store).consultations == 5
        assert shop.kiosk in store.revoked_kiosks()
    office.until(page.trust.isVisible)
    office.click(page.trust)
    office.until(lambda: "trusted again" in page.done.text())
    with centre.Store.open(office.data.centre) as store:
        assert shop.kiosk not in store.revoked_kiosks()


# -- places and people


def places_of(office: Office) -> list[Place]:
    with centre.Store.open(office.data.centre) as store:
        return store.places()


def test_places_from_excel_are_seen_first_and_errors_change_nothing(office: Office, tmp_path: Path) -> None:
    wait_until_open(office)
    before = places_of(office)
    rows = [["Id", "Name", "Level", "Lies in (id)"], *([p.id, p.name, p.level, p.parent] for p in before)]
    office.open("places")
    pages = office.window.places
    wrong = write_xlsx(
        tmp_path / "wrong.xlsx", [*rows, ["new", "Новое", "town", "sko"], ["", "x", "site", ""]]
    )
    pages.plan_file(wrong)
    office.until(pages.plan.isVisible)
    assert pages.plan.summary.text() == "2 mistakes in the file"
    assert [entry.title[:8] for entry in pages.plan.lines.entries.entries] == ["Line 33:", "Line 34:"]
    assert not pages.plan.yes.isVisible()
    assert places_of(office) == before
    office.click(pages.plan.back)
    right = write_xlsx(tmp_path / "right.xlsx", [*rows, ["new", "Новое", "settlement", "sko"]])
    pages.plan_file(right)
    office.until(pages.plan.yes.isVisible)
    assert pages.plan.summary.text() == "1 added, 0 changed, 0 removed"
    assert places_of(office) == before
    office.click(pages.plan.yes)
    office.until(pages.list.isVisible)
    office.until(lambda: "new" in pages.list.list.keys)
    assert len(places_of(office)) == len(before) + 1


def test_a_place_is_added_moved_and_removed_by_hand_unless_somebody_is_there(office: Office) -> None:
    wait_until_open(office)
    office.open("places")
    pages = office.window.places
    office.until(lambda: len(pages.list.list.keys) == SHOPS + 1)
    office.click(pages.list.add)
    office.type(pages.place.name.line, "Новый район")
    office.click(pages.place.level.button("district"))
    office.click(pages.place.parent_.button)
    pages.place.parent_.list.press("sko")
    office.click(pages.place.save)
    office.until(lambda: len(pages.list.list.keys) == SHOPS + 2)
    made = next(place for place in places_of(office) if place.name == "Новый район")
    assert (made.level, made.parent, made.id.isascii()) == ("district", "sko", True)
    pages.list.list.press("village00")
    office.click(pages.place.remove)
    office.click(pages.place.removing.yes)
    office.until(pages.place.problem.isVisible)
    assert "is there. Move it first" in pages.place.problem.text()
    office.click(pages.place.back)
    pages.list.list.press(made.id)
    office.click(pages.place.remove)
    office.click(pages.place.removing.yes)
    office.until(lambda: made.id not in pages.list.list.keys)


def test_a_region_is_not_asked_about_but_says_how_many_places_are_part_of_it(office: Office) -> None:
    wait_until_open(office)
    office.open("places")
    pages = office.window.places
    office.until(lambda: len(pages.list.list.keys) == SHOPS + 1)
    pages.list.list.press("sko")
    office.click(pages.place.remove)
    assert not pages.place.removing.isVisible()
    said = pages.place.held.text()
    assert f"cannot be removed: {SHOPS} places are part of it. Move or remove them first." in said
    assert pages.place.remove.accessibleDescription() == said
    office.click(pages.place.back)
    pages.list.list.press("village00")
    assert not pages.place.held.isVisible()
    office.click(pages.place.remove)
    assert pages.place.removing.isVisible()
    assert len(places_of(office)) == SHOPS + 1


def test_a_persons_name_is_doubted_as_it_is_typed_and_a_phone_number_is_refused(office: Office) -> None:
    wait_until_open(office)
    office.open("places")
    pages = office.window.places
    office.until(lambda: len(pages.list.list.keys) == SHOPS + 1)
    office.click(pages.list.kind.button(lists.PEOPLE))
    office.click(pages.list.add)
    editor = pages.person
    QTest.keyClicks(editor.pseudonym.line, "Marat Ivanov")
    assert "looks like a person's name" in editor.doubt.text()
    assert editor.doubt.isVisible()
    office.type(editor.pseudonym.line, "+7 701 123 45 67")
    office.click(editor.save)
    office.until(editor.pseudonym.problem.isVisible)
    assert "701" not in editor.pseudonym.problem.text()
    editor.pseudonym.line.clear()
    QTest.keyClicks(editor.pseudonym.line, "A-07")
    assert not editor.doubt.isVisible()
    office.click(editor.role.button("lead"))
    office.click(editor.kiosk.button)
    editor.kiosk.list.press("k-village04")
    office.click(editor.save)
    office.until(pages.list.isVisible)
    with centre.Store.open(office.data.centre) as store:
        assert store.people() == [Person("A-07", "lead", "k-village04")]


def test_the_list_that_was_saved_is_the_template_that_comes_back(office: Office, tmp_path: Path) -> None:
    wait_until_open(office)
    office.open("places")
    pages = office.window.places
    office.click(pages.list.kind.button(lists.TEAMS))
    pages.save_file(tmp_path / "teams.csv")
    office.until(pages.list.done.isVisible)
    rows = list(csv.reader(io.StringIO((tmp_path / "teams.csv").read_text("utf-8-sig"))))
    assert len(rows) == 2, "an empty list shows by an example how it is filled in"
    rows[1:] = [["t1", "Жас ұрпақ", "Village02", "14"]]
    with (tmp_path / "teams.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
    pages.plan_file(tmp_path / "teams.csv")
    office.until(pages.plan.yes.isVisible)
    office.click(pages.plan.yes)
    office.until(lambda: pages.list.list.keys == ["t1"])
    assert "14 members" in pages.list.list.entries.entries[0].detail


def test_a_target_is_typed_corrected_and_stands_in_its_report(office: Office) -> None:
    wait_until_open(office)
    office.open("places")
    pages = office.window.places
    office.click(pages.list.kind.button(lists.TARGETS))
    office.click(pages.list.add)
    editor = pages.target
    office.click(editor.save)
    assert editor.indicator.problem.text() == "Choose an indicator."
    assert editor.indicator.button.hasFocus()
    office.click(editor.indicator.button)
    editor.indicator.list.press("consultations")
    office.type(editor.first.line, "1.1.2026")
    office.type(editor.last.line, "2026-13-31")
    office.type(editor.target.line, "400")
    office.click(editor.save)
    assert editor.last.problem.text() == "Write a day such as 2026-11-01."
    office.type(editor.last.line, "31.12.2025")
    office.click(editor.save)
    assert editor.last.problem.text() == "The period ends before it begins."
    office.type(editor.last.line, "31.12.2026")
    office.type(editor.target.line, "many")
    office.click(editor.save)
    assert editor.target.problem.text() == "many is no number."
    assert editor.last.problem.isHidden()
    assert editor.problem.isHidden(), "what a field says is not said a second time"
    office.type(editor.target.line, "400")
    office.click(editor.save)
    office.until(lambda: len(pages.list.list.keys) == 1)
    assert pages.list.list.entries.entries[0].detail.startswith("target: 400 · ")
    pages.list.list.press(pages.list.list.keys[0])
    office.type(editor.target.line, "500")
    office.click(editor.save)
    office.until(lambda: pages.list.isVisible() and "500" in pages.list.list.entries.entries[0].detail)
    office.open("reports")
    page = office.window.reports
    page.choice.period.choose("all")
    page.choice.report.press("targets")
    office.until(lambda: page.shown is not None and page.shown.name == "targets")
    assert page.shown is not None
    assert [row[5] for row in page.shown.table.rows] == [500]


def test_a_funders_form_of_the_managers_own_stands_in_the_list(office: Office) -> None:
    office.data.templates.mkdir()
    form = '[title]\nen = "Quarterly form"\n[[tables]]\nfigures = ["settlements", "consultations"]\n'
    (office.data.templates / "quarter.toml").write_text(form, encoding="utf-8")
    (office.data.templates / "broken.toml").write_text("title = 1", encoding="utf-8")
    wait_until_open(office)
    office.open("reports")
    page = office.window.reports
    office.until(lambda: {"quarter", "broken"} <= set(page.choice.report.keys))
    page.choice.period.choose("all")
    page.choice.report.press("broken")
    office.until(page.problem.isVisible)
    assert "broken.toml" in page.problem.text()
    page.choice.report.press("quarter")
    office.until(lambda: page.shown is not None and page.shown.name == "quarter")
    assert page.view.title.text() == "Quarterly form"


def test_a_stick_is_prepared_from_one_button_and_each_kiosk_opens_its_own_roster(
    office: Office, made: Made, tmp_path: Path
) -> None:
    wait_until_open(office)
    target = tmp_path / "KINGSTON"
    target.mkdir()
    office.window.show_drives([Drive(target, "uuid:1", "KINGSTON")])
    office.open("places")
    office.click(office.window.places.list.prepare)
    prepare = office.window.places.prepare.prepare
    button = prepare.sticks.itemAt(0).widget()
    assert isinstance(button, QAbstractButton)
    office.click(button)
    office.until(prepare.done.isVisible)
    assert f"what {SHOPS} kiosks need to know" in prepare.done.text()
    shop = made.shops[5]
    sealed = Stick(target).roster(shop.kiosk).read_bytes()
    roster = read_roster(sealed, shop.keys, office.card.signing_key)
    assert (roster.site, roster.settings["place"]) == (shop.name, shop.name.lower())
    assert read_card(Stick(target).card.read_bytes()) == office.card


# -- reports


def test_a_report_is_chosen_shown_and_saved_where_somebody_opens_it(office: Office, tmp_path: Path) -> None:
    office.take_in(*sorted(office.sticks.iterdir()))
    office.open("reports")
    page = office.window.reports
    page.choice.period.choose("all")
    page.choice.report.press("places")
    office.until(lambda: page.shown is not None and page.shown.name == "places")
    office.click(page.exports["csv"])
    office.until(page.done.isVisible)
    (written,) = office.data.reports.glob("*.csv")
    assert len(written.read_text("utf-8-sig").splitlines()) >= SHOPS
    stick = tmp_path / "KINGSTON"
    stick.mkdir()
    office.window.show_drives([Drive(stick, "uuid:1", "KINGSTON")])
    target = page.targets.itemAt(1).widget()
    assert isinstance(target, QAbstractButton)
    office.click(target)
    office.click(page.exports["xlsx"])
    office.until(lambda: "KINGSTON" in page.done.text())
    assert len([*stick.glob("*.xlsx")]) == 1


def test_the_same_report_of_another_month_takes_nothing_away(office: Office) -> None:
    office.take_in(*sorted(office.sticks.iterdir()))
    office.open("reports")
    page = office.window.reports
    page.choice.report.press("places")
    for period, files in (("all", 1), ("month", 2)):
        page.choice.period.choose(period)
        office.until(lambda: page.shown is not None and page.shown.name == "places")
        office.click(page.exports["csv"])
        office.until(lambda files=files: len([*office.data.reports.glob("*.csv")]) == files)


def test_another_language_leaves_the_chosen_report_chosen(office: Office) -> None:
    office.take_in(*sorted(office.sticks.iterdir()))
    office.open("reports")
    page = office.window.reports
    page.choice.period.choose("all")
    page.choice.report.press("months")
    office.until(lambda: page.shown is not None and page.shown.name == "months")
    office.window.choose_language("fi")
    assert page.choice.report.key == "months"
    plots = page.view.findChildren(ReportPlot)
    assert plots
    office.until(lambda: {plot._language.code for plot in page.view.findChildren(ReportPlot)} == {"fi"})


def test_a_higher_window_has_more_reports_in_sight(office: Office) -> None:
    wait_until_open(office)
    office.window.resize(1366, 768)
    office.open("reports")
    reports = office.window.reports.choice.report
    office.until(lambda: reports.height() > 0)
    low, row = reports.height(), reports.sizeHintForRow(0)
    office.window.resize(1366, 1300)
    office.until(lambda: reports.height() >= low + 5 * row)
    assert reports.height() % row == 0
    office.window.resize(1366, 768)
    office.until(lambda: reports.height() == low)


def test_own_days_are_typed_in_either_way_and_nonsense_is_refused(office: Office) -> None:
    wait_until_open(office)
    office.open("reports")
    period = office.window.reports.choice.period
    office.click(period.chips.button("own"))
    today = SystemClock().now().date()
    shown = office.window.reports
    assert [read_day(field.text()) for field in (period.first, period.last)] == [*month_of(today)]
    office.until(lambda: shown.shown is not None and shown.shown.scope.first == month_of(today)[0])
    QTest.keyClicks(period.first.line, "1.9.2026")
    office.type(period.last.line, "31.9.2026")
    QTest.keyClick(period.last.line, Qt.Key.Key_Return)
    assert "such as 2026-11-01" in period.last.problem.text()
    office.type(period.last.line, "2026-09-30")
    QTest.keyClick(period.last.line, Qt.Key.Key_Return)
    office.until(lambda: shown.shown is not None and shown.shown.scope.last == read_day("30.09.2026"))


def test_a_period_that_ends_before_it_begins_is_refused_where_it_was_typed(office: Office) -> None:
    wait_until_open(office)
    office.open("reports")
    page = office.window.reports
    office.until(lambda: page.shown is not None)
    period = page.choice.period
    office.click(period.chips.button("own"))
    QTest.keyClicks(period.first.line, "30.11.2026")
    office.type(period.last.line, "1.11.2026")
    office.click(period.show_days)
    assert period.last.problem.text() == "The period ends before it begins."
    assert page.problem.isHidden()


@pytest.mark.parametrize(
    ("code", "example"),
    [
        ("kk", "01.11.2026"),
        ("ru", "01.11.2026"),
        ("en", "2026-11-01"),
        ("vi", "1/11/2026"),
        ("fi", "1.11.2026"),
    ],
)
def test_a_day_is_read_as_each_language_writes_it(languages: Languages, code: str, example: str) -> None:
    assert example_day(languages[code]) == example
    for day in (date(2026, 11, 1), date(2026, 2, 28), date(2027, 12, 31)):
        assert read_day(write_day(day, languages[code])) == day


def test_presets_are_whole_months_and_quarters() -> None:
    day = read_day("2026-02-14")
    assert day is not None
    assert [d.isoformat() for d in month_of(day)] == ["2026-02-01", "2026-02-28"]
    assert [d.isoformat() for d in quarter_of(day)] == ["2026-01-01", "2026-03-31"]
    last = read_day("31.12.2026")
    assert last is not None
    assert [d.isoformat() for d in quarter_of(last)] == ["2026-10-01", "2026-12-31"]
    assert read_day("2026-13-01") is None
    assert read_day("yesterday") is None


# -- programme and keys


def test_a_single_key_is_a_danger_until_a_second_manager_can_open_the_visits_too(office: Office) -> None:
    wait_until_open(office)
    office.open("keys")
    page = office.window.programme
    office.until(page.warning.isVisible)
    other, _paper = ManagerKeys.generate()
    office.type(page.new_key.line, "nonsense")
    office.click(page.add)
    assert "no sealing key" in page.new_key.problem.text()
    office.type(page.new_key.line, "age1")
    office.click(page.add)
    assert page.new_key.problem.text().endswith("Copy all of it, from age1 to the end.")
    office.type(page.new_key.line, other.sealing_key)
    office.click(page.add)
    office.click(page.comparing.yes)
    office.until(lambda: other.sealing_key in office.card.recipients and not page.warning.isVisible())
    row = page.keys.itemAt(1).widget()
    office.click(row.remove)
    office.click(row.question.yes)
    office.until(lambda: other.sealing_key not in office.card.recipients and page.warning.isVisible())


def test_the_card_says_what_the_desks_ask_and_offer(office: Office) -> None:
    wait_until_open(office)
    office.open("keys")
    page = office.window.programme
    office.until(lambda: page.activities.text() != "")
    version = office.card.version
    office.click(page.asks.button("gender"))
    office.click(page.save_asks)
    office.until(lambda: office.card.asks.get("gender") is True)
    office.type(page.activities.line, "club, round")
    office.click(page.save_activities)
    office.until(lambda: office.card.codebook["activities"] == ["club", "round"])
    assert office.card.version == version + 2


def test_the_paper_copy_holds_both_keys_and_never_goes_onto_a_stick(
    office: Office, made: Made, tmp_path: Path
) -> None:
    wait_until_open(office)
    office.open("keys")
    page = office.window.programme
    page.write_paper(office.sticks / "00" / "paper.html")
    office.until(page.problem.isVisible)
    assert "never go onto a stick" in page.problem.text()
    page.write_paper(tmp_path / "paper.html")
    office.until(page.done.isVisible)
    with centre.Store.open(office.data.centre) as store:
        assert store.audited()[Deed.KEYS_ON_PAPER] == 1, "the trail tells of the copy, not of the refused one"
    written = (tmp_path / "paper.html").read_text("utf-8")
    for form in made.keys.papers().values():
        assert form.splitlines()[0] in written


def test_a_lost_passphrase_is_replaced_from_paper_and_the_next_paper_is_handed_out_first(
    office: Office, made: Made, open_office: Callable[[DataFolder], Office]
) -> None:
    second = open_office(office.data)
    wait_until_open(second)
    second.window.take_in([second.sticks / "00"])
    second.click(second.window.doors.unlock.lose)
    page = second.window.doors.restore
    papers = made.keys.papers()
    office.type(page.signing.line, made.paper)
    office.type(page.sealing.line, papers[Paper.SEALING])
    for field in (page.passphrase, page.again):
        office.type(field.line, "new words for a new year")
    second.click(page.do)
    second.until(second.window.doors.paper.isVisible)
    assert second.card == centre.programme_card(made.data), "nothing changes before the paper is written down"
    handed_out = second.window.doors.paper.paper()
    second.click(second.window.doors.paper.done)
    second.until(lambda: second.card.signing_key != made.keys.signing_key)
    second.until(lambda: "keys are new" in second.window.programme.done.text())
    assert not isinstance(from_paper(handed_out, Paper.NEXT_SIGNING), KioskError)
    fresh = ManagerKeys.load(second.data.keys, "new words for a new year")
    assert fresh.signing_key == second.card.signing_key


def test_a_window_closed_before_the_paper_was_written_down_changes_nothing(
    office: Office, made: Made
) -> None:
    wait_until_open(office)
    office.open("keys")
    office.click(office.window.programme.next_key)
    page = office.window.doors.next_key
    office.type(page.paper.line, made.paper)
    office.type(page.passphrase.line, PASSPHRASE)
    office.click(page.do)
    office.until(office.window.doors.paper.isVisible)
    office.window.close()
    office.until(lambda: not office.window.isVisible())
    assert office.card.signing_key == made.keys.signing_key


def test_another_manager_in_a_folder_of_their_own_takes_the_newer_card(made: Made, tmp_path: Path) -> None:
    data = DataFolder(tmp_path / "second")
    assert take_card(data, made.data.card) == centre.programme_card(made.data)


# -- the look


def test_text_size_and_contrast_are_chosen_in_the_bar_and_kept(office: Office) -> None:
    wait_until_open(office)
    kept: list[Look] = []
    office.window.look_chosen.connect(kept.append)
    for scale in (1.25, 1.5, 2.0, 1.0):
        office.click(office.window.bar.text_size)
        assert office.window.look.scale == scale
    office.click(office.window.bar.contrast)
    assert office.window.look.colours == HIGH_CONTRAST
    assert len(kept) == 5


def test_the_keyboard_goes_from_page_to_page_and_back(office: Office) -> None:
    wait_until_open(office)
    office.window.activateWindow()
    QTest.keyClick(office.window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    kiosks = office.window.kiosks
    office.until(lambda: len(kiosks.list.list.keys) == SHOPS)
    kiosks.list.list.setFocus()
    for key in (Qt.Key.Key_Home, Qt.Key.Key_Down, Qt.Key.Key_Return):
        QTest.keyClick(kiosks.list.list, key)
    office.until(kiosks.page.isVisible)
    assert kiosks.page.title.text() == "Village01"
    QTest.keyClick(office.window, Qt.Key.Key_Escape)
    assert kiosks.list.isVisible()


def test_what_was_chosen_in_the_bar_stands_at_the_next_start(made: Made, tmp_path: Path) -> None:
    data = DataFolder(Path(shutil.copytree(made.data.root, tmp_path / "centre")))
    face = build_manager(data)
    window = face.window
    assert isinstance(window, ManagerWindow)
    window.bar.contrast.click()
    window.bar.text_size.click()
    window.bar.buttons["fi"].click()
    face.close()
    again = build_manager(data)
    window = again.window
    assert isinstance(window, ManagerWindow)
    assert (window.look.colours, window.look.scale, window.language.code) == (HIGH_CONTRAST, 1.25, "fi")
    again.close()


def test_a_period_is_compared_with_the_one_before_and_everything_is_not(office: Office) -> None:
    office.take_in(*sorted(office.sticks.iterdir()))
    office.open("reports")
    page = office.window.reports
    page.choice.report.press("services")
    page.choice.period.choose("year")
    office.click(page.choice.more.button("compare"))
    office.until(lambda: page.shown is not None and page.shown.before is not None)
    page.choice.period.choose("all")
    office.until(lambda: page.shown is not None and page.shown.scope.first is None)
    assert page.shown is not None
    assert page.shown.before is None
    assert not page.choice.more.button("compare").isEnabled()
    page.choice.report.press("ages")
    office.click(page.choice.more.button("show_few"))
    office.until(lambda: page.shown is not None and page.shown.shows_few)
    assert "own use" in page.view.notes.text()
