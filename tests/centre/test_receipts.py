"""A stick that many kiosks share: each is told what is here of it, and what the stick did not keep is told again."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.centre import FileResult, Outcome, import_paths, receipts
from kiosk.keys import read_card, read_receipt, read_roster
from kiosk.stick import Device, Stick
from tests.centre.world import Office, SomeKiosk, outcomes


@pytest.fixture
def kiosks(office: Office, stick: Path, monkeypatch: pytest.MonkeyPatch) -> list[SomeKiosk]:
    """Five kiosks with a visit each on one stick; two are answered at a time."""
    monkeypatch.setattr(receipts, "_TOGETHER", 2)
    made = [SomeKiosk(office.card, f"k-{name}", name, epoch=f"e-{name}") for name in "abcde"]
    for kiosk in made:
        office.accept(kiosk, stick)
        kiosk.put(kiosk.bundle(kiosk.visits(1)), stick)
    return made


def take(office: Office, stick: Path) -> tuple[list[FileResult], list[str]]:
    """Import a stick; return the results and the kiosks of which was said that they are answered."""
    answered: list[str] = []
    results = import_paths(
        office.data,
        office.store,
        office.keys,
        [stick],
        None,
        office.clock,
        lambda _, kiosk: answered.append(kiosk),
    )
    return results, answered


def versions(office: Office, stick: Path, kiosks: list[SomeKiosk]) -> list[int]:
    """Check what the stick tells each kiosk, and return the versions of its roster."""
    found = []
    for kiosk in kiosks:
        receipt = read_receipt(Stick(stick).receipts(kiosk.kiosk).read_bytes(), office.card.signing_key)
        assert (receipt.kiosk, receipt.epochs[0].contiguous_to) == (kiosk.kiosk, kiosk.seq)
        sealed = Stick(stick).roster(kiosk.kiosk).read_bytes()
        roster = read_roster(sealed, kiosk.keys, office.card.signing_key)
        assert (roster.kiosk, roster.site) == (kiosk.kiosk, kiosk.site)
        found.append(roster.version)
    return found


def test_every_kiosk_of_a_shared_stick_is_told_its_own(
    office: Office, kiosks: list[SomeKiosk], stick: Path
) -> None:
    results, answered = take(office, stick)
    assert outcomes(results) == [Outcome.IMPORTED] * 5
    assert answered == [kiosk.kiosk for kiosk in kiosks]
    assert versions(office, stick, kiosks) == [1] * 5
    assert read_card(Stick(stick).card.read_bytes()) == office.card


def test_a_stick_pulled_while_receipts_are_written_says_whose_are_missing_and_gets_them_next_time(
    office: Office, kiosks: list[SomeKiosk], stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, gone = Device.write, False

    def write(device: Device, path: Path, data: bytes) -> None:
        nonlocal gone
        gone = gone or "k-c" in path.name
        if gone:
            raise OSError(19, "No such device")
        real(device, path, data)

    with monkeypatch.context() as pulled:
        pulled.setattr(Device, "write", write)
        results, answered = take(office, stick)
    failed = [result for result in results if result.outcome is Outcome.NO_RECEIPT]
    assert outcomes(results[:5]) == [Outcome.IMPORTED] * 5
    assert answered == ["k-a", "k-b"]
    assert [(result.kiosk, result.site, result.reason) for result in failed] == [
        (f"k-{name}", name, "No such device") for name in "cde"
    ]
    results, answered = take(office, stick)
    assert outcomes(results) == [Outcome.ALREADY] * 5
    assert answered == [kiosk.kiosk for kiosk in kiosks]
    assert versions(office, stick, kiosks) == [1] * 5, "what no kiosk has seen is no earlier version"


def test_a_stick_without_room_for_the_card_answers_nobody(
    office: Office, kiosks: list[SomeKiosk], stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Stick(stick).card.unlink(missing_ok=True)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Device, "write", full)
    results, answered = take(office, stick)
    assert outcomes(results) == [Outcome.IMPORTED] * 5 + [Outcome.NO_RECEIPT] * 5
    assert {result.reason for result in results[5:]} == {"No space left on device"}
    assert answered == []


def test_a_kiosk_whose_roster_the_stick_refused_is_not_called_answered(
    office: Office, kiosks: list[SomeKiosk], stick: Path
) -> None:
    (Stick(stick).roster("k-b") / "a folder in its place").mkdir(parents=True)
    results, answered = take(office, stick)
    assert [result.kiosk for result in results if result.outcome is Outcome.NO_RECEIPT] == ["k-b"]
    assert answered == ["k-a", "k-c", "k-d", "k-e"]
