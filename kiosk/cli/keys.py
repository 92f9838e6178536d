"""`kiosk programme add-key, drop-key, next-key, paper, restore, join`: the programme's keys over the years."""

from __future__ import annotations

from pathlib import Path

import click

from kiosk import centre
from kiosk.centre import Store
from kiosk.centre.carrying import write_roll
from kiosk.centre.sheet import HEADINGS, write_sheet
from kiosk.centre.succession import add_key as add
from kiosk.centre.succession import drop_key as drop
from kiosk.centre.succession import key_digits, note_paper_made, take_card, take_next_key
from kiosk.centre.succession import restore as restore_keys
from kiosk.cli.digits import agree, digits_option, show_digits
from kiosk.cli.group import App, pass_app
from kiosk.cli.passphrase import passphrase, passphrase_option
from kiosk.clock import SystemClock
from kiosk.errors import KeyProblem
from kiosk.i18n import N_
from kiosk.keys import Card, ManagerKeys, Paper, read_card
from kiosk.stick import Device, card_at

KEY_DIGITS = N_("Digits of the sealing key, to compare with its owner: {digits}")
NEW_CARD = N_("Card {version} is written. Put it onto the sticks: kiosk programme card STICK")


@click.command("add-key")
@click.argument("key")
@passphrase_option
@pass_app
def add_key(app: App, key: str, passphrase_file: Path | None) -> None:
    """Let another manager open the programme's bundles.

    KEY is that manager's public sealing key (age1...), from: kiosk programme join. Compare its digits by telephone.
    New bundles are sealed for both; only your key signs cards and receipts.
    """
    keys = centre.manager_keys(app.data, passphrase(app, passphrase_file))
    with Store.of(app.data) as store:
        card = add(app.data, store, keys, key.strip())
    app.say(KEY_DIGITS, digits=" ".join(key_digits(key.strip())))
    _wrote(app, card, keys)


@click.command("drop-key")
@click.argument("key")
@passphrase_option
@pass_app
def drop_key(app: App, key: str, passphrase_file: Path | None) -> None:
    """Take another manager's sealing key off the card.

    KEY is the public key (age1...). New bundles no longer open for it; what it could open before, it still can.
    """
    keys = centre.manager_keys(app.data, passphrase(app, passphrase_file))
    with Store.of(app.data) as store:
        card = drop(app.data, store, keys, key.strip())
    _wrote(app, card, keys)


def _wrote(app: App, card: Card, keys: ManagerKeys) -> None:
    with Store.of(app.data) as store:
        write_roll(app.data, store, keys, SystemClock())
    app.say(NEW_CARD, version=card.version)


@click.command("next-key")
@passphrase_option
@pass_app
def next_key(app: App, passphrase_file: Path | None) -> None:
    """Sign with the next signing key from its paper.

    For the day on which the present one is lost or stolen. Type the letters, or let a scanner type the QR code. Shows
    the paper of the key after it once.
    """
    words = passphrase(app, passphrase_file)
    keys = centre.manager_keys(app.data, words)
    letters = _typed(app, Paper.NEXT_SIGNING)
    with Store.of(app.data) as store:
        card = take_next_key(app.data, store, keys, letters, words, lambda paper: show_paper(app, paper))
    show_digits(app, card)
    _wrote(app, card, centre.manager_keys(app.data, words))


@click.command()
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
@passphrase_option
@pass_app
def paper(app: App, file: Path | None, passphrase_file: Path | None) -> None:
    """Put the manager's keys on paper, against the day on which disk or passphrase is lost.

    FILE is a page (.html) with QR codes to open, print and delete. Without FILE the letters are shown here.
    """
    keys = centre.manager_keys(app.data, passphrase(app, passphrase_file))
    card = centre.programme_card(app.data)
    if file is not None:
        write_sheet(file, card, keys.papers(), app.language)
        app.say(N_("The page is in {path}. Print it, then delete it."), path=file)
    else:
        for kind, form in keys.papers().items():
            app.say(HEADINGS[kind])
            _echo(form)
    with Store.of(app.data) as store:
        note_paper_made(store, keys)


@click.command()
@click.option(
    "--card",
    "source",
    type=click.Path(exists=True, path_type=Path),
    help="The card, or a stick with it, where this folder has none.",
)
@passphrase_option
@pass_app
def restore(app: App, source: Path | None, passphrase_file: Path | None) -> None:
    """Make the manager's keys anew from paper, under a new passphrase.

    The paper of the next signing key stands in for the signing key's. Without the sealing key's paper (an empty answer)
    there is a new sealing key on a new card, and the kiosks send again what has no receipt.
    """
    if source is not None and not app.data.card.exists():
        take_card(app.data, card_at(source, Device()))
    centre.programme_card(app.data)
    signing = _typed(app, Paper.SIGNING)
    sealing = _typed(app, Paper.SEALING)
    words = passphrase(app, passphrase_file, new=True)
    with Store.of(app.data) as store:
        card, keys = restore_keys(
            app.data, store, signing, sealing, words, lambda paper: show_paper(app, paper)
        )
    app.say(N_("The keys of {name} are restored."), name=card.name)
    _wrote(app, card, keys)


@click.command()
@click.argument("source", metavar="CARD", type=click.Path(exists=True, path_type=Path))
@digits_option
@passphrase_option
@pass_app
def join(app: App, source: Path, digits: str | None, passphrase_file: Path | None) -> None:
    """Become another manager of a programme: a deputy, a region.

    CARD is its card, or a stick with it; type two of its digits as its manager reads them out. Makes your own keys and
    prints the public one for: kiosk programme add-key. Once you have the new card, give it here again, then import.
    """
    file = card_at(source, Device())
    found = read_card(file.read_bytes())
    if not app.data.card.exists() and not agree(app, found.digits(), digits):
        raise KeyProblem("The digits were not confirmed. Nothing was changed.")
    card = take_card(app.data, file)
    words = passphrase(app, passphrase_file, new=not ManagerKeys.exist(app.data.keys))
    if not ManagerKeys.exist(app.data.keys):
        ManagerKeys.create(app.data.keys, words)
    keys = ManagerKeys.load(app.data.keys, words)
    Store.of(app.data).close()
    if keys.sealing_key in card.recipients:
        app.say(N_("You are on the card of {name} and can import its bundles."), name=card.name)
        return
    app.say(N_("Your public sealing key, for the manager of {name}:"), name=card.name)
    click.echo(f"    {keys.sealing_key}")
    app.say(KEY_DIGITS, digits=" ".join(key_digits(keys.sealing_key)))


def _typed(app: App, kind: Paper) -> str:
    """Ask for the letters of a paper, unseen: somebody may stand behind."""
    question = app.language.text(N_("Letters on the paper of: {key}"), key=app.language.text(HEADINGS[kind]))
    answer: str = click.prompt(question, default="", show_default=False, hide_input=True)
    return answer


def show_paper(app: App, form: str) -> None:
    """Show the paper of the next signing key, which nothing keeps."""
    app.say(N_("The next signing key, for paper only; it is shown this once:"))
    _echo(form)


def _echo(form: str) -> None:
    for line in form.splitlines():
        click.echo(f"    {line}")
