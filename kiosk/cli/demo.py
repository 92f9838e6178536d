"""`kiosk demo`: build a practice programme to try everything on."""

from __future__ import annotations

from pathlib import Path

import click

from kiosk.cli.group import App, pass_app
from kiosk.demo import LIKE, build
from kiosk.i18n import N_


@click.command()
@click.option(
    "--like", type=click.Choice(sorted(LIKE)), help="Like this real programme. Default: a small one."
)
@click.option(
    "--dir", "folder", required=True, type=click.Path(path_type=Path), help="A folder that is not there yet."
)
@pass_app
def demo(app: App, like: str | None, folder: Path) -> None:
    """Build a practice programme to try everything on.

    Kiosks, sticks, the centre and a report in a folder of their own. Everything in it is made by the functions
    that the desk and the centre use.
    """
    made = build(folder, like or "", language=app.language)
    app.say(
        N_(
            "The practice programme is in {path}. Every PIN is {pin}, the manager's passphrase is {passphrase}."
        ),
        path=made.folder,
        pin=made.pin,
        passphrase=made.passphrase,
    )
    app.say(N_("Try next:"))
    for command in made.commands:
        click.echo(f"  {command}")
