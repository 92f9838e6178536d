"""Real images with real file systems: what was called exported is there after the stick was in another computer."""

from __future__ import annotations

import base64
import shutil
from collections.abc import Iterator
from pathlib import Path
from random import Random
from zipfile import ZipFile

import pytest

from kiosk.privacy import new_return_code
from kiosk.stick import Outcome, status
from kiosk.visits import Place
from tests.stick.images import command, make_image, mounted, mounted_exfat
from tests.stick.shops import SHOP, Kiosk

#: Fewer letters stand in any sealed file by chance.
LEAST = 5
NOTE = "Бабушка пришла с внуком, Nguyễn đọc rõ"


def readings(word: str) -> Iterator[bytes]:
    """Return the ways in which a word could be read from a raw device."""
    for encoding in ("utf-8", "utf-16-le", "utf-16-be", "cp1251", "cp1258"):
        try:
            written = word.encode(encoding)
        except UnicodeEncodeError:
            continue
        yield written
        for before in range(3):  # base64 of a text that holds the word, wherever it begins in it
            whole = slice((0, 2, 3)[before], (before + len(written)) * 8 // 6)
            coded = base64.b64encode(b"\0" * before + written)[whole]
            if len(coded) >= LEAST:
                yield coded


def readable(raw: bytes, words: list[str]) -> list[str]:
    """Return which of the words can be read, in any letters' case."""
    forms = (raw, raw.lower())
    return [
        word
        for word in words
        if any(
            reading in form
            for said in (word, word.casefold())
            for reading in readings(said)
            for form in forms
        )
    ]


def sectors(image: Path) -> Iterator[bytes]:
    """Return an image's sectors."""
    with image.open("rb") as file:
        while sector := file.read(512):
            yield sector


def said_by(kiosk: Kiosk) -> list[str]:
    """Return everything that a visit of this shop says, and who and where it was."""
    visits = kiosk.received().visits
    said = {value for visit in visits for value in vars_of(visit) if len(value) >= LEAST}
    return sorted(
        said | {word for word in NOTE.split() if len(word) >= LEAST} | {"Булаево", "Bulaevo library"}
    )


def vars_of(visit: object) -> Iterator[str]:
    """Return a visit's words, without its identity, which a bundle's name and header give in clear."""
    told = {"kiosk", "epoch", "visit_epoch", "visit_date"}
    for name in visit.__slots__:  # type: ignore[attr-defined]
        value = getattr(visit, name)
        if name not in told:
            yield from (value,) if isinstance(value, str) else ()
            yield from value if name == "services" else ()
            yield from (use.tutorial for use in value) if name == "tutorials" else ()


@pytest.mark.parametrize("hidden", ["Бабушка", "A-07 and more", "Nguyễn"])
def test_the_search_finds_what_is_there(hidden: str) -> None:
    for reading in readings(hidden):
        assert readable(b"\1" * 100 + reading + b"\2" * 100, [hidden]) == [hidden]
    for before in range(6):
        coded = base64.b64encode(b"x" * before + hidden.encode() + b" and what follows")
        assert readable(coded, [hidden]) == [hidden]
    assert readable(b"\1" * 100, [hidden]) == []


def test_nothing_readable_lies_on_a_lost_stick(joined: Kiosk, tmp_path: Path) -> None:
    joined.log.set_places([Place("bulaevo", "Bulaevo library", "settlement", "")])
    image = make_image(tmp_path / "stick.img", 16, "mkfs.exfat")
    with mounted_exfat(image, tmp_path / "mounted") as root:
        joined.stick = root
        joined.give_card()
        for _ in range(3):
            joined.clock.tick(minutes=3)
            visits = joined.work(
                5, note=NOTE, activity="club", people=2, return_code=new_return_code(Random())
            )
            joined.log.void(visits[0], "typed twice")
            joined.clock.tick(minutes=3)
            assert joined.export().outcome is Outcome.EXPORTED
        words = said_by(joined)
        for path in joined.on():
            with ZipFile(path) as bundle:
                assert set(bundle.namelist()) == {"header.json", "header.sig", "payload.age"}
                assert bundle.read("payload.age").startswith(b"age-encryption.org/v1\n")
    raw = b"".join(sector for sector in sectors(image) if any(sector))
    assert {"bulaevo", "kz.criminal_record"} < set(words)
    in_clear = [joined.log.kiosk, SHOP.card().name]
    assert readable(raw, in_clear) == in_clear
    assert readable(raw, words) == []
    for secret in joined.data.keys.iterdir():
        assert secret.read_bytes()[40:80] not in raw


def test_what_was_exported_onto_exfat_is_there_on_the_next_computer(joined: Kiosk, tmp_path: Path) -> None:
    image = make_image(tmp_path / "stick.img", 16, "mkfs.exfat")
    joined.work(40)
    with mounted_exfat(image, tmp_path / "mounted") as root:
        assert joined.export(root).outcome is Outcome.EXPORTED
    command("fsck.exfat", "-n", image)
    with mounted_exfat(image, tmp_path / "mounted") as root:
        assert len(joined.received(root).visits) == 40
        assert joined.export(root).outcome is Outcome.NOTHING_NEW


@pytest.fixture
def image(tmp_path: Path) -> Path:
    return make_image(tmp_path / "stick.img", 4, "mkfs.ext4", "-q", "-N", "64")


def test_a_full_stick_keeps_what_it_has_and_takes_the_rest_when_there_is_room(
    joined: Kiosk, image: Path, tmp_path: Path
) -> None:
    with mounted(image, tmp_path / "mounted") as root:
        joined.work(3)
        assert joined.export(root).outcome is Outcome.EXPORTED
        filling = root / "film"
        filling.write_bytes(b"\0" * shutil.disk_usage(root).free)
        joined.work(4)
        assert joined.export(root).outcome is Outcome.FULL
        assert (status(joined.data, joined.log).unsent, len(joined.received(root).visits)) == (4, 3)
        filling.unlink()
        assert joined.export(root).outcome is Outcome.EXPORTED
        assert len(joined.received(root).visits) == 7


def test_a_locked_stick_is_named_and_one_with_everything_on_it_is_fine(
    joined: Kiosk, image: Path, tmp_path: Path
) -> None:
    with mounted(image, tmp_path / "mounted") as root:
        joined.work(3)
        joined.export(root)
    with mounted(image, tmp_path / "mounted", "-o", "ro") as root:
        assert joined.export(root).outcome is Outcome.NOTHING_NEW
        joined.work(1)
        assert joined.export(root).outcome is Outcome.READ_ONLY
        assert status(joined.data, joined.log).unsent == 1
