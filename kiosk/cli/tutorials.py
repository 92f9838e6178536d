"""`kiosk tutorials`: look at the walkthroughs and check them."""

from __future__ import annotations

import json
from pathlib import Path

import click

from kiosk.cli.group import App, Verbs, pass_app
from kiosk.config import Settings, resources
from kiosk.i18n import N_
from kiosk.tutorials import Library, Tutorial
from kiosk.tutorials.check import check as check_folder
from kiosk.tutorials.skeleton import find, make


@click.group(cls=Verbs, lazy={"preview": "ui.verbs:preview"})
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


@tutorials.command()
@click.argument("name", metavar="ID")
@click.option("--country", type=click.Choice(["kz", "vn", "fi", "all"]), default="all", show_default=True)
@click.option(
    "--dir",
    "place",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where it is made. Default: this desk's own walkthroughs.",
)
@pass_app
def new(app: App, name: str, country: str, place: Path | None) -> None:
    """Begin a walkthrough: a folder that is complete but for the facts.

    ID is small Latin letters, digits and hyphens, with the country first, such as kz-library-card.
    """
    folder = make(place or app.data.create().tutorials, name, country)
    app.say(N_("{path} is made. Write in its files with any editor:"), path=folder)
    app.say(
        N_("  tutorial.toml: facts and steps. screens.toml: what the phone shows. The others: the words.")
    )
    app.say(N_("See it while you write: kiosk tutorials preview {name}"), name=folder if place else name)
    app.say(N_("What is still missing: kiosk tutorials check {path}"), path=folder)


@tutorials.command("list")
@pass_app
def list_(app: App) -> None:
    """Name the walkthroughs of this desk: those that came with the program, and the shop's own."""
    library = Library.load(resources().tutorials, app.data.tutorials)
    for tutorial in library:
        marks = "" if tutorial.reviewed else app.language.text(N_("needs local review"))
        click.echo(f"{tutorial.id:24} {tutorial.country:4} {' '.join(tutorial.services):36} {marks}".rstrip())
    for refused in library.left_out:
        app.complain(refused.message, **refused.params)


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
    found = Index(Library.load(resources().tutorials, app.data.tutorials)).find(" ".join(text), country)
    if as_json:
        click.echo(json.dumps([tutorial.id for tutorial in found], indent=2))
        return
    for tutorial in found:
        click.echo(f"{tutorial.id:24} {tutorial.title(app.language.code)}")
    if not found:
        app.say(N_("Nothing was found. Try another word, or ask the volunteer."))


@tutorials.command()
@click.argument("name", metavar="ID")
@click.option("--language", default="", help="The language that is read. Default: the desk's own.")
@click.option("--again", is_flag=True, help="Read steps that have a recording once more.")
@pass_app
def record(app: App, name: str, language: str, again: bool) -> None:
    """Read a walkthrough aloud, step by step, and keep it.

    ID is a walkthrough of the desk, or a folder that you are writing. Your voice then comes before the machine's. Needs
    a microphone and one of the programs arecord, parecord or rec.
    """
    from kiosk.cli.recording import Studio

    tutorial = Tutorial.load(find(name, app.data.tutorials, resources().tutorials))
    code = language or app.language.code
    shipped = tutorial.folder.parent == resources().tutorials
    target = (
        app.data.create().recordings / tutorial.id / code if shipped else tutorial.folder / "audio" / code
    )
    Studio(app, tutorial, code, target).record(again=again)
