"""Practice programmes: whole, plausible, and counted by reports that know nothing of them."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from kiosk import centre, demo
from kiosk.centre import Outcome, Store, import_paths, manager_keys, report, summary
from kiosk.clock import SystemClock
from kiosk.config import DataFolder, Settings
from kiosk.demo.plan import PlannedProgramme
from kiosk.errors import KioskError
from kiosk.visits import VisitLog

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def north(tmp_path_factory: pytest.TempPathFactory) -> demo.Made:
    """The programme of the field report, built once."""
    return demo.build(tmp_path_factory.mktemp("demo") / "north", "north-kazakhstan", today=TODAY)


@pytest.fixture
def store(north: demo.Made) -> Iterator[Store]:
    with Store.open(north.folder / "centre" / "centre.db") as store:
        yield store


def test_north_kazakhstan_has_the_numbers_of_its_field_report(store: Store) -> None:
    found = summary(store)
    assert (found.settlements, found.consultations, found.people_served) == (30, 390, 748)
    assert found.volunteers == 13
    assert (found.kiosks, found.place_unknown, found.time_uncertain) == (13, 0, 0)


def test_it_lasted_two_months_that_ended_yesterday(store: Store) -> None:
    days = [
        date.fromisoformat(day) for (day,) in store.ask("SELECT DISTINCT visit_date FROM current_visits", {})
    ]
    assert max(days) < TODAY
    assert TODAY - timedelta(days=62) <= min(days)
    assert (max(days) - min(days)).days > 50


def test_it_is_plausible(store: Store) -> None:
    found = summary(store)
    assert found.alone_rate is not None
    assert 0.3 < found.alone_rate < 0.8
    assert 200 < found.people_reached < found.people_served
    assert 150 < found.volunteer_hours < 600
    assert found.household_visits > 40
    assert found.group_sessions > 10
    assert found.self_service_sessions > 3
    ages = {row[0]: row[3] for row in report(store, "ages").table.rows}
    assert ages["50_59"] + ages["60_74"] + ages["75_plus"] > 0.7 * found.people_served
    languages = {row[0] for row in report(store, "languages").table.rows}
    assert languages == {"kk", "ru"}
    services = {row[0] for row in report(store, "services").table.rows[:10]}
    assert {"kz.kaspi", "kz.criminal_record"} <= services


def test_people_made_mistakes_and_they_do_not_count(store: Store) -> None:
    changes = dict(store.ask("SELECT change, COUNT(*) FROM visits GROUP BY change", {}))
    assert changes["void"] >= 1
    assert changes["edit"] >= 3
    assert changes["new"] > summary(store).consultations
    late = store.ask("SELECT COUNT(*) FROM current_visits WHERE entry = 'late' AND minutes IS NULL", {})
    assert late[0][0] >= 3


def test_every_stick_a_second_time_in_another_order_changes_nothing(north: demo.Made, store: Store) -> None:
    data = DataFolder(north.folder / "centre")
    keys = manager_keys(data, north.passphrase)
    before = [report(store, name).table.rows for name in centre.REPORTS]
    sticks = sorted((north.folder / "sticks").iterdir())
    random.Random(3).shuffle(sticks)
    results = import_paths(data, store, keys, sticks)
    assert len(results) == 26
    assert {result.outcome for result in results} == {Outcome.ALREADY}
    assert [report(store, name).table.rows for name in centre.REPORTS] == before


def test_the_kiosks_know_that_everything_is_at_the_centre(north: demo.Made) -> None:
    for folder in north.desks:
        with VisitLog.open(folder / "log.db", SystemClock()) as log:
            assert (log.unsent(), log.undelivered()) == (0, 0)


def test_a_report_lies_ready(north: demo.Made) -> None:
    text = (north.folder / "centre" / "reports" / "summary.txt").read_text(encoding="utf-8")
    assert re.search(r"Settlements +30$", text, re.MULTILINE)
    funder = (north.folder / "centre" / "reports" / "north-kazakhstan.txt").read_text(encoding="utf-8")
    for figure in ("30", "390", "748", "13"):
        assert re.search(rf" {figure}$", funder, re.MULTILINE), figure


def test_nothing_in_the_reports_knows_the_numbers() -> None:
    sources = Path(centre.__file__).parent.rglob("*.py")
    assert not [
        path.name for path in sources if re.search(r"\b(390|748)\b", path.read_text(encoding="utf-8"))
    ]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> demo.Made:
    """The small practice programme."""
    return demo.build(tmp_path_factory.mktemp("demo") / "practice")


def test_the_practice_desk_can_be_used_at_once(small: demo.Made) -> None:
    desk = DataFolder(small.folder / "kiosks" / "desk")
    settings = Settings.load(desk.settings)
    assert (settings.practice, settings.country, settings.place) == (True, "kz", "bulaevo-desk")
    with VisitLog.open(desk.log, SystemClock()) as log:
        active = [volunteer.pseudonym for volunteer in log.volunteers() if volunteer.active]
        assert active == ["A-01", "A-02", "A-03"]
        for pseudonym in active:
            log.check_pin(pseudonym, small.pin)
        assert settings.place in {place.id for place in log.places()}
        assert log.unsent() > 0, "something is left to export"
        assert log.draft() is None
    assert small.desks[0] == desk.root
    assert desk.card.exists()


def test_the_practice_centre_has_visits_of_the_last_days(small: demo.Made) -> None:
    with Store.open(small.folder / "centre" / "centre.db") as store:
        found = summary(store)
        assert (found.settlements, found.kiosks) == (2, 2)
        assert found.consultations > 20
        assert found.time_uncertain == 0


def test_no_path_of_the_building_place_is_left(small: demo.Made) -> None:
    for path in small.folder.rglob("*"):
        if path.is_file():
            assert b".part" not in path.read_bytes(), path


def test_a_folder_with_something_in_it_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letters.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(KioskError, match="not empty"):
        demo.build(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["letters.txt"]


def test_an_unknown_programme_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KioskError, match="north-kazakhstan"):
        demo.build(tmp_path / "x", "atlantis")


def test_a_build_that_fails_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_plan: PlannedProgramme, root: Path, _language: object) -> None:
        root.mkdir()
        (root / "half").write_text("half", encoding="utf-8")
        raise OSError("the disk is full")

    monkeypatch.setattr(demo, "live_through", fail)
    with pytest.raises(OSError, match="full"):
        demo.build(tmp_path / "x")
    assert list(tmp_path.iterdir()) == []


def test_two_plans_of_one_day_are_equal() -> None:
    one, other = (demo.LIKE["north-kazakhstan"](TODAY) for _ in range(2))
    assert one == other


def test_the_commands_name_the_folder(small: demo.Made) -> None:
    assert any(command.endswith("report summary") for command in small.commands)
    assert all(str(small.folder) in command for command in small.commands)
    assert json.dumps(small.commands)
