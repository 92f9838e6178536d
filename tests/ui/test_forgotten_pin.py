"""Who forgot the PIN gets in again beside a lead volunteer, and nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kiosk.visits import LEAD, PinRefused, Volunteer
from tests.ui.test_panel import PIN, Desk

LEADS_PIN, NEW_PIN = "135791", "975310"


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(qtbot, tmp_path)
    desk.log.add_volunteer("A-01", LEADS_PIN, LEAD)
    desk.log.add_volunteer("A-07", PIN)
    yield desk
    desk.panel.close()
    desk.log.close()


def forget(desk: Desk) -> None:
    desk.tap(desk.open().sign_in.choose_page.button("A-07"))
    desk.tap(desk.panel.sign_in.forgotten_button)


def test_a_lead_types_their_own_pin_and_the_volunteer_a_new_one(desk: Desk) -> None:
    forget(desk)
    with pytest.raises(KeyError):
        desk.panel.sign_in.choose_page.button("A-07")  # only leads can help
    desk.tap(desk.panel.sign_in.choose_page.button("A-01"))
    desk.type_pin(LEADS_PIN)
    assert "A-07" in desk.words()
    assert "Choose a PIN" in desk.words()
    desk.type_pin(NEW_PIN)
    with desk.qtbot.waitSignal(desk.panel.signed_in) as signed_in:
        desk.type_pin(NEW_PIN)
    assert signed_in.args == ["A-07"]
    with pytest.raises(PinRefused):
        desk.log.check_pin("A-07", PIN)
    desk.log.check_pin("A-01", LEADS_PIN)


def test_a_wrong_pin_of_the_lead_changes_nothing_and_counts(desk: Desk) -> None:
    forget(desk)
    desk.tap(desk.panel.sign_in.choose_page.button("A-01"))
    desk.type_pin("000000")
    assert "The PIN is not right" in desk.words()
    assert "Choose a PIN" not in desk.words()
    desk.log.check_pin("A-07", PIN)


def test_a_desk_without_another_lead_says_who_can_help(desk: Desk) -> None:
    desk.log.set_volunteers([Volunteer("A-07", LEAD)])
    forget(desk)
    assert "no other lead volunteer" in desk.words()
    desk.tap(desk.panel.sign_in.back_button)
    desk.settle()
    assert desk.panel.sign_in.choose_page.button("A-07").isVisible()


def test_whoever_sets_a_desk_up_leads_it(desk: Desk) -> None:
    desk.log.close()
    desk.path.unlink()
    for beside in desk.path.parent.iterdir():
        beside.unlink()
    desk.log = type(desk.log).open(desk.path, desk.clock)
    panel = desk.open()
    desk.tap(panel.sign_in.name_page.next_button)
    desk.type_pin()
    with desk.qtbot.waitSignal(panel.signed_in):
        desk.type_pin()
    assert [person.role for person in desk.log.volunteers()] == [LEAD]
