"""`kiosk report`: what the centre can tell."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from kiosk import centre as office
from kiosk.cli.centre import open_store
from kiosk.cli.group import App, pass_app
from kiosk.config import write_atomically
from kiosk.i18n import N_

_DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.argument("name", required=False)
@click.option("--from", "first", type=_DAY, help="The first local day, such as 2026-11-01.")
@click.option("--to", "last", type=_DAY, help="The last local day; it is included.")
@click.option("--place", default="", help="A place of the tree, with everything below it, by its id.")
@click.option(
    "--format", "form", type=click.Choice(["text", "csv", "json"]), default="text", show_default=True
)
@click.option(
    "--json", "as_json", is_flag=True, help="The same as --format json. The names in it are stable."
)
@click.option("--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="Write into this file.")
@click.option("--list", "listing", is_flag=True, help="Name the reports that there are.")
@pass_app
def report(
    app: App,
    name: str | None,
    first: datetime | None,
    last: datetime | None,
    place: str,
    form: str,
    as_json: bool,
    output: Path | None,
    listing: bool,
) -> None:
    """Print a report of the centre.

    NAME is summary, services, weeks, places or another one (see --list). Needs no passphrase.
    """
    if listing:
        for code, title in office.REPORT_TITLES.items():
            click.echo(f"{code:12} {app.language.text(title)}")
        return
    if name is None:
        raise click.UsageError("Name a report, or say --list.")
    scope = office.Scope(_day(first), _day(last), place)
    with open_store(app) as store:
        table = office.report(store, name, scope)
    written = _written(app, table, "json" if as_json else form)
    if output is None:
        click.echo(written, nl=False)
        return
    write_atomically(output, written, mode=0o644)
    app.say(N_("The report is in {path}."), path=output)


def _written(app: App, table: office.Table, form: str) -> bytes:
    if form == "csv":
        return office.as_csv(table, app.language)
    return (
        (office.as_json(table) if form == "json" else office.as_text(table, app.language)) + "\n"
    ).encode()


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None
