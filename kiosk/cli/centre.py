"""`kiosk centre` and `kiosk import`: who belongs to the programme, and what their sticks bring."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from kiosk import centre as office
from kiosk.centre import FileResult, Store, sentence
from kiosk.centre.outcome import GOOD
from kiosk.cli.group import App, Verbs, db_option, pass_app
from kiosk.cli.passphrase import passphrase, passphrase_option
from kiosk.clock import SystemClock
from kiosk.i18n import N_
from kiosk.keys import Enrolment


@click.group(
    cls=Verbs,
    lazy={
        "rename": "kiosk.cli.kiosks:rename_",
        "move": "kiosk.cli.kiosks:move_",
        "retire": "kiosk.cli.kiosks:retire_",
        "list": "kiosk.cli.kiosks:list_",
        "places": "kiosk.cli.lists:places",
        "people": "kiosk.cli.lists:people",
        "teams": "kiosk.cli.lists:teams",
        "revoke": "kiosk.cli.upkeep:revoke_",
        "want": "kiosk.cli.upkeep:want",
        "verify": "kiosk.cli.upkeep:verify",
        "carry": "kiosk.cli.upkeep:carry_",
        "use": "kiosk.cli.storage:use",
        "copy": "kiosk.cli.storage:copy",
        "targets": "kiosk.cli.targets:targets",
        "backup": "kiosk.cli.storage:backup",
        "rebuild": "kiosk.cli.storage:rebuild_",
        "new-pin": "kiosk.cli.new_pin:new_pin",
        "retention": "kiosk.cli.protection:retention",
        "audit": "kiosk.cli.upkeep:audit",
        "export": "kiosk.cli.opendata:export",
    },
)
@db_option
def centre() -> None:
    """The centre's upkeep: accept and revoke kiosks, set places and volunteers, check what is kept."""


def open_store(app: App) -> Store:
    """Open the centre's store. Raises StoreError when this folder is no manager's."""
    office.programme_card(app.data)
    return Store.of(app.data)


@centre.command()
@click.argument("kiosks", nargs=-1)
@click.option("--all", "everyone", is_flag=True, help="Every kiosk that asks.")
@click.option(
    "--from", "stick", type=click.Path(exists=True, path_type=Path), help="A stick with their requests."
)
@click.option("--name", default="", help="What the kiosk is called here. Default: the name it gave itself.")
@click.option("--place", default="", help="The place where its desk is, by its id in the tree.")
@click.option("--yes", is_flag=True, help="The digits were compared already: do not ask.")
@passphrase_option
@pass_app
def accept(
    app: App,
    kiosks: tuple[str, ...],
    everyone: bool,
    stick: Path | None,
    name: str,
    place: str,
    yes: bool,
    passphrase_file: Path | None,
) -> None:
    """Let kiosks into the programme.

    KIOSKS are those that asked; what they sent before is taken in. Shows each kiosk's digits: compare them with
    its screen (by telephone, for instance) before you say yes. With --from, what the kiosk needs to know is
    written back onto that stick.
    """
    if bool(kiosks) == everyone:
        raise click.UsageError("Name kiosks, or say --all.")
    if everyone and name:
        raise click.UsageError("--name goes with one kiosk.")
    clock = SystemClock()
    with open_store(app) as store:
        keys = office.manager_keys(app.data, passphrase(app, passphrase_file))
        if stick is not None:
            office.take_requests(app.data, store, [stick], clock)
        waiting = {request.kiosk: request for request in office.requests(store)}
        if everyone and not waiting:
            app.say(N_("Nobody asks to join."))
        for kiosk in sorted(waiting) if everyone else kiosks:
            if kiosk in waiting and not (
                yes or _compared(app, waiting[kiosk], office.site_of(waiting[kiosk], keys))
            ):
                continue
            known = office.accept(app.data, store, keys, kiosk, clock, name=name, place=place)
            app.say(N_("{name} belongs to the programme now ({kiosk})."), name=known.name, kiosk=kiosk)
            for result in office.import_waiting(app.data, store, keys, kiosk, clock):
                click.echo(sentence(result, app.language))
            if stick is not None:
                office.answer_one(app.data, store, keys, kiosk, stick, clock)


def _compared(app: App, request: Enrolment, site: str) -> bool:
    app.say(N_("{site} asks to join. Its digits: {digits}. Kiosk {kiosk}."), **_request(request, site))
    return click.confirm(app.language.text(N_("Does its screen show the same digits?")), default=False)


def _request(request: Enrolment, site: str) -> dict[str, object]:
    return {"site": site or request.kiosk, "digits": " ".join(request.digits()), "kiosk": request.kiosk}


@centre.command()
@click.argument("kiosk")
@click.argument("pseudonyms", nargs=-1, required=True)
@click.option("--role", default="volunteer", show_default=True, help="The role of these volunteers.")
@pass_app
def volunteers(app: App, kiosk: str, pseudonyms: tuple[str, ...], role: str) -> None:
    """Say which volunteers work at a kiosk.

    PSEUDONYMS are such as A-07; never use real names here. The next stick tells the kiosk. Each volunteer
    chooses a PIN at the first sign-in.
    """
    with open_store(app) as store:
        store.accepted(kiosk)
        store.set_volunteers(kiosk, [(pseudonym, role) for pseudonym in dict.fromkeys(pseudonyms)])
    count = len(set(pseudonyms))
    click.echo(app.language.plural("{n} volunteer works there.", "{n} volunteers work there.", count))


@click.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON list of what became of each file.")
@db_option
@passphrase_option
@pass_app
@click.pass_context
def import_(
    ctx: click.Context, app: App, paths: tuple[Path, ...], as_json: bool, passphrase_file: Path | None
) -> None:
    """Take in bundles, folders or whole sticks.

    PATHS may come in any order and any number of times: every visit counts once. Each file ends in one line.
    Receipts go back onto the sticks. The exit code is 1 when a file was refused.
    """
    said: list[FileResult] = []

    def say(_done: int, _total: int, result: FileResult) -> None:
        """A line as soon as its file is done: a box of sticks takes a while."""
        if not as_json:
            click.echo(sentence(result, app.language))
            said.append(result)

    with open_store(app) as store:
        keys = office.manager_keys(app.data, passphrase(app, passphrase_file))
        results = office.import_paths(app.data, store, keys, paths, say)
    if as_json:
        click.echo(json.dumps([_plain(result) for result in results], ensure_ascii=False, indent=2))
    for result in results:
        if not as_json and result not in said:
            click.echo(sentence(result, app.language))
    if any(result.outcome not in GOOD for result in results):
        ctx.exit(1)


def _plain(result: FileResult) -> dict[str, object]:
    return {**asdict(result), "path": str(result.path), "outcome": result.outcome.value}
