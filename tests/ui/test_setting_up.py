"""A new desk is set up in four screens or just tried; everything is changed later; names of people never leave."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from kiosk.clock import SystemClock
from kiosk.config import DataFolder, Settings
from kiosk.keys import KioskKeys, open_sealed
from kiosk.stick import Stick, export, join
from kiosk.visits import VisitLog
from tests.desks import HandClock, draft
from tests.programmes import Shop
from tests.ui.stage import invitation_for
from tests.ui.test_walkthrough_fits import settle
from ui.app import Face
from ui.desk.joining import Joining
from ui.desk.window import DeskWindow
from ui.drives import Drive
from ui.setting_up import Cards
from ui.theme import HIGH_CONTRAST
from ui.turning import open_desk
from ui.widgets.button import Button
from ui.widgets.text import Label
from ui.wizard import FirstStart, SettingsWindow

PIN = "246810"


class NewDesk:
    """The command's face over a folder that nobody has used."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.qtbot = qtbot
        self.data = DataFolder(folder / "desk")
        self.face: Face

    def open(self) -> Face:
        self.data.create()
        self.face = open_desk(self.data)
        self.face.window.resize(1366, 768)
        self.face.window.show()
        self.settle()
        return self.face

    @property
    def window(self) -> QWidget:
        return self.face.window

    @property
    def first(self) -> FirstStart:
        assert isinstance(self.window, FirstStart)
        return self.window

    @property
    def desk(self) -> DeskWindow:
        assert isinstance(self.window, DeskWindow)
        return self.window

    @property
    def settings(self) -> SettingsWindow:
        assert isinstance(self.window, SettingsWindow)
        return self.window

    def kept(self) -> Settings:
        return Settings.load(self.data.settings)

    def becomes(self, kind: type[QWidget], act: Callable[[], object]) -> None:
        act()
        self.qtbot.waitUntil(lambda: isinstance(self.window, kind))
        self.settle()

    def settle(self) -> None:
        """Let a desk do what it puts off until after its first paint."""
        if isinstance(self.window, DeskWindow):
            self.qtbot.waitUntil(lambda: "view" in self.window.__dict__)
            settle()

    def close(self) -> None:
        self.window.close()
        self.face.close()


@pytest.fixture
def new(qtbot: QtBot, tmp_path: Path) -> Iterator[NewDesk]:
    desk = NewDesk(qtbot, tmp_path)
    desk.open()
    yield desk
    desk.close()


def type_pin(new: NewDesk) -> None:
    pad = new.first.sign_in.pad
    new.qtbot.keyClicks(pad, PIN)
    new.qtbot.waitUntil(lambda: pad._digits == "")


def test_a_new_desk_is_set_up_in_four_screens_by_the_keyboard_and_opens_signed_in(new: NewDesk) -> None:
    first = new.first
    first.languages_page.volunteer.button("en").click()
    first.languages_page.rows["vi"].offered.click()  # nobody here reads Vietnamese
    first.languages_page.rows["ru"].up.click()
    first.next_button.click()
    first.place_page.countries.button("kz").click()
    new.qtbot.keyClicks(first.place_page.site, "Bulaevo library")
    first.next_button.click()
    first.sign_in.name_page.field.setText("B-12")
    first.next_button.click()
    type_pin(new)
    type_pin(new)
    new.qtbot.waitUntil(lambda: first.step == 3)
    new.qtbot.keyClick(first.screen_page.picture, Qt.Key.Key_Plus)
    new.becomes(DeskWindow, first.next_button.click)
    kept = new.kept()
    assert kept.languages == ("ru", "kk", "en", "fi")
    assert (kept.volunteer_language, kept.country, kept.site, kept.place) == (
        "en",
        "kz",
        "Bulaevo library",
        "Bulaevo library",
    )
    assert kept.px_per_mm == pytest.approx(96 / 25.4 + 0.1, abs=0.001)
    assert new.desk.language.code == "ru"
    assert new.desk.panel.volunteer == "B-12"
    new.close()
    new.open()
    assert isinstance(new.window, DeskWindow)  # once is enough


def ways_on(first: FirstStart) -> list[str]:
    """Return the buttons that stand out as the way on."""
    return [b.text() for b in first.findChildren(Button) if b.isVisible() and b._kind == "primary"]


