"""When the plug is pulled, what the screen has acknowledged is on the disk: a few cuts of the campaign."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.skipif(sys.platform != "linux", reason="cuts the power of a Linux file system")
def test_power_cuts_lose_nothing_that_was_acknowledged() -> None:
    # A process of its own: it forks, and the test runner has threads.
    command = [sys.executable, "-m", "tests.faults.power", "--count", "3"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
