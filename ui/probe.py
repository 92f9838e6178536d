"""Asks one address of the programme whether the world is there: a small file that holds a known token.

A captive portal answers everything, but not with the token. Redirections are answers of somebody else.
"""

from __future__ import annotations

import http.client
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from random import uniform
from typing import NamedTuple
from urllib.parse import urlsplit

from PySide6.QtCore import QObject, QTimer, Signal

#: After a failure the next question waits so long, each time twice as long up to the most (milliseconds).
FIRST_MS, MOST_MS = 30_000, 900_000
#: A success is confirmed by a second one, so much later.
CONFIRM_MS = 5_000
#: Seconds that the address has for an answer.
TIMEOUT_S = 10.0
#: No shop's router shall hear from all kiosks at the same moment: each wait is a little shorter or longer.
JITTER = 0.2
MOST_BYTES = 4096
_ENOUGH = 2


class Address(NamedTuple):
    """Where to ask, and the token that the file there holds."""

    url: str
    token: str

    @classmethod
    def of(cls, probe: Mapping[str, object]) -> Address | None:
        """Return the address that a card names in `probe`; None where it names none that can be asked."""
        url, token = probe.get("url"), probe.get("token")
        if not isinstance(url, str) or not isinstance(token, str) or not token.strip():
            return None
        with suppress(ValueError):
            parts = urlsplit(url)
            if parts.scheme in ("http", "https") and parts.hostname and parts.port != 0:
                return cls(url, token.strip())
        return None


Fetch = Callable[[str], bytes | None]


class Probe(QObject):
    """Asks again and again; `answered` tells True after two right answers in a row, False after a wrong one."""

    answered = Signal(bool)
    _fetched = Signal(object)

    def __init__(
        self, address: Address, parent: QObject | None = None, *, fetch: Fetch | None = None
    ) -> None:
        super().__init__(parent)
        self.address = address
        self._fetch = fetch or fetch_url
        self._asking = self._stopped = False
        self._right = 0
        self._wait_ms = FIRST_MS
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._ask)
        self._fetched.connect(self._hear)

    def ask_now(self) -> None:
        """Ask at once: something about the network has changed."""
        self._wait_ms = FIRST_MS
        self._ask()

    def stop(self) -> None:
        """Ask no more."""
        self._stopped = True
        self._timer.stop()

    def _ask(self) -> None:
        if not self._asking and not self._stopped:
            self._asking = True
            self._timer.stop()
            threading.Thread(target=self._work, name="kiosk-probe", daemon=True).start()

    def _work(self) -> None:
        found = self._fetch(self.address.url)
        with suppress(RuntimeError):  # the program has ended meanwhile
            self._fetched.emit(found)

    def _hear(self, found: bytes | None) -> None:
        self._asking = False
        if self._stopped:
            return
        if found is not None and found.strip() == self.address.token.encode():
            self._right += 1
            self._timer.start(round(jittered(CONFIRM_MS if self._right < _ENOUGH else MOST_MS)))
            if self._right >= _ENOUGH:
                self._wait_ms = FIRST_MS
                self.answered.emit(True)
        else:
            self._right = 0
            self._timer.start(round(jittered(self._wait_ms)))
            self._wait_ms = min(2 * self._wait_ms, MOST_MS)
            self.answered.emit(False)


def jittered(milliseconds: float) -> float:
    """Return a time a little shorter or longer."""
    return milliseconds * uniform(1 - JITTER, 1 + JITTER)


def fetch_url(url: str) -> bytes | None:
    """Return a small file's content, None where there is none: no answer, another status, too large."""
    parts = urlsplit(url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=TIMEOUT_S)
    try:
        path = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
        connection.request("GET", path, headers={"Cache-Control": "no-cache"})
        answer = connection.getresponse()
        body = answer.read(MOST_BYTES + 1)
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()
    return body if answer.status == http.client.OK and len(body) <= MOST_BYTES else None
