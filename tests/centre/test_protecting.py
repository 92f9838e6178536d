"""Who asked is forgotten at the centre, and what is too old goes, in whatever order the sticks come."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.centre import Deed, Outcome, Store, StoreError
from kiosk.centre.accepting import retire
from kiosk.centre.pending import Pending, pending
from kiosk.centre.programme import write_roster
from kiosk.centre.retention import drop_old, foresee, keep
from kiosk.centre.revoking import revoke
from kiosk.centre.store import OtherContentError
from kiosk.cli import main
from kiosk.keys import read_roster
from kiosk.privacy import new_return_code
from kiosk.stick import Stick
from kiosk.visits import ERASED, Batch, Visit, to_row
from tests.centre.conftest import Keep
from tests.centre.records import a_visit
from tests.centre.world import Office, SomeKiosk, StillClock

CODE, OTHER = (new_return_code(Random(seed)) for seed in (1, 2))
NOTE = "келесі жолы әжесімен келеді"


def _said(store: Store) -> list[tuple[str, str]]:
    """Every note and code that any revision still shows."""
    return store.ask(
        "SELECT note, return_code FROM visits WHERE note <> '' OR return_code <> '' ORDER BY seq", {}
    )


def _edit(visit: Visit, seq: int, **changes: object) -> Visit:
    said = {
        "seq": seq,
        "revision": visit.revision + 1,
        "change": "edit",
        "change_reason": "a slip",
        **changes,
    }
    return replace(visit, **said)  # type: ignore[arg-type]


def test_a_card_holder_is_forgotten_with_every_revision_of_their_visits(store: Store, keep: Keep) -> None:
    mistyped = a_visit(seq=1, return_code=CODE, note=NOTE)
    keep(mistyped, _edit(mistyped, 2, return_code=OTHER, note=NOTE))
    keep(a_visit(seq=3, return_code=OTHER, note="сұрағы қалды"))
    counts = store.ask("SELECT COUNT(*), SUM(people) FROM current_visits", {})
    store.forget(CODE, "2026-11-20T10:00:00Z")
    assert _said(store) == [("сұрағы қалды", OTHER)]
    assert store.ask("SELECT COUNT(*), SUM(people) FROM current_visits", {}) == counts
    keep(a_visit(seq=4, return_code=CODE, note=NOTE))
    assert len(_said(store)) == 1, "a stick that comes late must not bring the person back"


def test_a_kiosks_erasure_blanks_what_it_had_sent_before(store: Store, keep: Keep) -> None:
    visit = a_visit(seq=1, return_code=CODE, note=NOTE)
    keep(visit)
    keep(_edit(visit, 2, change_reason=ERASED, return_code="", note=""))
    assert _said(store) == []
    keep(visit)
    assert _said(store) == [], "the same bundle once more"


def test_a_note_that_was_let_go_is_no_other_content_but_another_note_is(store: Store, keep: Keep) -> None:
    visit = a_visit(seq=1, return_code=CODE, note=NOTE)
    keep(visit)
    keep(replace(visit, note="", return_code=""))
    assert _said(store) == [(NOTE, CODE)]
    silent = a_visit(seq=2)
    keep(silent)
    others = (
        replace(visit, note="басқа сөз"),
        replace(visit, note="", people=2),
        replace(silent, note="кейін қосылған"),
    )
    for other in others:
        with pytest.raises(OtherContentError):
            keep(other)


@pytest.fixture
def told(bulaevo: SomeKiosk, office: Office, stick: Path) -> SomeKiosk:
    """A kiosk that has sent an old and a new visit of one card holder."""
    old, new = (
        bulaevo.visits(1, visit_date="2024-10-31", return_code=CODE, note=NOTE),
        bulaevo.visits(1, visit_date="2024-11-01", return_code=CODE, note=NOTE),
    )
    bulaevo.put(bulaevo.bundle(old + new), stick)
    assert [r.outcome for r in office.take(stick)][-1] is Outcome.IMPORTED
    return bulaevo


def test_a_period_ends_with_whole_months_and_holds_for_late_sticks(
    told: SomeKiosk, office: Office, stick: Path
) -> None:
    clock = StillClock()
    assert keep(office.store, 24, clock) == 1
    assert _said(office.store) == [(NOTE, CODE)]
    assert drop_old(office.store, clock) == 0
    told.put(told.bundle(told.visits(1, visit_date="2020-01-01", return_code=OTHER, note=NOTE)), stick)
    office.take(stick)
    assert _said(office.store) == [(NOTE, CODE)]


def test_what_goes_by_itself_when_a_month_is_over_is_told_too(told: SomeKiosk, office: Office) -> None:
    office.store.keep_months(24)
    assert drop_old(office.store, StillClock()) == 1
    assert drop_old(office.store, StillClock()) == 0
    last = office.store.audit_trail()[-1]
    assert (last.deed, last.about) == (Deed.ERASE, {"months": 24, "records": 1})


def test_what_a_period_would_drop_is_foreseen_and_nothing_is_dropped(told: SomeKiosk, office: Office) -> None:
    store, clock = office.store, StillClock()
    assert foresee(store, 0, clock) == (0, "", 0)
    assert foresee(store, 24, clock) == (24, "2024-11-01", 1)
    assert foresee(store, 1, clock) == (1, "2026-10-01", 2)
    with pytest.raises(StoreError):
        foresee(store, 1201, clock)
    assert len(_said(store)) == 2
    assert store.protection().keep_months == 0
    assert keep(store, 24, clock) == 1
    assert foresee(store, 24, clock) == (24, "2024-11-01", 0)


def test_who_shows_a_code_is_counted_before_anybody_is_forgotten(told: SomeKiosk, office: Office) -> None:
    store = office.store
    assert store.holders(CODE) == (2, 1, "")
    assert store.holders(OTHER) == (0, 0, "")
    assert len(_said(store)) == 2
    store.forget(CODE, "2026-11-20T10:00:00Z")
    assert store.holders(CODE) == (0, 0, "2026-11-20T10:00:00Z")


def test_what_waits_at_the_kiosks_is_known_until_each_has_sent_word(
    told: SomeKiosk, office: Office, stick: Path
) -> None:
    store, quiet = office.store, SomeKiosk(office.card, kiosk="k-quiet", site="Явленка")
    assert pending(store) == Pending()
    store.forget(CODE, "2026-11-20T10:00:00Z")
    office.accept(quiet, stick)

    def waiting() -> list[tuple[str, bool, int]]:
        return [(each.known.kiosk, each.told, each.visits) for each in pending(store).kiosks]

    assert waiting() == [(told.kiosk, False, 2), (quiet.kiosk, False, 0)]
    for kiosk in (told, quiet):
        write_roster(office.data, store, office.keys, kiosk.kiosk, stick)
    assert waiting() == [(told.kiosk, True, 2)]
    erased = [
        replace(
            a_visit(kiosk=told.kiosk, epoch=told.epoch, visit_epoch=told.epoch, seq=seq),
            seq=seq + 2,
            revision=2,
            change="edit",
            change_reason=ERASED,
        )
        for seq in (1, 2)
    ]
    told.put(told.bundle(erased), stick)
    office.take(stick)
    assert waiting() == []
    keep(store, 24, StillClock())
    assert waiting() == [(told.kiosk, False, 0), (quiet.kiosk, False, 0)]
    retire(office.data, store, office.keys, quiet.kiosk, office.clock)
    assert waiting() == [(told.kiosk, False, 0)]
    assert pending(store).retired == 1
    revoke(office.data, store, told.kiosk, office.clock)
    assert pending(store) == Pending((), 1)


def test_a_stick_that_is_taken_in_tells_its_kiosk_on_its_way_back(
    told: SomeKiosk, office: Office, stick: Path
) -> None:
    office.store.forget(OTHER, "2026-11-20T10:00:00Z")
    assert [each.told for each in pending(office.store).kiosks] == [False]
    told.put(told.bundle(told.visits(1)), stick)
    office.take(stick)
    assert pending(office.store) == Pending()


def test_a_stick_that_refuses_has_told_nobody(told: SomeKiosk, office: Office, tmp_path: Path) -> None:
    office.store.forget(CODE, "2026-11-20T10:00:00Z")
    broken = tmp_path / "a file"
    broken.write_bytes(b"no stick")
    with pytest.raises(StoreError):
        write_roster(office.data, office.store, office.keys, told.kiosk, broken)
    assert not pending(office.store).kiosks[0].told


def test_a_centres_clock_that_ran_away_drops_nothing(told: SomeKiosk, office: Office) -> None:
    class Ahead(StillClock):
        def now(self) -> datetime:
            return super().now().replace(year=2099)

    keep(office.store, 36, Ahead())
    assert len(_said(office.store)) == 2


def test_the_roster_tells_the_kiosk_what_to_let_go(told: SomeKiosk, office: Office, stick: Path) -> None:
    keep(office.store, 24, StillClock())
    office.store.forget(CODE, "2026-11-20T10:00:00Z")
    path = write_roster(office.data, office.store, office.keys, told.kiosk, stick)
    assert path == Stick(stick).roster(told.kiosk)
    roster = read_roster(path.read_bytes(), told.keys, office.keys.signing_key)
    assert roster.protection.keep_months == 24
    assert [wish.code for wish in roster.protection.wishes] == [CODE]
    assert CODE.encode() not in path.read_bytes()


def test_the_verb_forgets_reads_any_keyboard_and_writes_no_code_into_the_trail(
    told: SomeKiosk, office: Office
) -> None:
    runner = CliRunner()
    said = runner.invoke(main, ["--data", str(office.data.root), "--lang", "en", "forget", CODE.lower()])
    assert said.exit_code == 0, said.output
    assert "2 visits no longer show this code." in said.output
    assert _said(office.store) == []
    assert all(CODE not in str(entry) for entry in office.store.audit_trail())
    refused = runner.invoke(main, ["--data", str(office.data.root), "--lang", "en", "forget", "ABC"])
    assert refused.exit_code == 1
    assert "not a return code" in refused.output


REVISIONS = [
    a_visit(seq=1, return_code=CODE, note=NOTE),
    a_visit(seq=2, return_code=OTHER, note=NOTE, visit_date="2020-05-05"),
    a_visit(seq=3, return_code=CODE, note=NOTE, clock_trust=0, visit_date="1970-01-01"),
]
REVISIONS += [
    _edit(REVISIONS[0], 4, return_code=OTHER, note=NOTE),
    _edit(REVISIONS[2], 5, change_reason=ERASED, return_code="", note=""),
    a_visit(seq=6, return_code=OTHER, note=NOTE, visit_date="2026-11-11"),
    # One without a date of its own, and what dates it. It may come again before its kiosk has let go of it.
    a_visit(seq=7, return_code=OTHER, note=NOTE, clock_trust=0, visit_date="1970-01-01"),
    a_visit(seq=8, visit_date="2020-06-06"),
]


def test_a_visit_from_paper_dates_none_that_was_written_before_it(office: Office) -> None:
    undated = a_visit(seq=1, note=NOTE, clock_trust=0, visit_date="1970-01-01")
    paper = a_visit(seq=2, visit_date="2020-06-06", entry="late")
    with closing(Store.open(office.data.root / "other.db")) as store:
        store.drop_before("2024-01-01")
        with store.transaction():
            store.insert([Batch(Visit, [to_row(undated), to_row(paper)])])
        assert _said(store) == [(NOTE, "")]


@settings(deadline=None, max_examples=40)
@given(
    order=st.lists(st.sampled_from(REVISIONS), max_size=12).map(lambda some: some + REVISIONS),
    wish_at=st.integers(0, 5),
    period_at=st.integers(0, 5),
)
def test_in_any_order_the_same_is_gone(
    tmp_path_factory: pytest.TempPathFactory, order: list[Visit], wish_at: int, period_at: int
) -> None:
    with closing(Store.open(tmp_path_factory.mktemp("any") / "centre.db")) as store:
        for number, revision in enumerate(order):
            if number == wish_at:
                store.forget(CODE, "2026-11-20T10:00:00Z")
            if number == period_at:
                store.drop_before("2024-01-01")
            with store.transaction():
                store.insert([Batch(Visit, [to_row(revision)])])
        assert ("", "") not in _said(store)
        left = store.ask(
            "SELECT seq, note, return_code FROM visits WHERE note <> '' OR return_code <> '' ORDER BY 1", {}
        )
        assert left == [(6, NOTE, OTHER)]
