"""What every test needs: no screen, and in CI no excuse for a skipped test."""

from __future__ import annotations

import gc
import os
from collections.abc import Generator, Iterator

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skip into a failure where CI runs: a missing tool there means untested code."""
    report = yield
    if os.environ.get("CI") and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped in CI: {item.nodeid}: {report.longrepr}"
    return report


@pytest.fixture(autouse=True)
def garbage() -> Iterator[None]:
    """Once a window was there, garbage is collected in this thread alone, as the program does: between tests, too."""
    yield
    if not gc.isenabled():
        from ui.garbage import collect_due

        collect_due()
