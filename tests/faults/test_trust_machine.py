"""The state machine of trust: some seconds of it. A long run: `python -m tests.faults.trust --examples 2000`."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, Phase, settings

from tests.faults.trust_machine import TrustMachine

TestTrust = TrustMachine.TestCase
#: Making a failing example small takes minutes; where a check was taken out on purpose nobody reads it.
PHASES = (Phase.generate,) if os.environ.get("KIOSK_WITHOUT") else tuple(Phase)
TestTrust.settings = settings(
    phases=PHASES,
    max_examples=8,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
