"""Bundles: what a manager opens, and what a thief, a bad stick or a stranger cannot get in."""

from __future__ import annotations

import csv
import io
import json
import random
import shutil
import subprocess
import unicodedata
import zipfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.bundles import (
    SENTENCES,
    BundleRefused,
    Header,
    Parent,
    Reason,
    header_sha256,
    open_payload,
    read_header,
    verify,
    write_bundle,
)
from kiosk.bundles.container import Container, write_zip
from kiosk.bundles.tables import describe, read_table, write_table
from kiosk.errors import KeyProblem, KioskError
from kiosk.keys import Context, KioskKeys, canonical, seal
from kiosk.visits import Kind, Notice, Range, Revisions, Shift, TutorialUse, Visit, schema
from tests.programmes import EPOCH, KAZAKH, KIOSK, VIETNAMESE, Shop, a_day, notice, shift, visit

SHOP = Shop()
MANAGER = SHOP.manager


def read(bundle: bytes, keys: KioskKeys | None = None) -> Revisions:
    """Verify and open a bundle, as the centre does."""
    return open_payload(verify(bundle, (keys or SHOP.kiosk).signing_key), MANAGER)


def members(bundle: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(bundle)) as container:
        return {name: container.read(name) for name in container.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    return write_zip(parts.items(), deflate=False)


def signed(header: dict[str, Any], payload: bytes, keys: KioskKeys | None = None) -> bytes:
    """Write a bundle of any header and payload, rightly signed."""
    raw = canonical(header)
    signature = (keys or SHOP.kiosk).sign(Context.BUNDLE, raw)
    return packed({"header.json": raw, "header.sig": signature, "payload.age": payload})


def rebuilt(change: Callable[[dict[str, bytes]], None], revisions: Revisions | None = None) -> bytes:
    """Write a rightly signed bundle whose inner package was changed."""
    header, _raw, _signature = read_header(SHOP.bundle(revisions))
    held = a_day() if revisions is None else revisions
    inner = {
        "datapackage.json": describe(header.counts._asdict(), header.bound()),
        "visits.csv": write_table(Visit, held.visits),
        "shifts.csv": write_table(Shift, held.shifts),
        "notices.csv": write_table(Notice, held.notices),
    }
    change(inner)
    payload = seal(write_zip(inner.items(), deflate=True), SHOP.recipients)
    return signed(json.loads(header.with_payload(payload).to_json()), payload)


def refused(bundle: bytes, keys: KioskKeys | None = None) -> Reason:
    with pytest.raises(BundleRefused) as problem:
        read(bundle, keys)
    return problem.value.reason


def test_a_days_work_comes_out_of_a_bundle_as_it_went_in() -> None:
    assert read(SHOP.bundle()) == a_day()


def test_the_second_manager_opens_what_the_first_one_lost_the_key_to() -> None:
    assert open_payload(verify(SHOP.bundle(), SHOP.kiosk.signing_key), [SHOP.second]) == a_day()


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
    header, raw, _signature = read_header(bundle)
    assert header.to_json() == raw == canonical(found)
    assert header.file == f"{KIOSK}-{EPOCH}-000001.kiosk"
    assert len(header_sha256(raw)) == 64


def test_rows_of_an_older_epoch_travel_in_a_newer_ones_bundle() -> None:
    old = "fedcba9876543210"
    moved = Revisions(
        visits=(visit(1), visit(8, epoch=old, visit_epoch=old), visit(10, epoch=old, visit_epoch=old))
    )
    header, _raw, _signature = read_header(SHOP.bundle(moved))
    assert header.ranges == (Range(EPOCH, 1, 1), Range(old, 8, 8), Range(old, 10, 10))
    assert read(SHOP.bundle(moved)) == moved


def test_an_empty_log_makes_an_empty_bundle_that_still_reads() -> None:
    assert len(read(SHOP.bundle(Revisions()))) == 0


def test_what_cannot_be_sealed_is_not_written() -> None:
    with pytest.raises(KeyProblem):
        write_bundle(SHOP.origin(), (visit(1),), (), (), SHOP.kiosk, ())
    with pytest.raises(KeyProblem):
        write_bundle(SHOP.origin(), (visit(1),), (), (), SHOP.kiosk, ("age1notakey",))


def test_nothing_of_the_visits_can_be_read_in_a_bundle() -> None:
    bundle = SHOP.bundle()
    for word in ("kz.criminal", "A-07", "bulaevo\r", "60_74", KAZAKH, "visits.csv", "club"):
        assert word.encode() not in bundle


# Text comes through exactly

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30).map(
    lambda text: unicodedata.normalize("NFC", text)
)
AWKWARD = st.sampled_from(
    [
        "",
        "'",
        "''=1",
        "=cmd|' /C calc'!A0",
        "+7",
        "-",
        "@SUM(1)",
        "\t=1",
        "\r",
        "\n",
        ",",
        '"',
        "＝1",
        "a\r\nb",
        "\0",
    ]
)
NUMBER = st.integers(-(2**31), 2**31)
COUNTS = st.dictionaries(TEXT, NUMBER, max_size=3)
USE = st.builds(
    TutorialUse, *[TEXT, NUMBER, TEXT, NUMBER, NUMBER, st.booleans(), st.booleans(), st.booleans()]
)
BY_NAME: dict[str, st.SearchStrategy[Any]] = {
    "change": st.sampled_from(["new", "edit", "void"]),
    "tutorials": st.lists(USE, max_size=2).map(tuple),
    "services": st.lists(TEXT, max_size=3).map(tuple),
    "seq": st.integers(1, 2**40),
    "revision": st.integers(1, 99),
    "clock_trust": st.integers(0, 2),
}
for _name in ("visit_seq", "shift_seq"):
    BY_NAME[_name] = BY_NAME["seq"]
