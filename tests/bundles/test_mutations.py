"""A small bundle hurt in every place, and some hundreds of every kind of lie; thousands more by hand."""

from __future__ import annotations

from random import Random

import pytest

from kiosk.bundles import BundleRefused, Reason, open_payload, verify
from kiosk.visits import Revisions
from tests.bundles.made import MANAGER, SHOP
from tests.bundles.mutations import KINDS, judge, run
from tests.programmes import visit

HELD = Revisions(visits=(visit(1),))
SMALL = SHOP.bundle(HELD)


def _taken(data: bytes) -> Revisions | Reason:
    try:
        return open_payload(verify(data, SHOP.kiosk.signing_key), MANAGER).revisions()
    except BundleRefused as refusal:
        return refusal.reason


def test_a_bundle_that_was_cut_anywhere_is_damaged() -> None:
    assert {_taken(SMALL[:cut]) for cut in range(len(SMALL))} == {Reason.DAMAGED}


@pytest.mark.parametrize("flip", [0x01, 0x80, 0xFF])
def test_a_bundle_with_any_byte_flipped_is_damaged_or_holds_what_it_held(flip: int) -> None:
    found = []
    for at in range(len(SMALL)):
        flipped = bytearray(SMALL)
        flipped[at] ^= flip
        found.append(_taken(bytes(flipped)))
    assert all(what in (Reason.DAMAGED, HELD) for what in found)
    # Beside the content a ZIP has times, systems and attributes, which say nothing; they are few.
    assert found.count(Reason.DAMAGED) > 0.9 * len(SMALL)


def test_lies_of_every_kind_are_refused_for_their_true_reason_or_change_nothing() -> None:
    for tally in run(600, Random(20261122)).values():
        assert tally.faults == []


def test_the_campaign_sees_a_bundle_that_is_taken_in_with_other_content() -> None:
    kind = KINDS["bytes"]
    assert judge(kind, SMALL) == ("changed", "taken in with other content")
    assert judge(KINDS["foreign"], b"")[1] == "refused as damaged"
