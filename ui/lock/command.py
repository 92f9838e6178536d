"""`kiosk lock`: what an administrator puts into the system, so that a resident cannot leave the program."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import click

from kiosk.cli import App, pass_app
from kiosk.i18n import N_
from ui.lock.installing import COMMANDS, WAYLAND, X11, install

#: What Debian takes as an account's name.
_USER = re.compile(r"[a-z_][a-z0-9_-]{0,31}")


@click.group()
def lock() -> None:
    """Lock a kiosk: sessions of the system that no key leads out of."""


@lock.command("install")
@click.option("--session", type=click.Choice([X11, WAYLAND]), required=True, help="What draws the screen.")
@click.option(
    "--dir",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="Where the files are written, as if it were the root of the system.",
)
@click.option("--user", default="kiosk", show_default=True, help="The account that the session runs under.")
@pass_app
def install_(app: App, session: str, folder: Path, user: str) -> None:
    """Write the files of a locked session below a folder, and say what an administrator does with them.

    Nothing of the system is touched, and no rights are needed.
    """
    if not _USER.fullmatch(user):
        raise click.BadParameter(user, param_hint="--user")
    folder = folder.absolute()
    for path in install(session, folder, user, Path(sys.argv[0]).absolute()):
        click.echo(f"  {path}")
    app.say(N_("These files lock the screen. As an administrator, look at them, then type:"))
    for line in COMMANDS[session]:
        click.echo(f"  {line.format(user=user, folder=folder)}")
    app.say(N_("Then kiosk doctor, as the user {user}, says what of it is in force."), user=user)
