"""The lock of a kiosk: what an administrator gets, and what the doctor says of it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from kiosk.clock import SystemClock
from kiosk.config import DataFolder
from kiosk.health import State
from kiosk.lockdown import check_lockdown
from kiosk.visits import VisitLog
from ui.lock.installing import WAYLAND, X11, install

PROGRAM = Path("/opt/kiosk/bin/kiosk")


@pytest.fixture
def data(tmp_path: Path) -> DataFolder:
    data = DataFolder(tmp_path / "shop").create()
    VisitLog.open(data.log, SystemClock()).close()
    return data


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The root of a system on which nothing is installed yet, and the keys of its kernel are on."""
    root = tmp_path / "root"
    (root / "proc/sys/kernel").mkdir(parents=True)
    (root / "proc/sys/kernel/sysrq").write_text("438\n")
    return root


def run_openbox(root: Path, *command: str) -> None:
    process = root / "proc/4711"
    process.mkdir(exist_ok=True)
    (process / "cmdline").write_bytes("".join(f"{word}\0" for word in command).encode())


def said(data: DataFolder, root: Path) -> dict[str, State]:
    return {found.check: found.state for found in check_lockdown(data, SystemClock(), root)}


def test_a_desk_without_a_locked_session_is_told_so_and_is_not_ill(data: DataFolder, root: Path) -> None:
    assert said(data, root) == {"lock_pin": State.LOOK, "lock_session": State.GOOD}
    with VisitLog.open(data.log, SystemClock()) as log:
        log.add_volunteer("A-07", "123456")
    assert said(data, root)["lock_pin"] is State.GOOD


def test_every_part_of_the_x11_lock_is_looked_at(data: DataFolder, root: Path) -> None:
    files = install(X11, root, "kiosk", PROGRAM)
    found = said(data, root)
    assert found["lock_pin"] is State.BAD, "nobody could ever leave"
    assert found["lock_manager"] is State.LOOK, "it does not run yet"
    assert found["lock_sysrq"] is State.LOOK
    run_openbox(root, "/usr/bin/openbox", "--config-file", "/etc/one-stop-kiosk/openbox.xml")
    (root / "proc/sys/kernel/sysrq").write_text("0\n")
    found = said(data, root)
    assert {check for check, state in found.items() if state is not State.GOOD} == {"lock_pin"}
    checks = {"xorg.conf.d": {"lock_consoles", "lock_saver"}, "lightdm.conf.d": {"lock_autologin"}}
    for folder, expected in (*checks.items(), ("logind.conf.d", {"lock_logins"})):
        next(file for file in files if folder in str(file)).unlink()
        missing = {check for check, state in said(data, root).items() if state is State.LOOK}
        assert expected <= missing


@pytest.mark.parametrize(
    "command",
    [
        ("openbox",),
        ("openbox", "--config-file", "etc/one-stop-kiosk/openbox.xml"),
        ("openbox", "--config-file", "/etc/xdg/openbox/rc.xml"),
    ],
    ids=["no settings", "a relative path, which leads nowhere from another folder", "settings with keys"],
)
def test_an_openbox_whose_keys_lead_out_is_noticed(
    command: tuple[str, ...], data: DataFolder, root: Path
) -> None:
    install(X11, root, "kiosk", PROGRAM)
    keys = root / "etc/xdg/openbox/rc.xml"
    keys.parent.mkdir(parents=True)
    keys.write_text('<openbox_config><keyboard><keybind key="W-d"/></keyboard></openbox_config>')
    run_openbox(root, *command)
    assert said(data, root)["lock_manager"] is State.LOOK


def test_a_cage_that_lets_consoles_switch_is_noticed(data: DataFolder, root: Path) -> None:
    unit = install(WAYLAND, root, "kiosk", PROGRAM)[0]
    assert said(data, root)["lock_consoles"] is State.GOOD
    assert said(data, root)["lock_autologin"] is State.LOOK, "it is not enabled yet"
    unit.write_text(unit.read_text().replace("cage -d", "cage -d -s"))
    assert said(data, root)["lock_consoles"] is State.LOOK


def test_the_administrator_gets_whole_files_and_the_commands_for_them(tmp_path: Path) -> None:
    folder = tmp_path / "lock"
    command = "from ui.commands import main; import sys; sys.argv = ['/opt/kiosk', *sys.argv[1:]]; main()"
    done = subprocess.run(
        [sys.executable, "-c", command, "lock", "install", "--session", "x11", "--dir", str(folder)],
        capture_output=True,
        text=True,
        check=True,
    )
    session = folder / "usr/local/bin/one-stop-kiosk-session"
    assert session.stat().st_mode & 0o111
    subprocess.run(["sh", "-n", session], check=True)
    text = session.read_text()
    assert "/opt/kiosk desk --resident" in text
    assert "--config-file /etc/one-stop-kiosk/openbox.xml" in text, "an absolute path: another is ignored"
    ElementTree.parse(folder / "etc/one-stop-kiosk/openbox.xml")
    assert f"cp -a {folder}/. /" in done.stdout
    assert "@" not in text.replace("$@", "")


def test_the_doctor_speaks_of_the_lock(data: DataFolder) -> None:
    command = "from ui.commands import main; import sys; sys.argv = ['kiosk', *sys.argv[1:]]; main()"
    done = subprocess.run(
        [sys.executable, "-c", command, "--data", str(data.root), "doctor", "--json"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "lock_pin" in {found["check"] for found in json.loads(done.stdout)}
