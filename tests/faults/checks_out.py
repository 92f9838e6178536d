"""Take each check out of the program, one at a time, and see that a test notices: `python -m tests.faults.checks_out`.

A check that nothing misses is either not needed or not tested. Prints which test caught it; the exit code is 1 when one
was not missed. Arguments choose checks by name.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.faults.without import WITHOUT

ROOT = Path(__file__).resolve().parents[2]
#: What is asked first: the tests that tell what each promise is for; then the state machine.
TESTS = (
    "tests/faults/test_trust_machine.py",
    "tests/bundles/test_sealed.py",
    "tests/bundles/test_refusals.py",
    "tests/centre",
    "tests/keys",
    "tests/stick/test_joining.py",
    "tests/stick/test_intake.py",
)


def caught_by(name: str, tests: tuple[str, ...]) -> list[str]:
    """Run tests without a check; return those that failed."""
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "no:cacheprovider",
        "-p",
        "tests.faults.without",
        "-q",
        *tests,
    ]
    done = subprocess.run(
        [*command, "-p", "no:randomly", "--tb=no"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "KIOSK_WITHOUT": name, "QT_QPA_PLATFORM": "offscreen"},
    )
    if done.returncode > 1:
        raise SystemExit(done.stdout + done.stderr)
    return re.findall(r"^FAILED (?:tests/)?(\S+)", done.stdout, re.MULTILINE)


def main(names: list[str]) -> int:
    """Try the checks that were named, or all."""
    unmissed = 0
    for name in names or sorted(WITHOUT):
        caught = caught_by(name, TESTS[:1]) or caught_by(name, TESTS[1:])
        unmissed += not caught
        print(f"{name}: {', '.join(caught[:3]) or 'NOTHING MISSES IT'}", flush=True)
    return 1 if unmissed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
