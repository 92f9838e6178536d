"""A resident asks to be forgotten and the manager does it in the window; the period, the trail and the notices too."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from kiosk import centre
from kiosk.centre import MANAGER, Deed
from kiosk.clock import SystemClock
from kiosk.config import DataFolder
from kiosk.keys import ManagerKeys, read_roster
from kiosk.privacy import new_return_code
from kiosk.stick import Stick
from tests import passphrases
from tests.centre.world import SomeKiosk
from tests.ui.keyboard import write
from tests.ui.office import Office
from ui.manager.entries import Entries
from ui.manager.trail_page import Trail

PASSPHRASE = "cat spoon hill snow"
CODE, OTHER = (new_return_code(Random(seed)) for seed in (1, 2))
NOTE = "келесі жолы әжесімен келеді"
#: The keys of the Russian layout that stand where the code's Latin letters are.
ON_RUSSIAN_KEYS = str.maketrans("ABCEKMPX", "ФИСУЛЬЗЧ")


@pytest.fixture(autouse=True)
def _quick_passphrases() -> Iterator[None]:
    with passphrases.quick():
        yield


@pytest.fixture
def kiosk(tmp_path: Path) -> SomeKiosk:
    """A kiosk whose stick brought three visits of one card's holder and one of another's."""
    data = DataFolder(tmp_path / "centre")
    keys = centre.new_programme(data, "Солтүстік Қазақстан", PASSPHRASE).keys
    kiosk = SomeKiosk(centre.programme_card(data))
    stick = tmp_path / "stick"
    kiosk.ask(stick)
    visits = [
        *kiosk.visits(1, return_code=CODE, note=NOTE, visit_date="2024-05-05"),
        *kiosk.visits(2, return_code=CODE, note=NOTE),
        *kiosk.visits(1, return_code=OTHER, note="сұрағы қалды"),
    ]
    kiosk.put(kiosk.bundle(visits), stick)
    with centre.Store.open(data.centre) as store:
        centre.take_requests(data, store, [stick])
        centre.accept(data, store, keys, kiosk.kiosk, SystemClock())
        centre.import_paths(data, store, keys, [stick])
    return kiosk


@pytest.fixture
def office(kiosk: SomeKiosk, tmp_path: Path, open_office: Callable[[DataFolder], Office]) -> Office:
    """The window over it, open at data protection; nobody has typed the passphrase yet."""
    office = open_office(DataFolder(tmp_path / "centre"))
    office.open("privacy")
    office.until(lambda: office.window.privacy.page.period.now.text() == "Now: for ever.")
    return office


def codes(office: Office) -> list[str]:
    """The codes that visits show, one for each visit."""
    with centre.Store.open(office.data.centre) as store:
        found = store.ask("SELECT return_code FROM visits WHERE return_code <> '' ORDER BY seq", {})
    return [str(code) for (code,) in found]


def trail(office: Office) -> list[tuple[str, str, dict[str, str | int]]]:
    with centre.Store.open(office.data.centre) as store:
        return [(entry.who, entry.deed, entry.about) for entry in store.audit_trail()]


def keys_of(office: Office) -> ManagerKeys:
    return centre.manager_keys(office.data, PASSPHRASE)


def unlock(office: Office) -> None:
    """Type the passphrase, which is asked for the first time that a key is needed."""
    unlocking = office.window.doors.unlock
    office.until(unlocking.isVisible)
    office.type(unlocking.passphrase.line, PASSPHRASE)
    QTest.keyClick(unlocking.passphrase.line, Qt.Key.Key_Return)


def press_tab_until(office: Office, wanted: Callable[[], QWidget | None], *, back: bool = False) -> None:
    """Go on by the Tab key alone."""
    office.window.activateWindow()
    for _ in range(60):
        if QApplication.focusWidget() is wanted():
            return
        held = Qt.KeyboardModifier.ShiftModifier if back else Qt.KeyboardModifier.NoModifier
        QTest.keyClick(QApplication.focusWidget() or office.window, Qt.Key.Key_Tab, held)
    raise AssertionError("Tab does not come there")


def press(key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget(), key, held)


# -- forgetting


def test_a_resident_asks_to_be_forgotten_and_the_manager_does_it_by_mouse(
    office: Office, kiosk: SomeKiosk, tmp_path: Path
) -> None:
    page = office.window.privacy.page
    forgetting = page.forgetting
    office.type(forgetting.code.line, CODE)
    office.click(forgetting.look)
    office.until(forgetting.question.isVisible)
    assert (
        forgetting.question.words.text() == f"3 visits show the code {CODE}. Forget the person who holds it?"
    )
    assert codes(office) == [CODE, CODE, CODE, OTHER], "nothing goes before it is confirmed"
    office.click(forgetting.question.yes)
    unlock(office)
    office.until(lambda: page.done.text().startswith("3 visits no longer show this code."))
    assert codes(office) == [OTHER]
    assert forgetting.code.text() == ""
    assert not page.not_signer.isVisible()
    assert trail(office)[-1] == (keys_of(office).key_id, Deed.ERASE, {"visits": 3})
    with centre.Store.open(office.data.centre) as store:
        assert centre.summary(store).consultations == 4
    office.until(lambda: page.pending.summary.text().startswith("1 kiosk has not been told yet"))
    (entry,) = page.pending.list.entries.entries
    assert entry.title == "Булаево: no stick has told it yet"
    office.click(page.pending.prepare)
    prepare = office.window.places.prepare.prepare
    prepare.prepare(tmp_path / "stick")
    office.until(prepare.done.isVisible)
    sealed = Stick(tmp_path / "stick").roster(kiosk.kiosk).read_bytes()
    wishes = read_roster(sealed, kiosk.keys, office.card.signing_key).protection.wishes
    assert [wish.code for wish in wishes] == [CODE]
    office.open("privacy")
    told = "Булаево: told by a stick; it has not confirmed yet that it forgot 3 visits"
    office.until(lambda: page.pending.list.entries.entries[0].title == told)
    page.pending.list.press(kiosk.kiosk)
    office.until(office.window.kiosks.page.isVisible)
    assert office.window.kiosks.page.title.text() == "Булаево"


def test_the_same_by_the_keyboard_alone_with_another_layout(office: Office) -> None:
    window, forgetting = office.window, office.window.privacy.page.forgetting
    window.activateWindow()
    QTest.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(window, Qt.Key.Key_6, Qt.KeyboardModifier.ControlModifier)
    assert window.privacy.isVisible()
    press_tab_until(office, lambda: forgetting.code.line)
    focused = QApplication.focusWidget()
    assert focused is not None
    write(focused, CODE.replace("-", "").translate(ON_RUSSIAN_KEYS).lower())
    press(Qt.Key.Key_Return)
    office.until(forgetting.question.isVisible)
    assert forgetting.code.text() == CODE
    assert QApplication.focusWidget() is forgetting.question.no, "a stray Enter forgets nobody"
    press(Qt.Key.Key_Space)
    assert not forgetting.question.isVisible()
    assert codes(office) == [CODE, CODE, CODE, OTHER]
    press_tab_until(office, lambda: forgetting.code.line, back=True)
    press(Qt.Key.Key_Return)
    office.until(forgetting.question.isVisible)
    press_tab_until(office, lambda: forgetting.question.yes, back=True)
    press(Qt.Key.Key_Space)
    unlock(office)
    office.until(lambda: codes(office) == [OTHER])


def test_a_wrong_code_is_refused_with_what_to_do_and_one_that_is_typed_anew_asks_anew(office: Office) -> None:
    page = office.window.privacy.page
    forgetting = page.forgetting
    for wrong in ("", "ABC", "Айгүль", f"{CODE[:-1]}{'2' if CODE[-1] != '2' else '3'}", f"{CODE}2"):
        office.type(forgetting.code.line, wrong)
        office.click(forgetting.look)
        assert "Look at the card again" in forgetting.code.problem.text()
        assert forgetting.code.line.accessibleDescription() == forgetting.code.problem.text()
        assert QApplication.focusWidget() is forgetting.code.line
        assert not forgetting.question.isVisible()
    office.type(forgetting.code.line, CODE)
    office.click(forgetting.look)
    office.until(forgetting.question.isVisible)
    QTest.keyClick(forgetting.code.line, Qt.Key.Key_Backspace)
    assert not forgetting.question.isVisible(), "what was asked was another code"
    assert not forgetting.code.problem.isVisible()
    assert codes(office) == [CODE, CODE, CODE, OTHER]
    assert Deed.ERASE not in [deed for _who, deed, _about in trail(office)]


def test_a_card_whose_visits_are_still_on_their_way_can_be_forgotten_and_is_known_the_next_time(
    office: Office,
) -> None:
    office.window.use_keys(keys_of(office))
    page = office.window.privacy.page
    unseen = new_return_code(Random(3))
    office.type(page.forgetting.code.line, unseen)
    office.click(page.forgetting.look)
    office.until(page.forgetting.question.isVisible)
    assert page.forgetting.question.words.text().startswith(f"No visit here shows the code {unseen} yet.")
    office.click(page.forgetting.question.yes)
    office.until(page.done.isVisible)
    office.type(page.forgetting.code.line, unseen)
    office.click(page.forgetting.look)
    office.until(lambda: page.done.text().startswith(f"The code {unseen} was forgotten already, on"))
    assert not page.forgetting.question.isVisible()
    office.window.choose_language("fi")
    assert page.done.text().startswith(f"Koodi {unseen} on jo unohdettu")


def test_whoever_leaves_the_passphrase_forgets_nobody(office: Office) -> None:
    forgetting = office.window.privacy.page.forgetting
    office.type(forgetting.code.line, CODE)
    office.click(forgetting.look)
    office.until(forgetting.question.isVisible)
    office.click(forgetting.question.yes)
    office.until(office.window.doors.unlock.isVisible)
    QTest.keyClick(office.window, Qt.Key.Key_Escape)
    assert office.window.privacy.isVisible()
    assert codes(office) == [CODE, CODE, CODE, OTHER]


def test_a_manager_who_does_not_sign_the_card_is_told_that_the_kiosks_hear_nothing(office: Office) -> None:
    office.window.use_keys(ManagerKeys.generate()[0])
    page = office.window.privacy.page
    office.type(page.forgetting.code.line, OTHER)
    office.click(page.forgetting.look)
    office.until(page.forgetting.question.isVisible)
    office.click(page.forgetting.question.yes)
    office.until(page.not_signer.isVisible)
    assert codes(office) == [CODE, CODE, CODE]
    assert page.done.text() == "1 visit here no longer shows this code.", "it says nothing of the kiosks"
    office.type(page.period.months.line, "24")
    office.click(page.period.look)
    office.until(page.period.question.isVisible)
    assert not page.not_signer.isVisible(), "a warning is about the last thing that was done"
    office.click(page.period.question.yes)
    office.until(page.not_signer.isVisible)
    assert page.done.text() == "Notes and codes were deleted from 1 record here."


# -- the period


def test_what_a_period_would_drop_is_said_first_and_dropped_after_a_yes(office: Office) -> None:
    page = office.window.privacy.page
    period = page.period
    assert period.months.text() == "0"
    for wrong in ("two", "-1", "1201", ""):
        office.type(period.months.line, wrong)
        office.click(period.look)
        assert "from 0 to 1200" in period.months.problem.text()
    period.months.line.clear()
    QTest.keyClicks(period.months.line, "24")
    QTest.keyClick(period.months.line, Qt.Key.Key_Return)
    office.until(period.question.isVisible)
    said = period.question.words.text()
    assert said.startswith("1 record from before 1 November 2024 loses its note or return code at once.")
    office.window.choose_language("ru")
    assert "1 ноября 2024" in period.question.words.text()
    assert "24 месяца" in period.question.words.text()
    office.window.choose_language("en")
    office.click(period.question.no)
    assert codes(office) == [CODE, CODE, CODE, OTHER]
    office.click(period.look)
    office.until(period.question.isVisible)
    office.click(period.question.yes)
    unlock(office)
    office.until(lambda: page.done.text().startswith("Notes and codes were deleted from 1 record."))
    assert codes(office) == [CODE, CODE, OTHER]
    office.until(
        lambda: (
            period.now.text()
            == "Now: 24 months. Notes and codes from before 1 November 2024 have been deleted."
        )
    )
    about = {"before": 0, "months": 24, "records": 1}
    assert trail(office)[-1] == (keys_of(office).key_id, Deed.RETENTION, about)


def test_a_longer_period_drops_nothing_and_what_somebody_types_is_not_overwritten(office: Office) -> None:
    office.window.use_keys(keys_of(office))
    page = office.window.privacy.page
    page.period.months.line.clear()
    QTest.keyClicks(page.period.months.line, "36")
    office.open("privacy")
    office.open("privacy")
    assert page.period.months.text() == "36"
    office.click(page.period.look)
    office.until(page.period.question.isVisible)
    assert page.period.question.words.text() == "Nothing would be deleted now. Keep them for: 36 months?"
    office.click(page.period.question.yes)
    office.until(lambda: page.period.now.text().startswith("Now: 36 months."))
    assert codes(office) == [CODE, CODE, CODE, OTHER]


# -- the trail


def titles(entries: Entries) -> list[str]:
    return [entry.title for entry in entries.entries.entries]


def test_the_trail_is_read_by_keys_one_deed_is_looked_for_and_all_of_it_saved(
    office: Office, tmp_path: Path
) -> None:
    pages = office.window.privacy
    with centre.Store.open(office.data.centre) as store:
        store.forget(OTHER, "2026-11-20T10:00:00Z")
    pages.page.trail.setFocus()
    press(Qt.Key.Key_Space)
    office.until(lambda: len(titles(pages.trail.list)) == 4)
    assert QApplication.focusWidget() is pages.trail.list
    assert titles(pages.trail.list)[0] == "Erased personal data: 1 visit showed the code"
    newest = pages.trail.list.entries.entries[0]
    assert newest.detail == "20 November 2026, 10:00 UTC · a manager, without a key"
    assert pages.trail.count.text() == "4 entries"
    office.click(pages.trail.deed.button)
    assert titles(pages.trail.deed.list) == [
        "Accepted a kiosk · 1",
        "Erased personal data · 1",
        "Imported files · 1",
        "Made the programme · 1",
    ]
    pages.trail.deed.list.press(Deed.ACCEPT)
    office.until(lambda: titles(pages.trail.list) == ["Accepted a kiosk: Булаево"])
    assert pages.trail.count.text() == "1 entry"
    office.window.choose_language("vi")
    assert titles(pages.trail.list) == ["Chấp nhận một ki-ốt: Булаево"]
    office.window.choose_language("en")
    pages.trail._show(Trail())  # what is chosen is named even where nothing of it is there
    assert (pages.trail.deed.button.text(), pages.trail.count.text()) == (
        "Accepted a kiosk · 0",
        "No entries",
    )
    pages.trail.save_file(tmp_path / "trail")
    office.until(pages.trail.done.isVisible)
    head, *rows = csv.reader((tmp_path / "trail.csv").read_text("utf-8-sig").splitlines())
    assert head == ["Number", "Time (UTC)", "Who", "What was done", "Details"]
    assert len(rows) == 4
    assert CODE not in str(rows)
    assert trail(office)[-1] == (MANAGER, Deed.EXPORT, {"file": "trail.csv", "what": "audit"})
    QTest.keyClick(office.window, Qt.Key.Key_Escape)
    assert pages.page.isVisible()


def test_lists_that_are_changed_at_the_window_name_the_key_that_is_open(office: Office) -> None:
    office.window.use_keys(keys_of(office))
    office.open("places")
    pages = office.window.places
    office.click(pages.list.add)
    office.type(pages.place.name.line, "Казахстан")
    office.click(pages.place.save)
    office.until(lambda: len(pages.list.list.keys) == 1)
    assert trail(office)[-1] == (keys_of(office).key_id, Deed.PLACES, {"added": 1, "place": "kazahstan"})


# -- the notices


def test_the_notices_are_saved_to_be_filled_in_and_a_full_disk_is_said(
    office: Office, tmp_path: Path
) -> None:
    pages = office.window.privacy
    for name in pages.page.notices:
        pages.save_notice(name, tmp_path / "print" / name)
        office.until(lambda name=name: name in pages.page.done.text())
    assert "Мені ұмытыңыз" in (tmp_path / "print" / "residents.md").read_text("utf-8")
    (tmp_path / "a file").write_bytes(b"")
    pages.save_notice("residents.md", tmp_path / "a file" / "residents.md")
    office.until(pages.page.problem.isVisible)
    assert "cannot be written" in pages.page.problem.text()
