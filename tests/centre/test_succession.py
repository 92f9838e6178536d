"""The programme's keys over the years: a second manager, a stolen key, lost passphrases, lost papers."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.bundles import open_payload, verify
from kiosk.centre import Outcome, StoreError
from kiosk.centre.sheet import write_sheet
from kiosk.centre.succession import add_key, drop_key, restore, take_card, take_next_key
from kiosk.config import DataFolder
from kiosk.errors import KeyProblem
from kiosk.i18n import Languages
from kiosk.keys import (
    CardStep,
    ManagerKeys,
    Paper,
    SealingKey,
    compare,
    fingerprint,
    from_paper,
    paper_code,
    read_card,
    read_receipt,
)
from kiosk.stick import Stick
from tests import passphrases
from tests.centre.world import Office, SomeKiosk

TRANSLATIONS = Path(__file__).parents[2] / "translations"
WORDS = "four words on paper"


@pytest.fixture(autouse=True)
def _quick() -> object:
    with passphrases.quick():
        yield


def no_paper(_paper: str) -> None:
    raise AssertionError("no new paper was due")


@pytest.fixture
def with_paper(tmp_path: Path) -> tuple[Office, str]:
    """An office whose next signing key's paper we hold."""
    from kiosk.centre import Store, new_programme

    data = DataFolder(tmp_path / "with-paper")
    made = new_programme(data, "Test programme", "correct horse")
    return Office(data, made.keys, Store.open(data.centre)), made.paper


def test_a_second_manager_opens_what_is_sealed_from_now_on_and_signs_nothing(
    office: Office, stick: Path
) -> None:
    second, _paper = ManagerKeys.generate()
    first = SomeKiosk(office.card)
    early = first.bundle(first.visits(1))
    card = add_key(office.data, office.store, office.keys, second.sealing_key)
    assert (card.version, compare(first.card, card)) == (2, CardStep.NEWER)
    late = replace(first, card=card)
    sealed = late.bundle(late.visits(1))
    open_payload(verify(sealed, first.keys.signing_key), second)
    open_payload(verify(sealed, first.keys.signing_key), office.keys)
    with pytest.raises(Exception, match="other keys"):
        open_payload(verify(early, first.keys.signing_key), second)
    with pytest.raises(StoreError, match="Only the manager"):
        add_key(office.data, office.store, second, SealingKey.generate().public)
    assert drop_key(office.data, office.store, office.keys, second.sealing_key).recipients == (
        office.keys.sealing_key,
    )


@pytest.mark.parametrize(("key", "said"), [("age1nonsense", "no manager's sealing key"), ("own", "already")])
def test_a_key_that_is_none_or_is_there_already_is_refused(office: Office, key: str, said: str) -> None:
    with pytest.raises(StoreError, match=said):
        add_key(office.data, office.store, office.keys, office.keys.sealing_key if key == "own" else key)
    with pytest.raises(StoreError, match="not on the card"):
        drop_key(office.data, office.store, office.keys, SealingKey.generate().public)
    with pytest.raises(StoreError, match="own key"):
        drop_key(office.data, office.store, office.keys, office.keys.sealing_key)
    assert office.card.version == 1


def test_the_next_key_takes_over_and_announces_the_one_after_it(
    with_paper: tuple[Office, str], stick: Path
) -> None:
    office, paper = with_paper
    before, shown = office.card, list[str]()
    with pytest.raises(KeyProblem, match="Line 1"):
        take_next_key(
            office.data,
            office.store,
            office.keys,
            "A" + paper[1:] if paper[0] != "A" else "B" + paper[1:],
            WORDS,
            no_paper,
        )
    card = take_next_key(office.data, office.store, office.keys, paper, WORDS, shown.append)
    keys = ManagerKeys.load(office.data.keys, WORDS)
    assert card.signing_key == keys.signing_key != before.signing_key
    assert compare(before, card) is CardStep.NEWER
    after, _paper = keys.succeeded_by(shown[0])
    assert fingerprint(after.signing_key) == card.next_signing_fingerprint
    thief = read_card(replace(before, version=9).signed(office.keys))
    assert compare(card, thief) is CardStep.FORMER_SIGNER
    office = replace(office, keys=keys)
    kiosk = SomeKiosk(card)
    office.accept(kiosk, stick)
    kiosk.put(kiosk.bundle(kiosk.visits(1)), stick)
    assert office.take(stick)[-1].outcome is Outcome.IMPORTED
    assert (
        read_receipt(Stick(stick).receipts(kiosk.kiosk).read_bytes(), card.signing_key).kiosk == kiosk.kiosk
    )
    assert read_card(Stick(stick).card.read_bytes()) == card, "the new card travels on every stick"


