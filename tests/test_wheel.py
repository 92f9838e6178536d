"""The wheel alone is enough: what a shop installs carries every walkthrough and every catalogue."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

ASK = """
from kiosk.config import resources
from kiosk.i18n import Languages
from kiosk.tutorials import LANGUAGES, Library
import kiosk
found = resources()
languages = Languages(found.translations)
library = Library.load(found.tutorials)
assert "site-packages" in kiosk.__file__, kiosk.__file__
for tutorial in library:
    for code in LANGUAGES:
        text = tutorial.text(code)
        assert text and set(text.steps) == {step.id for step in tutorial.steps}, (tutorial.id, code)
    for step in tutorial.steps:
        assert not step.screen or tutorial.screen(step).boxes, (tutorial.id, step.id)
names = [languages[code].name for code in LANGUAGES]
assert len(set(names)) == len(LANGUAGES), names
from kiosk.centre.reports.template import read_templates
assert len(read_templates(found.templates)) == 5
assert len(list(found.privacy.glob("*.md"))) == 3
print(len(library), *languages.codes)
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clean venv outside the checkout, holding our wheel and nothing of ours besides."""
    folder = tmp_path_factory.mktemp("wheel")
    # Built with the back end that is here, so that the test needs no network.
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    wheel = next(folder.glob("*.whl"))
    home = folder / "venv"
    venv.create(home, with_pip=True)
    python = home / ("Scripts" if os.name == "nt" else "bin") / "python"
    subprocess.run(
        [python, "-m", "pip", "install", "-q", "--no-deps", "--no-index", wheel],
        check=True,
        capture_output=True,
    )
    # The dependencies come from here: fetching 80 MB again would prove nothing about our wheel.
    packages = next(home.rglob("site-packages"))
    (packages / "dependencies.pth").write_text(sysconfig.get_paths()["purelib"] + "\n", encoding="utf-8")
    return python


def test_a_shop_that_installs_the_wheel_sees_all_walkthroughs_in_five_languages(
    installed: Path, tmp_path: Path
) -> None:
    done = subprocess.run(
        [installed, "-P", "-c", ASK], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    count, *codes = done.stdout.split()
    assert int(count) == len(list((ROOT / "tutorials").glob("*/tutorial.toml")))
    assert {"kk", "ru", "en", "vi", "fi"} <= set(codes)


def test_its_command_answers_outside_the_checkout(installed: Path, tmp_path: Path) -> None:
    command = installed.with_name("kiosk")
    done = subprocess.run([command, "--help"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "desk" in done.stdout
