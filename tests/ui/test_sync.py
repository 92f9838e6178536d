"""What wakes the sync, and what the yellow line says: a real log, a real programme, folders as sticks."""

from __future__ import annotations

import gettext
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from kiosk import stick
from kiosk.centre.programme import new_programme, write_card
from kiosk.clock import SystemClock
from kiosk.config import DataFolder, Settings
from kiosk.i18n import Language, Languages
from kiosk.stick import patience, spool
from kiosk.visits import Draft, VisitLog
from tests.stick.images import Bad, mounted_bad_stick
from ui.connectivity import FakeConnectivity
from ui.desk import sync as sync_room
from ui.desk import sync_lines
from ui.desk.banner import CLOSE, LATER, Action, Banner, Say
from ui.desk.sync import SyncController
from ui.drives import Drive, FakeDrives
from ui.tasks import Tasks
from ui.theme import Look
from ui.volumes import chosen_folder

ENGLISH = Language("en", gettext.NullTranslations())
SAFE = "You can take the stick out now."


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A stick with a programme's card, made once: the manager's passphrase takes a second on purpose."""
    folder = tmp_path_factory.mktemp("centre")
    new_programme(DataFolder(folder / "data"), "Practice", "a long passphrase")
    (folder / "stick").mkdir()
    write_card(DataFolder(folder / "data"), folder / "stick")
    return folder / "stick"


class Shop:
    """A desk's sync with everything around it."""

    def __init__(self, qtbot: QtBot, folder: Path, centre: Path) -> None:
        self.qtbot = qtbot
        self.folder = folder
        self.centre = centre
        self.data = DataFolder(folder / "data").create()
        self.clock = SystemClock()
        self.log = VisitLog.open(self.data.log, self.clock)
        self.drives = FakeDrives()
        self.connectivity = FakeConnectivity(online=False)
        self.tasks = Tasks()
        self.banner = Banner(ENGLISH, Look())
        qtbot.addWidget(self.banner)
        self.remembered: list[str] = []
        self.choice = folder
        self.sync = self.start()

    def start(self, *known: str) -> SyncController:
        """Start the sync, as after a restart of the program."""
        self.sync = SyncController(
            self.log,
            self.data,
            Settings(known_sticks=known),
            self.drives,
            self.connectivity,
            self.tasks,
            self.banner,
            choose_folder=lambda chosen: chosen(self.choice),
        )
        self.sync.stick_remembered.connect(self.remembered.append)
        self.sync.start()
        return self.sync

    def join(self) -> None:
        """Join the programme, as `kiosk join` does."""
        stick.join(self.data, self.log, self.centre, lambda card, digits: True, "Bulaevo")

    def visit(self, visits: int = 1) -> None:
        for _ in range(visits):
            draft = Draft.start(self.clock, volunteer="A-07", place="bulaevo")
            draft.outcome = "alone"
            self.log.record(draft)

    def stick(self, name: str = "BULAEVO", *, writable: bool = True) -> Drive:
        root = self.folder / name
        shutil.copytree(self.centre, root)
        return Drive(root, f"uuid:{name}", name, writable)

    def press(self, text: str) -> None:
        button = next(button for button in self.banner.buttons if button.text() == text)
        assert not button.isHidden()
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    def says(self, *pieces: str) -> None:
        """Wait until the yellow line holds these."""
        self.qtbot.waitUntil(lambda: all(piece in self.banner.text for piece in pieces), timeout=20_000)

    def bundles(self, drive: Drive) -> list[str]:
        return sorted(path.name for path in drive.root.glob("OneStopKiosk/visits/*.kiosk"))


@pytest.fixture
def shop(qtbot: QtBot, tmp_path: Path, centre: Path) -> Iterator[Shop]:
    shop = Shop(qtbot, tmp_path, centre)
    yield shop
    shop.tasks.close()
    shop.log.close()


def test_a_new_stick_is_asked_about_and_remembered_and_written(shop: Shop) -> None:
    shop.join()
    shop.visit(3)
    drive = shop.stick()
    shop.drives.insert(drive)
    shop.says("Use the stick BULAEVO for this kiosk?")
    assert shop.bundles(drive) == []
    with shop.qtbot.waitSignal(shop.sync.exported, timeout=20_000):
        shop.press("Yes")
        assert "Leave it in." in shop.banner.text
    shop.says("Visits: 3", SAFE)
    assert shop.remembered == ["uuid:BULAEVO"]
    assert len(shop.bundles(drive)) == 1
    assert shop.log.waiting() == 0


