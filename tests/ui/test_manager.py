"""A manager's day at the window: keys, sticks, what became of each file, and the totals."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog

from kiosk import centre
from kiosk.centre.importing import Importer
from kiosk.clock import SystemClock
from kiosk.config import DataFolder
from kiosk.keys import ManagerKeys
from kiosk.visits import Place
from tests import passphrases
from tests.ui.office import Office
from ui.drives import Drive
from ui.manager import work
from ui.manager.lines import Kind

PASSPHRASE = "cat spoon hill snow"


@pytest.fixture(autouse=True, scope="module")
def _quick_passphrases() -> Iterator[None]:
    with passphrases.quick():
        yield


@dataclass
class Made:
    """A programme that every test gets a copy of, because making its keys takes a second."""

    data: DataFolder
    keys: ManagerKeys


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, _quick_passphrases: None) -> Made:
    data = DataFolder(tmp_path_factory.mktemp("manager"))
    keys = centre.new_programme(data, "Солтүстік Қазақстан", PASSPHRASE).keys
    places = [Place(name.lower(), name, "settlement") for name in ("Bulaevo", "Yavlenka")]
    with centre.Store.open(data.centre) as store:
        store.set_places(places)
    return Made(data, keys)


@pytest.fixture
def locked(made: Made, tmp_path: Path, open_office: Callable[[DataFolder], Office]) -> Office:
    """The window over a programme, its keys still closed."""
    shutil.copytree(made.data.root, tmp_path / "centre")
    office = open_office(DataFolder(tmp_path / "centre"))
    office.until(lambda: office.window.bar.title.text() == "Солтүстік Қазақстан")
    return office


@pytest.fixture
def office(locked: Office, made: Made) -> Office:
    """The window with its keys open."""
    locked.window.use_keys(made.keys)
    return locked


# -- the first day


def test_an_empty_folder_becomes_a_programme_and_its_paper_is_shown_once(
    tmp_path: Path, open_office: Callable[[DataFolder], Office]
) -> None:
    office = open_office(DataFolder(tmp_path / "new"))
    page = office.window.doors.create_page
    assert page.isVisible()
    QTest.keyClicks(page.name.line, "Almaty")
    QTest.keyClicks(page.passphrase.line, "cat spoon hill snow")
    QTest.keyClicks(page.again.line, "cat spoon hill show")
    office.click(page.create_button)
    assert "not the same" in page.again.problem.text()
    assert not work.has_programme(office.data)
    page.again.line.clear()
    QTest.keyClicks(page.again.line, "cat spoon hill snow")
    office.click(page.create_button)
    office.until(office.window.doors.paper.isVisible)
    assert len(office.window.doors.paper.paper().split()) == 19
    assert not page.passphrase.text()
    office.click(office.window.doors.paper.done)
    office.until(office.window.import_page.welcome.isVisible)
    assert office.window.doors.paper.paper() == ""
    assert office.card.name == "Almaty"


def test_a_short_passphrase_is_refused_in_words(
    tmp_path: Path, open_office: Callable[[DataFolder], Office]
) -> None:
    office = open_office(DataFolder(tmp_path / "new"))
    page = office.window.doors.create_page
    office.click(page.create_button)
    assert page.name.problem.text() == "Give the programme a name."
    for field, typed in ((page.name, "Almaty"), (page.passphrase, "short"), (page.again, "short")):
        QTest.keyClicks(field.line, typed)
    office.click(page.create_button)
    office.until(page.problem.isVisible)
    assert "too short" in page.problem.text()
    assert page.create_button.isEnabled()


def test_a_stick_is_prepared_for_a_new_shop_with_one_button(office: Office, tmp_path: Path) -> None:
    (tmp_path / "KINGSTON").mkdir()
    office.window.show_drives([Drive(tmp_path / "KINGSTON", "uuid:1", "KINGSTON")])
    office.open("places")
    office.click(office.window.places.list.prepare)
    prepare = office.window.places.prepare.prepare
    button = prepare.sticks.itemAt(0).widget()
    assert isinstance(button, QAbstractButton)
    office.click(button)
    office.until(prepare.done.isVisible)
    written = tmp_path / "KINGSTON" / "OneStopKiosk" / "programme.card"
    assert written.read_bytes() == office.data.card.read_bytes()
    assert "KINGSTON" in prepare.done.text()


# -- the passphrase


def test_the_passphrase_is_asked_once_and_a_wrong_one_is_refused_in_words(locked: Office) -> None:
    shop = locked.shop("Bulaevo")
    shop.bundle(3)
    locked.window.take_in([shop.stick])
    page = locked.window.doors.unlock
    assert page.isVisible()
    QTest.keyClicks(page.passphrase.line, "not it")
    QTest.keyClick(page.passphrase.line, Qt.Key.Key_Return)
    locked.until(page.passphrase.problem.isVisible)
    assert "passphrase is wrong" in page.passphrase.problem.text()
    page.passphrase.line.clear()
    QTest.keyClicks(page.passphrase.line, PASSPHRASE)
    with locked.qtbot.waitSignal(locked.window.imported, timeout=15_000):
        locked.click(page.open)
    assert len(locked.lines()) == 2
    assert page.passphrase.text() == ""
    assert locked.take_in(shop.stick)
    assert locked.window.import_page.isVisible()


def test_not_now_goes_back_and_takes_nothing_in(locked: Office) -> None:
    shop = locked.shop("Bulaevo")
    shop.bundle(3)
    locked.window.take_in([shop.stick])
    locked.click(locked.window.doors.unlock.leave)
    assert locked.window.import_page.isVisible()
    assert locked.lines() == []


def test_a_typed_passphrase_can_be_looked_at(locked: Office) -> None:
    locked.window.take_in([locked.sticks])
    page = locked.window.doors.unlock
    QTest.keyClicks(page.passphrase.line, "cat spoon")
    assert set(page.passphrase.line.displayText()) == {"•"}
    locked.click(page.shown)
    assert page.passphrase.line.displayText() == "cat spoon"


# -- what the sticks bring


def test_an_unknown_shop_waits_until_its_digits_were_compared_and_then_counts(office: Office) -> None:
    shop = office.shop("Bulaevo")
    shop.bundle(7)
    shop.bundle(5)
    lines = office.take_in(shop.stick)
    assert [line.kind for line in lines] == [Kind.WAITING] * 3
    assert office.window.import_page.asking.words.text() == "1 kiosk asks to join."
    assert office.window.import_page.totals.isHidden()
    office.click(office.window.import_page.asking.button)
    row = office.row(shop)
    assert row.name.text() == "Bulaevo"
    assert "2 files are waiting" in row.count.text()
    office.click(row.compare)
    shown = [label.text() for label in row.groups]
    assert tuple(shown) == shop.request.digits()
    with office.qtbot.waitSignal(office.window.imported, timeout=15_000):
        office.click(row.accept)
    assert office.said() == ["Bulaevo: 5 new", "Bulaevo: 7 new"]
    assert office.window.import_page.intake.outcome.text() == "12 new visits"
    assert office.totals()["consultations"] == "12"
    assert office.totals()["settlements"] == "1"
    assert office.window.kiosks.list.waiting.isHidden()
    assert not list(office.data.bundles.glob("waiting/*"))


def test_a_shop_that_a_second_manager_has_just_accepted_is_told_in_words(office: Office, made: Made) -> None:
    shop = office.shop("Bulaevo")
    office.take_in(shop.stick)
    office.open("kiosks")
    with centre.Store.open(office.data.centre) as store:
        centre.accept(office.data, store, made.keys, shop.kiosk, SystemClock())
    office.agree(shop)
    assert "accepted already" in office.window.import_page.intake.problem.text()
    assert office.window.kiosks.list.waiting.isHidden()


def test_not_now_leaves_a_shop_waiting(office: Office) -> None:
    shop = office.shop("Bulaevo")
    shop.bundle(2)
    office.take_in(shop.stick)
    office.open("kiosks")
    row = office.row(shop)
    office.click(row.compare)
    office.click(row.later)
    assert row.compare.isVisible()
    assert not row.accept.isVisible()
    with centre.Store.open(office.data.centre) as store:
        assert store.kiosks() == []


def test_files_without_their_request_say_what_to_bring(office: Office) -> None:
    shop = office.shop("Bulaevo")
    office.take_in(shop.bundle(2))
    office.open("kiosks")
    row = office.row(shop)
    assert "whole stick" in row.problem.text()
    assert not row.compare.isVisible()


def test_the_same_stick_again_is_already_here_and_changes_nothing(office: Office) -> None:
    shop = office.shop("Bulaevo")
    shop.bundle(7)
    office.take_in(shop.stick)
    office.accept(shop)
    before = office.totals()
    lines = office.take_in(shop.stick)
    assert [line.kind for line in lines] == [Kind.ALREADY]
    assert office.said() == ["Bulaevo: 7 already here"]
    assert office.totals() == before


def test_a_damaged_file_is_named_first_and_stops_no_other(office: Office) -> None:
    shop = office.shop("Bulaevo")
    office.take_in(shop.stick)
    office.accept(shop)
    damaged = shop.bundle(4)
    damaged.write_bytes(damaged.read_bytes()[:-300])
    good = office.shop("Yavlenka")
    good.bundle(6)
    office.take_in(good.stick)
    office.accept(good)
    good.bundle(5)
    lines = office.take_in(office.sticks)
    assert [line.kind for line in lines] == [Kind.REFUSED, Kind.NEW, Kind.ALREADY]
    assert lines[0].name == damaged.name
    assert office.said()[0].startswith("Damaged.")
    assert office.window.import_page.intake.detail.text() == "3 files: 1 new, 1 already here, 1 not imported"
    assert office.totals()["consultations"] == "11"


def test_a_missing_bundle_is_said_by_its_number(office: Office) -> None:
    shop = office.shop("Bulaevo")
    shop.bundle(4)
    lost = shop.bundle(4)
    kept = lost.read_bytes()
    shop.bundle(4)
    lost.unlink()
    office.take_in(shop.stick)
    office.accept(shop)
    assert office.lines()[0].kind is Kind.LOOK
    assert office.said()[0] == "Bulaevo: 4 new, file 2 is missing"
    lost.write_bytes(kept)
    office.take_in(shop.stick)
    assert office.totals()["consultations"] == "12"
    assert Kind.LOOK not in {line.kind for line in office.lines()}


def test_a_folder_without_visits_is_said_so(office: Office, tmp_path: Path) -> None:
    (tmp_path / "holiday pictures").mkdir()
    (line,) = office.take_in(tmp_path / "holiday pictures")
    assert line.kind is Kind.LOOK
    assert office.said() == ["There are no visits in it."]


def test_the_receipt_goes_back_onto_the_stick(office: Office) -> None:
    shop = office.shop("Bulaevo")
    office.take_in(shop.stick)
    office.accept(shop)
    shop.bundle(3)
    office.take_in(shop.stick)
    assert (shop.stick / "OneStopKiosk" / "receipts" / f"{shop.kiosk}.json").exists()


# -- handing in


def test_files_and_folders_are_chosen_with_buttons(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    shop = office.shop("Bulaevo")
    bundle = shop.bundle(3)
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(bundle)], ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(shop.stick))
    with office.qtbot.waitSignal(office.window.imported, timeout=15_000):
        office.click(office.window.import_page.intake.files)
    assert len(office.lines()) == 1
    with office.qtbot.waitSignal(office.window.imported, timeout=15_000):
        office.click(office.window.import_page.intake.folder)
    assert len(office.lines()) == 2


def test_what_is_dropped_on_the_window_is_taken_in_and_copied(office: Office) -> None:
    shop = office.shop("Bulaevo")
    shop.bundle(3)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(shop.stick))])
    offered = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(QPoint(90, 90), offered, mime, left, none)
    QApplication.sendEvent(office.window, entering)
    assert entering.isAccepted()
    drop = QDropEvent(QPointF(90, 90), offered, mime, left, none)
    with office.qtbot.waitSignal(office.window.imported, timeout=15_000):
        QApplication.sendEvent(office.window, drop)
    assert drop.dropAction() == Qt.DropAction.CopyAction
    assert len(office.lines()) == 2


def test_a_stick_that_is_in_has_its_own_button(office: Office) -> None:
    shop = office.shop("Bulaevo")
    shop.bundle(3)
    office.window.show_drives([Drive(shop.stick, "uuid:1", "KINGSTON")])
    (button,) = office.window.import_page.intake.sticks
    assert "KINGSTON" in button.text()
    with office.qtbot.waitSignal(office.window.imported, timeout=15_000):
        office.click(button)
    assert len(office.lines()) == 2
    office.window.show_drives([])
    assert office.window.import_page.intake.sticks == []


# -- while it works


def test_the_window_answers_while_files_are_taken_in_and_can_be_stopped(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = Event()
    taken: list[Path] = []
    real = Importer.bundle

    def slow(importer: Importer, path: Path) -> centre.FileResult:
        taken.append(path)
        assert len(taken) == 1 or go_on.wait(10)
        return real(importer, path)

    monkeypatch.setattr(Importer, "bundle", slow)
    shop = office.shop("Bulaevo")
    for _ in range(3):
        shop.bundle(2)
    assert office.window.import_page.intake.files.kind == "primary"
    office.window.take_in([shop.stick])
    office.until(lambda: office.window.import_page.intake.progress.text() == "1 of 3 files")
    assert office.window.import_page.intake.files.kind == "strong", "the way to stop it must not stand behind"
    office.click(office.window.bar.buttons["ru"])
    assert office.window.language.code == "ru"
    office.click(office.window.import_page.intake.stop)
    assert not office.window.import_page.intake.stop.isEnabled()
    with office.qtbot.waitSignal(office.window.imported, timeout=15_000):
        go_on.set()
    assert len(taken) == 2
    assert not office.window.import_page.intake.progress.isVisible()
    assert office.window.import_page.intake.files.kind == "primary"


def test_another_language_says_everything_at_once_and_keeps_it(office: Office) -> None:
    shop = office.shop("Bulaevo")
    shop.bundle(4)
    office.take_in(shop.stick)
    office.accept(shop)
    before = (office.totals()["consultations"], len(office.lines()))
    chosen: list[str] = []
    office.window.language_chosen.connect(chosen.append)
    assert list(office.window.bar.buttons)[:5] == ["kk", "ru", "en", "vi", "fi"]
    office.click(office.window.bar.buttons["fi"])
    assert chosen == ["fi"]
    assert office.window.bar.buttons["fi"].isChecked()
    language = office.window.language
    assert office.window.import_page.totals.cards[1].label.text() == language.text("Consultations")
    assert office.window.import_page.intake.files.text() == language.text("Choose files")
    assert (office.totals()["consultations"], len(office.lines())) == before
