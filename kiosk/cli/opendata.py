"""`kiosk centre export`: the open path."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from kiosk import centre as office
from kiosk.centre.opendata import Form, Wanted
from kiosk.centre.opendata import export as export_data
from kiosk.cli.centre import open_store
from kiosk.cli.group import App, pass_app
from kiosk.cli.passphrase import passphrase, passphrase_option
from kiosk.i18n import N_

_DAY = click.DateTime(["%Y-%m-%d"])
_FOLDER = click.Path(path_type=Path)


@click.command()
@click.option(
    "--parquet", type=_FOLDER, help="Write Parquet into this new folder, split by country and month."
)
@click.option("--package", type=_FOLDER, help="Write a Frictionless data package (CSV) into this new folder.")
@click.option(
    "--full", is_flag=True, help="With notes, return codes, volunteers and times. Asks for the passphrase."
)
@click.option("--from", "first", type=_DAY, help="The first local day, such as 2026-11-01.")
@click.option("--to", "last", type=_DAY, help="The last local day; it is included.")
@click.option("--licence", default="", help="The licence to name in a data package, such as CC-BY-4.0.")
@passphrase_option
@pass_app
def export(
    app: App,
    parquet: Path | None,
    package: Path | None,
    full: bool,
    first: datetime | None,
    last: datetime | None,
    licence: str,
    passphrase_file: Path | None,
) -> None:
    """Give out the data, row by row, for other programs.

    Every visit, shift and notice as it is now. What points to a person stays here unless you say --full. Each export
    is written into the audit trail. How to ask the files questions stands in docs/open-data.md.
    """
    if (parquet is None) == (package is None):
        raise click.UsageError("Say --parquet DIR or --package DIR.")
    folder, form = (parquet, Form.PARQUET) if parquet else (package, Form.PACKAGE)
    assert folder is not None
    wanted = Wanted(full, first.date() if first else None, last.date() if last else None, licence)
    with open_store(app) as store:
        who = (
            office.manager_keys(app.data, passphrase(app, passphrase_file)).key_id if full else office.MANAGER
        )
        name = office.programme_card(app.data).name
        done = export_data(store, folder, form, app.language, wanted, name=name, who=who)
    app.say(
        N_("Written to {path}. Visits: {visits}, shifts: {shifts}, notices: {notices}."),
        path=folder,
        visits=app.language.number(done.visits),
        shifts=app.language.number(done.shifts),
        notices=app.language.number(done.notices),
    )
    if full:
        app.say(
            N_(
                "They hold personal data: keep the folder as you keep the store. The audit trail says who took it."
            )
        )