def test_a_known_stick_is_written_without_a_question(shop: Shop) -> None:
    shop.join()
    shop.visit()
    shop.start("uuid:BULAEVO")
    drive = shop.stick()
    shop.drives.insert(drive)
    shop.says("Visits: 1", SAFE)
    assert len(shop.bundles(drive)) == 1


def test_a_known_stick_that_was_in_before_the_program_started_is_used(shop: Shop) -> None:
    shop.join()
    shop.visit()

    class InAlready(FakeDrives):
        def start(self) -> None:
            self.insert(drive)

    drive = shop.stick()
    shop.drives = InAlready()
    shop.start("uuid:BULAEVO")
    shop.says(SAFE)


def test_a_resident_s_stick_is_refused_once_and_not_asked_about_again(shop: Shop) -> None:
    shop.join()
    drive = shop.stick()
    shop.drives.insert(drive)
    shop.press("No")
    assert shop.banner.isHidden()
    shop.drives.pull(drive)
    shop.drives.insert(drive)
    assert shop.banner.isHidden()
    assert shop.bundles(drive) == []
    assert shop.remembered == []


def test_the_question_goes_away_with_the_stick(shop: Shop) -> None:
    shop.join()
    drive = shop.stick()
    shop.drives.insert(drive)
    shop.drives.pull(drive)
    assert shop.banner.isHidden()


def test_a_stick_with_nothing_new_can_be_taken_out(shop: Shop) -> None:
    shop.join()
    shop.visit()
    shop.start("uuid:BULAEVO")
    drive = shop.stick()
    for sentence in ("Exported", "Nothing new"):
        shop.drives.insert(drive)
        shop.says(sentence, SAFE)
        shop.drives.pull(drive)
        assert shop.banner.isHidden()


def test_the_shop_comes_back_online_and_the_desk_asks_for_the_stick(shop: Shop) -> None:
    shop.join()
    shop.visit(12)
    shop.connectivity.learn(True)
    shop.says("Online again.", "12 entries wait for export", "insert the kiosk's stick")
    shop.press("Later")
    assert shop.banner.isHidden()


def test_the_shop_comes_back_online_with_the_stick_in(shop: Shop) -> None:
    shop.join()
    drive = shop.stick()
    shop.start("uuid:BULAEVO")
    shop.drives.insert(drive)
    shop.says("Nothing new")
    shop.visit()
    shop.connectivity.learn(True)
    shop.says("Visits: 1", SAFE)


def test_coming_back_online_with_nothing_to_send_is_no_news(shop: Shop) -> None:
    shop.join()
    shop.connectivity.learn(True)
    shop.connectivity.learn(False)
    assert shop.banner.isHidden()


def test_going_offline_says_nothing(shop: Shop) -> None:
    shop.join()
    shop.visit()
    shop.connectivity.online = True
    shop.connectivity.learn(False)
    assert shop.banner.isHidden()


def test_a_shop_without_a_programme_is_left_in_peace_until_it_asks(shop: Shop) -> None:
    shop.visit()
    shop.drives.insert(shop.stick())
    shop.connectivity.learn(True)
    assert shop.banner.isHidden()
    shop.sync.export_now()
    assert "no programme yet" in shop.banner.text
    assert "safe at this kiosk" in shop.banner.text
    shop.press("Close")
    assert shop.banner.isHidden()


def test_the_button_without_a_stick_asks_for_one(shop: Shop) -> None:
    shop.join()
    shop.sync.export_now()
    assert "Insert the kiosk's stick." in shop.banner.text


def test_the_button_asks_again_about_a_stick_that_was_refused(shop: Shop) -> None:
    shop.join()
    shop.visit()
    shop.drives.insert(shop.stick())
    shop.press("No")
    shop.sync.export_now()
    shop.press("Yes")
    shop.says("Visits: 1", SAFE)


def test_a_visit_saved_with_the_stick_in_goes_there_after_a_while(shop: Shop) -> None:
    shop.join()
    drive = shop.stick()
    shop.start("uuid:BULAEVO")
    shop.drives.insert(drive)
    shop.says("Nothing new")
    shop.sync._settle.setInterval(1)
    shop.visit()
    shop.sync.visit_saved()
    shop.says("Visits: 1", SAFE)


def test_a_visit_saved_without_a_stick_waits(shop: Shop) -> None:
    shop.join()
    shop.visit()
    shop.sync.visit_saved()
    assert not shop.sync._settle.isActive()
    assert shop.log.waiting() == 1


