"""Joining at the desk: from a stick's card, with two groups that only the manager can say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kiosk.clock import SystemClock
from kiosk.config import DataFolder, Settings
from kiosk.i18n import Languages
from kiosk.keys import read_card, read_enrolment
from kiosk.stick import Stick
from kiosk.visits import VisitLog
from tests.programmes import Shop
from ui.desk.banner import Banner
from ui.desk.join import JoinController
from ui.desk.joining import Joining
from ui.desk.panel import VisitPanel
from ui.drives import Drive
from ui.tasks import Tasks
from ui.theme import Look

SHOP = Shop()


class Desk:
    """The volunteer's half over a fresh log, and a stick with a card."""

    def __init__(self, root: Path, languages: Languages, qtbot: QtBot) -> None:
        self.data = DataFolder(root / "data").create()
        self.log = VisitLog.open(self.data.log, SystemClock())
        self.stick = root / "stick"
        self.tasks = Tasks()
        self.banner = Banner(languages["en"], Look())
        self.panel = VisitPanel(languages["en"], Look(), self.log, Settings(site="Bulaevo"), SystemClock())
        Settings(site="Bulaevo").save(self.data.settings)
        self.controller = JoinController(self.log.kiosk, self.data, self.tasks, self.banner, self.panel)
        self.qtbot = qtbot
        self.panel.resize(372, 700)
        self.panel.show()
        qtbot.addWidget(self.panel)
        qtbot.addWidget(self.banner)

    def give(self, shop: Shop, **changes: object) -> None:
        card = Stick(self.stick).card
        card.parent.mkdir(parents=True, exist_ok=True)
        card.write_bytes(shop.card(**changes).signed(shop.manager))

    def page(self) -> Joining:
        self.controller.offer(Drive(self.stick, "id", "STICK"))
        self.qtbot.waitUntil(lambda: "card of" in self.banner.text)
        self.banner.buttons[0].click()
        (page,) = self.panel.findChildren(Joining)
        return page

    def type_right(self, page: Joining, shop: Shop) -> None:
        for at, field in page.fields.items():
            field.setText(read_card(Stick(self.stick).card.read_bytes()).digits()[at])


@pytest.fixture
def desk(tmp_path: Path, languages: Languages, qtbot: QtBot) -> Iterator[Desk]:
    desk = Desk(tmp_path, languages, qtbot)
    yield desk
    desk.tasks.close()
    desk.log.close()


def test_a_volunteer_joins_with_two_groups_from_the_manager(desk: Desk, qtbot: QtBot) -> None:
    desk.give(SHOP)
    page = desk.page()
    shown = [label.text() for label in page.findChildren(type(page.heading)) if label.isVisibleTo(page)]
    asked = {SHOP.card().digits()[at] for at in page.fields}
    assert not asked & set(shown), "what must come from the manager is not on the screen"
    desk.type_right(page, SHOP)
    with qtbot.waitSignal(desk.controller.joined):
        page.join_button.click()
    request = read_enrolment(Stick(desk.stick).enrolment(desk.log.kiosk).read_bytes())
    assert request.site_name(SHOP.manager) == "Bulaevo"
    shown = [label.text() for label in page.findChildren(type(page.heading)) if label.isVisibleTo(page)]
    assert set(request.digits()[3:]) <= set(shown), "the manager asks for these"
    page.done_button.click()
    assert desk.panel.sign_in.isVisibleTo(desk.panel)


def test_wrong_digits_join_nothing_and_can_be_typed_again(desk: Desk, qtbot: QtBot) -> None:
    desk.give(SHOP)
    page = desk.page()
    for field in page.fields.values():
        field.setText("12345")
    page.join_button.click()
    assert "not the manager's digits" in page.said.text()
    assert not desk.data.card.exists()
    desk.type_right(page, SHOP)
    with qtbot.waitSignal(desk.controller.joined):
        page.join_button.click()


def test_another_programmes_stick_says_what_is_left_behind(desk: Desk, qtbot: QtBot) -> None:
    desk.give(SHOP)
    page = desk.page()
    desk.type_right(page, SHOP)
    with qtbot.waitSignal(desk.controller.joined):
        page.join_button.click()
    page.done_button.click()
    qtbot.waitUntil(lambda: not desk.panel.findChildren(Joining))
    desk.banner.clear()
    other = Shop()
    desk.give(other, programme="p-south", name="South")
    desk.controller.appeared(Drive(desk.stick, "id", "STICK"))
    assert desk.banner.text == "", "a kiosk with a programme is not asked by itself"
    page = desk.page()
    assert "leaves" in page.leaves.text()
    desk.type_right(page, other)
    with qtbot.waitSignal(desk.controller.joined):
        page.join_button.click()
    assert read_card(desk.data.card.read_bytes()).programme == "p-south"


def test_not_now_changes_nothing(desk: Desk, qtbot: QtBot) -> None:
    desk.give(SHOP)
    desk.page().later_button.click()
    qtbot.waitUntil(lambda: not desk.panel.findChildren(Joining))
    assert not desk.data.card.exists()


def test_a_stick_without_a_card_or_with_a_damaged_one_asks_nothing(desk: Desk, qtbot: QtBot) -> None:
    desk.stick.mkdir()
    for _ in range(2):
        desk.controller.appeared(Drive(desk.stick, "id", "STICK"))
        done: list[bool] = []
        desk.tasks.run(lambda: True, done.append, lambda _problem: None)
        qtbot.waitUntil(lambda heard=done: bool(heard))
        assert desk.banner.text == ""
        desk.give(SHOP)
        Stick(desk.stick).card.write_bytes(b"half a ca")
