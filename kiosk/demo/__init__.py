"""Practice programmes: whole, invented, made by the same functions that the desk and the centre call."""

from __future__ import annotations

import os
import shlex
import shutil
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from kiosk.clock import SystemClock
from kiosk.demo.almaty import almaty
from kiosk.demo.build import PASSPHRASE, live_through
from kiosk.demo.desk import PIN
from kiosk.demo.digituki import digituki
from kiosk.demo.kazakhstan import north_kazakhstan, practice
from kiosk.demo.plan import PlannedProgramme
from kiosk.demo.thai_nguyen import thai_nguyen
from kiosk.demo.undp import undp
from kiosk.errors import KioskError
from kiosk.i18n import SOURCE, Language

__all__ = ["LIKE", "PASSPHRASE", "PIN", "Made", "build"]

#: Practice programmes that are like a real one: each takes the last day of its time.
LIKE: Mapping[str, Callable[[date], PlannedProgramme]] = {
    "north-kazakhstan": north_kazakhstan,
    "undp": undp,
    "almaty": almaty,
    "thai-nguyen": thai_nguyen,
    "digituki": digituki,
}


class Made(NamedTuple):
    """A practice programme that was built: where, what opens it, and the commands to try on it."""

    folder: Path
    desks: tuple[Path, ...]
    pin: str
    passphrase: str
    commands: tuple[str, ...]


def build(
    folder: Path, like: str = "", *, today: date | None = None, language: Language | None = None
) -> Made:
    """Build a practice programme in `folder`; the small one, or one `like` a real programme. Its days end yesterday.

    It is built beside that place and moved there when it is whole. Raises KioskError when something is there already
    or `like` is unknown.
    """
    folder = folder.expanduser().absolute()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise KioskError("{path} is not empty. Name a folder that is not there yet.", path=folder)
    if like and like not in LIKE:
        raise KioskError(
            "There is no practice programme like {name}. There are: {names}.",
            name=like,
            names=", ".join(LIKE),
        )
    last_day = (today or datetime.now().astimezone().date()) - timedelta(days=1)
    plan = LIKE[like](last_day) if like else practice(last_day, SystemClock().offset())
    part = folder.with_name(f".{folder.name}.{os.getpid()}.part")
    shutil.rmtree(part, ignore_errors=True)
    try:
        live_through(plan, part, language or Language.load(SOURCE, Path()))
        if folder.exists():
            folder.rmdir()
        part.rename(folder)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    desks = tuple(folder / "kiosks" / kiosk.name for kiosk in plan.kiosks)
    return Made(folder, desks, PIN, PASSPHRASE, _commands(folder, plan))


def _commands(folder: Path, plan: PlannedProgramme) -> tuple[str, ...]:
    desk = plan.kiosks[0].name
    where = shlex.quote(str(folder))
    return (
        f"kiosk --data {where}/kiosks/{desk} desk",
        f"kiosk --data {where}/kiosks/{desk} status",
        f"kiosk --data {where}/kiosks/{desk} export {where}/sticks/{desk}",
        f"KIOSK_PASSPHRASE={PASSPHRASE} kiosk --data {where}/centre import {where}/sticks",
        f"kiosk --data {where}/centre report {plan.template or 'summary'}",
        f"kiosk --data {where}/centre report places --format csv --output {where}/centre/reports/places.csv",
        f"kiosk --data {where}/centre manager",
    )
