"""What sticks bring: each visit exactly once, whatever came before, and every other file with its true reason."""

from __future__ import annotations

import json
import random
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.bundles import read_header
from kiosk.bundles.container import write_zip
from kiosk.centre import FileResult, Outcome, import_paths, import_waiting, sentence, summary
from kiosk.i18n import Language
from kiosk.keys import KioskKeys, read_receipt, read_roster, seal
from kiosk.stick import Stick
from tests.bundles.made import members, signed
from tests.centre.records import a_correction
from tests.centre.world import Office, SomeKiosk, lost, outcomes, with_counts


def test_a_stick_is_imported_and_answered_with_a_receipt(
    office: Office, bulaevo: SomeKiosk, stick: Path
) -> None:
    bulaevo.put(bulaevo.bundle(bulaevo.visits(3)), stick)
    (result,) = office.take(stick)
    assert (result.outcome, result.site, result.new, result.already) == (Outcome.IMPORTED, "Булаево", 3, 0)
    assert summary(office.store).consultations == 3
    receipt = read_receipt(Stick(stick).receipts(bulaevo.kiosk).read_bytes(), office.card.signing_key)
    (epoch,) = receipt.epochs
    assert (receipt.kiosk, epoch.epoch, epoch.contiguous_to, epoch.extras) == (bulaevo.kiosk, "e1", 3, ())
    assert receipt.centre_time == "2026-11-20T10:00:00Z"


def test_the_same_stick_a_second_time_changes_nothing(
    office: Office, bulaevo: SomeKiosk, stick: Path
) -> None:
    for _ in range(3):
        bulaevo.put(bulaevo.bundle(bulaevo.visits(2)), stick)
    office.take(stick)
    before = summary(office.store)
    results = office.take(stick, stick)
    assert outcomes(results) == [Outcome.ALREADY] * 3
    assert [result.already for result in results] == [2, 2, 2]
    assert summary(office.store) == before


def test_sticks_in_any_order_give_the_same_store(office: Office, bulaevo: SomeKiosk, tmp_path: Path) -> None:
    files = []
    for number in range(6):
        visits = bulaevo.visits(2)
        bulaevo.seq += 1
        files.append(
            bulaevo.put(bulaevo.bundle([*visits, _numbered(visits[0], bulaevo.seq)]), tmp_path / f"s{number}")
        )
    random.Random(7).shuffle(files)
    for path in files:
        office.take(path)
    assert (office.count(), summary(office.store).consultations) == (18, 12)
    assert summary(office.store).people_served == 6 * (1 + 5)


def _numbered(visit: object, seq: int) -> object:
    return replace(a_correction(visit, people=5), seq=seq)  # type: ignore[arg-type]


def test_missing_bundles_are_named_and_the_receipt_knows_the_hole(
    office: Office, bulaevo: SomeKiosk, stick: Path, english: Language
) -> None:
    bundles = [bulaevo.bundle(bulaevo.visits(2)) for _ in range(5)]
    for number in (0, 1, 4):
        bulaevo.put(bundles[number], stick)
    results = office.take(stick)
    assert [result.missing for result in results] == [None, None, (3, 4)]
    assert sentence(results[-1], english) == "Булаево: 2 new, files 3–4 are missing"
    receipt = read_receipt(Stick(stick).receipts(bulaevo.kiosk).read_bytes(), office.card.signing_key)
    assert (receipt.epochs[0].contiguous_to, receipt.epochs[0].extras) == (4, ((9, 10),))


def test_what_the_kiosk_declared_lost_does_not_hold_receipts_back(
    office: Office, bulaevo: SomeKiosk, stick: Path
) -> None:
    first = bulaevo.bundle(bulaevo.visits(2))
    bulaevo.visits(3)  # a damaged page of the log took these
    bulaevo.put(first, stick)
    bulaevo.put(bulaevo.bundle(bulaevo.visits(1), lost=(lost(3, 5),)), stick)
    office.take(stick)
    receipt = read_receipt(Stick(stick).receipts(bulaevo.kiosk).read_bytes(), office.card.signing_key)
    assert (receipt.epochs[0].contiguous_to, receipt.epochs[0].lost) == (6, ((3, 5),))


