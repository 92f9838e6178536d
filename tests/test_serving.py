"""Without a display the desk is served to this computer only, behind a password that ends with it."""

from __future__ import annotations

import contextlib
import ipaddress
import os
import re
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives.ciphers import Cipher, modes

DESK = Path(__file__).parents[1] / ".ci" / "desk"
NO_PASSWORD, PASSWORD = 1, 2  # RFB's security types

pytestmark = [
    pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="reads /proc"),
    pytest.mark.skipif(not shutil.which("Xtigervnc"), reason="needs Xtigervnc (tigervnc-standalone-server)"),
    pytest.mark.skipif(not shutil.which("tigervncpasswd"), reason="needs tigervncpasswd (tigervnc-tools)"),
]


class Served(NamedTuple):
    """A desk that is being served, and what it printed about itself."""

    process: subprocess.Popen[str]
    port: int
    password: str
    password_file: Path


def start(*command: str) -> subprocess.Popen[str]:
    """Start `.ci/desk` where there is no display."""
    env = {name: value for name, value in os.environ.items() if name not in {"DISPLAY", "WAYLAND_DISPLAY"}}
    # A shell cannot hear a signal that was ignored when it began, as under nohup: it begins with none ignored.
    hearing = ["env", "--default-signal=INT,HUP,TERM"]
    return subprocess.Popen([*hearing, DESK, *command], env=env, stdout=subprocess.PIPE, text=True)


@pytest.fixture
def served() -> Iterator[Served]:
    """Serve a command that shows nothing and does not end by itself."""
    process = start("sh", "-c", "echo begun; exec sleep 300")
    try:
        assert process.stdout
        printed = ""
        while "begun" not in printed and (line := process.stdout.readline()):
            printed += line
        port = re.search(r"127\.0\.0\.1:(\d+)$", printed, re.MULTILINE)
        password = re.search(r"password, this once: +(\S+)", printed)
        assert port, printed
        assert password, printed
        arguments = [word for pid in family(process.pid) for word in command_line(pid).split("\0")]
        password_file = Path(arguments[arguments.index("-PasswordFile") + 1])
        yield Served(process, int(port[1]), password[1], password_file)
    finally:
        process.terminate()
        process.communicate(timeout=20)


def eventually(condition: Callable[[], bool], seconds: float = 20) -> bool:
    """Ask until it is so, or until the time is over."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
    return True


def family(pid: int) -> set[int]:
    """A process and all that it started."""
    parents: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
        except (FileNotFoundError, ProcessLookupError):
            continue  # ended while we looked
    found = {pid}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def command_line(pid: int) -> str:
    """The words that a process was started with, each ended by a NUL."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""  # ended while we looked


def listening(pids: set[int]) -> dict[str, str]:
    """The sockets on which these processes listen, each with its address."""
    theirs = set()
    for link in [link for pid in pids for link in Path("/proc").glob(f"{pid}/fd/*")]:
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):  # closed while we looked
            theirs.add(str(link.readlink()))
    return {name: where for name, where in all_listening().items() if name in theirs}


def all_listening() -> dict[str, str]:
    """The sockets on which anybody listens here."""
    found = {}
    for table in (Path("/proc/net/tcp"), Path("/proc/net/tcp6")):
        for line in table.read_text().splitlines()[1:] if table.exists() else ():
            _, local, _, state, *_, inode = line.split()[:10]
            if state == "0A":
                found[f"socket:[{inode}]"] = address(local.partition(":")[0])
    return found


def address(hexadecimal: str) -> str:
    """An address as /proc writes it: words of four bytes, each in the processor's own order."""
    words = [bytes.fromhex(hexadecimal[i : i + 8])[::-1] for i in range(0, len(hexadecimal), 8)]
    return str(ipaddress.ip_address(b"".join(words)))