def test_each_screen_has_one_way_on_and_at_most_a_quiet_one_to_leave_it_for_later(new: NewDesk) -> None:
    first = new.first
    first.languages_page.volunteer.button("en").click()
    assert ways_on(first) == ["Next"]
    first.next_button.click()
    assert ways_on(first) == ["Next"]
    first.place_page.invite(invitation_for("k-test"))
    settle()
    assert ways_on(first) == ["Join"]
    joining = first.place_page.findChild(Joining)
    assert isinstance(joining, Joining)
    assert joining.site.hasFocus()
    joining.later_button.click()
    first.next_button.click()
    assert ways_on(first) == ["Next"]
    assert first.later_button.isVisible()
    first.next_button.click()  # it takes the name
    assert first.sign_in.pad.isVisible()
    assert ways_on(first) == []  # the last digit leads on
    first.back_button.click()
    first.later_button.click()
    assert ways_on(first) == ["Open the desk"]
    assert not first.later_button.isVisible()


def test_a_try_says_so_counts_nothing_and_is_left_for_the_real_thing(new: NewDesk) -> None:
    new.becomes(DeskWindow, new.first.try_button.click)
    panel = new.desk.panel
    (note,) = [button for button in panel.findChildren(Button) if "nothing here is counted" in button.text()]
    panel.sign_in.signed_in.emit("A-01")
    panel.start_visit()
    panel.form.answers.outcomes.button("alone").click()
    panel.form.saving.first_time_button.click()
    assert note.isVisible()
    new.close()
    assert isinstance(new.open().window, FirstStart)  # a try is no desk: the next start asks again
    new.becomes(DeskWindow, new.first.try_button.click)
    (note,) = [b for b in new.desk.findChildren(Button) if "nothing here is counted" in b.text()]
    new.becomes(FirstStart, note.click)
    for _ in range(2):
        new.first.next_button.click()
    new.first.later_button.click()
    new.becomes(DeskWindow, new.first.next_button.click)
    assert new.kept() == Settings(
        volunteer_language=new.kept().volunteer_language
    )  # every screen was skipped
    assert new.desk.panel.sign_in.isVisible()
    with VisitLog.look(new.data.log, SystemClock()) as log:
        assert log.counts_between("0001-01-01", "9999-12-31").visits == 0
        assert log.volunteers() == []


def test_a_desk_of_before_that_never_chose_anything_is_no_new_one(new: NewDesk) -> None:
    new.close()
    with VisitLog.open(new.data.log, SystemClock()) as log:
        log.add_volunteer("A-07", PIN)
    assert isinstance(new.open().window, DeskWindow)


def test_everything_is_changed_later_and_holds_when_the_desk_opens_again(new: NewDesk) -> None:
    first = new.first
    for _ in range(3):
        first.next_button.click()
    type_pin(new)
    type_pin(new)
    new.qtbot.waitUntil(lambda: first.step == 3)
    new.becomes(DeskWindow, first.next_button.click)
    panel = new.desk.panel
    shift = panel.duty.shift
    panel.between.open_more()
    new.becomes(SettingsWindow, panel.between.more.settings_button.click)
    window = new.settings
    reading, people = window.reading_page, window.people_page
    reading.sizes.button("150").click()
    reading.contrast.button("1").click()
    reading.idle.more.click()
    reading.spoken.button("1").click()
    people.fields["A-01"].textEdited.emit("Айгүл")
    assert new.kept().text_scale == 150
    new.becomes(DeskWindow, window.done_button.click)
    assert new.desk.look.colours is HIGH_CONTRAST
    assert new.desk.panel.volunteer == "A-01"
    assert new.desk.panel.duty.shift == shift  # a look at the settings is no break
    new.desk.panel.sign_out()
    assert new.desk.panel.sign_in.choose_page.button("A-01").text() == "A-01\nАйгүл"
    assert (new.kept().idle_seconds, new.kept().spoken_focus) == (105, True)


@pytest.fixture
def drive(tmp_path: Path) -> Drive:
    """A stick from the manager."""
    shop, stick = Shop(), Stick(tmp_path / "stick")
    stick.folder.mkdir(parents=True)
    stick.card.write_bytes(shop.card().signed(shop.manager))
    return Drive(tmp_path / "stick", "uuid:stick", "KINGSTON")


def plug_in(new: NewDesk, drive: Drive) -> Joining:
    cards = new.window.findChild(Cards)
    assert isinstance(cards, Cards)
    cards.look(drive)
    new.qtbot.waitUntil(lambda: new.window.findChild(Joining) is not None)
    joining = new.window.findChild(Joining)
    assert isinstance(joining, Joining)
    return joining


