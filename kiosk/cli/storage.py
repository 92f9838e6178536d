"""`kiosk centre use, copy, backup, rebuild`: where the centre's store is, and how it is kept safe."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kiosk import centre as office
from kiosk.centre import Store
from kiosk.centre.engine import is_address
from kiosk.centre.keeping import share_kept
from kiosk.centre.rebuilding import rebuild
from kiosk.cli.centre import open_store
from kiosk.cli.group import App, pass_app
from kiosk.cli.passphrase import passphrase, passphrase_option
from kiosk.clock import SystemClock
from kiosk.config import Settings
from kiosk.errors import SettingsError
from kiosk.i18n import N_


@click.command()
@click.argument("where", metavar="URL|FILE", required=False)
@click.option("--own", is_flag=True, help="The store in the data folder again (centre.db).")
@pass_app
def use(app: App, where: str | None, own: bool) -> None:
    """Use another store from now on, in the window and with every verb.

    URL is the address of a PostgreSQL database, postgresql://user@server/database, without a password: write that into
    your password file (~/.pgpass, or the file that PGPASSFILE names), or use a service (postgresql:///?service=NAME).
    What is here does not move: see kiosk centre copy.
    """
    if bool(where) == own:
        raise click.UsageError("Name a store, or say --own.")
    office.programme_card(app.data)
    chosen = where or ""
    if is_address(chosen):
        _refuse_password(chosen)
    elif chosen:
        chosen = str(Path(chosen).expanduser().absolute())
    with Store.open(chosen or app.data.centre) as store:
        shown = store.where
    Settings.load(app.data.settings).with_changes(store=chosen).save(app.data.settings)
    app.say(N_("From now on the centre's store is {where}."), where=shown)


def _refuse_password(address: str) -> None:
    from kiosk.centre.engine.postgresql import names_password  # 100 ms, only for an address

    if names_password(address):
        raise SettingsError(
            "Leave the password out of the address: it would stand in clear in the settings. Write it into your "
            "password file (~/.pgpass, or the file that PGPASSFILE names)."
        )


@click.command()
@click.option(
    "--to", "where", metavar="URL|FILE", required=True, help="An empty store: it is made when needed."
)
@pass_app
def copy(app: App, where: str) -> None:
    """Copy the whole store into another one: from a file to a server, back, or between servers.

    All or nothing: what was cut off can simply be started again. Every table is counted and read again at the end. To
    carry the bundles to another manager instead: kiosk centre carry.
    """
    with open_store(app) as store, Store.open(where if is_address(where) else Path(where)) as other:
        counts = store.copy_into(other, lambda done, total, name: _tell(f"{done}/{total} {name}"))
        share_kept(app.data, other)
        for name, count in counts.items():
            click.echo(f"{name:20} {count:12,}")
        app.say(
            N_("Everything was copied to {where} and read again: equal. To use it: kiosk centre use {where}"),
            where=other.where,
        )


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@pass_app
def backup(app: App, file: Path) -> None:
    """Write the store into FILE, as it is now; others may go on working.

    Copy the folder bundles/ as well: the store can be built anew from it (kiosk centre rebuild). FILE is a store of its
    own: to look into it, kiosk centre --db FILE. A store on a server is backed up by its own tools; this says how.
    """
    with open_store(app) as store:
        store.back_up(file.absolute())
    app.say(
        N_("The back-up is in {path}. Keep it on another disk, with the folder {folder}."),
        path=file,
        folder=app.data.bundles,
    )


@click.command("rebuild")
@passphrase_option
@pass_app
def rebuild_(app: App, passphrase_file: Path | None) -> None:
    """Build the store anew from the kept bundles.

    What was decided here stays: kiosks, places, volunteers. All or nothing: the old store is there until the new one is
    whole. For a store that was lost or is damaged: move centre.db away first.
    """
    with open_store(app) as store:
        keys = office.manager_keys(app.data, passphrase(app, passphrase_file))
        count = rebuild(app.data, store, keys, SystemClock(), lambda done, total: _tell(f"{done}/{total}"))
    click.echo(
        app.language.plural(
            "The store was built anew from {n} bundle.", "The store was built anew from {n} bundles.", count
        )
    )


def _tell(progress: str) -> None:
    """Show how far it is where somebody watches."""
    if sys.stderr.isatty():
        click.echo(f"\r{progress:40}\r", nl=False, err=True)