def test_edits_and_visits_that_travelled_before_are_counted_apart(
    office: Office, bulaevo: SomeKiosk, stick: Path, english: Language
) -> None:
    visits = bulaevo.visits(2)
    bulaevo.put(bulaevo.bundle(visits), stick)
    bulaevo.seq += 1
    edit = _numbered(visits[0], bulaevo.seq)
    # Lost keys mean new bundles of what has no receipt: the same revisions travel again.
    bulaevo.put(bulaevo.bundle([*visits, edit, *bulaevo.visits(3)]), stick)
    results = office.take(stick)
    assert sentence(results[-1], english) == "Булаево: 3 new, 2 already here, 1 corrected"
    assert summary(office.store).consultations == 5


def test_a_kiosk_that_nobody_accepted_waits_and_comes_in_on_acceptance(
    office: Office, stick: Path, english: Language
) -> None:
    kiosk = SomeKiosk(office.card)
    kiosk.ask(stick)
    kiosk.put(kiosk.bundle(kiosk.visits(4)), stick)
    request, waiting = office.take(stick)
    assert (request.outcome, request.site) == (Outcome.REQUEST, "Булаево")
    assert " ".join(request.digits) in sentence(request, english)
    assert waiting.outcome is Outcome.WAITING
    assert office.count() == 0
    assert not Stick(stick).receipts(kiosk.kiosk).exists()
    office.accept(kiosk, stick)
    (result,) = import_waiting(office.data, office.store, office.keys, kiosk.kiosk, office.clock)
    assert (result.outcome, result.new, office.count()) == (Outcome.IMPORTED, 4, 4)
    assert import_waiting(office.data, office.store, office.keys, kiosk.kiosk, office.clock) == []
    assert outcomes(office.take(stick)) == [Outcome.ALREADY], (
        "a request that was answered is no longer listed"
    )


def test_a_forger_who_waits_under_a_kiosks_name_is_found_out_at_acceptance(
    office: Office, stick: Path
) -> None:
    honest = SomeKiosk(office.card)
    forger = SomeKiosk(office.card)
    forger.put(forger.bundle(forger.visits(1)), stick)
    assert outcomes(office.take(stick)) == [Outcome.WAITING]
    office.accept(honest, stick)
    assert outcomes(import_waiting(office.data, office.store, office.keys, honest.kiosk, office.clock)) == [
        Outcome.FORGED
    ]
    assert office.count() == 0


def test_a_bundle_that_another_hand_signed_is_forged(office: Office, bulaevo: SomeKiosk, stick: Path) -> None:
    thief = replace(bulaevo, keys=KioskKeys.generate())
    thief.put(thief.bundle(thief.visits(1)), stick)
    assert outcomes(office.take(stick)) == [Outcome.FORGED]
    assert office.count() == 0


def test_a_kiosk_that_joined_again_with_new_keys_does_not_orphan_its_old_sticks(
    office: Office, bulaevo: SomeKiosk, stick: Path
) -> None:
    old = bulaevo.bundle(bulaevo.visits(1))
    bulaevo.keys = KioskKeys.generate()
    office.accept(bulaevo, stick)
    bulaevo.put(old, stick)
    bulaevo.put(bulaevo.bundle(bulaevo.visits(1)), stick)
    assert outcomes(office.take(stick)) == [Outcome.IMPORTED, Outcome.IMPORTED]


def test_two_different_bundles_of_one_number_are_a_fork_and_the_second_is_set_aside(
    office: Office, bulaevo: SomeKiosk, stick: Path, tmp_path: Path
) -> None:
    clone = replace(bulaevo)
    bulaevo.put(bulaevo.bundle(bulaevo.visits(1)), stick)
    clone.put(clone.bundle(clone.visits(2, people=3)), tmp_path / "other")
    assert outcomes(office.take(stick)) == [Outcome.IMPORTED]
    assert outcomes(office.take(tmp_path / "other")) == [Outcome.FORK]
    assert summary(office.store).people_served == 1
    assert len(list((office.data.bundles / "aside").iterdir())) == 1


def test_a_bundle_that_names_another_one_before_it_is_a_fork(
    office: Office, bulaevo: SomeKiosk, stick: Path
) -> None:
    bulaevo.put(bulaevo.bundle(bulaevo.visits(1)), stick)
    bulaevo.put(bulaevo.bundle(bulaevo.visits(1), previous="0" * 64), stick)
    assert outcomes(office.take(stick)) == [Outcome.IMPORTED, Outcome.FORK]