for _name in ("epoch", "visit_epoch", "shift_epoch"):
    BY_NAME[_name] = st.just(EPOCH)
for _name in ("started_at", "ended_at", "made_at"):
    BY_NAME[_name] = st.datetimes().map(lambda when: when.strftime("%Y-%m-%dT%H:%M:%SZ").zfill(20))
for _name in ("visit_date", "shift_date", "notice_date"):
    BY_NAME[_name] = st.dates().map(lambda day: day.isoformat())
BY_KIND: dict[Kind, st.SearchStrategy[Any]] = {
    Kind.TEXT: TEXT | AWKWARD,
    Kind.INTEGER: NUMBER,
    Kind.BOOLEAN: st.booleans(),
    Kind.OBJECT: COUNTS,
}


def records(cls: type[Any]) -> st.SearchStrategy[Any]:
    """Make records of every text, number and list that a log could ever hold."""
    values = {}
    for column in schema(cls):
        value = BY_NAME[column.name] if column.name in BY_NAME else BY_KIND[column.kind]
        values[column.name] = st.none() | value if column.nullable else value
    return st.builds(cls, **values)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_text_of_any_record_comes_out_of_the_table_exactly(data: st.DataObject) -> None:
    cls = data.draw(st.sampled_from([Visit, Shift, Notice]))
    held = tuple(data.draw(st.lists(records(cls), max_size=3)))
    table = write_table(cls, held)
    assert read_table(cls, io.BytesIO(table), len(held), len(table)) == held


@settings(max_examples=100, deadline=None)
@given(TEXT | AWKWARD)
def test_no_cell_begins_with_what_a_spreadsheet_would_run(text: str) -> None:
    table = write_table(Visit, (visit(1, note=text, place=text),)).decode()
    for cell in next(iter(list(csv.reader(io.StringIO(table, newline="")))[1:])):
        assert (
            not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))
            or cell.lstrip("-").isdigit()
        )


def test_a_table_of_an_older_program_lacks_columns_and_one_of_a_newer_has_more() -> None:
    lines = list(csv.reader(io.StringIO(write_table(Visit, (visit(1),)).decode(), newline="")))
    at = lines[0].index("resident_feedback")
    older = [[cell for index, cell in enumerate(line) if index != at] for line in lines]
    newer = [["mood", *lines[0]], ["x", *lines[1]]]
    for table, feedback in ((older, ""), (newer, "good")):
        text = io.StringIO(newline="")
        csv.writer(text).writerows(table)
        (found,) = read_table(Visit, io.BytesIO(text.getvalue().encode()), 1, 9999)
        assert found == replace(visit(1), resident_feedback=feedback)


