"""What a thief, a bad stick or a stranger cannot get past the centre."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from kiosk.bundles import (
    SENTENCES,
    BundleRefused,
    Header,
    Reason,
    open_payload,
    read_header,
    verify,
)
from kiosk.bundles.container import Container, write_zip
from kiosk.bundles.tables import read_table
from kiosk.errors import KioskError
from kiosk.keys import Context
from kiosk.visits import Revisions, Visit
from tests.bundles.made import SHOP, members, packed, read, rebuilt, refused, signed
from tests.programmes import EPOCH, KIOSK, a_day, visit


def test_bundles_spliced_from_two_never_mix_their_content() -> None:
    one, other = SHOP.bundle(), SHOP.bundle(Revisions(visits=(visit(6),)), bundle=2)
    choose = random.Random(7)
    for _ in range(300):
        with suppress(BundleRefused):
            assert read(one[: choose.randrange(len(one))] + other[choose.randrange(len(other)) :]) in (
                read(one),
                read(other),
            )


def test_a_stranger_who_signs_another_kiosks_payload_as_their_own_is_refused() -> None:
    stolen = SHOP.bundle()
    header = json.loads(members(stolen)["header.json"])
    header["kiosk"] = "k-stranger22"
    header["keys"]["signing"] = SHOP.stranger.key_id
    forged = signed(header, members(stolen)["payload.age"], SHOP.stranger)
    assert refused(forged, SHOP.stranger) is Reason.FORGED
    verify(forged, SHOP.stranger.signing_key)  # outside all is well: only the binding inside tells


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("programme", "p-south"),
        ("epoch", "aaaaaaaaaaaaaaaa"),
        ("bundle", 2),
        ("ranges", [[EPOCH, 11, 15]]),
        ("lost", [[EPOCH, 6, 9]]),
        ("counts", {"visits": 1, "shifts": 3, "notices": 1}),
        ("previous", "00" * 32),
        ("created", "2027-01-01T00:00:00Z"),
        ("schema", 2),
    ],
)
def test_a_header_that_says_other_than_the_package_is_refused(name: str, value: object) -> None:
    bundle = SHOP.bundle()
    header = {**json.loads(members(bundle)["header.json"]), name: value}
    assert refused(signed(header, members(bundle)["payload.age"])) is Reason.FORGED


def test_another_key_a_missing_signature_and_a_signature_for_something_else_are_forged() -> None:
    assert refused(SHOP.bundle(keys=SHOP.stranger)) is Reason.FORGED
    parts = members(SHOP.bundle())
    for signature in (bytes(64), SHOP.kiosk.sign(Context.CARD, parts["header.json"])):
        assert refused(packed({**parts, "header.sig": signature})) is Reason.FORGED


def test_a_payload_swapped_for_another_of_the_same_kiosk_is_refused() -> None:
    parts, other = members(SHOP.bundle()), members(SHOP.bundle(bundle=2))
    assert refused(packed({**parts, "payload.age": other["payload.age"]})) is Reason.DAMAGED


def test_a_bundle_sealed_for_somebody_else_says_so() -> None:
    verified = verify(SHOP.bundle(), SHOP.kiosk.signing_key)
    with pytest.raises(BundleRefused) as problem:
        open_payload(verified, SHOP.stranger)
    assert problem.value.reason is Reason.OTHER_KEY


def test_a_newer_major_version_is_refused_politely_and_a_newer_minor_one_is_read() -> None:
    bundle = SHOP.bundle()
    header, payload = json.loads(members(bundle)["header.json"]), members(bundle)["payload.age"]
    header["format"]["minor"] = 7
    header["weather"] = {"sun": True}
    assert read(signed(header, payload)) == a_day()
    header["format"]["major"] = 2
    del header["ranges"]
    assert refused(signed(header, payload)) is Reason.NEWER_VERSION
    assert "newer version" in SENTENCES[Reason.NEWER_VERSION]


def test_members_that_nobody_asked_for_are_ignored_wherever_they_would_unpack_to() -> None:
    extra = {**members(SHOP.bundle()), "../../etc/passwd": b"x", "/tmp/x": b"y", "photo.png": b"z"}
    assert read(packed(extra)) == a_day()


def test_a_member_that_stands_there_twice_is_refused() -> None:
    parts = members(SHOP.bundle())
    for name in ("header.jsoX", "HEADER.JSON", "payload.agX"):
        twice = write_zip([*parts.items(), (name, b"{}")], deflate=False)
        assert refused(twice.replace(b"jsoX", b"json").replace(b"agX", b"age")) is Reason.DAMAGED


def test_a_json_member_that_stands_there_twice_is_refused() -> None:
    parts = members(SHOP.bundle())
    raw = parts["header.json"].replace(b'"bundle":1', b'"bundle":1,"bundle":2')
    forged = {**parts, "header.json": raw, "header.sig": SHOP.kiosk.sign(Context.BUNDLE, raw)}
    assert refused(packed(forged)) is Reason.DAMAGED


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("bundle", 1.5),
        ("bundle", 10**30),
        ("bundle", "1"),
        ("bundle", True),
        ("bundle", 0),
        ("kiosk", "../k"),
        ("kiosk", ""),
        ("epoch", "A"),
        ("ranges", [[EPOCH, 5, 1]]),
        ("ranges", [[EPOCH, 1, 10**12]]),
        ("ranges", [[EPOCH, 1, 3], [EPOCH, 2, 3]]),
        ("ranges", "all"),
        ("counts", {"visits": 10**9, "shifts": 1, "notices": 1}),
        ("created", "yesterday"),
        ("payload", {"sha256": "x", "size": 1}),
        ("keys", None),
        ("clock_trust", 9),
    ],
)
def test_an_odd_header_is_damaged_before_anything_is_opened(name: str, value: object) -> None:
    parts = members(SHOP.bundle())
    raw = json.dumps({**json.loads(parts["header.json"]), name: value}).encode()
    signature = SHOP.kiosk.sign(Context.BUNDLE, raw)
    assert refused(packed({**parts, "header.json": raw, "header.sig": signature})) is Reason.DAMAGED


def test_a_zip_bomb_inside_is_refused_at_its_limit() -> None:
    def bomb(inner: dict[str, bytes]) -> None:
        inner["visits.csv"] = bytes(60_000_000)

    assert refused(rebuilt(bomb)) is Reason.DAMAGED


def test_a_bomb_that_lies_about_its_size_is_refused_too() -> None:
    table = write_zip([("visits.csv", bytes(5_000_000))], deflate=True)
    lying = table.replace((5_000_000).to_bytes(4, "little"), (100).to_bytes(4, "little"))
    with pytest.raises(BundleRefused):
        Container(lying).read("visits.csv", 1000)
    with pytest.raises(BundleRefused), Container(lying).open("visits.csv", 1000) as file:
        list(read_table(Visit, file, 1, 1000))


def test_a_list_of_a_million_members_is_refused_before_it_is_read() -> None:
    names = [(f"member-{number}", b"") for number in range(2000)]
    assert refused(write_zip([*members(SHOP.bundle()).items(), *names], deflate=False)) is Reason.DAMAGED


def _last_line_twice(inner: dict[str, bytes]) -> None:
    inner["visits.csv"] += inner["visits.csv"].splitlines(keepends=True)[-1]


def _one_line_for_another(inner: dict[str, bytes]) -> None:
    lines = inner["visits.csv"].splitlines(keepends=True)
    inner["visits.csv"] = b"".join([*lines[:-1], lines[-2]])


def _another_kiosks_line(inner: dict[str, bytes]) -> None:
    inner["notices.csv"] = inner["notices.csv"].replace(KIOSK.encode(), b"k-somebody-e")


def _cell(old: bytes, new: bytes) -> Callable[[dict[str, bytes]], None]:
    def change(inner: dict[str, bytes]) -> None:
        assert old in inner["visits.csv"]
        inner["visits.csv"] = inner["visits.csv"].replace(old, new)

    return change


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (_last_line_twice, Reason.DAMAGED),
        (_one_line_for_another, Reason.DAMAGED),
        (_another_kiosks_line, Reason.FORGED),
        (_cell(f",5,{EPOCH},5,".encode(), f",50,{EPOCH},50,".encode()), Reason.DAMAGED),
        (_cell(b",16,", b",sixteen,"), Reason.DAMAGED),
        (_cell(b",16,", b",1_6,"), Reason.DAMAGED),
        (_cell(b",16,", b"," + b"9" * 5000 + b","), Reason.DAMAGED),
        (_cell(b"true", b"maybe"), Reason.DAMAGED),
        (_cell(b",new,", b",newer,"), Reason.DAMAGED),
        (_cell(b",2026-11-22,", b",2026-13-22,"), Reason.DAMAGED),
        (_cell(b"2026-11-22T08:15:00Z", b"this morning"), Reason.DAMAGED),
        (_cell(b"2026-11-22T08:15:00Z", b"2026-02-30T08:15:00Z"), Reason.DAMAGED),
        (_cell(b"2026-11-22T08:15:00Z", b"2026-W47-7T08:15:00Z"), Reason.DAMAGED),
        (_cell(b"2026-11-22T08:15:00Z", "٢٠٢٦-11-22T08:15:00Z".encode()), Reason.DAMAGED),
        (_cell(b'"{""egov"":1}"', b'"{""egov"":true}"'), Reason.DAMAGED),
        (_cell(b'"{""egov"":1}"', b'"[""egov""]"'), Reason.DAMAGED),
        (_cell(b"A-07", b'"' + b"A-07\n" * 1_000_000 + b'"'), Reason.DAMAGED),
        (_cell(b"kiosk,", b"".join(b"x%d," % number for number in range(200)) + b"kiosk,"), Reason.DAMAGED),
        (_cell(b'"{""egov"":1}"', b"[" * 3000), Reason.DAMAGED),
        (_cell(b'"{""egov"":1}"', b'"{""egov"":1,""egov"":2}"'), Reason.DAMAGED),
        (_cell(b"visit_seq", b"seq"), Reason.DAMAGED),
        (_cell(b"Z,300", b'Z,"300'), Reason.DAMAGED),
        (_cell(b"club", b"\xff\xfe"), Reason.DAMAGED),
        (lambda inner: inner.pop("shifts.csv"), Reason.DAMAGED),
        (lambda inner: inner.update({"datapackage.json": b"{}"}), Reason.FORGED),
        (lambda inner: inner.update({"datapackage.json": b"[" * 100_000}), Reason.DAMAGED),
    ],
)
def test_tables_that_no_log_would_write_are_refused(
    change: Callable[[dict[str, bytes]], None], reason: Reason
) -> None:
    assert refused(rebuilt(change)) is reason


def test_too_much_for_one_bundle_is_not_written() -> None:
    with pytest.raises(KioskError):
        SHOP.bundle(Revisions(visits=tuple(visit(seq) for seq in range(1, 10_002))))


def test_a_file_that_cannot_be_read_is_not_called_damaged(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="missing"):
        verify(tmp_path / "missing.kiosk", SHOP.kiosk.signing_key)
    path = tmp_path / "a.kiosk"
    path.write_bytes(SHOP.bundle())
    assert isinstance(read_header(path).header, Header)
