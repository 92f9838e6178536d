"""Keys on paper: what a person types wrongly is found and named by its line, and never shows in an error."""

from __future__ import annotations

import traceback

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.errors import KeyProblem
from kiosk.keys import ManagerKeys, Paper, SealingKey, from_paper, paper_code, paper_form, sealing_key_on

secrets = st.binary(min_size=32, max_size=32)
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"


@given(secrets, st.sampled_from(Paper))
def test_what_was_written_is_read_however_it_is_typed(secret: bytes, paper: Paper) -> None:
    form = paper_form(secret, paper)
    for typed in (
        form,
        form.lower().replace(" ", "-"),
        paper_code(form),
        form.replace("O", "0").replace("I", "1"),
    ):
        assert from_paper(typed, paper) == secret


@settings(max_examples=300, deadline=None)
@given(secrets, st.data())
def test_one_wrong_letter_is_noticed_and_its_line_is_named(secret: bytes, data: st.DataObject) -> None:
    lines = paper_form(secret, Paper.SIGNING).splitlines()
    number = data.draw(st.integers(0, len(lines) - 1))
    line = lines[number]
    at = data.draw(st.integers(0, len(line) - 1).filter(lambda index: line[index] != " "))
    letter = data.draw(st.sampled_from(ALPHABET).filter(lambda letter: letter != line[at]))
    lines[number] = line[:at] + letter + line[at + 1 :]
    problem = from_paper("\n".join(lines), Paper.SIGNING)
    assert isinstance(problem, KeyProblem)
    assert problem.params == {"line": number + 1}


@settings(max_examples=200, deadline=None)
@given(secrets, st.data())
def test_two_swapped_letters_and_two_swapped_lines_are_noticed(secret: bytes, data: st.DataObject) -> None:
    lines = paper_form(secret, Paper.SEALING).splitlines()
    flat = lines[1].replace(" ", "")
    at = data.draw(st.integers(0, 14))
    if flat[at] != flat[at + 1]:
        swapped = flat[:at] + flat[at + 1] + flat[at] + flat[at + 2 :]
        problem = from_paper("\n".join([lines[0], swapped, *lines[2:]]), Paper.SEALING)
        assert isinstance(problem, KeyProblem)
        assert problem.params == {"line": 2}
    if lines[0] != lines[1]:
        assert isinstance(from_paper("\n".join([lines[1], lines[0], *lines[2:]]), Paper.SEALING), KeyProblem)


def test_a_forgotten_letter_a_missing_line_and_another_keys_paper_each_say_so() -> None:
    form = paper_form(bytes(range(32)), Paper.SIGNING)
    lines = form.splitlines()
    forgotten = from_paper("\n".join([lines[0], lines[1][:-4] + lines[1][-3:], *lines[2:]]), Paper.SIGNING)
    assert isinstance(forgotten, KeyProblem)
    assert forgotten.params == {"line": 2}
    missing = from_paper("\n".join(lines[:-1]), Paper.SIGNING)
    assert isinstance(missing, KeyProblem)
    assert missing.params == {"lines": 4}
    assert isinstance(from_paper("", Paper.SIGNING), KeyProblem)
    other = from_paper(form, Paper.SEALING)
    assert isinstance(other, KeyProblem)
    assert "another key" in str(other)


def test_a_sealing_key_survives_its_paper() -> None:
    for _ in range(20):
        key = SealingKey.generate()
        found = sealing_key_on(paper_form(key.seed(), Paper.SEALING))
        assert isinstance(found, SealingKey)
        assert (found.public, found.secret()) == (key.public, key.secret())


def test_a_misread_paper_shows_in_no_error_and_in_no_frame() -> None:
    keys, paper = ManagerKeys.generate()
    typed = paper[:-1] + ("A" if paper[-1] != "A" else "C")
    with pytest.raises(KeyProblem) as caught:
        keys.succeeded_by(typed)
    frames = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
    # The first frame is this test's own, which holds the paper.
    said = (
        "".join(str(frame.locals) for frame in frames.stack[1:])
        + str(caught.value)
        + repr(vars(caught.value))
    )
    assert not any(part in said for part in (paper[:19], typed[:19], paper_code(paper)[:18]))
