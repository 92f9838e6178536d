"""The long matrix of an audit: every language, size of screen, text scale and contrast."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import pytest

from kiosk.tutorials import LANGUAGES
from ui.theme import CALM, HIGH_CONTRAST

SIZES = ((1024, 768), (1366, 768), (1920, 1080))
T = TypeVar("T", bound=Callable[..., None])


def every_look(scales: Sequence[float]) -> Callable[[T], T]:
    """Have a test run for all of them, under the mark of the audit; it takes `code`, `size`, `scale`, `colours`."""
    marks = (
        pytest.mark.parametrize("code", LANGUAGES),
        pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}"),
        pytest.mark.parametrize("scale", scales),
        pytest.mark.parametrize("colours", [CALM, HIGH_CONTRAST], ids=["calm", "contrast"]),
        pytest.mark.audit,
    )

    def marked(test: T) -> T:
        for mark in marks:
            test = mark(test)
        return test

    return marked
