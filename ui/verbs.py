"""The core's verbs, and those that need a screen."""

from __future__ import annotations

import sys
from functools import partial

import click

from kiosk.cli import App, pass_app
from kiosk.cli import main as cli

__all__ = ["cli"]


@cli.command()
@click.option(
    "--resident",
    is_flag=True,
    help="Begin handed over to the resident: full screen, no log, left by a volunteer's PIN only.",
)
@pass_app
def desk(app: App, resident: bool) -> None:
    """Open the desk: the walkthrough on the left, the visit on the right."""
    from ui.app import run
    from ui.turning import open_desk

    sys.exit(run(app.data, "desk", partial(open_desk, resident=resident)))


@cli.command()
@pass_app
def manager(app: App) -> None:
    """Open the manager's window: take in bundles, see the numbers."""
    from ui.app import build_manager, run

    sys.exit(run(app.data, "manager", build_manager))


@click.command()
@click.argument("name", metavar="ID")
@pass_app
def preview(app: App, name: str) -> None:
    """See a walkthrough while you write it: the window follows every save.

    ID is a folder, or the id of a walkthrough.
    """
    from ui.app import show_preview

    sys.exit(show_preview(app.data, name))


cli.lazy["report"] = "ui.report.verb:report"
cli.lazy["lock"] = "ui.lock.command:lock"
cli.default = "desk"
