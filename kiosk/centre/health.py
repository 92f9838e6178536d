"""How the centre is: its store, the kept files, and who waits for a decision."""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path

from kiosk.centre.engine import StoreError
from kiosk.centre.engine.choosing import store_place
from kiosk.centre.store import Store
from kiosk.clock import Clock
from kiosk.config import DataFolder
from kiosk.health import Finding, State
from kiosk.i18n import N_


def check_centre(data: DataFolder, _clock: Clock) -> Iterator[Finding]:
    """Look whether the store is whole and keeps the bytes of every file that it took in."""
    place = store_place(data)
    if isinstance(place, Path) and not place.exists():
        yield from _nothing_there(data, place)
        return
    try:
        with Store.open(place) as store:
            about, faults = store.about(), store.quick_check()
            shared = store.all_shared()
            kept = {data.bundles / bundle.file: bundle.header_sha256 in shared for bundle in store.bundles()}
            asking = len(store.requests())
    except (StoreError, sqlite3.Error) as problem:
        yield _shut(problem, is_a_file=isinstance(place, Path))
        return
    yield Finding(
        "store_place",
        State.GOOD,
        N_("The centre's store is {where}: {engine} {version}, {size} MB."),
        {
            "where": store.where,
            "engine": about.engine,
            "version": about.version,
            "size": math.ceil(about.size / 1e6),
        },
    )
    yield _whole(faults)
    yield from _kept(kept, data.bundles)
    yield from _waiting(data, asking)


def _nothing_there(data: DataFolder, place: Path) -> Iterator[Finding]:
    """A folder without a store is a desk's; one whose settings name a store that is gone is not."""
    if place != data.centre:
        yield Finding(
            "store",
            State.BAD,
            N_("The centre's store {where} is not there."),
            {"where": place},
            N_("Is its disk connected? To go back to the store in this folder: kiosk centre use --own"),
        )


def _shut(problem: StoreError | sqlite3.Error, *, is_a_file: bool) -> Finding:
    """What a server refuses says itself what to do; a file that cannot be read is built anew."""
    if isinstance(problem, StoreError) and not is_a_file:
        return Finding("store", State.BAD, problem.message, problem.params)
    return Finding(
        "store",
        State.BAD,
        N_("The centre's store cannot be opened: {reason}"),
        {"reason": problem},
        N_("Move it away, then: kiosk centre rebuild. Nothing in the kept files is lost."),
    )


def _whole(faults: list[str]) -> Finding:
    if not faults:
        return Finding("store", State.GOOD, N_("The centre's store is whole."))
    return Finding(
        "store",
        State.BAD,
        N_("The centre's store is damaged: {reason}"),
        {"reason": faults[0]},
        N_("Move it away, then: kiosk centre rebuild. Nothing in the kept files is lost."),
    )


def _kept(kept: Mapping[Path, bool], folder: Path) -> Iterator[Finding]:
    """What several managers share on a server is missing nowhere."""
    missing = [path for path, is_shared in kept.items() if not (is_shared or path.exists())]
    yield Finding(
        "kept",
        State.BAD if missing else State.GOOD,
        N_("Files that were imported: {number}, of which are missing: {missing}."),
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