def connect(port: int) -> tuple[socket.socket, set[int]]:
    """Greet the server as a viewer does; the ways in that it offers."""
    viewer = socket.create_connection(("127.0.0.1", port), timeout=20)
    greeting = receive(viewer, 12)
    assert greeting.startswith(b"RFB 003.")
    viewer.sendall(b"RFB 003.008\n")
    return viewer, set(receive(viewer, receive(viewer, 1)[0]))


def receive(viewer: socket.socket, size: int) -> bytes:
    """Exactly so many bytes."""
    data = b""
    while len(data) < size:
        more = viewer.recv(size - len(data))
        assert more, "the server hung up"
        data += more
    return data


def opens(port: int, password: str) -> bool:
    """Whether the server lets a viewer with this password in."""
    viewer, _ = connect(port)
    with viewer:
        viewer.sendall(bytes([PASSWORD]))
        # RFB's DES takes the bits of each key byte from the other end.
        key = bytes(int(f"{byte:08b}"[::-1], 2) for byte in password.encode().ljust(8, b"\0"))
        des = Cipher(TripleDES(key * 3), modes.ECB()).encryptor()
        viewer.sendall(des.update(receive(viewer, 16)))
        return receive(viewer, 4) == bytes(4)


def test_only_this_computer_can_reach_the_desk(served: Served) -> None:
    addresses = listening(family(served.process.pid))
    assert addresses
    assert set(addresses.values()) <= {"127.0.0.1", "::1"}


def test_nobody_gets_in_without_a_password(served: Served) -> None:
    viewer, ways_in = connect(served.port)
    viewer.close()
    assert PASSWORD in ways_in
    assert NO_PASSWORD not in ways_in


def test_the_printed_password_opens_the_desk_and_another_does_not(served: Served) -> None:
    assert opens(served.port, served.password)
    assert not opens(served.port, "wrong" + served.password[:3])


def test_the_password_is_for_this_user_only_and_on_no_command_line(served: Served) -> None:
    assert served.password_file.stat().st_mode & 0o777 == 0o600
    assert served.password_file.parent.stat().st_mode & 0o777 == 0o700
    assert all(served.password not in command_line(pid) for pid in family(served.process.pid))


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_after_the_end_nothing_listens_and_the_password_is_gone(served: Served, how: signal.Signals) -> None:
    started = family(served.process.pid)
    sockets = listening(started)
    served.process.send_signal(how)
    served.process.wait(20)
    assert not sockets.keys() & all_listening().keys()
    assert not served.password_file.parent.exists()
    assert eventually(lambda: not any(Path(f"/proc/{pid}").exists() for pid in started))


def test_a_killed_start_script_takes_the_server_with_it(served: Served) -> None:
    started = family(served.process.pid)
    sockets = listening(started)
    served.process.kill()
    assert eventually(lambda: not sockets.keys() & all_listening().keys())
    shutil.rmtree(served.password_file.parent)
    for pid in started:  # a desk ends with its screen, our command does not
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)


def test_two_desks_are_served_side_by_side(served: Served) -> None:
    other = start("true")
    printed = other.communicate(timeout=30)[0]
    assert "127.0.0.1:" in printed
    assert f"127.0.0.1:{served.port}\n" not in printed
    assert served.password not in printed


def test_when_the_desk_closes_by_itself_its_own_result_is_the_result() -> None:
    process = start("sh", "-c", "echo $XAUTHORITY; exit 7")
    printed = process.communicate(timeout=30)[0]
    assert process.returncode == 7
    assert not Path(printed.splitlines()[-1]).parent.exists()


def test_the_desk_gets_a_screen_of_the_size_of_an_old_laptop() -> None:
    printed = start("sh", "-c", "xdpyinfo | grep dimensions").communicate(timeout=30)[0]
    assert "1366x768" in printed


def test_with_a_display_the_desk_just_opens() -> None:
    env = {**os.environ, "DISPLAY": ":77"}
    assert subprocess.check_output([DESK, "sh", "-c", "echo $DISPLAY"], env=env, text=True) == ":77\n"
