"""A resident at a locked kiosk tries every way out; the default window manager shows that the trying is real."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from kiosk.clock import SystemClock
from kiosk.config import DataFolder, Settings
from kiosk.visits import VisitLog
from tests.ui.display import Display, until
from ui.lock.installing import X11, install

SIZE = (1366, 768)
START = "from ui.commands import main; import sys; sys.argv = ['kiosk', 'desk', '--resident']; main()"
ORDINARY = (
    "from PySide6.QtWidgets import QApplication, QWidget; app = QApplication([]); window = QWidget();"
    " window.setWindowTitle('Ordinary'); window.showFullScreen(); app.exec()"
)
KEYS = {
    "Alt+F4": ("alt+F4",),
    "Ctrl+Q and Ctrl+W": ("ctrl+q", "ctrl+w"),
    "F11": ("F11",),
    "Shift+F1": ("shift+F1",),
    "Alt+Tab": ("alt+Tab",),
    "Alt+Space": ("alt+space", "c"),
    "Super+D": ("super+d",),
    "Ctrl+Alt+BackSpace": ("ctrl+alt+BackSpace",),
    "Esc": ("Escape",),
}
#: Until a window manager has done what it was asked for; where nothing happens, nothing else would end the wait.
MOMENT = 0.25


@pytest.fixture
def shop(tmp_path: Path) -> DataFolder:
    data = DataFolder(tmp_path / "shop").create()
    Settings(volunteer_language="ru").save(data.settings)
    with VisitLog.open(data.log, SystemClock()) as log:
        log.add_volunteer("A-07", "123456")
    return data


def test_no_key_button_or_menu_leads_out_of_a_locked_kiosk(
    shop: DataFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KIOSK_DATA", str(shop.root))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "nothing of our own"))
    locked = install(X11, tmp_path / "root", "kiosk", Path("kiosk"))[0]
    with Display(SIZE) as screen:
        kiosk = screen.start(sys.executable, "-c", START)
        assert until(lambda: bool(screen.windows())), "the kiosk shows itself"
        (window,) = screen.windows()
        assert until(lambda: screen.covers(window)), "no window manager fills the screen, the program does"

        def holds() -> bool:
            time.sleep(MOMENT)
            alone = screen.windows() == [window]
            return alone and screen.covers(window) and kiosk.poll() is None

        with screen.manager("--config-file", str(locked)):
            assert until(lambda: screen.covers(window))
            escaped = []
            for way, keys in KEYS.items():
                screen.press(*keys)
                escaped += [] if holds() else [way]
            screen.click(3, 600, 400)
            escaped += [] if holds() else ["right click"]
            screen.close("One-Stop Kiosk")
            escaped += [] if holds() else ["the window manager's close"]
            assert escaped == []
        # Where somebody forgot our settings, the program comes back by itself.
        with screen.manager():
            assert until(lambda: screen.covers(window))
            screen.press("super+d")
            assert holds() or until(holds)


@pytest.mark.parametrize("options", [(), ("--config-file", "openbox.xml")], ids=["as it comes", "wrong path"])
def test_the_control_an_ordinary_window_is_hidden_by_super_d(
    options: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise the keys above would not have arrived. A path that leads nowhere makes openbox say not a word."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    with Display(SIZE) as screen, screen.manager(*options):
        screen.start(sys.executable, "-c", ORDINARY)
        assert until(lambda: bool(screen.windows()))
        (window,) = screen.windows()
        assert until(lambda: screen.covers(window))
        screen.press("super+d")
        assert until(lambda: not screen.covers(window))
