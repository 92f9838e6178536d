"""The card, the request to join, the roster and the receipt."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.errors import KeyProblem
from kiosk.keys import (
    Card,
    CardStep,
    Context,
    Enrolment,
    EpochReceipt,
    KioskKeys,
    ManagerKeys,
    NewerVersion,
    Receipt,
    Roster,
    RosterVolunteer,
    SigningKey,
    compare,
    decoded,
    joining_digits,
    parse,
    read_card,
    read_enrolment,
    read_receipt,
    read_roster,
    sign_document,
)
from kiosk.visits import Place
from tests.programmes import KIOSK, PROGRAMME, Shop

SHOP = Shop()
WHEN = "2026-11-22T08:15:00Z"


def test_a_card_comes_back_as_it_was_signed_and_shows_three_groups() -> None:
    card = SHOP.card(asks={"gender": True}, probe={"url": "https://example.org/ok", "token": "x"})
    data = card.signed(SHOP.manager)
    assert replace(read_card(data), succession=()) == card
    assert data.decode().isprintable() or "\n" in data.decode()
    assert len(card.digits()) == 3


def test_a_card_of_a_later_minor_version_is_read_and_of_a_later_major_one_named() -> None:
    members = parse(SHOP.card().signed(SHOP.manager))["signed"]
    members["format"]["minor"], members["weather"] = 9, "sun"
    assert read_card(sign_document(Context.CARD, members, SHOP.manager.signer)).programme == PROGRAMME
    members["format"]["major"] = 2
    with pytest.raises(NewerVersion):
        read_card(sign_document(Context.CARD, members, SHOP.manager.signer))


@pytest.mark.parametrize(
    "change",
    [
        {"programme": "../p"},
        {"programme": ""},
        {"version": 0},
        {"version": True},
        {"recipients": []},
        {"recipients": ["age1nokey"]},
        {"recipients": "age1"},
        {"name": None},
        {"next_signing_fingerprint": "x"},
        {"codebook": []},
        {"format": {"name": "one-stop-kiosk-roster", "major": 1, "minor": 0}},
        {"signing_key": KioskKeys.generate().signing_key},
    ],
)
def test_a_card_that_makes_no_sense_is_refused_though_it_is_signed(change: dict[str, object]) -> None:
    members = {**parse(SHOP.card().signed(SHOP.manager))["signed"], **change}
    with pytest.raises(KeyProblem):
        read_card(sign_document(Context.CARD, members, SHOP.manager.signer))


def test_a_card_without_a_sealing_key_is_not_written() -> None:
    with pytest.raises(KeyProblem):
        replace(SHOP.card(), recipients=()).signed(SHOP.manager)


def _successor_card(**changes: object) -> Card:
    successor, _paper = SHOP.manager.succeeded_by(SHOP.paper)
    return read_card(SHOP.card(**changes).signed(successor))


@pytest.mark.parametrize(
    ("found", "step"),
    [
        (SHOP.card(), CardStep.SAME),
        (SHOP.card(version=4), CardStep.NEWER),
        (SHOP.card(version=2), CardStep.OLDER),
        (SHOP.card(programme="p-south", version=4), CardStep.OTHER_PROGRAMME),
        (SHOP.card(signing_key=SHOP.stranger.signing_key, version=4), CardStep.UNKNOWN_SIGNER),
        (_successor_card(version=4), CardStep.NEWER),
        (_successor_card(version=2), CardStep.NEWER),
    ],
)
def test_a_kiosk_takes_only_newer_cards_of_its_own_programmes_signer(found: Card, step: CardStep) -> None:
    current = SHOP.card(version=3)
    if step is CardStep.SAME:
        found = replace(found, version=3)
    assert compare(current, found) is step


def test_one_number_with_two_contents_is_refused() -> None:
    current = SHOP.card(version=3)
    assert compare(current, SHOP.card(version=3, name="Renamed")) is CardStep.OTHER_CONTENT


def _a_line_of_managers(count: int) -> tuple[list[ManagerKeys], list[Card]]:
    """Return managers who succeed each other, and the first card that each of them signed."""
    keys, paper = SHOP.manager, SHOP.paper
    managers, cards = [keys], [read_card(SHOP.card().signed(keys))]
    for _ in range(count):
        keys, paper = keys.succeeded_by(paper)
        managers.append(keys)
        cards.append(read_card(replace(cards[-1], version=cards[-1].version + 1).signed(keys)))
    return managers, cards


def test_a_kiosk_that_missed_cards_follows_the_announcements() -> None:
    managers, cards = _a_line_of_managers(3)
    assert compare(cards[0], cards[3]) is CardStep.NEWER
    gap = replace(cards[3], succession=cards[3].succession[:1] + cards[3].succession[2:])
    assert compare(cards[0], gap) is CardStep.UNKNOWN_SIGNER
    assert compare(cards[1], replace(gap, succession=cards[3].succession[2:])) is CardStep.NEWER
    other = replace(SHOP.card(programme="p-south"), succession=()).signed(managers[1])
    borrowed = replace(cards[3], succession=(*gap.succession, *read_card(other).succession))
    assert compare(cards[0], borrowed) is CardStep.UNKNOWN_SIGNER, (
        "a word for another programme leads nowhere"
    )


def test_a_stolen_key_that_has_had_its_day_makes_no_card() -> None:
    managers, cards = _a_line_of_managers(2)
    for thief in managers[:2]:
        forged = read_card(replace(cards[0], version=99).signed(thief))
        assert compare(cards[2], forged) is CardStep.FORMER_SIGNER
    raised = read_card(replace(cards[0], version=99).signed(managers[0]))
    assert compare(raised, cards[2]) is CardStep.NEWER, (
        "the successor's card holds whatever number the thief wrote"
    )


def test_a_changed_word_on_the_next_key_spoils_the_card() -> None:
    _managers, cards = _a_line_of_managers(1)
    spoiled = cards[1].succession[0].replace('"next":"', '"next":"0')
    members = parse(cards[1].signed(_managers[1]))["signed"]
    with pytest.raises(KeyProblem):
        read_card(sign_document(Context.CARD, {**members, "succession": [spoiled]}, _managers[1].signer))


def test_a_request_to_join_hides_the_sites_name_and_its_length() -> None:
    requests = [
        Enrolment.request(SHOP.card(), KIOSK, SHOP.kiosk, name, WHEN) for name in ("Булаево", "Ұзынкөл ауылы")
    ]
    # age adds some random bytes of its own, so only what is sealed can be compared.
    assert len({len(SHOP.manager.open(decoded(request.site))) for request in requests}) == 1
    written = [request.signed(SHOP.kiosk) for request in requests]
    assert "Булаево".encode() not in written[0]
    found = read_enrolment(written[0])
    assert found == requests[0]
    assert found.site_name(SHOP.second) == "Булаево"
    with pytest.raises(KeyProblem):
        found.site_name(SHOP.stranger)
    with pytest.raises(KeyProblem):
        replace(found, kiosk="k-another222").site_name(SHOP.manager)


def test_both_sides_show_the_same_digits_and_a_swapped_key_shows_others() -> None:
    card, keys = SHOP.card(), SHOP.kiosk
    request = read_enrolment(Enrolment.request(card, KIOSK, keys, "Булаево", WHEN).signed(keys))
    shown = joining_digits(card.programme, card.signing_key, KIOSK, keys.signing_key, keys.sealing_key)
    assert request.digits() == shown
    assert shown[:3] == card.digits()
    swapped = replace(request, sealing_key=SHOP.stranger.sealing_key)
    assert swapped.digits()[:3] == shown[:3]
    assert set(swapped.digits()[3:]).isdisjoint(shown[3:])


def test_a_request_in_another_kiosks_name_needs_that_kiosks_key() -> None:
    request = Enrolment.request(SHOP.card(), KIOSK, SHOP.kiosk, "Булаево", WHEN)
    for forged in (
        request.signed(SHOP.stranger),
        replace(request, sealing_key="age1nokey").signed(SHOP.kiosk),
        replace(request, kiosk="../../k").signed(SHOP.kiosk),
        replace(request, card_key="AA==").signed(SHOP.kiosk),
    ):
        with pytest.raises(KeyProblem):
            read_enrolment(forged)


def test_a_roster_is_for_one_kiosk_and_from_its_manager() -> None:
    roster = Roster(
        programme=PROGRAMME,
        kiosk=KIOSK,
        version=2,
        site="Булаево",
        places=[Place("kz", "Қазақстан", "country"), Place("bulaevo", "Булаево", "settlement", "kz")],
        volunteers=[RosterVolunteer("A-07"), RosterVolunteer("A-08", "lead", False)],
        settings={"country": "kz"},
    )
    sealed = roster.sealed(SHOP.manager, SHOP.kiosk.sealing_key)
    found = read_roster(sealed, SHOP.kiosk, SHOP.manager.signing_key)
    assert found.places == (
        Place("kz", "Қазақстан", "country"),
        Place("bulaevo", "Булаево", "settlement", "kz"),
    )
    assert replace(found, places=roster.places, volunteers=list(found.volunteers)) == roster
    with pytest.raises(KeyProblem):
        read_roster(sealed, SHOP.stranger, SHOP.manager.signing_key)
    with pytest.raises(KeyProblem):
        read_roster(roster.sealed(SHOP.second, SHOP.kiosk.sealing_key), SHOP.kiosk, SHOP.manager.signing_key)


def test_a_receipt_is_believed_from_the_manager_alone() -> None:
    receipt = Receipt(
        programme=PROGRAMME,
        kiosk=KIOSK,
        centre_time=WHEN,
        epochs=(
            EpochReceipt("0123456789abcdef", 40, ((43, 50),), ((41, 41),), "ab" * 32),
            EpochReceipt("e2", 0),
        ),
        wanted=(("0123456789abcdef", 51, 60),),
    )
    data = receipt.signed(SHOP.manager)
    assert read_receipt(data, SHOP.manager.signing_key) == receipt
    for forged in (receipt.signed(SHOP.second), data.replace(b":40", b":99")):
        with pytest.raises(KeyProblem):
            read_receipt(forged, SHOP.manager.signing_key)


def test_a_seed_of_another_length_is_no_key() -> None:
    with pytest.raises(KeyProblem):
        SigningKey.from_seed(b"short")
