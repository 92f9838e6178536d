"""A shop's exports onto two sticks, killed at any moment."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

from kiosk.bundles import BundleRefused, verify
from kiosk.clock import SystemClock, stamp
from kiosk.config import DataFolder
from kiosk.keys import EpochReceipt, KioskKeys, Receipt
from kiosk.stick import Stick, export, join
from kiosk.visits import Draft, VisitLog
from tests.faults.campaign import Tell
from tests.faults.desk_work import quick_check
from tests.stick.shops import SHOP


class ExportWork:
    """Visits are saved and exported onto two sticks; told is each visit that was saved, and each good export."""

    name = "export"
    most_told = 6
    longest = 0.012

    def __init__(self, folder: Path) -> None:
        self._data = DataFolder(folder / "data").create()
        self._sticks = [folder / "one", folder / "two"]
        self._saved = self._at_centre = 0
        for stick in self._sticks:
            card = Stick(stick).card
            card.parent.mkdir(parents=True)
            card.write_bytes(SHOP.card().signed(SHOP.manager))
        with VisitLog.open(self._data.log, SystemClock()) as log:
            join(self._data, log, self._sticks[0], lambda _card, _digits: True, "Bulaevo")

    def work(self, random: Random, tell: Tell) -> None:
        with VisitLog.open(self._data.log, SystemClock()) as log:
            while True:
                for _ in range(random.randint(0, 3)):
                    draft = Draft.start(SystemClock(), volunteer="A-07", place="bulaevo")
                    draft.outcome = "alone"
                    tell(["saved", log.record(draft).seq])
                result = export(self._data, log, random.choice(self._sticks))
                tell([result.outcome.value, result.reason])

    def judge(self, told: list[Any]) -> list[str]:
        faults = [
            f"{what}: {value}" for what, value in told if what not in ("saved", "exported", "nothing_new")
        ]
        self._saved = max([self._saved, *(value for what, value in told if what == "saved")])
        faults += quick_check(self._data.log)
        with VisitLog.open(self._data.log, SystemClock()) as log:
            faults += self._what_is_called_exported(log)
            for stick in self._sticks:
                result = export(self._data, log, stick)
                if not result.outcome.good:
                    faults.append(f"the next export: {result.outcome}, {result.reason}")
                faults += self._what_arrived(log, stick)
            self._receive(log)
        return faults

    def _what_is_called_exported(self, log: VisitLog) -> list[str]:
        """Look for every bundle that is called exported: on one of the sticks it must be whole."""
        key = KioskKeys.load(self._data.keys).signing_key
        return [
            f"{bundle.file} is called exported and on no stick"
            for bundle in log.bundles()
            if bundle.exported_at
            and bundle.ranges[-1].last > self._at_centre
            and not any(_whole(Stick(stick).visits / bundle.file, key) for stick in self._sticks)
        ]

    def _what_arrived(self, log: VisitLog, stick: Path) -> list[str]:
        """Read a stick as the centre does: every visit that was acknowledged, each revision in one bundle."""
        key = KioskKeys.load(self._data.keys).signing_key
        ranges = [
            part for path in Stick(stick).visits.glob("*.kiosk") for part in verify(path, key).header.ranges
        ]
        seqs = sorted(seq for part in ranges for seq in range(part.first, part.last + 1))
        expected = list(range(self._at_centre + 1, max(self._saved, *seqs, 0) + 1))
        faults = [] if seqs == expected else [f"{stick.name}: {seqs} arrived, expected {expected}"]
        return faults + [f"{stick.name}: left over {path.name}" for path in stick.rglob("*.part")]

    def _receive(self, log: VisitLog) -> None:
        """Empty the sticks as a manager may, and put receipts onto them."""
        self._at_centre = log.undelivered() + self._at_centre
        part = EpochReceipt(log.epoch, self._at_centre)
        receipt = Receipt(SHOP.card().programme, log.kiosk, stamp(SystemClock().now()), (part,))
        for stick in map(Stick, self._sticks):
            for path in stick.visits.glob("*.kiosk"):
                path.unlink()
            stick.receipts(log.kiosk).parent.mkdir(exist_ok=True)
            stick.receipts(log.kiosk).write_bytes(receipt.signed(SHOP.manager))


def _whole(path: Path, key: str) -> bool:
    try:
        verify(path, key)
    except (BundleRefused, OSError):
        return False
    return True