def test_a_bundle_whose_follower_names_another_one_is_a_fork(
    office: Office, bulaevo: SomeKiosk, stick: Path, tmp_path: Path
) -> None:
    clone = replace(bulaevo)
    bulaevo.bundle(bulaevo.visits(1))
    bulaevo.put(bulaevo.bundle(bulaevo.visits(1)), stick)
    clone.put(clone.bundle(clone.visits(1)), tmp_path / "other")
    assert outcomes(office.take(stick)) == [Outcome.IMPORTED]
    assert outcomes(office.take(tmp_path / "other")) == [Outcome.FORK]


def test_two_logs_that_went_on_from_one_copy_are_a_fork(
    office: Office, bulaevo: SomeKiosk, stick: Path
) -> None:
    clone = replace(bulaevo)
    bulaevo.put(bulaevo.bundle(bulaevo.visits(2)), stick)
    clone.number, clone.previous = 1, bulaevo.previous
    clone.put(clone.bundle(clone.visits(2, people=7)), stick)  # the numbers 1 and 2 again, with other content
    assert outcomes(office.take(stick)) == [Outcome.IMPORTED, Outcome.FORK]
    assert (office.count(), summary(office.store).people_served) == (2, 2)


def test_one_bad_file_never_stops_the_others(
    office: Office, bulaevo: SomeKiosk, stick: Path, english: Language
) -> None:
    cut = bulaevo.put(bulaevo.bundle(bulaevo.visits(1)), stick)
    bulaevo.put(bulaevo.bundle(bulaevo.visits(2)), stick)
    cut.write_bytes(cut.read_bytes()[:-40])
    stranger = SomeKiosk(replace(office.card, programme="p-another"), "k-stranger")
    stranger.put(stranger.bundle(stranger.visits(1)), stick)
    (Stick(stick).visits / "holiday.kiosk").write_bytes(b"not a bundle")
    results = {result.path.name: result for result in office.take(stick)}
    assert sorted(outcomes(list(results.values()))) == ["damaged", "damaged", "imported", "wrong_programme"]
    assert office.count() == 2
    assert "damaged" in sentence(results["holiday.kiosk"], english)
    bulaevo_now = next(r for r in results.values() if r.outcome is Outcome.IMPORTED)
    assert bulaevo_now.missing == (1, 1)


def test_a_bundle_for_other_managers_keys_says_so(office: Office, bulaevo: SomeKiosk, stick: Path) -> None:
    bulaevo.card = replace(bulaevo.card, recipients=(KioskKeys.generate().sealing_key,))
    bulaevo.put(bulaevo.bundle(bulaevo.visits(1)), stick)
    assert outcomes(office.take(stick)) == [Outcome.OTHER_KEY]


def test_every_accepted_bundle_is_kept_and_a_new_centre_can_be_made_of_them(
    office: Office, bulaevo: SomeKiosk, stick: Path
) -> None:
    for _ in range(3):
        bulaevo.put(bulaevo.bundle(bulaevo.visits(2)), stick)
    office.take(stick)
    kept = sorted((office.data.bundles / bulaevo.kiosk).iterdir())
    assert [path.read_bytes() for path in kept] == [
        p.read_bytes() for p in sorted(Stick(stick).visits.iterdir())
    ]
    before = summary(office.store)
    with office.store.transaction():
        office.store.forget_revisions()
    office.take(office.data.bundles)
    assert summary(office.store) == before


