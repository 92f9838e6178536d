"""What the screens' tests share: the shipped fonts and no others, real catalogues, real walkthroughs."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

# Before Qt starts: system fonts must not fill the gaps that a shop's machine would show.
os.environ["FONTCONFIG_FILE"] = str(Path(__file__).with_name("fonts.conf"))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from kiosk.config import resources
from kiosk.i18n import Languages
from kiosk.tutorials import Library


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    """Arguments of the one application."""
    return ["one-stop-kiosk"]


@pytest.fixture(scope="session", autouse=True)
def dressed(qapp: object) -> None:
    """Give every test the program's own style and fonts."""
    from ui.app import application_with_fonts

    application_with_fonts()


@pytest.fixture(scope="session")
def languages() -> Languages:
    """The compiled catalogues."""
    return Languages(resources().translations)


@pytest.fixture(scope="session")
def library() -> Library:
    """The walkthroughs that are shipped."""
    return Library.load(resources().tutorials)
