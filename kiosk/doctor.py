"""The doctor: asks every room how it is, and writes down the answers for people, scripts and the manager."""

from __future__ import annotations

import os
import platform
import shutil
import sqlite3
import sys
from collections import deque
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, version

from kiosk import __version__
from kiosk.centre.health import check_centre
from kiosk.clock import Clock
from kiosk.config import DataFolder, Settings
from kiosk.errors import KioskError
from kiosk.health import Finding, State
from kiosk.i18n import N_, Language
from kiosk.keys.health import check_card, check_keys
from kiosk.lockdown import check_lockdown
from kiosk.stick.health import check_spool, check_travel
from kiosk.visits.health import check_clock, check_log, check_losses

#: Bytes free on the disk: below the first somebody should look, below the second visits are at risk.
_LITTLE_ROOM, _NO_ROOM = 1_000_000_000, 100_000_000
#: Lines of the program's log that go into a report.
_LAST_LINES = 300
_PACKAGES = ("PySide6-Essentials", "sqlite-utils", "pyrage", "cryptography", "babel")

Check = Callable[[DataFolder, Clock], Iterator[Finding]]


def check_disk(data: DataFolder, _clock: Clock) -> Iterator[Finding]:
    """Look whether the data folder can be written, and for how long."""
    free = shutil.disk_usage(data.root).free
    state = State.BAD if free < _NO_ROOM else State.LOOK if free < _LITTLE_ROOM else State.GOOD
    yield Finding(
        "disk",
        state,
        N_("Room on this computer's disk: {size} GB."),
        {"size": round(free / 1e9, 1)},
        N_("Remove files that are not needed: without room no visit can be saved.")
        if state is not State.GOOD
        else "",
    )
    if not os.access(data.root, os.W_OK):
        yield Finding(
            "disk_writable",
            State.BAD,
            N_("The data folder {path} cannot be written to."),
            {"path": data.root},
            N_("Give this user the right to write there, or choose another folder with --data."),
        )


def check_settings(data: DataFolder, _clock: Clock) -> Iterator[Finding]:
    """Look whether the settings can be read."""
    try:
        Settings.load(data.settings)
    except KioskError as problem:
        yield Finding("settings", State.BAD, problem.message, problem.params)
    else:
        yield Finding("settings", State.GOOD, N_("The settings can be read."))


#: Every check, in the order in which a person reads them. A room adds its own here.
CHECKS: tuple[Check, ...] = (
    check_disk,
    check_settings,
    check_clock,
    check_log,
    check_losses,
    check_card,
    check_keys,
    check_spool,
    check_travel,
    check_lockdown,
    check_centre,
)


def examine(data: DataFolder, clock: Clock, checks: tuple[Check, ...] = CHECKS) -> list[Finding]:
    """Ask every check. One that fails itself is a finding too: the others still speak.

    Raises KioskError when there is no data folder.
    """
    if not data.root.is_dir():
        raise KioskError("There is no kiosk in {path} yet: open its desk, or let it join.", path=data.root)
    found: list[Finding] = []
    for check in checks:
        try:
            found += check(data, clock)
        except (OSError, sqlite3.Error, KioskError) as problem:
            found.append(
                Finding("check", State.BAD, N_("A check did not work: {reason}"), {"reason": problem})
            )
    return found


def report(data: DataFolder, findings: list[Finding], language: Language, clock: Clock) -> str:
    """Write what a manager or a programmer needs to know, without any visit: the program, the findings, its own log."""
    lines = [
        f"One-Stop Kiosk {__version__}",
        f"{clock.now().isoformat()} (UTC), local {clock.offset():+d} min",
        f"{platform.platform()}, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {sys.executable}",
        *(f"{name} {_version(name)}" for name in _PACKAGES),
        f"{data.root}",
        "",
        *(f"[{finding.state}] {finding.check}: {in_words(finding, language)}" for finding in findings),
        "",
        *_last_lines(data),
    ]
    return "\n".join(lines) + "\n"


def in_words(finding: Finding, language: Language) -> str:
    """Say a finding and what to do about it."""
    said = language.text(finding.message, **finding.params)
    return f"{said} {language.text(finding.advice, **finding.params)}" if finding.advice else said


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "-"


def _last_lines(data: DataFolder) -> list[str]:
    path = data.logs / "kiosk.log"
    if not path.exists():
        return []
    with path.open(encoding="utf-8", errors="replace") as file:
        return [line.rstrip("\n") for line in deque(file, _LAST_LINES)]
