"""Kiosks over the years: renamed, moved, retired, watched; sticks prepared; a card that says something else."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.centre import StoreError, programme_card
from kiosk.centre.accepting import expect, move, rename, retire
from kiosk.centre.people import Person, Team
from kiosk.centre.programme import prepare
from kiosk.centre.revoking import revoke
from kiosk.centre.roster import put_person, set_teams
from kiosk.centre.succession import change_card
from kiosk.centre.watching import SILENT_AFTER_DAYS, look_closely, watch
from kiosk.keys import ManagerKeys, read_card, read_roster
from kiosk.stick import Stick
from tests.centre.world import Office, SomeKiosk, StillClock
from tests.desks import HandClock


class LaterClock(StillClock):
    """Six weeks after the last stick."""

    def now(self) -> datetime:
        return datetime(2027, 1, 1, tzinfo=UTC)


def told(office: Office, kiosk: SomeKiosk, stick: Path) -> object:
    sealed = Stick(stick).roster(kiosk.kiosk).read_bytes()
    return read_roster(sealed, kiosk.keys, office.card.signing_key)


def test_a_kiosk_that_moves_is_told_by_the_next_stick_and_its_visits_stay(
    office: Office, bulaevo: SomeKiosk, stick: Path
) -> None:
    bulaevo.put(bulaevo.bundle(bulaevo.visits(3)), stick)
    office.take(stick)
    rename(office.data, office.store, office.keys, bulaevo.kiosk, "  Явленка, библиотека ", office.clock)
    move(office.data, office.store, office.keys, bulaevo.kiosk, "yavlenka", office.clock)
    prepare(office.data, office.store, office.keys, stick)
    roster = told(office, bulaevo, stick)
    assert roster.site == "Явленка, библиотека"  # type: ignore[attr-defined]
    assert roster.settings["place"] == "yavlenka"  # type: ignore[attr-defined]
    assert office.count() == 3
    with pytest.raises(StoreError, match="not in the list of places"):
        move(office.data, office.store, office.keys, bulaevo.kiosk, "atlantis", office.clock)
    with pytest.raises(StoreError, match="needs a name"):
        rename(office.data, office.store, office.keys, bulaevo.kiosk, "  ", office.clock)


def test_a_retired_kiosk_is_not_called_silent_and_what_it_still_sends_counts(
    office: Office, bulaevo: SomeKiosk, stick: Path
) -> None:
    bulaevo.put(bulaevo.bundle(bulaevo.visits(2)), stick)
    office.take(stick)
    later = LaterClock()
    (kiosk,) = watch(office.store, later)
    assert kiosk.silent_days == 42
    assert kiosk.silent_days > SILENT_AFTER_DAYS
    retire(office.data, office.store, office.keys, bulaevo.kiosk, office.clock)
    (kiosk,) = watch(office.store, later)
    assert (kiosk.silent_days, kiosk.retired) == (None, True)
    bulaevo.put(bulaevo.bundle(bulaevo.visits(1)), stick)
    office.take(stick)
    assert office.count() == 3
    expect(office.data, office.store, office.keys, bulaevo.kiosk, office.clock)
    assert watch(office.store, later)[0].silent_days == 42


@pytest.mark.parametrize(
    ("now", "days"),
    [
        (datetime(2026, 12, 5, 18, 59, tzinfo=UTC), 15),  # 23:59 where the office is
        (datetime(2026, 12, 5, 19, 0, tzinfo=UTC), 16),
    ],
)
def test_days_of_silence_are_counted_as_on_the_calendar_of_the_office(
    office: Office, bulaevo: SomeKiosk, stick: Path, now: datetime, days: int
) -> None:
    bulaevo.put(bulaevo.bundle(bulaevo.visits(2)), stick)
    office.take(stick)
    assert watch(office.store, office.clock)[0].last_seen == "2026-11-20T10:00:00Z"
    clock = HandClock(now, offset=300)
    assert watch(office.store, clock)[0].silent_days == days


def test_what_is_missing_is_counted_and_looked_at_closely(
    office: Office, bulaevo: SomeKiosk, stick: Path
) -> None:
    first, second, third = (bulaevo.bundle(bulaevo.visits(2)) for _ in range(3))
    bulaevo.put(first, stick)
    bulaevo.put(third, stick)
    office.take(stick)
    (kiosk,) = watch(office.store, office.clock)
    assert (kiosk.bundles, kiosk.missing, kiosk.silent_days) == (2, 1, None)
    closely = look_closely(office.store, bulaevo.kiosk, office.clock)
    assert (closely.visits, closely.gaps, closely.lost, closely.copies) == (4, 2, 0, ())
    assert [bundle.bundle for bundle in closely.bundles] == [1, 3]
    bulaevo.put(second, stick)
    office.take(stick)
    assert look_closely(office.store, bulaevo.kiosk, office.clock).gaps == 0
    with pytest.raises(StoreError, match="not accepted"):
        look_closely(office.store, "k-nobody", office.clock)


def test_a_prepared_stick_leaves_out_who_is_retired_or_revoked_and_tells_each_its_own(
    office: Office, bulaevo: SomeKiosk, stick: Path, tmp_path: Path
) -> None:
    others = [SomeKiosk(office.card, f"k-{name}", name) for name in ("yavlenka", "smirnovo", "ruzaevka")]
    for kiosk in others:
        office.accept(kiosk, stick, "yavlenka" if kiosk.site == "yavlenka" else "")
    retire(office.data, office.store, office.keys, "k-smirnovo", office.clock)
    revoke(office.data, office.store, "k-ruzaevka", office.clock)
    set_teams(office.store, [Team("t1", "Клуб", "bulaevo", 7)])
    put_person(office.store, Person("A-01", kiosk="k-yavlenka", team="t1"))
    prepared = tmp_path / "prepared"
    prepared.mkdir()
    seen: list[tuple[int, int]] = []
    assert prepare(office.data, office.store, office.keys, prepared, lambda *how: seen.append(how)) == 2
    assert seen == [(1, 2), (2, 2)]
    written = sorted(path.stem for path in Stick(prepared).rosters.iterdir())
    assert written == ["k-bulaevo", "k-yavlenka"]
    assert read_card(Stick(prepared).card.read_bytes()) == office.card
    roster = told(office, others[0], prepared)
    assert [person.pseudonym for person in roster.volunteers] == ["A-01"]  # type: ignore[attr-defined]
    other = tmp_path / "other"
    other.mkdir()
    assert prepare(office.data, office.store, office.keys, other, place="yes") == 1
    assert [path.stem for path in Stick(other).rosters.iterdir()] == ["k-yavlenka"]


def test_a_second_manager_cannot_prepare_what_no_kiosk_would_believe(office: Office, stick: Path) -> None:
    other, _paper = ManagerKeys.generate()
    with pytest.raises(StoreError, match="key signs the card"):
        prepare(office.data, office.store, other, stick)
    assert not Stick(stick).card.exists()


def test_a_card_changes_only_when_it_says_something_else(office: Office) -> None:
    before = office.card
    same = change_card(office.data, office.store, office.keys, name=before.name)
    assert same.version == before.version
    changed = change_card(
        office.data,
        office.store,
        office.keys,
        name="Жаңа атау",
        asks={"gender": True},
        activities=["club", " club ", "round"],
    )
    assert (changed.version, changed.name) == (before.version + 1, "Жаңа атау")
    assert changed.asks == {**before.asks, "gender": True}
    assert changed.codebook["activities"] == ["club", "round"]
    assert programme_card(office.data) == changed
    with pytest.raises(StoreError, match="needs a name"):
        change_card(office.data, office.store, office.keys, name=" ")
    with pytest.raises(StoreError, match="key signs"):
        change_card(office.data, office.store, ManagerKeys.generate()[0], name="Чужая")
