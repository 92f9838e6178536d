"""`kiosk report`: what the centre can tell."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import click

from kiosk import centre as office
from kiosk.centre.tables import said
from kiosk.cli.centre import open_store
from kiosk.cli.group import App, chosen_language, pass_app
from kiosk.config import write_atomically
from kiosk.i18n import N_

_DAY = click.DateTime(["%Y-%m-%d"])
#: Ways whose bytes are no text: they go into a file.
_FILES_ONLY = frozenset({"xlsx", "pdf", "png"})


def report_verb(writers: Mapping[str, office.Writer]) -> click.Command:
    """Return the verb with these ways of writing; who has a screen's libraries adds PDF and PNG to the centre's own."""

    @click.command("report")
    @click.argument("name", required=False)
    @click.option("--from", "first", type=_DAY, help="The first local day, such as 2026-11-01.")
    @click.option("--to", "last", type=_DAY, help="The last local day; it is included.")
    @click.option("--month", type=click.DateTime(["%Y-%m"]), help="A whole month, such as 2026-11.")
    @click.option("--place", default="", help="A place of the tree, with everything below it, by its id.")
    @click.option("--compare", is_flag=True, help="With the period before of the same length beside it.")
    @click.option(
        "--small-numbers",
        "show_few",
        is_flag=True,
        help="Show counts of fewer than five people too: for the programme's own use. The report is marked so.",
    )
    @click.option(
        "--format",
        "form",
        type=click.Choice([*writers]),
        help="Default: what the file's name ends in, else text.",
    )
    @click.option(
        "--json", "as_json", is_flag=True, help="The same as --format json. The names in it are stable."
    )
    @click.option(
        "--out",
        "--output",
        "-o",
        "out",
        type=click.Path(dir_okay=False, path_type=Path),
        help="Write into this file.",
    )
    @click.option("--language", metavar="CODE", help="The language of the report: kk, ru, en, vi, fi.")
    @click.option("--list", "listing", is_flag=True, help="Name the reports that there are.")
    @click.option(
        "--indicators", is_flag=True, help="Name the figures that targets and funder templates can hold."
    )
    @pass_app
    def report(
        app: App,
        name: str | None,
        first: datetime | None,
        last: datetime | None,
        month: datetime | None,
        place: str,
        compare: bool,
        show_few: bool,
        form: str | None,
        as_json: bool,
        out: Path | None,
        language: str | None,
        listing: bool,
        indicators: bool,
    ) -> None:
        """Print a report of the centre.

        NAME is summary, services, weeks, places or another one, a funder's among them (see --list). Needs no
        passphrase. Counts of fewer than five people are hidden unless --small-numbers is said.
        """
        if listing:
            for code, title in office.report_titles(app.data).items():
                click.echo(f"{code:18} {said(title, app.language)}")
            return
        if indicators:
            for code, label in office.indicator_labels().items():
                click.echo(f"{code:22} {app.language.text(label)}")
            return
        if name is None:
            raise click.UsageError("Name a report, or say --list.")
        form = "json" if as_json else form or _by_ending(out, writers)
        if out is None and form in _FILES_ONLY:
            raise click.UsageError(f"{form} needs a file: --out FILE.")
        scope = _scope(first, last, month, place)
        with open_store(app) as store:
            told = office.report(
                store,
                name,
                scope,
                compare=compare,
                show_few=show_few,
                templates=office.funder_templates(app.data),
                programme=office.programme_card(app.data).name,
            )
            written = writers[form](told, chosen_language(language) if language else app.language)
            if out is None:
                click.echo(written, nl=False)
                return
            write_atomically(out, written, mode=0o644)
            office.note_given_out(store, told, out.name)
        app.say(N_("The report is in {path}."), path=out)

    return report


report = report_verb(office.WRITERS)


def _by_ending(out: Path | None, writers: Mapping[str, office.Writer]) -> str:
    ending = out.suffix.lower().removeprefix(".") if out else ""
    return ending if ending in writers else "text"


def _scope(first: datetime | None, last: datetime | None, month: datetime | None, place: str) -> office.Scope:
    if month is None:
        return office.Scope(first.date() if first else None, last.date() if last else None, place)
    if first or last:
        raise click.UsageError("Say either --month, or --from and --to.")
    return office.Scope.month(month.date(), place)