def test_a_crash_in_the_middle_of_a_file_leaves_nothing_of_it(
    office: Office, bulaevo: SomeKiosk, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bulaevo.put(bulaevo.bundle(bulaevo.visits(2)), stick)

    def no_room(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("kiosk.centre.importing.write_atomically", no_room)
        (result,) = office.take(stick)
    assert (result.outcome, result.reason, office.count()) == (
        Outcome.UNREADABLE,
        "No space left on device",
        0,
    )
    assert outcomes(office.take(stick)) == [Outcome.IMPORTED]


def test_a_stick_that_cannot_be_written_still_gives_its_visits(
    office: Office, bulaevo: SomeKiosk, stick: Path, english: Language
) -> None:
    bulaevo.put(bulaevo.bundle(bulaevo.visits(1)), stick)
    (Stick(stick).folder / "receipts").write_bytes(b"a file where a folder should be")
    imported, failed = office.take(stick)
    assert (imported.outcome, failed.outcome) == (Outcome.IMPORTED, Outcome.NO_RECEIPT)
    assert "safe here" in sentence(failed, english)


def test_the_stick_tells_the_kiosk_its_place_and_volunteers(office: Office, stick: Path) -> None:
    kiosk = SomeKiosk(office.card)
    office.accept(kiosk, stick, place="bulaevo-desk")
    office.store.set_volunteers(kiosk.kiosk, [("A-07", "volunteer")])
    versions = []
    for _ in range(2):
        kiosk.put(kiosk.bundle(kiosk.visits(1)), stick)
        office.take(stick)
        roster = read_roster(
            Stick(stick).roster(kiosk.kiosk).read_bytes(), kiosk.keys, office.card.signing_key
        )
        versions.append(roster.version)
    assert (roster.site, roster.settings["place"]) == ("Булаево", "bulaevo-desk")
    assert [volunteer.pseudonym for volunteer in roster.volunteers] == ["A-07"]
    assert len(roster.places) == len(office.store.places())
    assert versions == [1, 1], "a roster that says nothing new keeps its version"


def test_a_folder_of_many_sticks_answers_each(office: Office, tmp_path: Path) -> None:
    kiosks = [SomeKiosk(office.card, f"k-{name}", name) for name in ("a", "b")]
    for kiosk in kiosks:
        office.accept(kiosk, tmp_path / "sticks" / kiosk.kiosk)
        kiosk.put(kiosk.bundle(kiosk.visits(1)), tmp_path / "sticks" / kiosk.kiosk)
    office.take(tmp_path / "sticks")
    for kiosk in kiosks:
        receipts = Stick(tmp_path / "sticks" / kiosk.kiosk).folder / "receipts"
        assert [path.name for path in receipts.iterdir()] == [f"{kiosk.kiosk}.json"]


def test_shadows_of_another_system_and_unfinished_files_are_passed_over(
    office: Office, bulaevo: SomeKiosk, stick: Path
) -> None:
    path = bulaevo.put(bulaevo.bundle(bulaevo.visits(1)), stick)
    shutil.copy(path, path.with_name("._" + path.name))
    shutil.copy(path, path.with_name(path.name + ".part"))
    assert len(office.take(stick)) == 1


def test_an_empty_folder_and_a_missing_file_say_so(office: Office, tmp_path: Path, english: Language) -> None:
    (tmp_path / "empty").mkdir()
    results = office.take(tmp_path / "empty", tmp_path / "missing.kiosk")
    assert outcomes(results) == [Outcome.NOTHING_HERE, Outcome.NOTHING_HERE]
    assert sentence(results[0], english) == "empty: there are no visits in it."


def test_an_import_can_be_stopped_between_files(office: Office, bulaevo: SomeKiosk, stick: Path) -> None:
    for _ in range(3):
        bulaevo.put(bulaevo.bundle(bulaevo.visits(1)), stick)
    seen = []

    def progress(done: int, total: int, result: FileResult) -> bool:
        seen.append((done, total, result.outcome))
        return done < 2

    import_paths(office.data, office.store, office.keys, [stick], progress, office.clock)
    assert seen == [(1, 3, Outcome.IMPORTED), (2, 3, Outcome.IMPORTED)]
    assert office.count() == 2


def test_two_managers_who_carry_the_same_bundles_upward_count_once(
    office: Office, bulaevo: SomeKiosk, stick: Path, tmp_path: Path
) -> None:
    bulaevo.put(bulaevo.bundle(bulaevo.visits(2)), stick)
    first = office.take(stick)
    again = office.take(shutil.copytree(stick, tmp_path / "carried"))
    assert [with_counts(result).new for result in (*first, *again)] == [2, 0]
    assert office.count() == 2


def test_a_bundle_that_turns_out_bad_at_its_end_leaves_nothing_of_it(
    office: Office, bulaevo: SomeKiosk, stick: Path
) -> None:
    whole = bulaevo.bundle(bulaevo.visits(1500))
    inner = members(office.keys.open(members(whole)["payload.age"]))
    lines = inner["visits.csv"].splitlines(keepends=True)
    inner["visits.csv"] = b"".join([*lines[:-1], lines[-1].replace(b",desk,1,", b",desk,many,")])
    payload = seal(write_zip(inner.items(), deflate=True), office.card.recipients)
    header = json.loads(read_header(whole).header.with_payload(payload).to_json())
    path = bulaevo.put(signed(header, payload, bulaevo.keys), stick)
    assert outcomes(office.take(stick)) == [Outcome.DAMAGED]
    assert (office.count(), office.store.bundles()) == (0, [])
    path.write_bytes(whole)
    assert [result.new for result in office.take(stick)] == [1500]
