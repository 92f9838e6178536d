"""`kiosk forget` and `kiosk centre retention`: what is let go of, and when."""

from __future__ import annotations

import secrets

import click

from kiosk.centre.retention import MOST_MONTHS, keep
from kiosk.cli.centre import open_store
from kiosk.cli.group import App, pass_app
from kiosk.clock import SystemClock, stamp
from kiosk.errors import KioskError
from kiosk.i18n import N_
from kiosk.keys import ManagerKeys
from kiosk.privacy import normalise_return_code
from kiosk.visits import VisitLog


@click.command()
@click.argument("code")
@pass_app
def forget(app: App, code: str) -> None:
    """Forget the person who holds a return card.

    CODE is what is printed on the card. The code and the notes of its visits go, the counts stay. In a manager's
    folder: from the store at once, and from every kiosk with its next roster. At a kiosk: from its log and its copies
    at once, and from every level above with the next stick.
    """
    plain = normalise_return_code(code)
    if ManagerKeys.exist(app.data.keys):
        visits = _forget_at_the_centre(app, plain)
        told = N_("The next sticks tell the kiosks: prepare them now.")
    elif app.data.log.exists():
        visits = _forget_here(app, plain)
        told = N_("The centre reads it from the next stick.")
    else:
        raise KioskError(
            "There is neither a kiosk nor a programme in {path}. Choose another folder with --data.",
            path=app.data.root,
        )
    click.echo(
        app.language.plural(
            "{n} visit no longer shows this code.", "{n} visits no longer show this code.", visits
        )
    )
    app.say(told)


def _forget_at_the_centre(app: App, code: str) -> int:
    now = stamp(SystemClock().now())
    with open_store(app) as store:
        return store.forget(code, now)


def _forget_here(app: App, code: str) -> int:
    with VisitLog.open(app.data.log, SystemClock()) as log:
        visits = log.forget({secrets.token_hex(8): code})
        if not log.scour(app.data.backups):
            app.complain(
                N_(
                    "The desk is in use: its file is cleaned with the next export. Nothing shows the code any more."
                )
            )
    return visits


@click.command()
@click.argument("months", type=click.IntRange(0, MOST_MONTHS))
@pass_app
def retention(app: App, months: int) -> None:
    """Keep notes and return codes for so many calendar months.

    MONTHS 0 keeps them for ever. What is older goes now, and from then on with every import; kiosks read it in their
    next rosters and do the same with what has arrived here. Counts stay.
    """
    with open_store(app) as store:
        dropped = keep(store, months, SystemClock())
    click.echo(
        app.language.plural(
            "Notes and codes were deleted from {n} record.",
            "Notes and codes were deleted from {n} records.",
            dropped,
        )
    )
