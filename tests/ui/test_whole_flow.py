"""The main job by real clicks: from the language button to the manager's total."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from kiosk import centre, stick
from kiosk.clock import SystemClock
from kiosk.config import DataFolder, Settings
from kiosk.i18n import Languages
from kiosk.visits import Place, VisitLog
from tests.ui.office import Office
from ui.app import build_desk
from ui.desk.banner import Banner
from ui.desk.window import DeskWindow
from ui.manager.window import ManagerWindow
from ui.tasks import Tasks
from ui.theme import Look

PASSPHRASE = "cat spoon hill snow"
PIN = "271828"


@pytest.fixture
def office_folder(tmp_path: Path) -> DataFolder:
    """A programme with one village in its tree."""
    data = DataFolder(tmp_path / "office")
    centre.new_programme(data, "Солтүстік Қазақстан", PASSPHRASE)
    with centre.Store.open(data.centre) as store:
        store.set_places([Place("bulaevo", "Булаево", "settlement")])
    return data


@pytest.fixture
def shop(tmp_path: Path, office_folder: DataFolder) -> DataFolder:
    """A shop in that village that has joined with the programme's stick; a volunteer has chosen a PIN."""
    data = DataFolder(tmp_path / "shop").create()
    clock = SystemClock()
    pocket = tmp_path / "pocket" / "stick"
    pocket.mkdir(parents=True)
    centre.write_card(office_folder, pocket)
    with VisitLog.open(data.log, clock) as log:
        stick.join(data, log, pocket, lambda _card, _digits: True, "Булаево, ЦОН", clock=clock)
        log.add_volunteer("A-07", PIN)
    Settings(volunteer_language="ru", place="bulaevo").save(data.settings)
    return data


@pytest.fixture
def desk(
    shop: DataFolder, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Iterator[DeskWindow]:
    """The desk as the program builds it; a folder below `sticks` is a stick that is in."""
    (tmp_path / "sticks").mkdir()
    monkeypatch.setenv("KIOSK_DRIVES", str(tmp_path / "sticks"))
    face = build_desk(shop)
    window = face.window
    assert isinstance(window, DeskWindow)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    with qtbot.waitExposed(window):
        window.show()
    yield window
    face.close()


@pytest.fixture
def office(office_folder: DataFolder, languages: Languages, tmp_path: Path, qtbot: QtBot) -> Iterator[Office]:
    tasks = Tasks()
    window = ManagerWindow(office_folder, languages, languages["ru"], Look(), tasks, tasks)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    with qtbot.waitExposed(window):
        window.show()
    yield Office(qtbot, window, office_folder, tmp_path)
    tasks.close()


def click(button: QAbstractButton) -> None:
    QApplication.processEvents()
    assert button.isVisible(), button.text()
    assert button.isEnabled(), button.text()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def sign_in(desk: DeskWindow) -> None:
    page = desk.panel.sign_in
    click(page.choose_page.button("A-07"))
    for digit in PIN:
        click(desk.panel.findChild(QAbstractButton, f"digit {digit}"))


def test_from_the_language_button_to_the_managers_total(
    desk: DeskWindow, office: Office, languages: Languages, tmp_path: Path, qtbot: QtBot
) -> None:
    sign_in(desk)
    qtbot.waitUntil(lambda: desk.panel.volunteer == "A-07")

    # The resident chooses Vietnamese, types a word, chooses the topic and goes through it.
    click(desk.bar.language_button("vi"))
    desk.chooser.search("quét QR")
    qtbot.waitUntil(desk.chooser.card("gen-qr").isVisible)
    click(desk.chooser.card("gen-qr"))
    walk = desk.view.walkthrough
    assert walk is not None
    while not walk.at_end:
        click(desk.view.next_button)

    # Three taps: how it went, the age, "first time".
    form = desk.panel.form
    click(form.answers.outcomes.button("alone"))
    click(form.answers.ages.button("60_74"))
    click(form.saving.first_time_button)
    qtbot.waitUntil(lambda: not desk.panel.visit_open)
    assert desk.chooser.isVisible(), "the desk is ready for the next resident"

    # The shop's stick is put in; the desk asks once, then writes and says so.
    shutil.move(tmp_path / "pocket" / "stick", tmp_path / "sticks" / "stick")
    banner = desk.findChild(Banner)
    assert banner is not None
    qtbot.waitUntil(lambda: banner.isVisible() and banner.buttons[1].isVisible(), timeout=10_000)
    click(banner.buttons[0])
    written = tmp_path / "sticks" / "stick" / "OneStopKiosk" / "visits"
    safe = languages["ru"].text(stick.ADVICE[stick.Outcome.EXPORTED])
    qtbot.waitUntil(lambda: safe in banner.text, timeout=15_000)
    assert list(written.glob("*.kiosk"))

    # The manager hands the stick in, opens the keys, compares the digits, accepts the shop.
    office.window.take_in([tmp_path / "sticks" / "stick"])
    office.until(office.window.doors.unlock.isVisible)
    office.type(office.window.doors.unlock.passphrase.line, PASSPHRASE)
    with qtbot.waitSignal(office.window.imported, timeout=20_000):
        click(office.window.doors.unlock.open)
    click(office.window.import_page.asking.button)
    (asking,) = office.window.kiosks.list.waiting.rows
    click(asking.compare)
    with qtbot.waitSignal(office.window.imported, timeout=20_000):
        click(asking.accept)
    totals = office.totals()
    assert totals["consultations"] == "1"
    assert totals["people_served"] == "1"
    assert totals["settlements"] == "1"
