"""Sticks that lie, fail and hang, as real file systems: what they do not prove is not called exported."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kiosk.stick import Outcome, patience, status
from tests.stick.images import Bad, mounted_bad_stick
from tests.stick.shops import Kiosk


@pytest.fixture(scope="module")
def mounted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bad]:
    with mounted_bad_stick(tmp_path_factory.mktemp("bad")) as bad:
        yield bad


def plug(bad: Bad, kiosk: Kiosk) -> None:
    """Put the stick into a kiosk, with a folder of it that no other test has seen."""
    kiosk.stick = bad.mount / kiosk.log.kiosk
    kiosk.stick.mkdir()
    kiosk.give_card()


@pytest.fixture
def bad(mounted: Bad) -> Iterator[Bad]:
    yield mounted
    mounted.suffer("")


def test_a_stick_that_lies_is_never_called_safe(joined: Kiosk, bad: Bad) -> None:
    earlier = joined.work(2)
    plug(bad, joined)
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
    plug(bad, joined)
    bad.suffer(fault)
    assert joined.export().outcome is outcome
    assert status(joined.data, joined.log).unsent == (0 if outcome.good else 3)
    bad.suffer("")
    assert joined.export().outcome.good
    assert len(joined.received().visits) == 3
    assert not list(bad.store.rglob("*.part"))
