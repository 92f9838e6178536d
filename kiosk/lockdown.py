"""What of a locked session is in force on this computer: the half of the lock that no program can be for itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from kiosk.clock import Clock
from kiosk.config import DataFolder
from kiosk.health import Finding, State
from kiosk.i18n import N_
from kiosk.visits import VisitLog

_INSTALLED = N_("An administrator installs the files that kiosk lock install creates.")
#: Where the sessions that `kiosk lock install` writes begin.
_X11, _WAYLAND = "usr/share/xsessions/one-stop-kiosk.desktop", "etc/systemd/system/one-stop-kiosk.service"
_XORG = ("etc/X11/xorg.conf.d", "usr/share/X11/xorg.conf.d", "etc/X11/xorg.conf")
_LIGHTDM = ("etc/lightdm/lightdm.conf.d", "etc/lightdm/lightdm.conf", "usr/share/lightdm/lightdm.conf.d")
_LOGIND = ("etc/systemd/logind.conf.d", "etc/systemd/logind.conf")


def check_lockdown(data: DataFolder, clock: Clock, root: Path = Path("/")) -> Iterator[Finding]:
    """Look how this computer keeps a resident inside the program; `root` is the system's."""
    if data.centre.exists():
        return  # an office is no kiosk
    x11, wayland = (root / _X11).exists(), (root / _WAYLAND).exists()
    yield from _pins(data, clock, needed=x11 or wayland)
    if not (x11 or wayland):
        yield Finding(
            "lock_session",
            State.GOOD,
            N_(
                "No locked session is installed: in resident mode the program alone holds keys and taps back."
            ),
        )
        return
    yield from _x11(root) if x11 else _wayland(root)
    consoles = re.search(r"(?m)^\s*NAutoVTs\s*=\s*0", _texts(root, _LOGIND)) is not None
    yield _line(
        "lock_logins",
        consoles,
        N_("The other consoles offer no login."),
        N_("The other consoles offer a login."),
    )
    sysrq = root / "proc/sys/kernel/sysrq"
    quiet = sysrq.exists() and sysrq.read_text().strip() == "0"
    yield _line("lock_sysrq", quiet, N_("The SysRq keys are off."), N_("The SysRq keys are on."))


def _pins(data: DataFolder, clock: Clock, *, needed: bool) -> Iterator[Finding]:
    if not data.log.exists():
        return
    with VisitLog.look(data.log, clock) as log:
        people = sum(each.active and each.has_pin for each in log.volunteers())
    if people:
        yield Finding(
            "lock_pin",
            State.GOOD,
            N_("Volunteers whose PIN ends resident mode: {number}."),
            {"number": people},
        )
    else:
        yield Finding(
            "lock_pin",
            State.BAD if needed else State.LOOK,
            N_("Nobody here has a PIN: resident mode does not begin."),
            advice=N_("Sign in at the desk and choose one."),
        )


def _x11(root: Path) -> Iterator[Finding]:
    yield _openbox(root)
    said = _texts(root, _XORG)
    yield _line(
        "lock_consoles",
        _is_true("DontVTSwitch", said) and _is_true("DontZap", said),
        N_("No key leads to another console or ends the screen."),
        N_("Ctrl+Alt+F1 leads to another console, or Ctrl+Alt+BackSpace ends the screen."),
    )
    yield _line(
        "lock_saver",
        re.search(r'"BlankTime"\s+"0"', said) is not None,
        N_("The screen does not go dark by itself."),
        N_("The screen may go dark by itself."),
    )
    yield _autologin(re.search(r"(?m)^\s*autologin-user\s*=\s*\S", _texts(root, _LIGHTDM)) is not None)


def _wayland(root: Path) -> Iterator[Finding]:
    unit = (root / _WAYLAND).read_text(encoding="utf-8")
    free = re.search(r"(?m)^ExecStart=\S*cage\b[^\n]*? -\w*s\w*\b[^\n]* --", unit) is not None
    yield _line(
        "lock_consoles",
        not free,
        N_("No key leads to another console or ends the screen."),
        N_("cage is started with -s: Ctrl+Alt+F1 leads to another console."),
    )
    wanted = root / "etc/systemd/system/graphical.target.wants" / Path(_WAYLAND).name
    yield _autologin(wanted.exists() or wanted.is_symlink())


def _openbox(root: Path) -> Finding:
    """Judge the window manager that runs: which settings it read, and whether they leave any key."""
    bad = N_("openbox does not run with the locked settings: Super+D may hide the kiosk.")
    good = N_("openbox runs with the locked settings.")
    for command in _running(root, "openbox"):
        if "--config-file" not in command:
            return _line("lock_manager", False, good, bad)
        chosen = Path(command[command.index("--config-file") + 1])
        settings = root / chosen.relative_to("/") if chosen.is_absolute() else None
        if settings is None:
            relative = N_(
                "openbox was given a relative path: from another folder it runs with its own settings."
            )
            return _line("lock_manager", False, good, relative)
        locked = settings.exists() and _binds_nothing(settings.read_text(encoding="utf-8"))
        return _line("lock_manager", locked, good, bad)
    return _line("lock_manager", False, good, N_("openbox does not run: nothing is locked just now."))


def _binds_nothing(settings: str) -> bool:
    """Tell whether a keyboard is configured (else the defaults hold), and no key in it."""
    bare = re.sub(r"(?s)<!--.*?-->", "", settings)
    return "<keyboard" in bare and "<keybind" not in bare


def _running(root: Path, name: str) -> Iterator[list[str]]:
    """Yield the command lines of the programs of this name."""
    for process in sorted((root / "proc").glob("[0-9]*")):
        try:
            command = (process / "cmdline").read_bytes().decode(errors="replace").split("\0")[:-1]
        except OSError:  # it has ended, or is not ours to see
            continue
        if command and Path(command[0]).name == name:
            yield command


def _autologin(there: bool) -> Finding:
    return _line(
        "lock_autologin",
        there,
        N_("The kiosk begins by itself when the computer is switched on."),
        N_("The kiosk does not begin by itself when the computer is switched on."),
    )


def _line(check: str, there: bool, good: str, bad: str) -> Finding:
    if there:
        return Finding(check, State.GOOD, good)
    return Finding(check, State.LOOK, bad, advice=_INSTALLED)


def _is_true(option: str, settings: str) -> bool:
    return re.search(rf'"{option}"\s+"(?:true|on|1|yes)"', settings, re.IGNORECASE) is not None


def _texts(root: Path, places: tuple[str, ...]) -> str:
    """Return what stands in these files, and in the `.conf` files of these folders."""
    files = [
        file
        for place in places
        for file in ([root / place] if (root / place).is_file() else sorted((root / place).glob("*.conf")))
    ]
    lines = (file.read_text(encoding="utf-8", errors="replace") for file in files)
    return re.sub(r"(?m)^\s*#.*$", "", "\n".join(lines))
