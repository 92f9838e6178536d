"""`kiosk tutorials`: look at the walkthroughs and check them."""

from __future__ import annotations

from pathlib import Path

import click

from kiosk.cli.group import App, Verbs, pass_app
from kiosk.config import resources
from kiosk.i18n import N_
from kiosk.tutorials import Library
from kiosk.tutorials.check import check as check_folder


@click.group(cls=Verbs)
def tutorials() -> None:
    """The walkthroughs: folders that anybody can write."""


@tutorials.command()
@click.argument("path", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
@pass_app
@click.pass_context
def check(ctx: click.Context, app: App, path: Path | None) -> None:
    """Check the walkthrough in PATH, or all below it. Default: those that came with the program.

    The exit code is 1 when something is at fault.
    """
    problems = check_folder(path or resources().tutorials)
    for problem in problems:
        message = app.language.text(problem.message, **problem.params)
        click.echo(
            f"{problem.path}:{problem.line}: {message}" if problem.line else f"{problem.path}: {message}"
        )
    if problems:
        ctx.exit(1)
    app.say(N_("No problems found."))


@tutorials.command("list")
@pass_app
def list_(app: App) -> None:
    """Name the walkthroughs that came with the program."""
    for tutorial in Library.load(resources().tutorials):
        marks = "" if tutorial.reviewed else app.language.text(N_("needs local review"))
        click.echo(f"{tutorial.id:24} {tutorial.country:4} {' '.join(tutorial.services):36} {marks}".rstrip())
