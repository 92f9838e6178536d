"""The desk hears that the shop has come back online, and lives with not knowing."""

from __future__ import annotations

import http.server
import os
import subprocess
import sys
import textwrap
import threading
from pathlib import Path
from typing import ClassVar

import pytest
from PySide6.QtNetwork import QNetworkInformation
from pytestqt.qtbot import QtBot

from ui import probe as probe_room
from ui.connectivity import Connectivity, FakeConnectivity, NetworkConnectivity
from ui.probe import Address, Probe, fetch_url

ROOT = Path(__file__).resolve().parents[2]

Reachability = QNetworkInformation.Reachability


def heard(connectivity: Connectivity) -> list[bool]:
    told: list[bool] = []
    connectivity.online_changed.connect(told.append)
    return told


def test_a_shop_that_comes_back_online_is_told_once() -> None:
    connectivity = FakeConnectivity(online=False)
    told = heard(connectivity)
    connectivity.learn(True)
    connectivity.learn(True)
    assert told == [True]


def test_going_offline_is_told_too() -> None:
    connectivity = FakeConnectivity(online=True)
    told = heard(connectivity)
    connectivity.learn(False)
    connectivity.learn(True)
    assert told == [False, True]


def test_a_desk_that_starts_online_has_not_come_back_online() -> None:
    connectivity = FakeConnectivity(online=None)
    told = heard(connectivity)
    connectivity.learn(True)
    assert told == []
    assert connectivity.online is True


def test_a_moment_of_not_knowing_changes_nothing() -> None:
    connectivity = FakeConnectivity(online=True)
    told = heard(connectivity)
    connectivity.learn(None)
    connectivity.learn(True)
    assert told == []


@pytest.mark.parametrize(
    ("reachability", "online"),
    [
        (Reachability.Disconnected, False),
        (Reachability.Local, False),  # a router without a line
        (Reachability.Site, False),
        (Reachability.Online, True),
    ],
)
def test_only_the_world_counts_as_online(reachability: Reachability, online: bool) -> None:
    connectivity = NetworkConnectivity()
    connectivity.online = not online
    told = heard(connectivity)
    connectivity._heard(reachability)
    connectivity._heard(Reachability.Unknown)
    assert told == [online]


def test_the_system_is_asked_without_a_crash(qtbot: QtBot) -> None:
    connectivity = NetworkConnectivity()
    connectivity.start()
    assert connectivity.online in (True, False, None)


@pytest.mark.parametrize("loads", [False, True], ids=["no backend", "a backend that would not start"])
def test_a_machine_without_a_network_service_stays_unknown(
    loads: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QNetworkInformation, "loadBackendByFeatures", lambda feature: loads)
    monkeypatch.setattr(QNetworkInformation, "instance", lambda: None)
    connectivity = NetworkConnectivity()
    connectivity.start()
    assert connectivity.online is None


GOOD = Address("http://probe.example/online.txt", "kiosk-42")


class Answers:
    """What the address answers, one after another; the last one for ever."""

    def __init__(self, *answers: bytes | None) -> None:
        self.left = list(answers)
        self.asked = 0

    def __call__(self, url: str) -> bytes | None:
        self.asked += 1
        return self.left.pop(0) if len(self.left) > 1 else self.left[0]


@pytest.fixture
def fast(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("FIRST_MS", "MOST_MS", "CONFIRM_MS"):
        monkeypatch.setattr(probe_room, name, 1)


@pytest.mark.usefixtures("fast")
def test_two_right_answers_in_a_row_are_online_and_one_wrong_one_is_not(qtbot: QtBot) -> None:
    answers = Answers(b"kiosk-42\n", None, b"kiosk-42", b"kiosk-42", b"<html>Please log in</html>")
    probe = Probe(GOOD, fetch=answers)
    told: list[bool] = []
    probe.answered.connect(told.append)
    probe.ask_now()
    qtbot.waitUntil(lambda: len(told) >= 3)
    probe.stop()
    assert told[:3] == [False, True, False]
    qtbot.waitUntil(lambda: not probe._asking)


@pytest.mark.usefixtures("fast")
def test_a_captive_portal_is_not_online(qtbot: QtBot) -> None:
    portal = Probe(GOOD, fetch=Answers(b"<html>kiosk-42? Please log in</html>"))
    connectivity = FakeConnectivity(online=False)
    portal.answered.connect(connectivity.learn)
    told = heard(connectivity)
    portal.ask_now()
    qtbot.waitUntil(lambda: portal._fetch.asked > 5)  # type: ignore[attr-defined]
    portal.stop()
    assert (told, connectivity.online) == ([], False)


def test_an_address_that_does_not_answer_is_asked_less_and_less_often() -> None:
    probe = Probe(GOOD)
    waits = []
    for _ in range(8):
        probe._hear(None)
        waits.append(probe._timer.interval() / 1000)
    expected = [30, 60, 120, 240, 480, 900, 900, 900]
    assert all(0.8 * wait <= seen <= 1.2 * wait for wait, seen in zip(expected, waits, strict=True))
    assert len(set(waits)) == len(waits)  # no two kiosks ask at the same moment
    probe.stop()


@pytest.mark.parametrize(
    "probe",
    [
        {},
        {"url": "https://x.example/online.txt"},
        {"url": "https://x.example/", "token": " "},
        {"url": "file:///etc/passwd", "token": "t"},
        {"url": "https:///online.txt", "token": "t"},
        {"url": "https://x.example:99999/", "token": "t"},
        {"url": 7, "token": "t"},
    ],
)
def test_a_card_without_a_usable_address_leaves_the_system_s_word(probe: dict[str, object]) -> None:
    assert Address.of(probe) is None


def test_a_card_s_address_is_taken() -> None:
    assert Address.of({"url": "https://x.example:8443/a?b=c", "token": " t\n"}) == Address(
        "https://x.example:8443/a?b=c", "t"
    )


class _Portal(http.server.BaseHTTPRequestHandler):
    answers: ClassVar = {
        "/online.txt": (200, b"kiosk-42"),
        "/moved": (302, b""),
        "/large": (200, b"x" * 9999),
        "/gone": (404, b"kiosk-42"),
    }

    def do_GET(self) -> None:
        status, body = self.answers[self.path]
        self.send_response(status)
        self.send_header("Location", "/online.txt")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


def test_only_the_file_itself_is_an_answer() -> None:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Portal) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        found = [fetch_url(f"http://127.0.0.1:{server.server_port}{path}") for path in _Portal.answers]
        server.shutdown()
    assert found == [b"kiosk-42", None, None, None]
    assert fetch_url(f"http://127.0.0.1:{server.server_port}/online.txt") is None


