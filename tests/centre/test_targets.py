"""What a programme has promised stays in its store."""

from __future__ import annotations

from datetime import date

from kiosk.centre import Store
from kiosk.centre.targets import Target

VISITS = Target("consultations", date(2026, 1, 1), date(2026, 12, 31), 400.0, "sko")
RATE = Target("alone_rate", date(2026, 1, 1), date(2026, 12, 31), 0.55)


def test_targets_are_kept_replaced_and_taken_back(store: Store) -> None:
    store.put_targets([VISITS, RATE])
    store.put_targets([VISITS._replace(target=500.0)])
    assert store.targets() == [RATE, VISITS._replace(target=500.0)]
    store.drop_target(RATE)
    assert [target.target for target in store.targets()] == [500.0]
    store.set_targets([RATE])
    assert store.targets() == [RATE]
