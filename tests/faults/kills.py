"""The kill campaign by hand: `python -m tests.faults.kills --count 10000`.

A new operation is a class in a module of its own and one entry in OPERATIONS.
"""

from __future__ import annotations

import argparse
import logging
import sys
import tempfile
import time
from pathlib import Path
from random import Random

from tests.faults.campaign import Operation, run
from tests.faults.desk_work import DeskWork
from tests.faults.export_work import ExportWork
from tests.faults.import_work import ImportWork
from tests.faults.log_work import LogWork

OPERATIONS: tuple[type[Operation], ...] = (DeskWork, LogWork, ExportWork, ImportWork)


def main() -> int:
    """Kill, print the figures, and fail when anything was lost, doubled or damaged."""
    names = [kind.name for kind in OPERATIONS]
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000, help="kills in all")
    parser.add_argument("--only", choices=names, nargs="+", default=names, help="operations to kill")
    parser.add_argument("--seed", type=int, default=time.time_ns(), help="repeats a campaign's choices")
    asked = parser.parse_args()
    logging.disable(logging.CRITICAL)  # damage on purpose is no news
    kinds = [kind for kind in OPERATIONS if kind.name in asked.only]
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as root:
        tallies = run(kinds, asked.count, Random(asked.seed), Path(root))
    faults = [fault for tally in tallies for fault in tally.faults]
    for line in [*(tally.line() for tally in tallies), *faults[:20]]:
        print(line)
    print(f"seed {asked.seed}, {time.monotonic() - begun:.0f} s, {len(faults)} violations")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
