"""The `kiosk` command. Without a verb it opens the desk, as a volunteer's icon does, and loads nothing else."""

from __future__ import annotations

import gc
import sys
from pathlib import Path


def main() -> None:
    """Run the command."""
    if not sys.argv[1:]:
        _open_desk()
    # The parser of verbs takes a twentieth of the desk's start.
    from ui.verbs import cli

    cli(prog_name=Path(sys.argv[0]).stem)


def _open_desk() -> None:
    # A start makes many objects and no garbage: collecting while it lasts would be a tenth of it. Later it is the
    # window that asks for it: see `ui.garbage`.
    gc.disable()
    from kiosk.config import data_folder
    from ui.app import run
    from ui.turning import open_desk

    sys.exit(run(data_folder(), "desk", open_desk))
