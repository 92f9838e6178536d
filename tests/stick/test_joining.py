"""Joining: the card, the digits, and what is refused."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.bundles import read_header, verify
from kiosk.config import Settings
from kiosk.errors import KeyProblem
from kiosk.keys import (
    Card,
    CardStep,
    KioskKeys,
    read_card,
    read_enrolment,
)
from kiosk.stick import (
    Outcome,
    Stick,
    StickError,
    invitation,
    join,
    own_digits,
)
from tests.programmes import Shop
from tests.stick.devices import Hanging, impatient
from tests.stick.shops import SHOP, Kiosk


def test_a_kiosk_joins_by_the_card_and_six_groups_that_the_manager_sees_too(kiosk: Kiosk) -> None:
    kiosk.give_card()
    shown: list[tuple[str, ...]] = []

    def compare(card: Card, groups: tuple[str, ...]) -> bool:
        assert card.name == "Солтүстік Қазақстан"
        shown.append(groups)
        return True

    card = join(kiosk.data, kiosk.log, kiosk.stick, compare, "Булаево", clock=kiosk.clock)
    assert card == read_card(SHOP.card().signed(SHOP.manager))
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


def test_a_stick_that_hangs_holds_up_neither_the_look_at_its_card_nor_the_joining(
    kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch
) -> None:
    impatient(monkeypatch)
    kiosk.give_card()
    device = Hanging("read")
    with pytest.raises(StickError, match="too slow, or hangs"):
        invitation(kiosk.data, kiosk.log.kiosk, kiosk.stick, device)
    with pytest.raises(StickError, match="too slow, or hangs"):
        join(kiosk.data, kiosk.log, kiosk.stick, lambda _card, _digits: True, device=device)
    device.freed.set()
    assert kiosk.export().outcome is Outcome.NO_PROGRAMME


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
    with pytest.raises(KeyProblem, match="leave"):
        join(joined.data, joined.log, joined.stick, lambda _card, _digits: True)
    with pytest.raises(KeyProblem, match="not confirmed"):
        join(joined.data, joined.log, joined.stick, lambda _card, _digits: False, leave=True)
    card = join(joined.data, joined.log, joined.stick, lambda _card, _digits: True, leave=True)
    assert card.programme == "p-south"


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


def test_one_number_with_two_contents_and_a_key_that_had_its_day_are_refused_by_hand_too(
    joined: Kiosk,
) -> None:
    joined.give_card(SHOP.card(name="Renamed"))
    with pytest.raises(KeyProblem, match="something else"):
        join(joined.data, joined.log, joined.stick, lambda _card, _digits: True)
    successor, _paper = SHOP.manager.succeeded_by(SHOP.paper)
    Stick(joined.stick).card.write_bytes(SHOP.card(version=2).signed(SHOP.manager))
    joined.export()
    newest = read_card(joined.data.card.read_bytes())
    Stick(joined.stick).card.write_bytes(replace(newest, version=3).signed(successor))
    assert joined.export().card is CardStep.NEWER
    joined.give_card(SHOP.card(version=9))
    with pytest.raises(KeyProblem, match="no longer uses"):
        join(joined.data, joined.log, joined.stick, lambda _card, _digits: True)


def test_lost_keys_mean_joining_again_and_new_bundles_of_what_has_no_receipt(joined: Kiosk) -> None:
    joined.work(2)
    joined.export()
    joined.put(Stick(joined.stick).receipts(joined.log.kiosk), joined.receipt(1).signed(SHOP.manager))
    old = joined.keys.signing_key
    (first,) = joined.on()
    shutil.rmtree(joined.data.keys)
    assert joined.export().outcome is Outcome.NO_KEYS
    join(joined.data, joined.log, joined.stick, lambda _card, _digits: False, clock=joined.clock)
    request = read_enrolment(Stick(joined.stick).enrolment(joined.log.kiosk).read_bytes())
    assert (request.kiosk, request.signing_key) == (joined.log.kiosk, joined.keys.signing_key)
    assert joined.keys.signing_key != old
    assert joined.export().bundles_written == 1
    newest = next(path for path in joined.on() if path != first)
    assert read_header(newest).header.ranges == ((joined.log.epoch, 2, 2),)
    assert verify(first, old), "the old stick is what it was"


def test_keys_that_somebody_else_may_have_are_renewed_and_kept_aside(joined: Kiosk) -> None:
    joined.work(1)
    joined.export()
    old = joined.keys.signing_key
    join(joined.data, joined.log, joined.stick, lambda _card, _digits: False, new_keys=True)
    assert joined.keys.signing_key != old
    assert KioskKeys.load(joined.data.keys / "old-1").signing_key == old
    assert joined.export().bundles_written == 1


def test_a_bundle_whose_visit_the_log_has_lost_travels_on_though_the_keys_are_new(
    joined: Kiosk, tmp_path: Path
) -> None:
    joined.work(1)
    joined.export()
    (only,) = joined.on()
    join(joined.data, joined.log, joined.stick, lambda _card, _digits: False, new_keys=True)
    with joined.log._transaction() as connection:  # what a salvage leaves of a damaged page
        connection.execute("DELETE FROM visits")
        connection.execute("INSERT INTO lost VALUES (?, 1, 1)", (joined.log.epoch,))
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    assert joined.export(fresh).bundles_written == 1
    assert joined.on(fresh)[0].read_bytes() == only.read_bytes()
