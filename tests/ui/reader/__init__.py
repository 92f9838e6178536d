"""A screen reader for tests: what it reads of the program over AT-SPI, and what it lets it do."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

_READER = Path(__file__).with_name("reader.py")


class Reader:
    """Commands to a reader that runs beside the program, on the same screen."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def _ask(self, *command: object) -> Any:
        assert self._process.stdin
        self._process.stdin.write(json.dumps(command, ensure_ascii=False) + "\n")
        self._process.stdin.flush()
        return self.answer()

    def answer(self) -> Any:
        """Return the next answer."""
        assert self._process.stdout
        line = self._process.stdout.readline()
        assert line, "the reader has died"
        return json.loads(line)

    def tree(self) -> list[dict[str, Any]]:
        """Return what is shown, in reading order: role, name, description, states."""
        return list(self._ask("tree"))

    def names(self) -> list[str]:
        """Return the names of what is shown."""
        return [node["name"] for node in self.tree()]

    def press(self, name: str) -> None:
        """Do what the control with this name does."""
        assert self._ask("press", name), f"nothing to press is called {name!r}: {self.names()}"

    def wait(self, name: str) -> None:
        """Wait until something is shown whose name contains this."""
        assert self._ask("wait", name), f"nothing is called {name!r}: {self.names()}"

    def heard(self) -> list[str]:
        """Return everything that was announced so far."""
        return list(self._ask("heard"))


@contextmanager
def reading(data: Path, *verbs: str) -> Iterator[Reader]:
    """Open a face over a data folder, on a screen and a bus of its own, with a reader beside it."""
    kiosk = Path(sys.executable).with_name("kiosk")
    face = " ".join([str(kiosk), "--data", str(data), *verbs])
    # The reader's answers have a way of their own: the daemons of the bus talk on the usual one.
    listen = f'/usr/bin/python3 {_READER} "One-Stop Kiosk" >&9'
    script = f"{face} 2>{data}/face.log & face=$!; {listen}; kill $face; wait $face"
    screen = "xvfb-run -a -s '-screen 0 1366x768x24' dbus-run-session -- bash -c"
    environment = {
        **{name: value for name, value in os.environ.items() if name != "FONTCONFIG_FILE"},
        "QT_QPA_PLATFORM": "xcb",
        "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
    }
    process = subprocess.Popen(
        ("bash", "-c", f"exec 9>&1 >/dev/null; exec {screen} {shlex.quote(script)}"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=environment,
    )
    reader = Reader(process)
    try:
        assert reader.answer() is True, (data / "face.log").read_text()
        yield reader
    finally:
        with suppress(BrokenPipeError):
            assert process.stdin
            process.stdin.close()
        process.wait(timeout=30)
        assert process.stdout
        process.stdout.close()
