"""The stick: what a volunteer puts in, what the shop's day becomes on it, and every way in which a stick can fail."""

from __future__ import annotations

import errno
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from kiosk.bundles import Header, open_payload, read_header, verify
from kiosk.config import DataFolder, Settings
from kiosk.errors import KeyProblem
from kiosk.keys import (
    Card,
    CardStep,
    EpochReceipt,
    KioskKeys,
    Receipt,
    Roster,
    RosterVolunteer,
    read_card,
    read_enrolment,
)
from kiosk.stick import (
    ADVICE,
    SENTENCES,
    Device,
    ExportResult,
    NotVerifiedError,
    Outcome,
    Stick,
    StickError,
    export,
    join,
    outcome_of,
    own_digits,
    status,
    write_surviving,
)
from kiosk.stick import spool as spool_room
from kiosk.stick.lock import alone
from kiosk.stick.spool import without
from kiosk.visits import Place, Range, Revisions, Visit, VisitLog
from tests.desks import HandClock, draft
from tests.programmes import Shop

SHOP = Shop()


@dataclass
class Kiosk:
    """A kiosk in a shop, with a stick in the volunteer's hand."""

    data: DataFolder
    log: VisitLog
    clock: HandClock
    stick: Path

    def give_card(self, card: Card | None = None) -> None:
        """Put the programme's card onto the stick, as the manager does."""
        place = Stick(self.stick).card
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes((card or SHOP.card()).signed(SHOP.manager))

    def join(self) -> Card:
        self.give_card()
        return join(self.data, self.log, self.stick, lambda _card, _digits: True, "Булаево", clock=self.clock)

    def work(self, visits: int = 1, **said: object) -> list[Visit]:
        return [self.log.record(draft(self.clock, **said)) for _ in range(visits)]

    def export(self, target: Path | None = None, device: Device | None = None) -> ExportResult:
        return export(self.data, self.log, target or self.stick, clock=self.clock, device=device)

    @property
    def keys(self) -> KioskKeys:
        return KioskKeys.load(self.data.keys)

    def on(self, stick: Path | None = None) -> list[Path]:
        """The bundles on a stick, in order."""
        return sorted(Stick(stick or self.stick).visits.glob("*.kiosk"))

    def received(self, stick: Path | None = None) -> Revisions:
        """What the manager reads from a stick."""
        found = [open_payload(verify(path, self.keys.signing_key), SHOP.manager) for path in self.on(stick)]
        return Revisions(
            tuple(visit for part in found for visit in part.visits),
            tuple(shift for part in found for shift in part.shifts),
            tuple(notice for part in found for notice in part.notices),
        )

    def receipt(self, contiguous_to: int, extras: tuple[tuple[int, int], ...] = ()) -> Receipt:
        part = EpochReceipt(self.log.epoch, contiguous_to, extras)
        return Receipt(SHOP.card().programme, self.log.kiosk, "2026-11-22T09:00:00Z", (part,))

    def put(self, path: Path, data: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


@pytest.fixture
def kiosk(tmp_path: Path) -> Iterator[Kiosk]:
    data = DataFolder(tmp_path / "data").create()
    stick = tmp_path / "stick"
    stick.mkdir()
    clock = HandClock()
    with VisitLog.open(data.log, clock) as log:
        yield Kiosk(data, log, clock, stick)


@pytest.fixture
def joined(kiosk: Kiosk) -> Kiosk:
    kiosk.join()
    return kiosk


# Joining


def test_a_kiosk_joins_by_the_card_and_six_groups_that_the_manager_sees_too(kiosk: Kiosk) -> None:
    kiosk.give_card()
    shown: list[tuple[str, ...]] = []

    def compare(card: Card, groups: tuple[str, ...]) -> bool:
        assert card.name == "Солтүстік Қазақстан"
        shown.append(groups)
        return True

    assert join(kiosk.data, kiosk.log, kiosk.stick, compare, "Булаево", clock=kiosk.clock) == SHOP.card()
    request = read_enrolment(Stick(kiosk.stick).enrolment(kiosk.log.kiosk).read_bytes())
    assert request.site_name(SHOP.manager) == "Булаево"
    assert shown == [request.digits()] == [own_digits(kiosk.data, kiosk.log)]
    assert shown[0][:3] == SHOP.card().digits()
    assert Settings.load(kiosk.data.settings).site == "Булаево"


def test_digits_that_differ_leave_the_kiosk_as_it_was(kiosk: Kiosk) -> None:
    kiosk.give_card()
    with pytest.raises(KeyProblem, match="not confirmed"):
        join(kiosk.data, kiosk.log, kiosk.stick, lambda _card, _digits: False)
    assert kiosk.export().outcome is Outcome.NO_PROGRAMME
    assert not Stick(kiosk.stick).enrolments.exists()


def test_a_stick_without_a_card_and_a_changed_card_are_refused(kiosk: Kiosk) -> None:
    with pytest.raises(KeyProblem, match="card"):
        join(kiosk.data, kiosk.log, kiosk.stick, lambda _card, _digits: True)
    kiosk.give_card()
    card = Stick(kiosk.stick).card
    card.write_bytes(card.read_bytes().replace(b"p-north", b"p-south"))
    with pytest.raises(KeyProblem, match="changed"):
        join(kiosk.data, kiosk.log, kiosk.stick, lambda _card, _digits: True)
    assert not kiosk.data.card.exists()


def test_joining_twice_asks_nobody_and_changes_no_key(joined: Kiosk) -> None:
    before = joined.keys.signing_key, joined.data.enrolment.read_bytes()
    join(joined.data, joined.log, joined.stick, lambda _card, _digits: False, clock=joined.clock)
    assert (joined.keys.signing_key, joined.data.enrolment.read_bytes()) == before


def test_another_programmes_card_needs_the_digits_again(joined: Kiosk) -> None:
    other = Shop()
    Stick(joined.stick).card.write_bytes(other.card(programme="p-south").signed(other.manager))
    with pytest.raises(KeyProblem, match="not confirmed"):
        join(joined.data, joined.log, joined.stick, lambda _card, _digits: False)
    assert join(joined.data, joined.log, joined.stick, lambda _card, _digits: True).programme == "p-south"


def test_an_older_card_is_refused_even_when_it_is_offered_by_hand(joined: Kiosk) -> None:
    joined.give_card(SHOP.card(version=3))
    join(joined.data, joined.log, joined.stick, lambda _card, _digits: False)
    joined.give_card(SHOP.card(version=2))
    with pytest.raises(KeyProblem, match="older"):
        join(joined.data, joined.log, joined.stick, lambda _card, _digits: True)


def test_a_card_that_came_by_mail_is_joined_and_the_request_follows_with_the_first_export(
    kiosk: Kiosk,
) -> None:
    mailed = kiosk.data.root / "from-mail.card"
    mailed.write_bytes(SHOP.card().signed(SHOP.manager))
    join(kiosk.data, kiosk.log, mailed, lambda _card, _digits: True, "Булаево")
    kiosk.work()
    assert kiosk.export().outcome is Outcome.EXPORTED
    assert read_enrolment(Stick(kiosk.stick).enrolment(kiosk.log.kiosk).read_bytes()).kiosk == kiosk.log.kiosk


# Exporting


def test_a_day_goes_onto_the_stick_and_the_manager_reads_every_word(joined: Kiosk) -> None:
    shift = joined.log.start_shift("A-07", "bulaevo", "club")
    visits = joined.work(3, note="Әже өзі кірді")
    notice = joined.log.add_notice("A-07", "bulaevo", "kz-criminal-record", 3, "open", "kk")
    result = joined.export()
    assert (result.outcome, result.visits, result.rows, result.bundles_written) == (Outcome.EXPORTED, 3, 5, 1)
    assert joined.received() == Revisions(tuple(visits), (shift,), (notice,))
    assert result.path == joined.stick / "OneStopKiosk"
    assert status(joined.data, joined.log).unsent == 0
    assert status(joined.data, joined.log).undelivered == 5


def test_the_second_export_of_a_day_has_only_what_is_new(joined: Kiosk) -> None:
    first = joined.work(2)
    joined.export()
    assert joined.export().outcome is Outcome.NOTHING_NEW
    void = joined.log.void(first[0], "typed twice")
    result = joined.export()
    assert (result.rows, result.bundles_already) == (1, 1)
    assert joined.received().visits == (*first, void)
    headers = [read_header(path) for path in joined.on()]
    assert headers[0][0].previous is None
    assert headers[1][0].previous == joined.log.bundles()[0].header_sha256


def test_every_stick_gets_the_same_bytes_until_a_receipt_covers_them(joined: Kiosk, tmp_path: Path) -> None:
    joined.work(2)
    joined.export()
    joined.work(1)
    other = tmp_path / "other"
    other.mkdir()
    assert joined.export(other).bundles_written == 2
    assert joined.on(other)[0].read_bytes() == joined.on()[0].read_bytes()


def test_any_folder_is_a_target_and_so_is_our_folder_itself(joined: Kiosk, tmp_path: Path) -> None:
    joined.work()
    plain = tmp_path / "Synced" / "onestopkiosk"
    plain.mkdir(parents=True)
    assert joined.export(plain).path == plain
    assert {path.name for path in plain.iterdir()} == {"visits", "enrol"}


def test_a_long_winter_goes_out_in_several_bundles(joined: Kiosk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spool_room, "BUNDLE_ROWS", 4)
    joined.work(10)
    seen: list[tuple[int, int]] = []
    result = export(joined.data, joined.log, joined.stick, lambda done, total: seen.append((done, total)))
    assert (result.bundles_written, result.rows) == (3, 10)
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert seen[-1] == (20, 20)
    assert [visit.seq for visit in joined.received().visits] == list(range(1, 11))


def test_an_export_can_be_stopped_and_goes_on_next_time(
    joined: Kiosk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spool_room, "BUNDLE_ROWS", 4)
    joined.work(10)
    stopped = export(joined.data, joined.log, joined.stick, lambda done, _total: done < 12)
    assert (stopped.outcome, stopped.bundles_written) == (Outcome.STOPPED, 1)
    assert status(joined.data, joined.log).unsent == 6
    assert joined.export().outcome is Outcome.EXPORTED
    assert len(joined.received().visits) == 10


def test_a_kiosk_without_a_programme_logs_as_usual_and_says_why_it_cannot_export(kiosk: Kiosk) -> None:
    kiosk.work()
    result = kiosk.export()
    assert result.outcome is Outcome.NO_PROGRAMME
    assert "joined" in result.sentence()[0]
    assert "card" in result.advice
    assert list(kiosk.stick.iterdir()) == []
    assert status(kiosk.data, kiosk.log).unsent == 1


def test_another_programmes_stick_gets_nothing(joined: Kiosk) -> None:
    other = Shop()
    Stick(joined.stick).card.write_bytes(other.card(programme="p-south").signed(other.manager))
    joined.work()
    assert joined.export().outcome is Outcome.WRONG_PROGRAMME
    assert joined.on() == []


def test_no_stick_is_no_stick_and_leaves_no_folder_behind(joined: Kiosk, tmp_path: Path) -> None:
    joined.work()
    assert joined.export(tmp_path / "pulled").outcome is Outcome.NO_STICK
    assert not (tmp_path / "pulled").exists()
    assert status(joined.data, joined.log).unsent == 1


def test_a_second_export_at_the_same_time_says_so(joined: Kiosk) -> None:
    joined.work()
    with alone(joined.data.export_lock):
        assert joined.export().outcome is Outcome.BUSY
    assert joined.export().outcome is Outcome.EXPORTED


def test_a_desk_keeps_saving_while_another_thread_exports(joined: Kiosk) -> None:
    joined.work(20)
    results: list[ExportResult] = []
    thread = threading.Thread(target=lambda: results.append(joined.export()))
    thread.start()
    joined.work(20)
    thread.join()
    joined.export()
    assert results[0].outcome is Outcome.EXPORTED
    assert len(joined.received().visits) == 40


def test_nothing_readable_lies_on_a_lost_stick(joined: Kiosk) -> None:
    note = "Бабушка пришла с внуком"
    joined.work(3, note=note, return_code="", place="bulaevo", volunteer="A-07")
    joined.export()
    raw = b"".join(path.read_bytes() for path in sorted(joined.stick.rglob("*")) if path.is_file())
    for word in ("Булаево", note, "bulaevo", "A-07", "kz.criminal_record", "60_74", "2026-11-22T07"):
        assert word.encode() not in raw.replace(b'"created":"2026-11-22T07', b"")
    for keys in (joined.data.keys / "signing.pem", joined.data.keys / "sealing.txt"):
        assert keys.read_bytes()[40:80] not in raw


def test_keys_that_are_lost_are_named_and_new_ones_send_everything_again(
    joined: Kiosk, tmp_path: Path
) -> None:
    joined.work(2)
    joined.export()
    shutil.rmtree(joined.data.keys)
    joined.work(1)
    assert joined.export().outcome is Outcome.NO_KEYS
    joined.join()
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    assert joined.export(fresh).rows == 3
    assert len(joined.received(fresh).visits) == 3


def test_a_bundle_that_is_gone_from_the_spool_is_built_anew_once(joined: Kiosk, tmp_path: Path) -> None:
    joined.work(2)
    joined.export()
    spooled = next(joined.data.spool.iterdir())
    spooled.write_bytes(spooled.read_bytes()[:-9])
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    assert joined.export(fresh).rows == 2
    assert joined.export(fresh).outcome is Outcome.NOTHING_NEW
    assert len(joined.log.bundles()) == 2
    assert len(joined.received(fresh).visits) == 2


def test_what_a_crash_left_between_spool_and_log_is_swept(joined: Kiosk) -> None:
    joined.data.spool.mkdir()
    for name in ("k-old-0000000000000000-000001.kiosk", ".k-old.kiosk.77.part"):
        (joined.data.spool / name).write_bytes(b"half")
    joined.work()
    joined.export()
    assert [path.name for path in joined.data.spool.iterdir()] == [joined.log.bundles()[0].file]


def test_a_log_that_grew_from_another_names_its_parent(joined: Kiosk) -> None:
    joined.work(2)
    before = joined.log.epoch
    joined.log.begin_epoch()
    joined.work(1)
    joined.export()
    (header,) = [read_header(path)[0] for path in joined.on()]
    assert header.parent == (before, 2)
    assert set(header.ranges) == {Range(joined.log.epoch, 1, 1), Range(before, 1, 2)}
    assert len(joined.received().visits) == 3


def test_a_clones_bundle_of_the_same_number_is_kept_beside_ours(joined: Kiosk) -> None:
    joined.work()
    joined.export()
    ours = joined.on()[0].read_bytes()
    clone = SHOP.bundle(keys=joined.keys)
    joined.on()[0].write_bytes(clone)
    assert joined.export().bundles_written == 1
    assert {path.read_bytes() for path in joined.on()} == {ours, clone}


# What the stick brings


def test_a_receipt_clears_the_spool_and_says_how_much_is_at_the_centre(joined: Kiosk) -> None:
    joined.work(2)
    joined.export()
    assert status(joined.data, joined.log).at_centre is None
    joined.put(Stick(joined.stick).receipts(joined.log.kiosk), joined.receipt(2).signed(SHOP.manager))
    result = joined.export()
    assert (result.receipt, result.outcome) == (True, Outcome.NOTHING_NEW)
    state = status(joined.data, joined.log)
    assert (state.at_centre, state.undelivered, state.spooled) == (2, 0, 0)
    assert len(joined.on()) == 1  # nothing is deleted because it was copied


def test_only_what_no_receipt_covers_goes_onto_a_fresh_stick(joined: Kiosk, tmp_path: Path) -> None:
    for _ in range(3):
        joined.work(1)
        joined.export()
    fresh = tmp_path / "fresh"
    joined.put(Stick(fresh).receipts(joined.log.kiosk), joined.receipt(1, ((3, 3),)).signed(SHOP.manager))
    assert joined.export(fresh).bundles_written == 1
    assert [visit.seq for visit in joined.received(fresh).visits] == [2]


@pytest.mark.parametrize(
    "forged",
    [
        lambda kiosk: kiosk.receipt(9).signed(SHOP.second),
        lambda kiosk: (
            kiosk.receipt(2).signed(SHOP.manager).replace(b'"contiguous_to":2', b'"contiguous_to":9')
        ),
        lambda kiosk: replace(kiosk.receipt(2), kiosk="k-another").signed(SHOP.manager),
        lambda kiosk: replace(kiosk.receipt(2), programme="p-south").signed(SHOP.manager),
        lambda kiosk: SHOP.card().signed(SHOP.manager),
        lambda _kiosk: b"\0" * 100,
    ],
)
def test_a_receipt_that_is_not_the_managers_for_this_kiosk_changes_nothing(
    joined: Kiosk, forged: Callable[[Kiosk], bytes]
) -> None:
    joined.work(2)
    joined.put(Stick(joined.stick).receipts(joined.log.kiosk), forged(joined))
    result = joined.export()
    assert (result.receipt, result.outcome) == (False, Outcome.EXPORTED)
    assert status(joined.data, joined.log).undelivered == 2


def _roster(kiosk: Kiosk, version: int = 1, **changes: object) -> Roster:
    roster = Roster(
        programme=SHOP.card().programme,
        kiosk=kiosk.log.kiosk,
        version=version,
        site="Булаево, библиотека",
        places=(Place("kz", "Қазақстан", "country"), Place("bulaevo", "Булаево", "settlement", "kz")),
        volunteers=(RosterVolunteer("A-07"), RosterVolunteer("A-08")),
        settings={"place": "bulaevo", "practice": True},
    )
    return replace(roster, **changes)  # type: ignore[arg-type]


def test_a_roster_brings_places_volunteers_and_the_sites_name_once(joined: Kiosk) -> None:
    path = Stick(joined.stick).roster(joined.log.kiosk)
    joined.put(path, _roster(joined, 2).sealed(SHOP.manager, joined.keys.sealing_key))
    assert joined.export().roster
    assert [place.id for place in joined.log.places()] == ["kz", "bulaevo"]
    assert [person.pseudonym for person in joined.log.volunteers()] == ["A-07", "A-08"]
    settings = Settings.load(joined.data.settings)
    assert (settings.site, settings.place, settings.practice) == ("Булаево, библиотека", "bulaevo", False)
    assert not joined.export().roster
    joined.put(path, _roster(joined, 1, places=()).sealed(SHOP.manager, joined.keys.sealing_key))
    assert not joined.export().roster
    joined.put(path, _roster(joined, 3, volunteers=()).sealed(SHOP.manager, joined.keys.sealing_key))
    assert joined.export().roster
    assert len(joined.log.volunteers()) == 2


def test_a_roster_for_another_kiosk_or_from_another_hand_is_left_alone(joined: Kiosk) -> None:
    path = Stick(joined.stick).roster(joined.log.kiosk)
    for sealed in (
        replace(_roster(joined), kiosk="k-another").sealed(SHOP.manager, joined.keys.sealing_key),
        replace(_roster(joined), programme="p-south").sealed(SHOP.manager, joined.keys.sealing_key),
        _roster(joined).sealed(SHOP.second, joined.keys.sealing_key),
        _roster(joined).sealed(SHOP.manager, SHOP.stranger.sealing_key),
        b"age-encryption.org/v1\n",
    ):
        joined.put(path, sealed)
        assert not joined.export().roster
    assert joined.log.places() == []


def test_a_newer_card_is_taken_and_an_older_or_forged_one_is_not(joined: Kiosk) -> None:
    joined.give_card(SHOP.card(version=2, name="Renamed"))
    assert joined.export().card is CardStep.NEWER
    assert read_card(joined.data.card.read_bytes()).name == "Renamed"
    joined.give_card(SHOP.card(version=1))
    assert joined.export().card is CardStep.OLDER
    joined.put(Stick(joined.stick).card, SHOP.card(version=9).signed(SHOP.second))
    joined.work()
    result = joined.export()
    assert (result.card, result.outcome) == (CardStep.UNKNOWN_SIGNER, Outcome.EXPORTED)
    joined.put(Stick(joined.stick).card, b"half a ca")
    assert joined.export().card is CardStep.NONE
    assert read_card(joined.data.card.read_bytes()).version == 2


def test_a_card_of_the_announced_next_key_is_taken_without_digits(joined: Kiosk) -> None:
    successor, _paper = SHOP.manager.succeeded_by(SHOP.paper)
    joined.put(Stick(joined.stick).card, SHOP.card(version=2).signed(successor))
    joined.work()
    assert joined.export().card is CardStep.NEWER
    assert read_card(joined.data.card.read_bytes()).signing_key == successor.signing_key


# Sticks that fail


class Recording(Device):
    """A device that tells what was asked of it, and can fail at any of it."""

    def __init__(self, fail_at: int | None = None, number: int = errno.EIO, os_name: str = "posix") -> None:
        super().__init__(os_name)
        self.calls: list[str] = []
        self._fail_at, self._number = fail_at, number

    def _call(self, name: str) -> None:
        self.calls.append(name)
        if self._fail_at is not None and len(self.calls) > self._fail_at:
            raise OSError(self._number, os.strerror(self._number))

    def is_folder(self, path: Path) -> bool:
        self._call("is_folder")
        return super().is_folder(path)

    def names(self, folder: Path) -> list[str]:
        self._call("names")
        return super().names(folder)

    def free(self, folder: Path) -> int:
        self._call("free")
        return super().free(folder)

    def make_folder(self, path: Path) -> None:
        self._call("make_folder")
        super().make_folder(path)

    def write(self, path: Path, data: bytes) -> None:
        self._call("write")
        super().write(path, data)

    def replace(self, source: Path, target: Path) -> None:
        self._call("replace")
        super().replace(source, target)

    def flush(self, path: Path) -> None:
        self._call("flush")
        super().flush(path)

    def flush_folder(self, folder: Path) -> None:
        self._call("flush_folder")
        super().flush_folder(folder)

    def read(self, path: Path, limit: int) -> bytes | None:
        self._call("read")
        return super().read(path, limit)

    def remove(self, path: Path) -> None:
        self._call("remove")
        super().remove(path)


def test_the_order_of_writing_is_the_one_that_survives_a_pulled_stick(tmp_path: Path) -> None:
    device = Recording()
    (tmp_path / "visits").mkdir()
    write_surviving(tmp_path / "visits" / "a.kiosk", b"data", device)
    assert device.calls == ["write", "replace", "flush", "flush_folder", "read"]
    assert [path.name for path in (tmp_path / "visits").iterdir()] == ["a.kiosk"]


def test_windows_flushes_the_file_and_neither_folder_nor_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flushed: list[int] = []
    real = os.fsync

    def fsync(handle: int) -> None:
        flushed.append(handle)
        real(handle)

    def refused(*_: object) -> int:
        raise AssertionError("Windows has no such call")

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(os, "posix_fadvise", refused, raising=False)
    monkeypatch.setattr(Device, "flush_folder", lambda self, folder: refused() if not self._windows else None)
    write_surviving(tmp_path / "a.kiosk", b"data", Device(os_name="nt"))
    assert (tmp_path / "a.kiosk").read_bytes() == b"data"
    assert len(flushed) == 1


def test_the_folder_call_of_a_real_device_does_nothing_on_windows(tmp_path: Path) -> None:
    Device(os_name="nt").flush_folder(tmp_path / "there is none")
    with pytest.raises(FileNotFoundError):
        Device(os_name="posix").flush_folder(tmp_path / "there is none")


def test_a_stick_that_gives_other_bytes_back_is_never_called_safe(joined: Kiosk) -> None:
    class Rotten(Device):
        def write(self, path: Path, data: bytes) -> None:
            super().write(path, data[:-1] + b"?" if path.name.endswith(".kiosk.part") else data)

    joined.work()
    result = joined.export(device=Rotten())
    assert (result.outcome, result.bundles_written) == (Outcome.NOT_VERIFIED, 0)
    assert status(joined.data, joined.log).unsent == 1
    assert joined.export().outcome is Outcome.EXPORTED
    assert len(joined.received().visits) == 1


def _whole(kiosk: Kiosk) -> list[Header]:
    """The bundles on the stick that are whole: those that are not stand under no name that is believed."""
    return [verify(path, kiosk.keys.signing_key).header for path in kiosk.on()]


def _calls_of_an_export(tmp_path: Path) -> int:
    clock = HandClock()
    data, stick = DataFolder(tmp_path / "count").create(), tmp_path / "count-stick"
    stick.mkdir()
    with VisitLog.open(data.log, clock) as log:
        kiosk = Kiosk(data, log, clock, stick)
        kiosk.join()
        for _ in range(2):
            kiosk.work(2)
            device = Recording()
            kiosk.export(device=device)
        kiosk.work(1)
        device = Recording()
        kiosk.export(device=device)
    return len(device.calls)


@pytest.mark.parametrize(
    ("number", "outcomes"),
    [
        (errno.EIO, {Outcome.GONE}),
        (errno.ENOSPC, {Outcome.FULL}),
        (errno.EROFS, {Outcome.READ_ONLY, Outcome.NOTHING_NEW, Outcome.EXPORTED}),
        (errno.EINVAL, {Outcome.REFUSED}),
    ],
)
def test_a_stick_that_fails_at_any_call_loses_nothing_and_claims_nothing(
    tmp_path: Path, number: int, outcomes: set[Outcome]
) -> None:
    clock, total = HandClock(), _calls_of_an_export(tmp_path)
    data, stick = DataFolder(tmp_path / "data").create(), tmp_path / "stick"
    stick.mkdir()
    with VisitLog.open(data.log, clock) as log:
        kiosk = Kiosk(data, log, clock, stick)
        kiosk.join()
        kiosk.work(2)
        kiosk.export()
        for fail_at in range(total):
            kiosk.work(1)
            before = {path: path.read_bytes() for path in kiosk.on()}
            unsent = status(data, log).unsent
            failed = kiosk.export(device=Recording(fail_at, number))
            assert failed.outcome in outcomes
            if failed.outcome.good:
                continue
            assert status(data, log).unsent == unsent - failed.rows
            assert all(path.read_bytes() == content for path, content in before.items())
            if fail_at % 4 == 0:
                assert kiosk.export().outcome.good
                assert status(data, log).unsent == 0
        kiosk.export()
        assert len(kiosk.received().visits) == 2 + total
        assert sum(header.rows for header in _whole(kiosk)) == 2 + total
        assert not list(stick.rglob("*.part"))


def test_a_full_stick_is_known_before_anything_is_written(joined: Kiosk) -> None:
    class Small(Device):
        def free(self, folder: Path) -> int:
            return 100

    joined.work()
    result = joined.export(device=Small())
    assert (result.outcome, joined.on()) == (Outcome.FULL, [])
    assert status(joined.data, joined.log).unsent == 1


def test_a_stick_with_everything_on_it_already_may_be_full_and_read_only(joined: Kiosk) -> None:
    class Locked(Device):
        def flush(self, path: Path) -> None:
            raise OSError(errno.EROFS, "read-only")

        def free(self, folder: Path) -> int:
            return 0

    joined.work()
    joined.export()
    assert joined.export(device=Locked()).outcome is Outcome.NOTHING_NEW


def test_a_torn_file_of_the_right_name_is_written_again(joined: Kiosk) -> None:
    joined.work()
    joined.export()
    whole = joined.on()[0].read_bytes()
    for torn in (b"", whole[:-1], whole + b"\0", whole[:-1] + b"?"):
        joined.on()[0].write_bytes(torn)
        assert joined.export().bundles_written == 1
        assert [path.read_bytes() for path in joined.on()] == [whole]


def test_stale_parts_of_this_kiosk_are_swept_and_anothers_are_left(joined: Kiosk) -> None:
    visits = Stick(joined.stick).visits
    ours, theirs = visits / f"{joined.log.kiosk}-x-000009.kiosk.part", visits / "k-other-x-000009.kiosk.part"
    for path in (ours, theirs):
        joined.put(path, b"half")
    joined.work()
    joined.export()
    assert (ours.exists(), theirs.exists()) == (False, True)


def test_a_stick_pulled_in_the_middle_that_leaves_its_folder_behind_is_not_believed(joined: Kiosk) -> None:
    class Pulled(Device):
        asked = 0

        def identity(self, folder: Path) -> int:
            self.asked += 1
            return super().identity(folder) + (self.asked > 1)

    joined.work()
    assert joined.export(device=Pulled()).outcome is Outcome.GONE
    assert status(joined.data, joined.log).unsent == 1


def test_this_computers_own_full_disk_is_not_blamed_on_the_stick(
    joined: Kiosk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    joined.work()
    monkeypatch.setattr(spool_room, "write_atomically", full)
    result = joined.export()
    assert result.outcome is Outcome.DISK_FULL
    assert status(joined.data, joined.log).unsent == 1


def test_a_file_that_stands_where_our_folder_should_be_is_no_place_to_write(
    joined: Kiosk, tmp_path: Path
) -> None:
    (tmp_path / "blocked").mkdir()
    (tmp_path / "blocked" / "OneStopKiosk").write_text("not a folder", encoding="utf-8")
    joined.work()
    assert not joined.export(tmp_path / "blocked").outcome.good
    assert status(joined.data, joined.log).unsent == 1


def test_every_outcome_has_its_sentence_and_its_advice(tmp_path: Path) -> None:
    assert SENTENCES.keys() == ADVICE.keys() == set(Outcome)
    for outcome in Outcome:
        message, params = ExportResult(outcome, tmp_path).sentence()
        assert message.format(**params)
        assert outcome.good or str(StickError(outcome))
    assert len(set(SENTENCES.values())) == len(Outcome)


def test_windows_own_error_codes_are_told_apart() -> None:
    class WindowsError(OSError):
        winerror = 0

    def named(code: int) -> Outcome:
        problem = WindowsError(errno.EACCES, "?")
        problem.winerror = code
        return outcome_of(problem)

    assert [named(code) for code in (19, 21, 112, 87)] == [
        Outcome.READ_ONLY,
        Outcome.GONE,
        Outcome.FULL,
        Outcome.REFUSED,
    ]
    assert outcome_of(NotVerifiedError()) is Outcome.NOT_VERIFIED


def test_ranges_are_taken_from_ranges() -> None:
    a, b = "a" * 16, "b" * 16
    held = [Range(a, 3, 4), Range(a, 8, 20), Range(b, 1, 1)]
    assert without([Range(a, 1, 10), Range(a, 5, 6), Range(b, 1, 2)], held) == [
        Range(a, 1, 2),
        Range(a, 5, 7),
        Range(b, 2, 2),
    ]
    assert without([Range(a, 3, 4)], held) == []
