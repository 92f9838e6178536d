"""A long run of the trust machine, by hand: `python -m tests.faults.trust --examples 2000 --steps 50`."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from time import monotonic

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.faults import trust_world
from tests.faults.trust_machine import TrustMachine


def main() -> int:
    """Run it and say how many files had which outcome: a run in which some never occurred proves little."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, default=500)
    parser.add_argument("--steps", type=int, default=40)
    parser.add_argument("--shrink", action="store_true", help="make a failing example small (takes minutes)")
    chosen = parser.parse_args()
    phases = (Phase.generate, Phase.shrink) if chosen.shrink else (Phase.generate,)
    counts: Counter[str] = Counter()
    judge = trust_world.World._judge

    def counted(world: trust_world.World, results: list, before: dict) -> None:  # type: ignore[type-arg]
        counts.update(result.outcome.value for result in results)
        judge(world, results, before)

    trust_world.World._judge = counted  # type: ignore[method-assign, assignment]
    began = monotonic()
    run_state_machine_as_test(
        TrustMachine,
        settings=settings(
            max_examples=chosen.examples,
            stateful_step_count=chosen.steps,
            deadline=None,
            database=None,
            phases=phases,
            print_blob=False,
            suppress_health_check=list(HealthCheck),
        ),
    )
    print(
        f"{chosen.examples} examples of up to {chosen.steps} steps in {monotonic() - began:.0f} s: nothing wrong"
    )
    print(", ".join(f"{name} {count}" for name, count in counts.most_common()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
