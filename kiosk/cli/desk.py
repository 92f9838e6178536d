"""`kiosk join`, `kiosk export` and `kiosk status`: this kiosk and its sticks."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from pathlib import Path

import click

from kiosk import stick
from kiosk.cli.digits import agree, digits_option
from kiosk.cli.group import App, pass_app
from kiosk.clock import SystemClock
from kiosk.config import FOLDER_TARGET, Settings
from kiosk.errors import KioskError
from kiosk.i18n import N_
from kiosk.keys import Card
from kiosk.visits import VisitLog

#: Of the six groups, those that stand for the programme: the manager can say them before the kiosk has asked.
_OF_THE_PROGRAMME = 3


@click.command()
@click.argument("card", type=click.Path(exists=True, path_type=Path))
@digits_option
@click.option("--site", default="", help="What this kiosk is called; only the manager can read it.")
@click.option("--leave", is_flag=True, help="Leave the programme that this kiosk belongs to.")
@click.option("--new-keys", is_flag=True, help="Make new keys: somebody else may have the present ones.")
@pass_app
def join(app: App, card: Path, digits: str | None, site: str, leave: bool, new_keys: bool) -> None:
    """Join a programme by its card.

    CARD is the card, or the stick it is on. Six groups of digits stand for both sides. The first three are the
    programme's: type the two that are asked for as the manager says or wrote them; all six are shown then. The last
    three are this kiosk's: the manager compares them.
    """

    def confirm(found: Card, groups: tuple[str, ...]) -> bool:
        app.say(N_("Programme: {name}"), name=found.name)
        agreed = agree(app, groups[:_OF_THE_PROGRAMME], digits)
        if agreed:
            _show(app, groups)
        return agreed

    with VisitLog.open(app.data.create().log, SystemClock()) as log:
        joined = stick.join(app.data, log, card, confirm, site, leave=leave, new_keys=new_keys)
    app.say(N_("This kiosk has asked to join {name}. Bring the stick back to the manager."), name=joined.name)


def _show(app: App, groups: tuple[str, ...]) -> None:
    app.say(N_("Digits of the programme: {digits}"), digits=" ".join(groups[:_OF_THE_PROGRAMME]))
    app.say(N_("Digits of this kiosk: {digits}"), digits=" ".join(groups[_OF_THE_PROGRAMME:]))


@click.command()
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
@pass_app
@click.pass_context
def export(ctx: click.Context, app: App, folder: Path | None) -> None:
    """Write what is new onto a stick.

    DIR is the stick, or any folder; what the manager wrote there is taken in first. Without DIR: into the one
    folder that the desk knows as this shop's. What was not read back from the stick is not called exported.
    """
    with _log(app) as log:
        target = folder or _only_known_folder(app)
        result = stick.export(app.data, log, target)
    _tell(app, result)
    if not result.outcome.good:
        ctx.exit(1)


def _tell(app: App, result: stick.ExportResult) -> None:
    message, values = result.sentence()
    say = app.say if result.outcome.good else app.complain
    say(message, **values)
    say(result.advice)


def _only_known_folder(app: App) -> Path:
    known = Settings.load(app.data.settings).known_sticks
    folders = [
        Path(target.removeprefix(FOLDER_TARGET)) for target in known if target.startswith(FOLDER_TARGET)
    ]
    present = [folder for folder in folders if folder.is_dir()]
    if len(present) > 1:
        raise stick.StickError(stick.Outcome.SEVERAL)
    if not present:
        raise KioskError("Say onto which stick or into which folder: kiosk export DIR")
    return present[0]


def _log(app: App) -> VisitLog:
    """Open this kiosk's log. Raises KioskError where there is none: looking must not make one."""
    if not app.data.log.exists():
        raise KioskError(
            "There is no kiosk in {path} yet: open its desk, or let it join.", path=app.data.root
        )
    return VisitLog.open(app.data.log, SystemClock())


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object with stable names.")
@pass_app
def status(app: App, as_json: bool) -> None:
    """Say where this kiosk stands.

    Its programme, its digits, and how many records still have to travel.
    """
    with _log(app) as log:
        found = stick.status(app.data, log)
        groups = stick.own_digits(app.data, log)
    if as_json:
        click.echo(json.dumps({**asdict(found), "digits": list(groups or ())}, ensure_ascii=False, indent=2))
        return
    app.say(N_("Kiosk {kiosk}: {site}"), kiosk=found.kiosk, site=found.site or "–")
    if groups is None:
        app.say(N_("It has not joined a programme. Visits are kept here."))
    else:
        app.say(N_("Programme: {name}"), name=found.programme_name)
        app.say(N_("Its digits: {digits}"), digits=" ".join(groups))
    number = app.language.number
    app.say(N_("Records that no stick has carried yet: {number}"), number=number(found.unsent))
    app.say(N_("Records that are on sticks only: {number}"), number=number(found.on_sticks))
    if found.at_centre is None:
        app.say(N_("No receipt has come from the centre yet."))
    else:
        app.say(N_("Records that are at the centre: {number}"), number=number(found.at_centre))
    if found.at_centre_to:
        day = app.language.date(date.fromisoformat(found.at_centre_to))
        app.say(N_("Everything is at the centre up to {day}."), day=day)
    if found.wanted:
        app.say(N_("Records that the centre asks for once more: {number}"), number=number(found.wanted))
    if found.revoked:
        app.complain(stick.REVOKED)
