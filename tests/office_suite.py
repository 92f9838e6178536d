"""LibreOffice as a manager's spreadsheet: what it shows of the files that we write."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

#: Comma, quote, UTF-8, first line, no formats, English; numbers are recognised and formulas run: the worst case.
WORST_CSV = "CSV:44,34,76,1,,1033,false,true,false,false,false,0,true"
ODF = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
}


def convert(files: list[Path], folder: Path, infilter: str = "") -> None:
    """Let LibreOffice open the files and write what it shows, as .fods into the folder.

    Its first start with a new profile ends with an error once in a while on a busy machine, before it has read
    anything: so it is started again, and its own words are shown when that does not help.
    """
    # The tests of the screens hide the system's fonts, without which it does not start at all.
    surroundings = {name: value for name, value in os.environ.items() if name != "FONTCONFIG_FILE"}
    for attempt in range(3):
        profile = f"-env:UserInstallation={(folder / f'profile-{attempt}').as_uri()}"
        filters = [f"--infilter={infilter}"] if infilter else []
        command = ["soffice", profile, "--headless", *filters, "--convert-to", "fods"]
        done = subprocess.run(
            [*command, *map(str, files)],
            check=False,
            cwd=folder,
            env=surroundings,
            capture_output=True,
            text=True,
        )
        if done.returncode == 0:
            return
    raise AssertionError(done.stderr)