# What is not accepted


def test_a_cut_or_flipped_bundle_never_passes_with_other_content() -> None:
    whole = SHOP.bundle()
    choose = random.Random(20261122)
    for cut in [*range(60), *choose.sample(range(len(whole)), 200), len(whole) - 1]:
        assert refused(whole[:cut]) is Reason.DAMAGED
    accepted: list[tuple[Header, Revisions]] = []
    for at in [*choose.sample(range(len(whole)), 300), *range(len(whole) - 160, len(whole))]:
        flipped = bytearray(whole)
        flipped[at] ^= 1 << choose.randrange(8)
        with suppress(BundleRefused):
            verified = verify(bytes(flipped), SHOP.kiosk.signing_key)
            accepted.append((verified.header, open_payload(verified, MANAGER)))
    assert all(found == (read_header(whole)[0], a_day()) for found in accepted)


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
        read_table(Visit, file, 1, 1000)


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
        SHOP.bundle(Revisions(visits=tuple(visit(seq) for seq in range(1, 50_002))))


def test_a_file_that_cannot_be_read_is_not_called_damaged(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="missing"):
        verify(tmp_path / "missing.kiosk", SHOP.kiosk.signing_key)
    path = tmp_path / "a.kiosk"
    path.write_bytes(SHOP.bundle())
    assert isinstance(read_header(path)[0], Header)


# Other people's programs


@pytest.fixture
def opened(tmp_path: Path) -> Path:
    """Open a bundle as a manager without our program does: unzip, age, unzip."""
    for tool in ("unzip", "age"):
        if shutil.which(tool) is None:
            pytest.skip(f"{tool} is not installed")
    bundle, identity = tmp_path / "day.kiosk", tmp_path / "identity.txt"
    bundle.write_bytes(SHOP.bundle())
    identity.write_text(MANAGER.sealing_file(), encoding="ascii")
    for command in (
        "unzip -q day.kiosk -d outside",
        "age -d -i identity.txt -o inside.zip outside/payload.age",
        "unzip -q inside.zip -d inside",
    ):
        subprocess.run(command.split(), check=True, cwd=tmp_path, capture_output=True)
    return tmp_path / "inside"


def test_unzip_age_and_a_csv_reader_open_a_bundle_without_us(opened: Path) -> None:
    with (opened / "visits.csv").open(encoding="utf-8", newline="") as file:
        notes = [line["note"] for line in csv.DictReader(file)]
    assert notes == [KAZAKH, VIETNAMESE, "'=1+1"]
    assert (opened / "shifts.csv").read_bytes().count(b"\r\n") == 2


def test_the_package_describes_every_column_in_the_words_of_frictionless(opened: Path) -> None:
    package = json.loads((opened / "datapackage.json").read_text(encoding="utf-8"))
    assert package["profile"] == "tabular-data-package"
    for resource, cls in zip(package["resources"], (Visit, Shift, Notice), strict=True):
        described = resource["schema"]
        assert resource["path"] == f"{resource['name']}.csv"
        assert [field["name"] for field in described["fields"]] == [field.name for field in fields(cls)]
        assert {field["type"] for field in described["fields"]} <= {
            "string", "integer", "boolean", "array", "object", "date", "datetime",
        }  # fmt: skip
        assert described["primaryKey"] == ["kiosk", "epoch", "seq"]
    assert package["bundle"]["kiosk"] == KIOSK


def test_shifts_and_notices_that_hold_commas_and_quotes_come_through() -> None:
    awkward = Revisions(
        shifts=(
            shift(1, activity='a "club", of sorts\r\n'),
            shift(2, ended_at="2026-11-22T09:00:00Z", minutes=60),
        ),
        notices=(notice(3, step="'=x"),),
    )
    assert read(SHOP.bundle(awkward)) == awkward
