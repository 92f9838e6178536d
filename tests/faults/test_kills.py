"""A program that is killed at any moment has lost nothing that it acknowledged: a few hundred kills of the campaign."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.faults.campaign import Tell
from tests.faults.desk_work import DeskWork

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills a process the POSIX way")
@pytest.mark.parametrize(("operation", "kills"), [("desk", 150), ("log", 25), ("export", 40)])
def test_hundreds_of_kills_lose_and_double_nothing(operation: str, kills: int) -> None:
    # A process of its own: it forks, and the test runner has threads.
    command = [sys.executable, "-m", "tests.faults.kills", "--count", str(kills), "--only", operation]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("told", "violation"),
    [
        (["new", 9, 1], "visit 9"),  # acknowledged and not there
        (["edit", 1, 7], "visit 1"),
        (["draft", 9, 2], "draft"),
    ],
)
def test_the_campaign_sees_what_was_acknowledged_and_is_not_there(
    tmp_path: Path, told: list[Any], violation: str
) -> None:
    desk = DeskWork(tmp_path)
    assert desk.judge(_work_a_little(desk)) == []
    assert violation in " ".join(desk.judge([told]))


class _EnoughError(Exception):
    pass


def _work_a_little(desk: DeskWork) -> list[Any]:
    """Let the work run in this process until it has told ten things, and end it there."""
    told: list[Any] = []

    def tell(what: Any) -> None:
        told.append(what)
        if len(told) == 10:
            raise _EnoughError

    counting: Tell = tell
    with pytest.raises(_EnoughError):
        desk.work(Random(1), counting)
    return told
