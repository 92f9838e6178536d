"""A kiosk that has not joined yet, and one that has."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.config import DataFolder
from kiosk.visits import VisitLog
from tests.desks import HandClock
from tests.stick.shops import Kiosk


@pytest.fixture
def kiosk(tmp_path: Path) -> Iterator[Kiosk]:
    data = DataFolder(tmp_path / "data").create()
    stick = tmp_path / "stick"
    stick.mkdir()
    clock = HandClock()
    made = Kiosk(data, VisitLog.open(data.log, clock), clock, stick)
    yield made
    made.log.close()  # the one that it has by now


@pytest.fixture
def joined(kiosk: Kiosk) -> Kiosk:
    kiosk.join()
    return kiosk
