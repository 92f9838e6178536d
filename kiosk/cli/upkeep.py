"""`kiosk centre revoke, want, verify, copy, audit`: trust that is taken back, what is kept, what was done."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import click

from kiosk import centre as office
from kiosk.centre.carrying import carry, write_roll
from kiosk.centre.keeping import Spoiled, ask_again, gaps, look, ranges_of
from kiosk.centre.revoking import Revocation, revoke, trust_again
from kiosk.centre.rollups.checking import Difference, differences
from kiosk.centre.trail import write_trail
from kiosk.cli.centre import open_store
from kiosk.cli.group import App, pass_app
from kiosk.cli.passphrase import passphrase, passphrase_option
from kiosk.clock import SystemClock
from kiosk.i18n import N_
from kiosk.visits import Range
from kiosk.visits.spans import total

#: Differences shown one by one; --json has them all.
_MOST_SHOWN = 20


@click.command("revoke")
@click.argument("kiosk")
@click.option("--after", type=click.IntRange(min=0), help="The number of the last bundle that is trusted.")
@click.option("--epoch", default="", help="The epoch of that bundle. Default: the one that came last.")
@click.option("--undo", is_flag=True, help="It was a mistake: trust its keys again.")
@pass_app
def revoke_(app: App, kiosk: str, after: int | None, epoch: str, undo: bool) -> None:
    """Believe nothing more that a kiosk's present keys sign.

    KIOSK is its id. What is here stays, up to the bundle that --after names (default: the last one that came);
    what came later is withdrawn from the counts and set aside. Its next receipt tells the kiosk. With new keys
    it can ask to join and be accepted again.
    """
    with open_store(app) as store:
        if undo:
            trust_again(store, kiosk)
            app.say(
                N_("The kiosk {kiosk} is trusted again. Import its sticks, or the folder {path}."),
                kiosk=kiosk,
                path=app.data.aside,
            )
        else:
            _tell(app, revoke(app.data, store, kiosk, SystemClock(), after=after, epoch=epoch))


def _tell(app: App, revocation: Revocation) -> None:
    last = revocation.last
    if last is None:
        app.say(N_("The kiosk {kiosk} was revoked. Nothing of it had come."), kiosk=revocation.kiosk)
        return
    message = N_("The kiosk {kiosk} was revoked. Its last trusted bundle is {number} of {epoch}.")
    app.say(message, kiosk=revocation.kiosk, number=last.bundle, epoch=last.epoch)
    if count := len(revocation.withdrawn):
        click.echo(
            app.language.plural("{n} later bundle was withdrawn.", "{n} later bundles were withdrawn.", count)
        )


@click.command()
@click.argument("kiosk")
@click.argument("ranges", nargs=-1, metavar="[EPOCH:FIRST-LAST]...")
@pass_app
def want(app: App, kiosk: str, ranges: tuple[str, ...]) -> None:
    """Ask a kiosk once more for records that it has sent or should have.

    KIOSK is its id; without ranges, for everything that is missing between what is here. The kiosk reads it in its next
    receipt and makes the bundles from its log.
    """
    wanted = [_range(text) for text in ranges]
    with open_store(app) as store:
        asked = ask_again(store, kiosk, wanted or gaps(store, kiosk))
    said = app.language.plural(
        "{n} record is asked for again.", "{n} records are asked for again.", total(asked)
    )
    click.echo(said)


def _range(text: str) -> Range:
    epoch, _, span = text.rpartition(":")
    first, _, last = span.partition("-")
    if (
        not epoch
        or not first.isdecimal()
        or not (last or first).isdecimal()
        or not 1 <= int(first) <= int(last or first)
    ):
        raise click.BadParameter(f"{text!r} is not EPOCH:FIRST-LAST", param_hint="RANGE")
    return Range(epoch, int(first), int(last or first))


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON list of what is wrong.")
@click.option("--repair", is_flag=True, help="Replace figures that are wrong by what was counted.")
@pass_app
@click.pass_context
def verify(ctx: click.Context, app: App, as_json: bool, repair: bool) -> None:
    """Check the kept bytes of every accepted bundle, and the figures that reports are made of.

    Reads each bundle and checks its signature. What is missing or damaged is asked for again: a copy from any stick
    mends it, else the kiosk makes it anew. Then counts every record anew and says where the figures differ. Others
    may import meanwhile. The exit code is 1 when anything was wrong. Needs no passphrase.
    """
    with open_store(app) as store:
        wrong = differences(store, repair=repair)
        spoiled = list(look(app.data, store))
        for found in spoiled:
            ask_again(store, found.bundle.kiosk, ranges_of(app.data, found.bundle, store))
    if as_json:
        plain = [*map(_plain, spoiled), *(difference._asdict() for difference in wrong)]
        click.echo(json.dumps(plain, ensure_ascii=False, indent=2))
    else:
        _tell_of_bundles(app, spoiled)
        _tell_of_figures(app, wrong, repair=repair)
    if spoiled or wrong:
        ctx.exit(1)


def _tell_of_bundles(app: App, spoiled: Sequence[Spoiled]) -> None:
    if not spoiled:
        app.say(N_("Every accepted bundle is kept whole."))
        return
    for found in spoiled:
        app.say(N_("{path}: missing or damaged."), path=found.file)
    app.say(N_("Import a stick that has them, or wait for the kiosks: their next receipts ask for them."))


def _tell_of_figures(app: App, wrong: Sequence[Difference], *, repair: bool) -> None:
    if not wrong:
        app.say(N_("The figures are what a recount of all records gives."))
        return
    for found in wrong[:_MOST_SHOWN]:
        app.say(
            N_("{where}, {what}: stored {stored}, counted {counted}."),
            where=" / ".join(filter(None, found.where)),
            what=" ".join(found.what),
            stored=found.stored,
            counted=found.counted,
        )
    click.echo(
        app.language.plural(
            "{n} figure differs from the recount.", "{n} figures differ from the recount.", len(wrong)
        )
    )
    app.say(
        N_("They were replaced by what was counted.")
        if repair
        else N_("To replace them by what was counted: kiosk centre verify --repair")
    )


def _plain(found: Spoiled) -> dict[str, object]:
    bundle = found.bundle
    return {"kiosk": bundle.kiosk, "epoch": bundle.epoch, "bundle": bundle.bundle, "path": str(found.file)}


@click.command("carry")
@click.argument("folder", type=click.Path(path_type=Path))
@passphrase_option
@pass_app
def carry_(app: App, folder: Path, passphrase_file: Path | None) -> None:
    """Carry what is here upward: every accepted bundle, the card and the roll of kiosks.

    FOLDER is a stick or any folder. Whoever else is on the card imports it with the same result, any number of times.
    """
    with open_store(app) as store:
        write_roll(
            app.data, store, office.manager_keys(app.data, passphrase(app, passphrase_file)), SystemClock()
        )
        copied = carry(app.data, store, folder)
    click.echo(app.language.plural("{n} file was copied.", "{n} files were copied.", copied))


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON list of the entries.")
@click.option(
    "--write",
    "file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write it into FILE instead, CSV or XLSX.",
)
@pass_app
def audit(app: App, as_json: bool, file: Path | None) -> None:
    """Show the audit trail: who took in, gave out, changed what, and when.

    Times are UTC. A name such as 3f2a... is the key of the manager who did it. Needs no passphrase.
    """
    with open_store(app) as store:
        if file is not None:
            write_trail(store, file, app.language)
            app.say(N_("The audit trail is in {path}."), path=file)
            return
        entries = store.audit_trail()
    if as_json:
        click.echo(json.dumps([entry._asdict() for entry in entries], ensure_ascii=False, indent=2))
        return
    for entry in entries:
        about = " ".join(f"{name}={value}" for name, value in entry.about.items())
        deed = app.language.text(office.DEED_LABELS.get(entry.deed, entry.deed))
        click.echo(f"{entry.number:5}  {entry.at}  {entry.who}  {deed}  {about}".rstrip())
