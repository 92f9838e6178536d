"""Whatever the system refuses during an export: what was called exported is on the stick, and nothing is lost."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def sweep(*options: str) -> None:
    # A process of its own: it forks, and the test runner has threads.
    command = [sys.executable, "-m", "tests.faults.calls", *options]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_system_call_that_fails_at_any_moment_of_an_export_loses_nothing() -> None:
    sweep("--sample", "40")


@pytest.mark.audit
def test_every_system_call_of_an_export_may_fail() -> None:
    sweep()