def test_a_stick_pulled_out_is_told_and_the_visits_still_wait(shop: Shop) -> None:
    shop.join()
    shop.visit(2)
    shop.start("uuid:BULAEVO")
    drive = shop.stick()
    shutil.rmtree(drive.root)
    shop.drives.insert(drive)
    with shop.qtbot.waitSignal(shop.sync.exported, timeout=20_000):
        pass
    assert SAFE not in shop.banner.text
    assert shop.log.waiting() == 2
    shop.drives.pull(drive)
    assert shop.banner.text != ""  # why nothing was exported stays to be read


def test_a_second_stick_waits_for_its_turn(shop: Shop) -> None:
    shop.join()
    shop.visit()
    first, second = shop.stick("ONE"), shop.stick("TWO")
    shop.start(first.id, second.id)
    shop.drives.see([first, second])
    shop.qtbot.waitUntil(lambda: bool(shop.bundles(second)), timeout=20_000)
    shop.says(SAFE)
    assert shop.bundles(first) == shop.bundles(second)


def test_several_sticks_get_one_line_that_names_them(shop: Shop) -> None:
    shop.join()
    shop.visit()
    first, second = shop.stick("ONE"), shop.stick("TWO")
    shop.start(first.id, second.id)
    shop.drives.see([first, second])
    shop.says("Exported and checked: ONE, TWO.", SAFE)
    shutil.rmtree(second.root)
    shop.sync.export_now()
    shop.says("TWO: There is no stick", "Put the stick in")


def test_a_stick_that_cannot_be_read_is_named(shop: Shop) -> None:
    shop.join()
    unformatted = Drive(Path("/dev/sdb"), "disk:7", "sdb", writable=False, readable=False)
    shop.drives.insert(unformatted)
    shop.says("format", "Take another stick")
    shop.press("Close")
    shop.sync.export_now()
    shop.says("format")
    shop.drives.pull(unformatted)
    assert shop.banner.isHidden()


def test_a_folder_can_be_chosen_for_once_or_for_always(shop: Shop) -> None:
    shop.join()
    shop.visit()
    root = shop.folder / "Synced"
    root.mkdir()
    shop.choice = root
    for answer, remembered in (("Only now", []), ("Always", [f"path:{root}"])):
        shop.sync.export_now()
        shop.press("Folder")
        shop.says("Always use the folder Synced for this kiosk?")
        shop.press(answer)
        shop.says("Visits: 1" if answer == "Only now" else "Nothing new")
        assert SAFE not in shop.banner.text  # nobody takes out a folder
        assert shop.remembered == remembered
        shop.banner.clear()
    assert len(list(root.glob("OneStopKiosk/visits/*.kiosk"))) == 1


def test_a_known_folder_gets_every_visit_and_a_known_stick_as_well(shop: Shop) -> None:
    shop.join()
    shop.visit()
    root = shop.folder / "Synced"
    root.mkdir()
    folder, drive = chosen_folder(root), shop.stick()
    shop.start(folder.id, drive.id)
    shop.drives.insert(folder)
    shop.says("Visits: 1")
    shop.drives.insert(drive)
    shop.says("Visits: 1", SAFE)
    shop.drives.pull(folder)
    shop.banner.clear()
    shop.drives.insert(folder)
    assert shop.banner.isHidden()  # nothing waits: it is not news


@pytest.fixture
def bad(tmp_path: Path) -> Iterator[Bad]:
    with mounted_bad_stick(tmp_path) as bad:
        yield bad


def test_the_window_lives_on_while_a_stick_hangs(
    shop: Shop, bad: Bad, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "PATIENCE_S", 0.5)
    monkeypatch.setattr(sync_lines, "_TELLS_AFTER_S", 0.0)
    monkeypatch.setattr(sync_room, "_TELLS_EVERY_MS", 20)
    shop.join()
    shop.visit(2)
    drive = Drive(bad.mount, "uuid:BAD", "BAD")
    shop.start(drive.id)
    bad.suffer("hang:fsync")
    ticks: list[int] = []
    timer = QTimer()
    timer.timeout.connect(lambda: ticks.append(1))
    timer.start(1)
    shop.drives.insert(drive)
    shop.qtbot.waitUntil(lambda: not shop.banner.buttons[0].isHidden(), timeout=20_000)
    alive = len(ticks)
    shop.says("too slow, or hangs", "take another stick")
    assert len(ticks) > alive + 50
    assert shop.log.waiting() == 2
    bad.suffer("")
    shop.sync.export_now()
    shop.says("Visits: 2", SAFE)


