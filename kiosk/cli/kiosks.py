"""`kiosk centre list, rename, move, retire`: the kiosks of the programme over the years."""

from __future__ import annotations

import json
from pathlib import Path

import click

from kiosk import centre as office
from kiosk.centre import KnownKiosk, Store
from kiosk.centre.accepting import expect, move, rename, retire
from kiosk.centre.watching import Watched, state_of, watch
from kiosk.cli.centre import open_store
from kiosk.cli.group import App, pass_app
from kiosk.cli.passphrase import passphrase, passphrase_option
from kiosk.clock import SystemClock
from kiosk.i18n import N_
from kiosk.keys import ManagerKeys


def _keys(app: App, store: Store, kiosk: str, file: Path | None) -> ManagerKeys:
    store.accepted(kiosk)  # whoever mistyped the kiosk learns that before the passphrase is asked for
    return office.manager_keys(app.data, passphrase(app, file))


@click.command("rename")
@click.argument("kiosk")
@click.argument("name")
@passphrase_option
@pass_app
def rename_(app: App, kiosk: str, name: str, passphrase_file: Path | None) -> None:
    """Call a kiosk by another NAME; the next stick tells it."""
    with open_store(app) as store:
        keys = _keys(app, store, kiosk, passphrase_file)
        _say(app, rename(app.data, store, keys, kiosk, name, SystemClock()))


@click.command("move")
@click.argument("kiosk")
@click.argument("place", default="")
@passphrase_option
@pass_app
def move_(app: App, kiosk: str, place: str, passphrase_file: Path | None) -> None:
    """Say that a kiosk's desk is at another place.

    PLACE is its id in the tree; without it, the desk is nowhere in particular. Visits keep the place at which they
    were held. The next stick tells the kiosk.
    """
    with open_store(app) as store:
        keys = _keys(app, store, kiosk, passphrase_file)
        _say(app, move(app.data, store, keys, kiosk, place, SystemClock()))


@click.command("retire")
@click.argument("kiosk")
@click.option("--undo", is_flag=True, help="It is open again.")
@passphrase_option
@pass_app
def retire_(app: App, kiosk: str, undo: bool, passphrase_file: Path | None) -> None:
    """Mark a kiosk as closed: nothing more is expected from it.

    It is called silent no longer. What came of it stays, and what it still sends is taken in.
    """
    change = expect if undo else retire
    with open_store(app) as store:
        keys = _keys(app, store, kiosk, passphrase_file)
        _say(app, change(app.data, store, keys, kiosk, SystemClock()))


def _say(app: App, known: KnownKiosk) -> None:
    message = N_("Kiosk {kiosk}: {name}, at {place}")
    app.say(message, kiosk=known.kiosk, name=known.name, place=known.place or "–")
    if known.retired_at:
        app.say(N_("It is closed. Its visits stay."))


@click.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON list; the names in it are stable.")
@pass_app
def list_(app: App, as_json: bool) -> None:
    """List the kiosks: when each was last heard of, and what is missing."""
    with open_store(app) as store:
        found = watch(store, SystemClock())
    if as_json:
        click.echo(json.dumps([_plain(kiosk) for kiosk in found], ensure_ascii=False, indent=2))
        return
    for kiosk in found:
        seen = kiosk.last_seen or app.language.text(N_("nothing has come yet"))
        parts = (kiosk.known.kiosk, kiosk.known.name, kiosk.known.place, seen, state_of(kiosk, app.language))
        click.echo("  ".join(part for part in parts if part))


def _plain(kiosk: Watched) -> dict[str, object]:
    return {
        "kiosk": kiosk.known.kiosk,
        "name": kiosk.known.name,
        "place": kiosk.known.place,
        "last_seen": kiosk.last_seen or None,
        "bundles": kiosk.bundles,
        "missing": kiosk.missing,
        "silent_days": kiosk.silent_days,
        "revoked": kiosk.revoked,
        "retired": kiosk.retired,
    }
