"""Between visits: the list opens by the volunteer's action only, a slip is mended, hours and places are chosen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from kiosk.visits import Place, TutorialUse, Visit, Volunteer
from tests.ui.test_panel import Desk
from ui.desk.between_visits import BetweenVisits
from ui.desk.panel import VisitPanel
from ui.widgets.chips import Chips

TREE = [
    Place("kz", "Қазақстан", "country"),
    Place("north", "Солтүстік облысы", "region", "kz"),
    Place("magzhan", "Мағжан ауданы", "district", "north"),
    Place("bulaevo", "Булаев", "settlement", "magzhan"),
    Place("karaganda", "Қарағанды ауылы", "settlement", "magzhan"),
]


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(qtbot, tmp_path)
    yield desk
    desk.panel.close()
    desk.log.close()


@pytest.fixture
def panel(desk: Desk) -> VisitPanel:
    return desk.sign_in()


@pytest.fixture
def between(panel: VisitPanel) -> BetweenVisits:
    return panel.between


def record(desk: Desk, **said: object) -> Visit:
    """Record a visit, and come back to the day."""
    desk.panel.start_visit()
    draft = desk.panel._visit.draft
    assert draft is not None
    for name, value in {"outcome": "alone", **said}.items():
        setattr(draft, name, value)
    visit = desk.log.record(draft)
    desk.panel._visit.draft = None
    desk.panel.show_today()
    return visit


def titles(between: BetweenVisits) -> list[str]:
    return [row.text().split("\n")[0] for row in between.history.list_page.rows if row.isVisible()]


def test_the_list_opens_by_a_tap_and_shows_the_day(desk: Desk, between: BetweenVisits) -> None:
    record(desk, services=["kz.fines"])
    assert "Fines" not in desk.words()
    desk.tap(desk.panel.today.history_button)
    assert titles(between) == ["08:42 · Fines"]
    assert "1 visit · 1 person" in desk.words()


@pytest.mark.parametrize(
    "resident", ["opens a walkthrough", "touches the screen", "comes: a visit", "sign-out"]
)
def test_the_list_closes_when_somebody_else_could_read_it(
    resident: str, desk: Desk, panel: VisitPanel, between: BetweenVisits, qtbot: QtBot
) -> None:
    _window, left = desk.beside()
    record(desk, services=["kz.fines"])
    desk.tap(panel.today.history_button)
    desk.tap(between.history.list_page.rows[0])
    assert "Fines" in desk.words()
    match resident:
        case "opens a walkthrough":
            panel.follow(TutorialUse("kz-fines", 1, "kk", 1, 6), (), "kk")
        case "touches the screen":
            qtbot.mouseClick(left, Qt.MouseButton.LeftButton)
        case "comes: a visit":
            panel.start_visit()
        case "sign-out":
            panel.sign_out()
    assert not between.history.isVisible()
    assert "Fines" not in desk.words()
    assert not any("Fines" in row.text() for row in between.history.list_page.rows)
    panel.setParent(None)


def test_the_list_stays_when_its_reader_touches_what_is_no_button(
    desk: Desk, panel: VisitPanel, between: BetweenVisits, qtbot: QtBot
) -> None:
    window, left = desk.beside()
    record(desk, services=["kz.fines"])
    desk.tap(panel.today.history_button)
    page = between.history.list_page
    for where in (page._counts.rect().center(), page._counts.rect().bottomLeft()):
        qtbot.mouseClick(
            window.windowHandle(), Qt.MouseButton.LeftButton, pos=page._counts.mapTo(window, where)
        )
        assert page.isVisible()
    qtbot.mouseClick(window.windowHandle(), Qt.MouseButton.LeftButton, pos=left.geometry().center())
    assert not page.isVisible()
    panel.setParent(None)


def test_a_wrong_tap_is_mended_with_a_reason_and_both_states_can_be_read(
    desk: Desk, panel: VisitPanel, between: BetweenVisits
) -> None:
    record(desk, outcome="with_help")
    desk.tap(panel.today.history_button)
    history = between.history
    desk.tap(history.list_page.rows[0])
    desk.tap(history.visit_page.change_button)
    change = history.change_page
    assert not change.save_button.isEnabled()
    change.lines["outcome"].click()
    assert isinstance(change.choice.asked, Chips)
    desk.tap(change.choice.asked.button("alone"))
    assert not change.save_button.isEnabled()  # no change without a reason
    change.reasons.chips.button("wrong_tap").click()
    desk.tap(change.save_button)
    (visit,) = desk.visits()
    assert (visit.outcome, visit.revision, visit.change_reason) == ("alone", 2, "wrong_tap")
    for piece in ("was: With help", "is: Can do it alone now", "Why: a wrong tap", "A-07"):
        assert piece in desk.words()
    desk.tap(history.visit_page.back_button)
    assert "changed" in history.list_page.rows[0].text()


def test_a_reason_that_names_a_phone_is_refused_in_words(
    desk: Desk, panel: VisitPanel, between: BetweenVisits
) -> None:
    record(desk)
    desk.tap(panel.today.history_button)
    desk.tap(between.history.list_page.rows[0])
    desk.tap(between.history.visit_page.void_button)
    void = between.history.void_page
    void.reasons.field.setText("call 8 701 234 56 78")
    void.reasons.field.textEdited.emit(void.reasons.field.text())
    desk.tap(void.confirm_button)
    assert "phone" in desk.words()
    assert len(desk.visits()) == 1
    desk.tap(void.reasons.chips.button("twice"))
    desk.tap(void.confirm_button)
    assert desk.visits() == []
    assert "Does not count any more" in desk.words()
    assert not between.history.visit_page.change_button.isVisible()


def test_another_s_visit_is_read_and_not_changed_but_by_a_lead(
    desk: Desk, panel: VisitPanel, between: BetweenVisits
) -> None:
    record(desk, volunteer="A-08")
    desk.tap(panel.today.history_button)
    desk.tap(between.history.list_page.rows[0])
    assert not between.history.visit_page.change_button.isVisible()
    assert "ask one" in desk.words()
    desk.log.set_volunteers([Volunteer("A-07", "lead")])
    desk.tap(between.history.visit_page.back_button)
    desk.tap(between.history.list_page.rows[0])
    assert between.history.visit_page.change_button.isVisible()


def test_a_week_is_turned_page_by_page_and_counts_like_the_days(
    desk: Desk, panel: VisitPanel, between: BetweenVisits
) -> None:
    for number in range(30):
        record(desk, entry="late", visit_date=f"2026-11-{17 + number % 3}", people=2)
    panel.today.history_button.click()
    page = between.history.list_page
    desk.tap(page.kinds.button("week"))
    assert page.span() == (date(2026, 11, 16), date(2026, 11, 22))
    assert "30 visits · 60 people" in desk.words()
    seen = [row.visit for row in page.rows]
    while page.older.isVisible():
        page.older.click()
        seen += [row.visit for row in page.rows if row.isVisible()]
    assert len(seen) == len({(v.epoch, v.seq) for v in seen if v}) == 30
    page.newer.click()
    page.newer.click()
    assert not page.newer.isVisible()
    page.back.click()
    assert "0 visits" in desk.words()
    assert page.forward.isEnabled()


@pytest.mark.parametrize("typed", ["FINES", "аже", "flt"])
def test_search_finds_services_and_notes_however_they_are_typed(
    typed: str, desk: Desk, panel: VisitPanel, between: BetweenVisits
) -> None:
    record(desk, services=["kz.fines"], note="Әже өзі кірді")
    record(desk, services=["gen.email"])
    panel.today.history_button.click()
    page = between.history.list_page
    desk.tap(page.kinds.button("search"))
    page.field.setText(typed)
    desk.qtbot.keyClick(page.field, Qt.Key.Key_Return)
    found = len(titles(between))
    assert found == (0 if typed == "flt" else 1)
    assert ("Nothing found." in desk.words()) == (found == 0)


def test_a_phone_number_is_not_looked_for(desk: Desk, panel: VisitPanel, between: BetweenVisits) -> None:
    panel.today.history_button.click()
    page = between.history.list_page
    desk.tap(page.kinds.button("search"))
    page.field.setText("8 701 234 56 78")
    desk.qtbot.keyClick(page.field, Qt.Key.Key_Return)
    assert "phone" in desk.words()


def test_hours_away_are_added_with_their_place_and_asked_about_when_they_are_there_already(
    desk: Desk, panel: VisitPanel, between: BetweenVisits
) -> None:
    desk.log.set_places(TREE)
    panel.today.more_button.click()
    desk.tap(between.more.hours_button)
    hours = between.hours
    hours.activities.button("round").click()
    hours.day.less.click()  # yesterday
    hours.place_button.click()
    between.place_of_hours.chosen.emit("karaganda")
    assert "Қарағанды" in hours.place_button.text()
    desk.tap(hours.add_button)
    assert "The hours are added." in desk.words()
    (shift,) = desk.log.shifts_between(
        "A-07", desk.clock.now() - timedelta(days=2), desk.clock.now() - timedelta(hours=2)
    )
    assert (shift.how, shift.minutes, shift.activity, shift.place) == ("by_hand", 120, "round", "karaganda")
    assert (shift.shift_date, shift.started_at) == ("2026-11-21", "2026-11-21T04:00:00Z")
    panel.today.more_button.click()
    desk.tap(between.more.hours_button)
    hours.day.less.click()
    desk.tap(hours.add_button)
    assert "You already have hours at that time" in desk.words()
    desk.tap(hours.add_button)
    assert "The hours are added." in desk.words()


def test_hours_to_come_are_refused_in_words(desk: Desk, panel: VisitPanel, between: BetweenVisits) -> None:
    between.open_hours()
    between.hours.end.set_number(10 * 60, tell=True)
    desk.tap(between.hours.add_button)
    assert "still to come" in desk.words()


def test_a_round_chooses_its_place_once_and_the_next_shift_is_at_the_desk_again(
    desk: Desk, panel: VisitPanel, between: BetweenVisits
) -> None:
    desk.log.set_places(TREE)
    panel.today.more_button.click()
    desk.tap(between.more.place_button)
    assert [button.text() for button in between.place.buttons] == ["Булаев", "Қарағанды ауылы"]
    between.place.field.setText("караг")
    between.place.field.textEdited.emit("караг")
    assert [button.text() for button in between.place.buttons] == ["Қарағанды ауылы · Мағжан ауданы"]
    desk.tap(between.place.buttons[0])
    assert "visits count for Қарағанды ауылы" in desk.words()
    assert record(desk).place == "karaganda"
    panel = desk.restart()
    panel.sign_in.signed_in.emit("A-07")
    assert record(desk).place == "karaganda"  # a restart does not end a round
    panel.sign_out()
    panel.sign_in.signed_in.emit("A-07")
    assert record(desk).place == "bulaevo"


def test_a_forgotten_end_is_asked_about_kindly_and_corrected_by_one_tap(desk: Desk) -> None:
    desk.sign_in()
    desk.clock.advance(hours=30)
    panel = desk.restart()
    panel.sign_in.signed_in.emit("A-07")
    assert "Your last shift was not ended" in desk.words()
    assert "not known" in desk.words()
    page = panel.between.forgotten
    for _ in range(8):
        page.end.more.click()
    desk.tap(page.save_button)
    assert panel.today.isVisible()
    assert desk.log.forgotten_shift("A-07") is None
    month = desk.log.month_of("A-07", "2026-11-01", "2026-11-30")
    assert month.minutes == 121


def test_a_month_says_its_figures_to_a_screen_reader(
    desk: Desk, panel: VisitPanel, between: BetweenVisits
) -> None:
    record(desk, people=3)
    record(desk, outcome="with_help")
    desk.clock.advance(hours=2)
    panel.sign_out()
    panel.sign_in.signed_in.emit("A-07")
    panel.today.more_button.click()
    desk.tap(between.more.month_button)
    month = between.month
    for piece in ("November 2026", "2", "4"):
        assert piece in desk.words()
    assert month.weeks.accessibleDescription() == "1: 0; 2–8: 0; 9–15: 0; 16–22: 2; 23–29: 0; 30: 0"
    assert month.outcomes.accessibleDescription() == "Can do it alone now: 1; With help: 1"
    month.back.click()
    assert "October 2026" in desk.words()
    assert not month.weeks.isVisible()


def test_hours_that_were_wrong_are_taken_back_or_put_right_by_their_volunteer(
    desk: Desk, panel: VisitPanel, between: BetweenVisits
) -> None:
    now = desk.clock.now()
    for hours in (30, 55):
        begun = now - timedelta(hours=hours)
        desk.log.add_shift_by_hand("A-07", "bulaevo", "round", begun, begun + timedelta(hours=2))
    desk.log.add_shift_by_hand("A-08", "bulaevo", "round", now - timedelta(hours=5), now)
    between.open_month()
    desk.tap(between.month.shifts_button)
    rows = [row for row in between.shifts.rows if row.isVisible()]
    assert len(rows) == 3
    assert not rows[0].isEnabled()  # today's is still open
    assert "Round through villages · by hand" in rows[1].text()
    desk.tap(rows[1])
    between.shift.end.more.click()
    desk.tap(between.shift.save_button)
    assert "2 h 15 min" in rows[1].text()
    desk.tap(rows[2])
    desk.tap(between.shift.void_button)
    assert not rows[2].isVisible()
    desk.tap(between.shifts.back_button)
    assert desk.log.month_of("A-07", "2026-11-01", "2026-11-30").minutes == 135
    assert desk.log.month_of("A-08", "2026-11-01", "2026-11-30").minutes == 300


def test_a_list_that_nobody_looks_at_closes_by_itself(
    desk: Desk, panel: VisitPanel, between: BetweenVisits
) -> None:
    panel.today.history_button.click()
    assert between.history._alone.isActive()
    between.history._alone.timeout.emit()
    assert panel.today.isVisible()
    assert not between.history._alone.isActive()


def test_a_group_that_was_counted_wrongly_is_counted_again(
    desk: Desk, panel: VisitPanel, between: BetweenVisits
) -> None:
    record(desk, channel="group", outcome="", people=8, women=3, age_bands={"60_74": 5})
    panel.today.history_button.click()
    between.history.list_page.rows[0].click()
    between.history.visit_page.change_button.click()
    change = between.history.change_page
    assert not change.lines["outcome"].isVisible()  # a group has none
    change.lines["people"].click()
    change.group.counts.numbers.button("9").click()
    change.group.back_button.click()
    change.lines["more"].click()
    change.extras.picks["referral_to"].button("bank").click()
    change.extras.done_button.click()
    change.reasons.chips.button("left_out").click()
    change.save_button.click()
    (visit,) = desk.visits()
    assert (visit.people, visit.women, visit.age_bands) == (9, 3, {"60_74": 5})
    assert visit.referral_to == "bank"
    for piece in ("was: 8", "is: 9", "is: the bank"):
        assert piece in desk.words()


def test_hours_are_for_what_the_programme_calls_its_activities(
    desk: Desk, panel: VisitPanel, between: BetweenVisits
) -> None:
    between.open_hours()
    assert between.hours.activities.button("round").isVisible()
    panel.take_programme({}, {"activities": {"club": "Клуб", "fair": "Ярмарка"}})
    panel.show_today()
    between.open_hours()
    assert between.hours.activities.button("fair").text() == "Ярмарка"
    between.hours.activities.button("fair").click()
    between.hours.day.less.click()
    between.hours.add_button.click()
    assert desk.log.shifts_of("A-07", "2026-11-01", "2026-11-21")[0].activity == "fair"
