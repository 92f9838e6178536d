"""`kiosk doctor`: how everything is, and what to do."""

from __future__ import annotations

import json
from pathlib import Path

import click

from kiosk.cli.group import App, pass_app
from kiosk.clock import SystemClock
from kiosk.config import write_atomically
from kiosk.doctor import examine, in_words, report
from kiosk.health import Finding, State
from kiosk.i18n import N_

_MARKS = {State.GOOD: "  ", State.LOOK: "? ", State.BAD: "! "}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON list with stable names.")
@click.option(
    "--report",
    "file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write everything that the manager needs to know into this file; no visit stands in it.",
)
@pass_app
@click.pass_context
def doctor(ctx: click.Context, app: App, as_json: bool, file: Path | None) -> None:
    """Say how everything is, and what to do.

    The disk, the clock, the visit log, the keys, the sticks, the centre. Changes nothing. The exit code is 1 when
    something is bad.
    """
    clock = SystemClock()
    found = examine(app.data, clock)
    if as_json:
        click.echo(json.dumps([_plain(finding, app) for finding in found], ensure_ascii=False, indent=2))
    else:
        for finding in found:
            click.echo(_MARKS[finding.state] + in_words(finding, app.language))
    if file is not None:
        write_atomically(file.absolute(), report(app.data, found, app.language, clock).encode())
        if not as_json:
            app.say(N_("The report is in {path}."), path=file)
    if any(finding.state is State.BAD for finding in found):
        ctx.exit(1)


def _plain(finding: Finding, app: App) -> dict[str, object]:
    params = {
        name: value if isinstance(value, int | float) else str(value)
        for name, value in finding.params.items()
    }
    return {
        "check": finding.check,
        "state": finding.state.value,
        "said": app.language.text(finding.message, **finding.params),
        "advice": app.language.text(finding.advice, **finding.params) if finding.advice else "",
        "values": params,
    }
