"""`kiosk centre new-pin`: help for a volunteer who forgot the PIN."""

from __future__ import annotations

import click

from kiosk.centre.new_pins import ask_new_pin
from kiosk.cli.centre import open_store
from kiosk.cli.group import App, pass_app
from kiosk.i18n import N_


@click.command("new-pin")
@click.argument("kiosk")
@click.argument("pseudonym")
@pass_app
def new_pin(app: App, kiosk: str, pseudonym: str) -> None:
    """Let a volunteer who forgot the PIN choose a new one.

    KIOSK is its id, PSEUDONYM such as A-07. The kiosk learns it from its next stick; the log stays as it is.
    """
    with open_store(app) as store:
        ask_new_pin(store, kiosk, pseudonym)
    app.say(N_("{name} chooses a new PIN once the next stick is in that kiosk."), name=pseudonym)
