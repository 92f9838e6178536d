"""The state machine of trust: some seconds of it. A long run: `python -m tests.faults.trust --examples 2000`."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

from tests.faults.trust_machine import TrustMachine

TestTrust = TrustMachine.TestCase
TestTrust.settings = settings(
    max_examples=25, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
