"""`kiosk programme`: make a programme, put its card onto a stick, look at it."""

from __future__ import annotations

from pathlib import Path

import click

from kiosk import centre
from kiosk.centre import KnownKiosk, Store
from kiosk.centre.chain import copies
from kiosk.centre.programme import prepare as prepare_stick
from kiosk.centre.succession import change_card
from kiosk.cli.digits import show_digits
from kiosk.cli.group import App, Verbs, pass_app
from kiosk.cli.keys import show_paper
from kiosk.cli.passphrase import passphrase, passphrase_option
from kiosk.codebook import ASKABLE
from kiosk.i18n import N_
from kiosk.keys import Card


@click.group(
    cls=Verbs,
    lazy={
        "add-key": "kiosk.cli.keys:add_key",
        "drop-key": "kiosk.cli.keys:drop_key",
        "next-key": "kiosk.cli.keys:next_key",
        "paper": "kiosk.cli.keys:paper",
        "restore": "kiosk.cli.keys:restore",
        "join": "kiosk.cli.keys:join",
    },
)
def programme() -> None:
    """The manager's programme: its keys and its card."""


@programme.command()
@click.argument("name")
@passphrase_option
@pass_app
def new(app: App, name: str, passphrase_file: Path | None) -> None:
    """Make a programme called NAME.

    Makes its keys under a passphrase, its card, and an empty store. Prints the next signing key once. Write it
    down and keep the paper away from this computer: it is kept nowhere else.
    """
    made = centre.new_programme(app.data, name, passphrase(app, passphrase_file, new=True))
    app.say(N_("The programme {name} is made, in {path}."), name=made.card.name, path=app.data.root)
    show_digits(app, made.card)
    show_paper(app, made.paper)


@programme.command()
@click.argument("stick", type=click.Path(path_type=Path))
@pass_app
def card(app: App, stick: Path) -> None:
    """Write the programme's card onto a stick.

    STICK is a stick or any folder; kiosks join by the card.
    """
    path = centre.write_card(app.data, stick)
    app.say(N_("The card is in {path}."), path=path)
    show_digits(app, centre.programme_card(app.data))


@programme.command()
@click.argument("stick", type=click.Path(path_type=Path))
@click.option(
    "--place", default="", help="Only the kiosks at this place and below it, by its id in the tree."
)
@passphrase_option
@pass_app
def prepare(app: App, stick: Path, place: str, passphrase_file: Path | None) -> None:
    """Write all that shops need onto a stick.

    The card, and for each kiosk its name, its place, the places and its volunteers, sealed for that kiosk alone.
    """
    with Store.of(app.data) as store:
        keys = centre.manager_keys(app.data, passphrase(app, passphrase_file))
        count = prepare_stick(app.data, store, keys, stick, place=place)
    click.echo(
        app.language.plural(
            "The card and what {n} kiosk needs to know are on {stick}, and were read back.",
            "The card and what {n} kiosks need to know are on {stick}, and were read back.",
            count,
            stick=stick,
        )
    )


@programme.command()
@click.option("--name", default=None, help="Call the programme by another name.")
@click.option("--ask", multiple=True, type=click.Choice(list(ASKABLE)), help="Let the desks ask this.")
@click.option(
    "--do-not-ask", multiple=True, type=click.Choice(list(ASKABLE)), help="Let them ask it no longer."
)
@click.option("--activity", multiple=True, help="What the desks offer as activities; name each of them.")
@passphrase_option
@pass_app
def change(
    app: App,
    name: str | None,
    ask: tuple[str, ...],
    do_not_ask: tuple[str, ...],
    activity: tuple[str, ...],
    passphrase_file: Path | None,
) -> None:
    """Change what the card says: the name, what the desks ask, the activities that they offer."""
    keys = centre.manager_keys(app.data, passphrase(app, passphrase_file))
    asks = {**dict.fromkeys(ask, True), **dict.fromkeys(do_not_ask, False)}
    with Store.of(app.data) as store:
        card = change_card(app.data, store, keys, name=name, asks=asks or None, activities=activity or None)
    app.say(N_("Programme: {name} ({programme}), card {version}"), **_named(card))


@programme.command()
@pass_app
def show(app: App) -> None:
    """Show the programme: name, digits, kiosks, and who asks to join."""
    found = centre.programme_card(app.data)
    app.say(N_("Programme: {name} ({programme}), card {version}"), **_named(found))
    show_digits(app, found)
    for recipient in found.recipients:
        app.say(N_("Sealing key on the card: {key}"), key=recipient)
    with Store.of(app.data) as store:
        for kiosk in store.kiosks():
            _show_kiosk(app, store, kiosk)
        for request in centre.requests(store):
            app.say(
                N_("Asks to join: {kiosk}, digits {digits}"),
                kiosk=request.kiosk,
                digits=" ".join(request.digits()),
            )


def _show_kiosk(app: App, store: Store, kiosk: KnownKiosk) -> None:
    app.say(N_("Kiosk {kiosk}: {name}"), kiosk=kiosk.kiosk, name=kiosk.name)
    if all(key.revoked_at for key in store.accepted_keys(kiosk.kiosk)):
        app.say(N_("  revoked"))
    for pair in copies(store.lives(kiosk.kiosk)):
        app.say(N_("  two copies of it are at work: {epochs}"), epochs=", ".join(pair))


def _named(card: Card) -> dict[str, object]:
    return {"name": card.name, "programme": card.programme, "version": card.version}
