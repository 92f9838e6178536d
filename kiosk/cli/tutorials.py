"""`kiosk tutorials`: look at the walkthroughs and check them."""

from __future__ import annotations

import json
from pathlib import Path

import click

from kiosk.cli.group import App, Verbs, pass_app
from kiosk.config import Settings, resources
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


@tutorials.command()
@click.argument("text", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON list of the ids, best first.")
@pass_app
def search(app: App, text: tuple[str, ...], as_json: bool) -> None:
    """Find walkthroughs by what people type.

    TEXT may be in any of our languages, in any script or layout, and with slips.
    """
    from kiosk.search import Index

    country = Settings.load(app.data.settings).country
    found = Index(Library.load(resources().tutorials)).find(" ".join(text), country)
    if as_json:
        click.echo(json.dumps([tutorial.id for tutorial in found], indent=2))
        return
    for tutorial in found:
        click.echo(f"{tutorial.id:24} {tutorial.title(app.language.code)}")
    if not found:
        app.say(N_("Nothing was found. Try another word, or ask the volunteer."))
