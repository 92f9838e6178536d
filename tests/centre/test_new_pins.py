"""A volunteer forgot the PIN: the manager's next stick lets them choose a new one."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.centre import write_roster
from kiosk.centre.new_pins import ask_new_pin
from kiosk.centre.schema import StoreError
from kiosk.keys import Roster, read_roster
from kiosk.stick import Stick
from tests.centre.world import Office, SomeKiosk


def roster(office: Office, kiosk: SomeKiosk, stick: Path) -> Roster:
    write_roster(office.data, office.store, office.keys, kiosk.kiosk, stick)
    sealed = Stick(stick).roster(kiosk.kiosk).read_bytes()
    return read_roster(sealed, kiosk.keys, office.keys.signing_key)


def test_each_wish_for_a_new_pin_reaches_the_kiosk_in_a_newer_roster(
    office: Office, bulaevo: SomeKiosk, stick: Path
) -> None:
    office.store.set_volunteers(bulaevo.kiosk, [("A-07", "volunteer"), ("A-08", "lead")])
    first = roster(office, bulaevo, stick)
    assert "new_pins" not in first.settings
    ask_new_pin(office.store, bulaevo.kiosk, "A-07")
    second = roster(office, bulaevo, stick)
    assert second.settings["new_pins"] == {"A-07": 1}
    assert second.version == first.version + 1
    assert roster(office, bulaevo, stick).version == second.version  # nothing new: no kiosk takes it again
    ask_new_pin(office.store, bulaevo.kiosk, "A-07")
    assert roster(office, bulaevo, stick).settings["new_pins"] == {"A-07": 2}


def test_nobody_asks_for_a_stranger(office: Office, bulaevo: SomeKiosk) -> None:
    with pytest.raises(StoreError, match="A-99"):
        ask_new_pin(office.store, bulaevo.kiosk, "A-99")
    with pytest.raises(StoreError):
        ask_new_pin(office.store, "k-nowhere", "A-07")
