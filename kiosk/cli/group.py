"""The `kiosk` command itself: what all verbs share, and where each of them is."""

from __future__ import annotations

import os
import sqlite3
import sys
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from kiosk import __version__
from kiosk.config import DataFolder, Settings, data_folder, resources
from kiosk.errors import KioskError
from kiosk.i18n import N_, SOURCE, Language, Languages

#: What the system refused, in words; the reason is the system's own.
_SYSTEM = N_("That did not work: {reason}")


@dataclass
class App:
    """What every verb is given: the data folder, and the language to speak."""

    data: DataFolder
    language: Language

    def say(self, message: str, /, **params: object) -> None:
        """Print a message in the user's language."""
        click.echo(self.language.text(message, **params))

    def complain(self, message: str, /, **params: object) -> None:
        """Print a message about what went wrong where such messages go."""
        click.echo(self.language.text(message, **params), err=True)


class Verbs(click.Group):
    """A group whose verbs are loaded when they are called: `kiosk` must open a desk fast.

    `lazy` names for each verb the module and the command in it. What the core refuses is said in the user's language;
    then the exit code is 1.
    """

    #: The verb that is meant when none is named; without one, the help is shown.
    default: str | None = None

    def __init__(self, *args: Any, lazy: dict[str, str] | None = None, **kwargs: Any) -> None:  # noqa: ANN401 - click's
        super().__init__(*args, **kwargs)
        self.lazy = lazy or {}

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name every verb."""
        return sorted({*super().list_commands(ctx), *self.lazy})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load a verb."""
        if cmd_name in self.lazy:
            module, _, attribute = self.lazy[cmd_name].partition(":")
            command: click.Command = getattr(import_module(module), attribute)
            return command
        return super().get_command(ctx, cmd_name)

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's
        """Run a verb; a refusal becomes a sentence."""
        try:
            return super().invoke(ctx)
        except KioskError as problem:
            _language_of(ctx).complain(problem.message, **problem.params)
        except (OSError, sqlite3.Error) as problem:
            _language_of(ctx).complain(_SYSTEM, reason=problem)
        return ctx.exit(1)


def _language_of(ctx: click.Context) -> App:
    found = ctx.find_object(App)
    return found or App(data_folder(), Language.load(SOURCE, Path()))


def _other_store(ctx: click.Context, _option: click.Parameter, where: str | None) -> None:
    if where and (app := ctx.find_object(App)):
        app.data = replace(app.data, db=where)


#: For every verb of the centre: the option that names another store.
db_option = click.option(
    "--db",
    metavar="URL",
    expose_value=False,
    callback=_other_store,
    help="Another store: postgresql://user@server/database, or a file. Default: KIOSK_DB, else the settings'.",
)


@click.group(
    cls=Verbs,
    invoke_without_command=True,
    lazy={
        "programme": "kiosk.cli.programme:programme",
        "join": "kiosk.cli.desk:join",
        "export": "kiosk.cli.desk:export",
        "status": "kiosk.cli.desk:status",
        "centre": "kiosk.cli.centre:centre",
        "import": "kiosk.cli.centre:import_",
        "forget": "kiosk.cli.protection:forget",
        "report": "kiosk.cli.report:report",
        "tutorials": "kiosk.cli.tutorials:tutorials",
        "demo": "kiosk.cli.demo:demo",
        "doctor": "kiosk.cli.doctor:doctor",
    },
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    help="The data folder of this kiosk or this centre. Default: KIOSK_DATA, else the system's place for it.",
)
@click.option(
    "--db", metavar="URL", help="A manager's store elsewhere: postgresql://user@server/database, or a file."
)
@click.option(
    "--lang", metavar="CODE", help="The language of messages: kk, ru, en, vi, fi. Default: the desk's."
)
@click.version_option(__version__, prog_name="kiosk")
@click.pass_context
def main(ctx: click.Context, data: Path | None, db: str | None, lang: str | None) -> None:
    """One-Stop Kiosk: walkthroughs of public services, a visit log, and the stick that carries it.

    Nothing here needs a network.
    """
    _speak_unicode()
    folder = data_folder(data)
    if db:
        folder = replace(folder, db=db)
    ctx.obj = App(folder, _language(folder, lang))
    if ctx.invoked_subcommand is None:
        meant = main.get_command(ctx, main.default) if isinstance(main, Verbs) and main.default else None
        if meant is None:
            click.echo(ctx.get_help())
        else:
            ctx.invoke(meant)


def _speak_unicode() -> None:
    """Say `?` rather than fail where a terminal lacks our letters."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure") and stream.isatty():
            stream.reconfigure(errors="replace")


def _language(folder: DataFolder, chosen: str | None) -> Language:
    """Return the chosen language, else the desk's, else the system's; one that we lack is English."""
    if chosen:
        return chosen_language(chosen, "--lang")
    languages = Languages(resources().translations)
    if folder.settings.exists():
        return languages[Settings.load(folder.settings).volunteer_language]
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if named := os.environ.get(variable):
            return languages[named[:2].lower()] if named[:2].lower() in languages.codes else languages[SOURCE]
    return languages[SOURCE]


def chosen_language(code: str, option: str = "--language") -> Language:
    """Return the language that an option names; one that we lack is wrong usage."""
    languages = Languages(resources().translations)
    if code not in languages.codes:
        raise click.BadParameter(f"{code!r} is not one of {', '.join(languages.codes)}.", param_hint=option)
    return languages[code]


pass_app = click.make_pass_decorator(App)
