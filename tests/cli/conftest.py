"""What the tests of the verbs share: quick passphrases, and English whatever the computer speaks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests import passphrases


@pytest.fixture(autouse=True, scope="module")
def _quick_passphrases() -> Iterator[None]:
    with passphrases.quick():
        yield


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("KIOSK_DATA", "KIOSK_PASSPHRASE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
