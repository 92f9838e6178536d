"""How the centre is: its store, the kept files, and who waits for a decision."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from kiosk.centre.schema import StoreError
from kiosk.centre.store import Store
from kiosk.clock import Clock
from kiosk.config import DataFolder
from kiosk.health import Finding, State
from kiosk.i18n import N_


def check_centre(data: DataFolder, _clock: Clock) -> Iterator[Finding]:
    """Look whether the store is whole and keeps the bytes of every file that it took in."""
    if not data.centre.exists():
        return
    try:
        with Store.open(data.centre) as store:
            faults = store.quick_check()
            kept = [data.bundles / bundle.file for bundle in store.bundles()]
            asking = len(store.requests())
    except (StoreError, sqlite3.Error) as problem:
        yield Finding(
            "store",
            State.BAD,
            N_("The centre's store cannot be opened: {reason}"),
            {"reason": problem},
            N_("Move it away and import the kept files again: nothing in them is lost."),
        )
        return
    yield _whole(faults)
    yield from _kept(kept, data.bundles)
    yield from _waiting(data, asking)


def _whole(faults: list[str]) -> Finding:
    if not faults:
        return Finding("store", State.GOOD, N_("The centre's store is whole."))
    return Finding(
        "store",
        State.BAD,
        N_("The centre's store is damaged: {reason}"),
        {"reason": faults[0]},
        N_("Move it away and import the kept files again: nothing in them is lost."),
    )


def _kept(kept: list[Path], folder: Path) -> Iterator[Finding]:
    missing = [path for path in kept if not path.exists()]
    yield Finding(
        "kept",
        State.BAD if missing else State.GOOD,
        N_("Files that were taken in: {number}, of which are missing: {missing}."),
        {"number": len(kept), "missing": len(missing), "path": folder},
        N_("Put back the folder {path} from its backup.") if missing else "",
    )


def _waiting(data: DataFolder, asking: int) -> Iterator[Finding]:
    waiting = len(list(data.waiting.glob("*.kiosk")))
    if asking or waiting:
        yield Finding(
            "waiting",
            State.LOOK,
            N_("Kiosks that ask to join: {asking}. Files of kiosks that are not accepted: {waiting}."),
            {"asking": asking, "waiting": waiting},
            N_("Compare their digits and accept them, or leave them."),
        )
    if aside := len(list(data.aside.glob("*.kiosk"))):
        yield Finding(
            "aside",
            State.LOOK,
            N_("Files set aside because they contradict others: {number}."),
            {"number": aside},
            N_("Ask those kiosks whether a computer was copied or an old copy put back."),
        )