def test_a_long_export_says_how_far_it_is_and_can_be_stopped(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spool, "BUNDLE_ROWS", 1)
    monkeypatch.setattr(sync_lines, "_TELLS_AFTER_S", 0.0)
    monkeypatch.setattr(sync_room, "_TELLS_EVERY_MS", 1)
    shop.join()
    shop.visit(60)
    drive = shop.stick()
    shop.start(drive.id)
    shop.drives.insert(drive)
    shop.says("Exporting to the stick. Leave it in.", "% done.", "left.")
    shop.press("Stop")
    assert "Stopping after this file." in shop.banner.text
    shop.says("Stopped. What was written is whole")
    assert shop.log.waiting() > 0
    shop.sync.export_now()
    shop.says(SAFE)
    assert shop.log.waiting() == 0
    assert len(shop.bundles(drive)) == 60


def test_the_time_that_is_left_is_told_in_whole_minutes() -> None:
    running = sync_lines.Running(seconds=120, done=200, total=800)
    assert running.say(ENGLISH)[1] == "Leave it in. 25% done. About 6 minutes are left."
    running.done = 799
    assert "Less than a minute" in running.say(ENGLISH)[1]


def test_a_log_that_cannot_be_opened_is_told_in_words(shop: Shop) -> None:
    shop.join()
    shop.start("uuid:BULAEVO")
    drive = shop.stick()
    shop.data = DataFolder(shop.folder / "elsewhere")
    shop.data.log.mkdir(parents=True)
    shop.data.card.write_bytes(b"{}")
    shop.start("uuid:BULAEVO")
    with shop.qtbot.waitSignal(shop.sync.exported, timeout=20_000):
        shop.drives.insert(drive)
    shop.says("Not exported.")


class Loud(gettext.NullTranslations):
    """English, so loud that it is another language."""

    def gettext(self, message: str) -> str:
        return message.upper()

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return "MANY {n}"


def test_the_line_changes_its_language_with_the_volunteer(shop: Shop) -> None:
    shop.join()
    shop.visit(2)
    shop.connectivity.learn(True)
    shop.banner.speak(Language("en", Loud()))
    assert shop.banner.text == "ONLINE AGAIN. MANY 2"
    assert shop.banner.buttons[0].text() == "LATER"


def test_a_call_for_help_comes_first_and_the_line_comes_back_after_it(shop: Shop) -> None:
    shop.join()
    drive = shop.stick()
    shop.drives.insert(drive)
    shop.banner.call_for_help()
    shop.banner.call_for_help()
    assert "asks for help" in shop.banner.text
    shop.press("I am coming")
    shop.says("Use the stick BULAEVO")


def test_a_result_goes_away_by_itself(shop: Shop) -> None:
    shop.banner.show_line(lambda language: ("Exported.", ""), stays_ms=1)
    assert not shop.banner.isHidden()
    shop.qtbot.waitUntil(shop.banner.isHidden)


LINES: list[tuple[Say, list[Action]]] = [
    (sync_lines.say_online_again(12), [LATER]),
    (sync_lines.say_insert, [LATER, ("Folder", lambda: None)]),
    (sync_lines.say_not_joined, [CLOSE]),
    (sync_lines.ask_about(Drive(Path("/media/x"), "uuid:1", "KINGSTON")), [CLOSE, LATER]),
    (sync_lines.ask_about(chosen_folder(Path("/srv/Nextcloud & <ЦОН>"))), [CLOSE, LATER]),
    (sync_lines.Running(seconds=200, done=300, total=1200).say, [("Stop", lambda: None)]),
    *(
        (
            sync_lines.result_line(
                [(Drive(Path("/x"), "1", "X"), stick.ExportResult(outcome, Path("/media/aigul/KINGSTON")))]
            ),
            [CLOSE],
        )
        for outcome in stick.Outcome
    ),
]


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("code", ["kk", "ru", "en", "vi", "fi"])
def test_no_line_is_cut_in_any_language_or_size(
    qtbot: QtBot, languages: Languages, code: str, scale: float
) -> None:
    banner, window = Banner(languages[code], Look(scale=scale)), QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(banner)
    column.addStretch(1)
    window.resize(1366, 768)
    with qtbot.waitExposed(window):
        window.show()
    for say, actions in LINES:
        banner.show_line(say, actions)
        for _ in range(2):  # the words ask the line for room, and the line the window
            QApplication.processEvents()
        words = banner._words
        assert words.heightForWidth(words.width()) <= words.height(), banner.text
        assert banner.height() <= (66 if scale == 1 else 230), banner.text
        for button in banner.buttons:
            assert button.isHidden() or min(button.width(), button.height()) >= 57
