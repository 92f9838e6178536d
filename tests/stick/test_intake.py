"""What a stick brings to a kiosk: receipts, rosters, newer cards, and forgeries of each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.bundles import open_payload, verify
from kiosk.config import Settings
from kiosk.keys import (
    CardStep,
    EpochReceipt,
    ManagerKeys,
    Roster,
    RosterVolunteer,
    read_card,
)
from kiosk.stick import (
    Outcome,
    Stick,
    status,
)
from kiosk.visits import Place
from tests.stick.shops import SHOP, Kiosk


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


def test_a_forgotten_pin_is_forgotten_by_the_kiosk_once_the_manager_says_so(joined: Kiosk) -> None:
    path = Stick(joined.stick).roster(joined.log.kiosk)

    def say(version: int, **asked: int) -> dict[str, bool]:
        settings = {"new_pins": {name.replace("_", "-"): count for name, count in asked.items()}}
        roster = _roster(joined, version, settings=settings)
        joined.put(path, roster.sealed(SHOP.manager, joined.keys.sealing_key))
        joined.export()
        return {person.pseudonym: person.has_pin for person in joined.log.volunteers()}

    for name in ("A-07", "A-08"):
        joined.log.add_volunteer(name, "314159")
    unsent = joined.log.unsent()
    assert say(2, A_07=1) == {"A-07": False, "A-08": True}
    joined.log.add_volunteer("A-07", "271828")
    assert say(3, A_07=1) == {"A-07": True, "A-08": True}  # said once is done once
    assert say(4, A_07=2, A_08=1) == {"A-07": False, "A-08": False}
    assert joined.log.unsent() == unsent


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


def test_what_the_centre_asks_for_again_is_made_from_the_log_once(joined: Kiosk, tmp_path: Path) -> None:
    joined.work(3)
    joined.export()
    path = Stick(joined.stick).receipts(joined.log.kiosk)
    joined.put(path, joined.receipt(3).signed(SHOP.manager))
    joined.export()
    assert status(joined.data, joined.log).spooled == 0
    asked = replace(joined.receipt(3), wanted=((joined.log.epoch, 2, 3),), centre_time="2026-11-23T09:00:00Z")
    joined.put(path, asked.signed(SHOP.manager))
    assert joined.export().bundles_written == 1
    assert [visit.seq for visit in joined.received().visits] == [1, 2, 3, 2, 3]
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    assert joined.export(fresh).bundles_written == 1, "the same bytes go to every stick until it has come"
    assert joined.on(fresh)[0].read_bytes() == joined.on()[-1].read_bytes()
    answered = replace(joined.receipt(3), centre_time="2026-11-24T09:00:00Z")
    joined.put(path, answered.signed(SHOP.manager))
    joined.export()
    assert status(joined.data, joined.log).spooled == 0


def test_a_centre_that_lost_its_store_gets_everything_once_more(joined: Kiosk) -> None:
    joined.work(3)
    joined.export()
    path = Stick(joined.stick).receipts(joined.log.kiosk)
    joined.put(path, joined.receipt(3).signed(SHOP.manager))
    joined.export()
    for lost in Stick(joined.stick).visits.iterdir():
        lost.unlink()
    older = replace(joined.receipt(1), centre_time="2026-11-21T09:00:00Z")
    joined.put(path, older.signed(SHOP.manager))
    joined.export()
    assert status(joined.data, joined.log).undelivered == 0, "an older receipt changes nothing"
    rebuilt = replace(joined.receipt(1), centre_time="2026-12-01T09:00:00Z")
    joined.put(path, rebuilt.signed(SHOP.manager))
    joined.export()
    assert [visit.seq for visit in joined.received().visits] == [2, 3]


def test_a_receipt_that_also_names_a_copys_epoch_counts_for_this_log(joined: Kiosk) -> None:
    joined.work(2)
    joined.export()
    receipt = joined.receipt(2)
    with_copy = replace(receipt, epochs=(EpochReceipt("0000000000000000", 9), *receipt.epochs))
    joined.put(Stick(joined.stick).receipts(joined.log.kiosk), with_copy.signed(SHOP.manager))
    joined.export()
    assert status(joined.data, joined.log).undelivered == 0


def test_a_new_sealing_key_on_the_card_means_new_bundles_of_what_has_no_receipt(joined: Kiosk) -> None:
    joined.work(2)
    joined.export()
    joined.put(Stick(joined.stick).receipts(joined.log.kiosk), joined.receipt(1).signed(SHOP.manager))
    third, _paper = ManagerKeys.generate()
    joined.give_card(SHOP.card(version=2, recipients=(third.sealing_key,)))
    assert joined.export().bundles_written == 1
    (newest,) = [path for path in joined.on() if path.name.endswith("000002.kiosk")]
    payload = open_payload(verify(newest, joined.keys.signing_key), third)
    assert [visit.seq for visit in payload.revisions().visits] == [2], (
        "only what the lost key kept from the centre"
    )
    assert joined.export().bundles_written == 0
