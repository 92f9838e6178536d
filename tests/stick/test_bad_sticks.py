"""Sticks that lie, fail and hang, as real file systems: what they do not prove is not called exported."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.stick import Outcome, patience, status
from tests.stick.images import command, wait_for
from tests.stick.shops import Kiosk

ROOT = Path(__file__).resolve().parents[2]


class Bad:
    """A mounted stick and its fault."""

    def __init__(self, mount: Path, store: Path) -> None:
        self.mount = mount
        self.store = store

    def suffer(self, fault: str) -> None:
        """Take a fault; an empty one makes the stick well again."""
        Path(f"{self.store}.fault").write_text(fault, encoding="ascii")

    def plug(self, kiosk: Kiosk) -> None:
        """Put the stick into a kiosk, with a folder of it that no other test has seen."""
        kiosk.stick = self.mount / kiosk.log.kiosk
        kiosk.stick.mkdir()
        kiosk.give_card()


@pytest.fixture(scope="module")
def mounted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bad]:
    folder = tmp_path_factory.mktemp("bad")
    bad = Bad(folder / "mount", folder / "store")
    bad.mount.mkdir()
    bad.store.mkdir()
    bad.suffer("")
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.stick.bad_stick", str(bad.mount), str(bad.store)], cwd=ROOT
    )
    try:
        wait_for(bad.mount.is_mount)
        yield bad
    finally:
        bad.suffer("")
        command("umount", "--lazy", bad.mount)
        process.wait(30)


@pytest.fixture
def bad(mounted: Bad) -> Iterator[Bad]:
    yield mounted
    mounted.suffer("")


def test_a_stick_that_lies_is_never_called_safe(joined: Kiosk, bad: Bad) -> None:
    earlier = joined.work(2)
    bad.plug(joined)
    assert joined.export().outcome is Outcome.EXPORTED
    (kept,) = bad.store.rglob(joined.log.bundles()[0].file)
    before = kept.read_bytes()
    for fault in ("other", "drop", "counterfeit", "longer", "shorter"):
        bad.suffer(fault)
        joined.work(100)
        waiting = status(joined.data, joined.log).unsent
        assert joined.export().outcome is Outcome.NOT_VERIFIED, fault
        assert status(joined.data, joined.log).unsent == waiting, fault
    bad.suffer("")
    assert kept.read_bytes() == before
    assert joined.export().outcome is Outcome.EXPORTED
    assert len(joined.received().visits) == len(earlier) + 500


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        ("EIO:write", Outcome.WRITE_ERROR),
        ("EIO:read", Outcome.WRITE_ERROR),
        ("ENODEV:fsync", Outcome.GONE),
        ("ENOSPC:write", Outcome.FULL),
        ("full", Outcome.FULL),
        ("EROFS:create", Outcome.READ_ONLY),
        ("EINVAL:create", Outcome.WRONG_FORMAT),
        ("EFBIG:write", Outcome.WRONG_FORMAT),
        ("hang:fsync", Outcome.SLOW),
        ("hang:write", Outcome.SLOW),
        ("hang:getattr", Outcome.SLOW),
        ("ENOSYS:fsyncdir", Outcome.EXPORTED),
    ],
)
def test_a_stick_that_fails_is_named_for_what_it_is(
    joined: Kiosk, bad: Bad, monkeypatch: pytest.MonkeyPatch, fault: str, outcome: Outcome
) -> None:
    monkeypatch.setattr(patience, "PATIENCE_S", 0.5)
    joined.work(3)
    bad.plug(joined)
    bad.suffer(fault)
    assert joined.export().outcome is outcome
    assert status(joined.data, joined.log).unsent == (0 if outcome.good else 3)
    bad.suffer("")
    assert joined.export().outcome.good
    assert len(joined.received().visits) == 3
    assert not list(bad.store.rglob("*.part"))
