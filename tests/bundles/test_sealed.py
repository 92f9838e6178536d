"""A bundle as a whole: what goes in, what shows outside, and what other programs make of it."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile

import pytest

from kiosk.bundles import (
    Parent,
    open_payload,
    read_header,
    verify,
    write_bundle,
)
from kiosk.errors import KeyProblem
from kiosk.keys import canonical
from kiosk.visits import Range, Revisions, batches_of
from tests.bundles.made import SHOP, members, read
from tests.programmes import EPOCH, KAZAKH, KIOSK, a_day, notice, shift, visit


def test_a_days_work_comes_out_of_a_bundle_as_it_went_in() -> None:
    assert read(SHOP.bundle()) == a_day()


def test_the_second_manager_opens_what_the_first_one_lost_the_key_to() -> None:
    assert open_payload(verify(SHOP.bundle(), SHOP.kiosk.signing_key), [SHOP.second]).revisions() == a_day()


def test_a_bundle_is_a_stored_zip_with_three_members() -> None:
    with zipfile.ZipFile(io.BytesIO(SHOP.bundle())) as container:
        assert container.namelist() == ["header.json", "header.sig", "payload.age"]
        assert {member.compress_type for member in container.infolist()} == {zipfile.ZIP_STORED}
        assert {member.date_time for member in container.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_header_says_everything_that_a_courier_may_know() -> None:
    bundle = SHOP.bundle(
        previous="ab" * 32,
        parent=Parent("fedcba9876543210", 17),
        lost=(Range("fedcba9876543210", 3, 4),),
    )
    found = json.loads(members(bundle)["header.json"])
    payload = members(bundle)["payload.age"]
    assert found == {
        "format": {"name": "one-stop-kiosk-bundle", "major": 1, "minor": 0},
        "programme": "p-north",
        "kiosk": KIOSK,
        "epoch": EPOCH,
        "parent": {"epoch": "fedcba9876543210", "seq": 17},
        "bundle": 1,
        "ranges": [[EPOCH, 1, 5]],
        "lost": [["fedcba9876543210", 3, 4]],
        "counts": {"visits": 3, "shifts": 1, "notices": 1},
        "previous": "ab" * 32,
        "payload": {"sha256": found["payload"]["sha256"], "size": len(payload)},
        "keys": {"signing": SHOP.kiosk.key_id, "sealing": found["keys"]["sealing"]},
        "created": "2026-11-22T18:00:00Z",
        "clock_trust": 1,
        "schema": 1,
        "codebook": 1,
    }
    assert len(found["keys"]["sealing"]) == 2
    outside = read_header(bundle)
    header = outside.header
    assert header.to_json() == outside.raw == canonical(found)
    assert header.file == f"{KIOSK}-{EPOCH}-000001.kiosk"
    assert outside.sha256 == hashlib.sha256(outside.raw).hexdigest()


def test_rows_of_an_older_epoch_travel_in_a_newer_ones_bundle() -> None:
    old = "fedcba9876543210"
    moved = Revisions(
        visits=(visit(1), visit(8, epoch=old, visit_epoch=old), visit(10, epoch=old, visit_epoch=old))
    )
    header = read_header(SHOP.bundle(moved)).header
    assert header.ranges == (Range(EPOCH, 1, 1), Range(old, 8, 8), Range(old, 10, 10))
    assert read(SHOP.bundle(moved)) == moved


def test_an_empty_log_makes_an_empty_bundle_that_still_reads() -> None:
    assert len(read(SHOP.bundle(Revisions()))) == 0


def test_what_cannot_be_sealed_is_not_written() -> None:
    with pytest.raises(KeyProblem):
        write_bundle(SHOP.origin(), batches_of(Revisions((visit(1),))), SHOP.kiosk, ())
    with pytest.raises(KeyProblem):
        write_bundle(SHOP.origin(), batches_of(Revisions((visit(1),))), SHOP.kiosk, ("age1notakey",))


def test_nothing_of_the_visits_can_be_read_in_a_bundle() -> None:
    bundle = SHOP.bundle()
    for word in ("kz.criminal", "A-07", "bulaevo\r", "60_74", KAZAKH, "visits.csv", "club"):
        assert word.encode() not in bundle


def test_shifts_and_notices_that_hold_commas_and_quotes_come_through() -> None:
    awkward = Revisions(
        shifts=(
            shift(1, activity='a "club", of sorts\r\n'),
            shift(2, ended_at="2026-11-22T09:00:00Z", minutes=60),
        ),
        notices=(notice(3, step="'=x"),),
    )
    assert read(SHOP.bundle(awkward)) == awkward