def test_a_lost_passphrase_costs_nothing_where_both_papers_are(office: Office) -> None:
    papers = office.keys.papers()
    card, keys = restore(
        office.data, office.store, papers[Paper.SIGNING], papers[Paper.SEALING], WORDS, no_paper
    )
    assert card == office.card
    found = ManagerKeys.load(office.data.keys, WORDS)
    assert (found.signing_key, found.sealing_key, found.next_fingerprint) == (
        office.keys.signing_key,
        office.keys.sealing_key,
        office.keys.next_fingerprint,
    )
    assert keys.signing_key == found.signing_key
    assert (office.data.keys / "manager-old-1.age").exists(), "somebody may remember the old passphrase"


def test_a_lost_sealing_key_is_replaced_on_a_new_card(office: Office) -> None:
    second = SealingKey.generate().public
    add_key(office.data, office.store, office.keys, second)
    signing = office.keys.papers()[Paper.SIGNING]
    card, keys = restore(office.data, office.store, paper_code(signing), "", WORDS, no_paper)
    assert card.recipients == (keys.sealing_key, second)
    assert keys.sealing_key != office.keys.sealing_key
    assert card.version == 3


def test_the_next_keys_paper_restores_a_programme_whose_signing_key_is_gone(
    with_paper: tuple[Office, str],
) -> None:
    office, paper = with_paper
    before, shown = office.card, list[str]()
    (office.data.keys / "manager.age").unlink()
    card, keys = restore(office.data, office.store, paper, "", WORDS, shown.append)
    assert compare(before, card) is CardStep.NEWER
    assert card.recipients == (keys.sealing_key,)
    assert not isinstance(from_paper(shown[0], Paper.NEXT_SIGNING), KeyProblem)


def test_papers_of_other_keys_restore_nothing(office: Office) -> None:
    other, next_paper = ManagerKeys.generate()
    mine, theirs = office.keys.papers(), other.papers()
    before = sorted(path.read_bytes() for path in office.data.keys.iterdir())
    for signing, sealing, said in (
        (theirs[Paper.SIGNING], "", "neither"),
        (next_paper, "", "neither"),
        (mine[Paper.SIGNING], theirs[Paper.SEALING], "not on the programme's card"),
        (mine[Paper.SEALING], "", "another key"),
        (mine[Paper.SIGNING], mine[Paper.SIGNING], "another key"),
        (mine[Paper.SIGNING].replace(" ", "")[:-1], "", r"lines; some|Line"),
    ):
        with pytest.raises(KeyProblem, match=said):
            restore(office.data, office.store, signing, sealing, WORDS, no_paper)
    with pytest.raises(KeyProblem, match="too short"):
        restore(office.data, office.store, mine[Paper.SIGNING], "", "short", no_paper)
    assert sorted(path.read_bytes() for path in office.data.keys.iterdir()) == before
    assert office.card.version == 1


def test_another_manager_takes_the_card_and_only_newer_ones_of_it(office: Office, tmp_path: Path) -> None:
    data = DataFolder(tmp_path / "region")
    assert take_card(data, office.data.card).programme == office.card.programme
    second = SealingKey.generate().public
    add_key(office.data, office.store, office.keys, second)
    assert take_card(data, office.data.card).recipients[-1] == second
    forger, _paper = ManagerKeys.generate()
    forged = tmp_path / "forged.card"
    forged.write_bytes(replace(office.card, version=9).signed(forger))
    with pytest.raises(StoreError, match="not a newer one"):
        take_card(data, forged)


@pytest.mark.parametrize("code", ["en", "kk", "vi"])
def test_the_printed_page_holds_letters_and_codes_and_needs_no_network(
    office: Office, tmp_path: Path, code: str
) -> None:
    page = tmp_path / "page" / "keys.html"
    papers = office.keys.papers()
    write_sheet(page, office.card, papers, Languages(TRANSLATIONS)[code])
    text = page.read_text(encoding="utf-8")
    assert page.stat().st_mode & 0o077 == 0
    for form in papers.values():
        for line in form.splitlines():
            assert f"<li>{line}</li>" in text
    assert text.count("<svg") == 2
    assert not re.search(r"(src|href)=|https?://(?!www\.w3\.org)", text)


def test_a_page_with_private_keys_is_not_written_onto_a_stick(office: Office, stick: Path) -> None:
    (stick / "OneStopKiosk" / "packs").mkdir(parents=True)
    for place in (stick / "keys.html", stick / "OneStopKiosk" / "packs" / "keys.html"):
        with pytest.raises(StoreError, match="never go onto a stick"):
            write_sheet(place, office.card, office.keys.papers(), Languages(TRANSLATIONS)["en"])
        assert not place.exists()