def test_the_manager_s_stick_is_joined_by_its_digits_and_the_kiosk_s_own_can_be_read_again_later(
    new: NewDesk, drive: Drive
) -> None:
    first = new.first
    first.next_button.click()
    joining = plug_in(new, drive)
    new.qtbot.keyClicks(joining.site, "Bulaevo")
    for field in joining.fields.values():
        new.qtbot.keyClicks(field, "00000")
    joining.join_button.click()
    assert not new.data.card.exists()
    for at, field in joining.fields.items():
        field.setText(joining._invited.groups[at])
    joining.join_button.click()
    new.qtbot.waitUntil(joining.done_button.isVisible)
    joining.done_button.click()
    own = joining._invited.groups[3:]
    first.sign_in.signed_in.emit("A-01")
    new.becomes(DeskWindow, first.next_button.click)
    assert new.kept().site == "Bulaevo"
    new.becomes(SettingsWindow, new.desk.panel.settings_wanted.emit)
    new.settings.open("place")
    said = " ".join(label.text() for label in new.window.findChildren(Label) if label.isVisible())
    assert all(group in said for group in own)


def test_a_card_that_is_not_joined_leaves_the_desk_as_it_was(new: NewDesk) -> None:
    new.first.next_button.click()
    new.first.place_page.invite(invitation_for("k-test"))
    joining = new.first.place_page.findChild(Joining)
    assert isinstance(joining, Joining)
    joining.later_button.click()
    assert new.first.place_page.site.isVisible()
    assert not new.data.card.exists()


def test_the_last_language_cannot_be_taken_away(new: NewDesk) -> None:
    for row in new.first.languages_page.rows.values():
        row.offered.click()
    assert len(new.first.choices.settings.languages) == 1


def test_the_card_follows_a_finger_and_never_leaves_the_bounds(new: NewDesk) -> None:
    picture = new.first.screen_page.picture
    picture.resize(600, 400)
    edge = QPoint(round(picture.card().right()), round(picture.card().center().y()))
    new.qtbot.mousePress(picture, Qt.MouseButton.LeftButton, pos=edge)
    new.qtbot.mouseMove(picture, edge + QPoint(86, 0))
    new.qtbot.mouseRelease(picture, Qt.MouseButton.LeftButton)
    assert new.first.choices.settings.px_per_mm == pytest.approx(96 / 25.4 + 86 / 85.6, abs=0.02)
    for _ in range(200):
        new.qtbot.keyClick(picture, Qt.Key.Key_Minus)
    assert new.first.choices.settings.px_per_mm == 2.0
    new.first.screen_page.forget.click()
    assert new.first.choices.settings.px_per_mm is None


def test_no_bundle_and_no_file_on_the_stick_carries_what_people_call_a_volunteer(tmp_path: Path) -> None:
    data, stick, shop, clock = DataFolder(tmp_path / "data").create(), tmp_path / "stick", Shop(), HandClock()
    called = "Айгүл апай"
    Settings(display_names={"A-07": called}).save(data.settings)
    Stick(stick).folder.mkdir(parents=True)
    Stick(stick).card.write_bytes(shop.card().signed(shop.manager))
    with VisitLog.open(data.log, clock) as log:
        log.add_volunteer("A-07", PIN)
        join(data, log, stick, lambda _card, _digits: True, "Bulaevo", clock=clock)
        log.end_shift(log.start_shift("A-07", "bulaevo"))
        log.record(draft(clock))
        export(data, log, stick, clock=clock)
    (bundle,) = stick.rglob("*.kiosk")
    outer = zipfile.ZipFile(bundle)
    package = zipfile.ZipFile(BytesIO(open_sealed(outer.read("payload.age"), shop.manager)))
    read = [outer.read(name) for name in outer.namelist()] + [
        package.read(name) for name in package.namelist()
    ]
    assert any(b"A-07" in content for content in read)
    read += [path.read_bytes() for path in stick.rglob("*") if path.is_file()]
    read += [path.read_bytes() for path in data.root.rglob("*") if path.is_file() and path != data.settings]
    assert not any(called.encode() in content for content in read)
    assert called in data.settings.read_text(encoding="utf-8")
    assert KioskKeys.load(data.keys).signing_key.encode() in b"".join(read)
