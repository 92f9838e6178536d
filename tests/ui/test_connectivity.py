"""The desk hears that the shop has come back online, and lives with not knowing."""

from __future__ import annotations

import pytest
from PySide6.QtNetwork import QNetworkInformation
from pytestqt.qtbot import QtBot

from ui.connectivity import Connectivity, FakeConnectivity, NetworkConnectivity

Reachability = QNetworkInformation.Reachability


def heard(connectivity: Connectivity) -> list[bool]:
    told: list[bool] = []
    connectivity.online_changed.connect(told.append)
    return told


def test_a_shop_that_comes_back_online_is_told_once() -> None:
    connectivity = FakeConnectivity(online=False)
    told = heard(connectivity)
    connectivity.learn(True)
    connectivity.learn(True)
    assert told == [True]


def test_going_offline_is_told_too() -> None:
    connectivity = FakeConnectivity(online=True)
    told = heard(connectivity)
    connectivity.learn(False)
    connectivity.learn(True)
    assert told == [False, True]


def test_a_desk_that_starts_online_has_not_come_back_online() -> None:
    connectivity = FakeConnectivity(online=None)
    told = heard(connectivity)
    connectivity.learn(True)
    assert told == []
    assert connectivity.online is True


def test_a_moment_of_not_knowing_changes_nothing() -> None:
    connectivity = FakeConnectivity(online=True)
    told = heard(connectivity)
    connectivity.learn(None)
    connectivity.learn(True)
    assert told == []


@pytest.mark.parametrize(
    ("reachability", "online"),
    [
        (Reachability.Disconnected, False),
        (Reachability.Local, False),  # a router without a line
        (Reachability.Site, False),
        (Reachability.Online, True),
    ],
)
def test_only_the_world_counts_as_online(reachability: Reachability, online: bool) -> None:
    connectivity = NetworkConnectivity()
    connectivity.online = not online
    told = heard(connectivity)
    connectivity._heard(reachability)
    connectivity._heard(Reachability.Unknown)
    assert told == [online]


def test_the_system_is_asked_without_a_crash(qtbot: QtBot) -> None:
    connectivity = NetworkConnectivity()
    connectivity.start()
    assert connectivity.online in (True, False, None)


@pytest.mark.parametrize("loads", [False, True], ids=["no backend", "a backend that would not start"])
def test_a_machine_without_a_network_service_stays_unknown(
    loads: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QNetworkInformation, "loadBackendByFeatures", lambda feature: loads)
    monkeypatch.setattr(QNetworkInformation, "instance", lambda: None)
    connectivity = NetworkConnectivity()
    connectivity.start()
    assert connectivity.online is None
