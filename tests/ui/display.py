"""A real screen that nobody sees: Xvfb, a window manager on it, and a finger and a keyboard for it."""

from __future__ import annotations

import os
import re
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Self

_LOOK = 0.05


def until(true: Callable[[], bool], seconds: float = 20.0) -> bool:
    """Wait until something is true; return whether it became so in time."""
    last = time.monotonic() + seconds
    while not true():
        if time.monotonic() > last:
            return False
        time.sleep(_LOOK)
    return True


class Display:
    """An X server of its own. Everything that is started on it ends with it."""

    def __init__(self, size: tuple[int, int]) -> None:
        self.size = size
        self.environment: dict[str, str] = {}
        self._closing = ExitStack()

    def __enter__(self) -> Self:
        reading, writing = os.pipe()
        self.start(
            *("Xvfb", "-displayfd", str(writing), "-screen", "0", f"{self.size[0]}x{self.size[1]}x24"),
            *("-nolisten", "tcp"),
            pass_fds=(writing,),
        )
        os.close(writing)
        with os.fdopen(reading) as said:
            number = said.readline().strip()
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("QT_", "WAYLAND"))}
        self.environment = {**kept, "DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb"}
        return self

    def __exit__(self, *_problem: object) -> None:
        self._closing.close()

    def start(self, *command: str, pass_fds: tuple[int, ...] = ()) -> subprocess.Popen[bytes]:
        """Start a program on this screen."""
        process = subprocess.Popen(
            command,
            env=self.environment or None,
            pass_fds=pass_fds,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._closing.callback(_end, process)
        return process

    @contextmanager
    def manager(self, *options: str) -> Iterator[None]:
        """Run openbox meanwhile."""
        process = self.start("openbox", "--sm-disable", *options)
        assert until(lambda: "_NET_SUPPORTING_WM_CHECK(WINDOW)" in self._ask("xprop", "-root"))
        yield
        _end(process)

    def press(self, *keys: str) -> None:
        """Press keys, as `xdotool` names them."""
        self._ask("xdotool", "key", "--clearmodifiers", *keys)

    def click(self, button: int, x: int, y: int) -> None:
        """Click somewhere."""
        self._ask("xdotool", "mousemove", str(x), str(y), "click", str(button))

    def close(self, title: str) -> None:
        """Ask the window manager to close a window."""
        self._ask("wmctrl", "-c", title)

    def windows(self) -> list[str]:
        """Return the visible windows that programs have made, by id."""
        return self._ask("xdotool", "search", "--onlyvisible", "--name", ".+").split()

    def covers(self, window: str) -> bool:
        """Tell whether a window can be seen and fills the screen."""
        said = self._ask("xwininfo", "-id", window)
        figures = [
            int(found.group(1)) if (found := re.search(rf"{name}:\s+(-?\d+)", said)) else None
            for name in ("Absolute upper-left X", "Absolute upper-left Y", "Width", "Height")
        ]
        return "Map State: IsViewable" in said and figures == [0, 0, *self.size]

    def _ask(self, *command: str) -> str:
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)
        return done.stdout


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.terminate()
        process.wait(20)
