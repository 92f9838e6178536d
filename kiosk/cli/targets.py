"""`kiosk centre targets`: what the programme has promised."""

from __future__ import annotations

from pathlib import Path

import click

from kiosk import centre as office
from kiosk.centre.reports.report import Report
from kiosk.cli.centre import open_store
from kiosk.cli.group import App, pass_app
from kiosk.config import resources, write_atomically
from kiosk.i18n import N_, Languages


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--write", is_flag=True, help="Write the present targets into FILE instead, to change and bring back."
)
@click.pass_context
@pass_app
def targets(app: App, ctx: click.Context, file: Path, write: bool) -> None:
    """Replace the targets by a list from a spreadsheet.

    FILE is XLSX or CSV with the columns indicator, first, last, target, place; --write makes one to fill in. Which
    indicators there are, says `kiosk report --indicators`. Nothing changes while a line is wrong.
    """
    with open_store(app) as store:
        if write:
            told = Report("targets-list", N_("Targets"), (office.targets_list(store),))
            write_atomically(
                file, office.WRITERS["csv" if file.suffix == ".csv" else "xlsx"](told, app.language)
            )
            app.say(N_("The list is in {path}."), path=file)
            return
        languages = Languages(resources().translations)
        plan = office.plan_targets(store, file, [languages[code] for code in languages.codes])
        for fault in plan.faults:
            problem = app.language.text(fault.problem.message, **fault.problem.params)
            app.complain(N_("Line {line}: {problem}"), line=fault.line, problem=problem)
        if plan.faults:
            ctx.exit(1)
        store.set_targets(plan.found)
    count = len(plan.found)
    click.echo(app.language.plural("The programme has {n} target.", "The programme has {n} targets.", count))
