"""The `kiosk` command: the core's verbs, and those that need a screen, loaded when they are called."""

from __future__ import annotations

import gc
import sys
from pathlib import Path

from kiosk.cli import App, pass_app
from kiosk.cli import main as cli


@cli.command()
@pass_app
def desk(app: App) -> None:
    """Open the desk: the walkthrough on the left, the visit on the right."""
    from ui.app import build_desk, run

    sys.exit(run(app.data, "desk", build_desk))


@cli.command()
@pass_app
def manager(app: App) -> None:
    """Open the manager's window: take in bundles, see the numbers."""
    from ui.app import build_manager, run

    sys.exit(run(app.data, "manager", build_manager))


def main() -> None:
    """Run the command; without a verb, open the desk."""
    # A start makes many objects and no garbage: collecting while it lasts would be a tenth of it. A face switches it on
    # again with its first screen; a verb without one ends soon.
    gc.disable()
    cli.default = "desk"
    cli(prog_name=Path(sys.argv[0]).stem)