def in_a_process(script: str, *before: str, **environment: str) -> list[str]:
    """Run a script that watches the network, for itself; return what it printed."""
    done = subprocess.run(
        [*before, sys.executable, "-c", textwrap.dedent(script)],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", **environment},
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.split()


WATCH = """
import subprocess, sys
from PySide6.QtCore import QCoreApplication, QDeadlineTimer, QEventLoop
from ui import probe
from ui.connectivity import NetworkConnectivity
application = QCoreApplication([])
connectivity = NetworkConnectivity()

def run(*words):
    subprocess.run(words, check=True)

def wait(online):
    until = QDeadlineTimer(20_000)
    while connectivity.online is not online and not until.hasExpired():
        application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 50)
    print(connectivity.online)
"""


def test_a_route_that_comes_and_goes_in_a_network_of_its_own() -> None:
    script = """
    connectivity.start()
    wait(False)
    run("ip", "link", "add", "shop", "type", "veth", "peer", "name", "street")
    run("ip", "address", "add", "192.0.2.2/24", "dev", "shop")
    run("ip", "link", "set", "shop", "up")
    run("ip", "link", "set", "street", "up")
    run("ip", "route", "add", "default", "via", "192.0.2.1")
    wait(True)
    run("ip", "route", "delete", "default")
    wait(False)
    """
    assert in_a_process(WATCH + textwrap.dedent(script), "unshare", "--net") == ["False", "True", "False"]


def test_a_route_without_the_world_behind_it_is_not_online_where_the_card_names_an_address() -> None:
    script = """
    import http.server, threading
    from tests.ui.test_connectivity import _Portal
    probe.FIRST_MS = probe.MOST_MS = probe.CONFIRM_MS = 20
    run("ip", "link", "set", "lo", "up")
    server = http.server.ThreadingHTTPServer(("0.0.0.0", 0), _Portal)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    connectivity.start()
    connectivity.ask(probe.Address(f"http://203.0.113.7:{server.server_port}/online.txt", "kiosk-42"))
    wait(False)
    run("ip", "link", "add", "shop", "type", "veth", "peer", "name", "street")
    run("ip", "address", "add", "192.0.2.2/24", "dev", "shop")
    run("ip", "link", "set", "shop", "up")
    run("ip", "link", "set", "street", "up")
    run("ip", "route", "add", "default", "via", "192.0.2.1")
    probe.TIMEOUT_S = 0.2
    until = QDeadlineTimer(1_000)
    while not until.hasExpired():
        application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 50)
    print(connectivity.online)
    run("ip", "address", "add", "203.0.113.7/32", "dev", "lo")
    wait(True)
    run("ip", "address", "delete", "203.0.113.7/32", "dev", "lo")
    wait(False)
    """
    found = in_a_process(WATCH + textwrap.dedent(script), "unshare", "--net")
    assert found == ["False", "False", "True", "False"]


def test_what_network_manager_says_is_heard(tmp_path: Path) -> None:
    daemon = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--print-address"], stdout=subprocess.PIPE, text=True
    )
    assert daemon.stdout is not None
    bus = {"DBUS_SYSTEM_BUS_ADDRESS": daemon.stdout.readline().strip()}
    # Debian's own Python has the module.
    mock = subprocess.Popen(
        ["/usr/bin/python3", "-m", "dbusmock", "--system", "--template", "networkmanager"],
        env={**os.environ, **bus},
    )
    script = """
    NAME, PATH = "org.freedesktop.NetworkManager", "/org/freedesktop/NetworkManager"
    def state(number):
        run("dbus-send", "--system", "--print-reply=literal", f"--dest={NAME}", PATH,
            "org.freedesktop.DBus.Mock.SetGlobalConnectionState", f"uint32:{number}")
    until = QDeadlineTimer(20_000)
    ask = ["dbus-send", "--system", "--print-reply", "--dest=org.freedesktop.DBus", "/",
           "org.freedesktop.DBus.NameHasOwner", f"string:{NAME}"]
    while b"true" not in subprocess.run(ask, capture_output=True, check=True).stdout:
        assert not until.hasExpired()
    state(20)
    connectivity.start()
    from PySide6.QtNetwork import QNetworkInformation
    assert QNetworkInformation.instance().backendName() == "networkmanager"
    wait(False)
    state(70)
    wait(True)
    state(20)
    wait(False)
    """
    try:
        script = WATCH + textwrap.dedent(script)
        found = [word for word in in_a_process(script, **bus) if word in ("True", "False")]
        assert found == ["False", "True", "False"]
    finally:
        for process in (mock, daemon):
            process.terminate()
            process.wait(10)
        daemon.stdout.close()
