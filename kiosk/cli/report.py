"""`kiosk report`: what the centre can tell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import reduce
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import click

from kiosk import centre as office
from kiosk.centre.tables import said
from kiosk.cli.centre import open_store
from kiosk.cli.group import App, chosen_language, pass_app
from kiosk.config import write_atomically
from kiosk.i18n import N_

_Verb = TypeVar("_Verb", bound=Callable[..., Any])
_DAY = click.DateTime(["%Y-%m-%d"])
#: Ways whose bytes are no text: they go into a file.
_FILES_ONLY = frozenset({"xlsx", "pdf", "png"})


def _options(*options: Callable[[_Verb], _Verb]) -> Callable[[_Verb], _Verb]:
    """Return a decorator that gives a verb these options, in this order."""
    return lambda verb: reduce(lambda so_far, option: option(so_far), reversed(options), verb)


_periods = _options(
    click.option("--from", "first", type=_DAY, help="The first local day, such as 2026-11-01."),
    click.option("--to", "last", type=_DAY, help="The last local day; it is included."),
    click.option("--month", type=click.DateTime(["%Y-%m"]), help="A whole month, such as 2026-11."),
    click.option("--place", default="", help="A place of the tree, with everything below it, by its id."),
)
_contents = _options(
    click.option("--compare", is_flag=True, help="With the period before of the same length beside it."),
    click.option(
        "--small-numbers",
        "show_few",
        is_flag=True,
        help="Show counts of fewer than five people too: for the programme's own use. The report is marked so.",
    ),
)
_forms = _options(
    click.option(
        "--json", "as_json", is_flag=True, help="The same as --format json. The names in it are stable."
    ),
    click.option(
        "--out",
        "--output",
        "-o",
        "out",
        type=click.Path(dir_okay=False, path_type=Path),
        help="Write into this file.",
    ),
    click.option("--language", metavar="CODE", help="The language of the report: kk, ru, en, vi, fi."),
    click.option("--list", "listing", is_flag=True, help="Name the reports that there are."),
    click.option(
        "--indicators", is_flag=True, help="Name the figures that targets and funder templates can hold."
    ),
)


class Asked(NamedTuple):
    """What somebody said to the verb."""

    name: str | None
    first: datetime | None
    last: datetime | None
    month: datetime | None
    place: str
    compare: bool
    show_few: bool
    form: str | None
    as_json: bool
    out: Path | None
    language: str | None
    listing: bool
    indicators: bool

    @property
    def scope(self) -> office.Scope:
        """Return the days and the place. Raises click's UsageError when a month is said beside days."""
        first, last = (day.date() if day else None for day in (self.first, self.last))
        if self.month is None:
            return office.Scope(first, last, self.place)
        if first or last:
            raise click.UsageError("Say either --month, or --from and --to.")
        return office.Scope.month(self.month.date(), self.place)

    def way(self, writers: Mapping[str, office.Writer]) -> str:
        """Return the way to write it: as said, or what the file's name ends in. Raises click's UsageError."""
        ending = self.out.suffix.lower().removeprefix(".") if self.out else ""
        found = "json" if self.as_json else self.form or (ending if ending in writers else "text")
        if self.out is None and found in _FILES_ONLY:
            raise click.UsageError(f"{found} needs a file: --out FILE.")
        return found


def report_verb(writers: Mapping[str, office.Writer]) -> click.Command:
    """Return the verb with these ways of writing; who has a screen's libraries adds PDF and PNG to the centre's own."""

    @click.command("report")
    @click.argument("name", required=False)
    @_periods
    @_contents
    @click.option(
        "--format",
        "form",
        type=click.Choice([*writers]),
        help="Default: what the file's name ends in, else text.",
    )
    @_forms
    @pass_app
    def report(app: App, /, **_: object) -> None:
        """Print a report of the centre.

        NAME is summary, services, weeks, places or another one, a funder's among them (see --list). Needs no
        passphrase. Counts of fewer than five people are hidden unless --small-numbers is said.
        """
        asked = Asked(**click.get_current_context().params)
        if asked.listing:
            _list_reports(app)
        elif asked.indicators:
            _list_indicators(app)
        elif asked.name is None:
            raise click.UsageError("Name a report, or say --list.")
        else:
            _tell(app, asked.name, asked, writers)

    return report


def _tell(app: App, name: str, asked: Asked, writers: Mapping[str, office.Writer]) -> None:
    """Print a report, or write it into the file that was said."""
    way = asked.way(writers)
    with open_store(app) as store:
        told = office.report(
            store,
            name,
            asked.scope,
            compare=asked.compare,
            show_few=asked.show_few,
            templates=office.funder_templates(app.data),
            programme=office.programme_card(app.data).name,
        )
        written = writers[way](told, chosen_language(asked.language) if asked.language else app.language)
        if asked.out is None:
            click.echo(written, nl=False)
            return
        write_atomically(asked.out, written, mode=0o644)
        office.note_given_out(store, told, asked.out.name)
    app.say(N_("The report is in {path}."), path=asked.out)


def _list_reports(app: App) -> None:
    for code, title in office.report_titles(app.data).items():
        click.echo(f"{code:18} {said(title, app.language)}")


def _list_indicators(app: App) -> None:
    for code, label in office.indicator_labels().items():
        click.echo(f"{code:22} {app.language.text(label)}")


report = report_verb(office.WRITERS)
