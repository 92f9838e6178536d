"""`kiosk centre places, people, teams`: the programme's lists, from a spreadsheet or into one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import click

from kiosk.centre import WRITERS, Report, Store, Table
from kiosk.centre import roster as core
from kiosk.centre.roster import Plan
from kiosk.cli.centre import open_store
from kiosk.cli.group import App, pass_app
from kiosk.config import write_atomically
from kiosk.i18n import N_, Language


class _List(NamedTuple):
    plan: Callable[[Store, Path, Sequence[Language]], Plan[Any]]
    keep: Callable[[Store, Sequence[Any]], None]
    table: Callable[[Store], Table]


def _verb(name: str, which: _List, help_: str) -> click.Command:
    """Return the verb of one list."""

    @click.command(name, help=help_)
    @click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
    @click.option("--save", is_flag=True, help="Write the present list into FILE instead, to be filled in.")
    @click.option("--try", "only_try", is_flag=True, help="Only say what FILE would change.")
    @pass_app
    @click.pass_context
    def verb(ctx: click.Context, app: App, file: Path, save: bool, only_try: bool) -> None:
        with open_store(app) as store:
            if save:
                _write(app, which.table(store), file)
                return
            plan = which.plan(store, file, [app.language])
            _tell(app, plan)
            if plan.faults:
                app.complain(N_("Nothing was changed. Correct this in the file, then choose the file again."))
                ctx.exit(1)
            if not only_try:
                which.keep(store, plan.found)
                _count(app, name, len(plan.found))

    return verb


places = _verb(
    "places",
    _List(core.plan_places, core.set_places, core.places_table),
    """Replace the tree of places by a file.

    FILE is XLSX or CSV with the columns id, name, level, parent. Levels from the top: country, region, district,
    settlement, site. Reports count settlements. A place that is in use cannot be left out.
    """,
)
people = _verb(
    "people",
    _List(core.plan_people, core.set_people, core.people_table),
    """Replace the list of volunteers by a file.

    FILE is XLSX or CSV with the columns pseudonym, role (volunteer, lead), kiosk, team. Pseudonyms are such as A-07;
    never write real names.
    """,
)
teams = _verb(
    "teams",
    _List(core.plan_teams, core.set_teams, core.teams_table),
    """Replace the list of teams by a file.

    FILE is XLSX or CSV with the columns id, name, place, members (how many people are in it).
    """,
)


def _write(app: App, table: Table, file: Path) -> None:
    form = "csv" if file.suffix.casefold() == ".csv" else "xlsx"
    written = WRITERS[form](Report(table.name, table.title, (table,)), app.language)
    write_atomically(file, written, mode=0o644)
    app.say(N_("The list is in {path}. Fill it in, then import it from that file."), path=file)


def _count(app: App, name: str, count: int) -> None:
    if name == "places":
        click.echo(app.language.plural("The tree has {n} place.", "The tree has {n} places.", count))


def _tell(app: App, plan: Plan[Any]) -> None:
    say = app.language
    for fault in (*plan.faults, *plan.warnings):
        where = f"{say.text(N_('Line {number}'), number=fault.line)}: " if fault.line else ""
        click.echo(f"{where}{say.text(fault.problem.message, **fault.problem.params)}", err=True)
    counts = (
        say.plural("{n} added", "{n} added", len(plan.added)),
        say.plural("{n} changed", "{n} changed", len(plan.changed)),
        say.plural("{n} removed", "{n} removed", len(plan.removed)),
    )
    if not plan.faults:
        click.echo(", ".join(counts), err=True)
