"""The audit trail as a person reads it: when, who, what, in the reader's language; and as a table to be filed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Self

from kiosk.centre.audit import DEED_LABELS, MANAGER, AuditEntry, Deed
from kiosk.centre.outcome import GOOD, Outcome
from kiosk.centre.reports import REPORT_TITLES, Report
from kiosk.centre.schema import StoreError
from kiosk.centre.store import Store
from kiosk.centre.tables import Column, Format, Table
from kiosk.centre.writers import WRITERS
from kiosk.config import write_atomically
from kiosk.i18n import N_, Language

_HERE = frozenset({Outcome.ALREADY, Outcome.KIOSKS})
_ASIDE = frozenset({Outcome.WAITING, Outcome.REQUEST})
_GIVEN = {
    "bundles": N_("sealed files, for another manager"),
    "parquet": N_("open data, as Parquet"),
    "package": N_("open data, as a package of tables"),
    "audit": N_("the audit trail"),
}
_COLUMNS = {
    "number": N_("Number"),
    "at": N_("Time (UTC)"),
    "who": N_("Who"),
    "deed": N_("What was done"),
    "about": N_("Details"),
}


@dataclass(frozen=True)
class Names:
    """What ids in the trail are called: kiosks and places. `own` is the reader's key."""

    kiosks: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)
    own: str = ""

    @classmethod
    def of(cls, store: Store, own: str = "") -> Self:
        """Ask the store."""
        return cls(
            {known.kiosk: known.name for known in store.kiosks()},
            {place.id: place.name for place in store.places()},
            own,
        )


def what(entry: AuditEntry, language: Language) -> str:
    """Say what was done."""
    return language.text(DEED_LABELS.get(entry.deed, entry.deed))


def who(entry: AuditEntry, names: Names, language: Language) -> str:
    """Say who did it: by the key, where one was open."""
    if entry.who == MANAGER:
        return language.text(N_("a manager, without a key"))
    if entry.who == names.own:
        return language.text(N_("you, with the key {key}"), key=entry.who)
    return language.text(N_("a manager, with the key {key}"), key=entry.who)


def when(entry: AuditEntry, language: Language) -> str:
    """Say when it was done."""
    try:
        moment = datetime.fromisoformat(entry.at).astimezone(UTC)
    except ValueError:
        return entry.at
    return f"{language.date(moment.date())}, {language.time(moment)} UTC"


def details(entry: AuditEntry, names: Names, language: Language) -> str:
    """Say what it was about; nothing where there is nothing to be said."""
    about = {name: value for name, value in entry.about.items() if value != ""}
    parts = [names.kiosks.get(str(about["kiosk"]), str(about["kiosk"]))] if "kiosk" in about else []
    tell = _DETAILS.get(entry.deed)
    parts += tell(about, names, language) if tell else ()
    return " · ".join(part for part in parts if part)


About = Mapping[str, str | int]


def _number(about: About, name: str) -> int:
    value = about.get(name, 0)
    return value if isinstance(value, int) else 0


def _import(about: About, names: Names, language: Language) -> Iterator[str]:
    files = {outcome: _number(about, outcome.value) for outcome in Outcome}
    if count := files[Outcome.IMPORTED]:
        yield language.plural("{n} new file", "{n} new files", count)
    if count := sum(files[outcome] for outcome in _HERE):
        yield language.plural("{n} file was here already", "{n} files were here already", count)
    if count := sum(files[outcome] for outcome in _ASIDE):
        yield language.plural(
            "{n} file was set aside until its kiosk is accepted",
            "{n} files were set aside until their kiosks are accepted",
            count,
        )
    if count := sum(n for outcome, n in files.items() if outcome not in GOOD):
        yield language.plural("{n} file was refused", "{n} files were refused", count)
    if count := _number(about, "visits"):
        yield language.plural("{n} new visit", "{n} new visits", count)


def _export(about: About, names: Names, language: Language) -> Iterator[str]:
    given = str(about.get("what", ""))
    report = str(about.get("report", ""))
    title = REPORT_TITLES.get(report)
    yield language.text(_GIVEN[given]) if given in _GIVEN else language.text(title) if title else report
    yield str(about.get("file", ""))
    yield _period(about, language)
    place = str(about.get("place", ""))
    yield names.places.get(place, place)
    if _number(about, "full"):
        yield language.text(N_("with notes, return codes and code names"))
    if "small_numbers" in about:
        yield language.text(N_("small numbers were shown"))


def _period(about: About, language: Language) -> str:
    days = [_day(str(about[name]), language) for name in ("first", "last") if name in about]
    return " – ".join(days)


def _day(day: str, language: Language) -> str:
    try:
        return language.date(date.fromisoformat(day))
    except ValueError:
        return day


def _revoke(about: About, names: Names, language: Language) -> Iterator[str]:
    gone = _number(about, "withdrawn")
    if gone:
        yield language.plural("{n} file was withdrawn", "{n} files were withdrawn", gone)


def _card(about: About, names: Names, language: Language) -> Iterator[str]:
    if "card" in about:
        yield language.text(N_("card {version}"), version=about["card"])
    yield str(about.get("key", ""))


def _erase(about: About, names: Names, language: Language) -> Iterator[str]:
    if "visits" in about:
        yield language.plural(
            "{n} visit showed the code", "{n} visits showed the code", _number(about, "visits")
        )
    elif "months" in about:
        yield from _retention(about, names, language)


def _retention(about: About, names: Names, language: Language) -> Iterator[str]:
    yield kept_for(_number(about, "months"), language)
    if "before" in about:
        yield language.text(N_("before: {period}"), period=kept_for(_number(about, "before"), language))
    if records := _number(about, "records"):
        yield language.plural(
            "{n} record lost its note or code", "{n} records lost their notes or codes", records
        )


def kept_for(months: int, language: Language) -> str:
    """Say how long notes and return codes are kept."""
    return language.plural("{n} month", "{n} months", months) if months else language.text(N_("for ever"))


def _rename(about: About, names: Names, language: Language) -> Iterator[str]:
    yield language.text(N_("before: {name}"), name=about.get("before", "–"))
    yield language.text(N_("after: {name}"), name=about.get("name", "–"))


def _move(about: About, names: Names, language: Language) -> Iterator[str]:
    before, after = (str(about.get(name, "–")) for name in ("before", "place"))
    yield language.text(N_("before: {name}"), name=names.places.get(before, before))
    yield language.text(N_("after: {name}"), name=names.places.get(after, after))


def _list(about: About, names: Names, language: Language) -> Iterator[str]:
    for name, message in (
        ("added", N_("added: {n}")),
        ("changed", N_("changed: {n}")),
        ("removed", N_("removed: {n}")),
    ):
        if count := _number(about, name):
            yield language.text(message, n=language.number(count))
    place = str(about.get("place", ""))
    yield names.places.get(place, place)
    yield str(about.get("team", ""))


_DETAILS: Mapping[str, Callable[[About, Names, Language], Iterable[str]]] = {
    Deed.IMPORT: _import,
    Deed.EXPORT: _export,
    Deed.REVOKE: _revoke,
    Deed.KEY_ADDED: _card,
    Deed.KEY_DROPPED: _card,
    Deed.SIGNING_KEY_CHANGED: _card,
    Deed.KEYS_RESTORED: _card,
    Deed.CARD_CHANGED: _card,
    Deed.ERASE: _erase,
    Deed.RETENTION: _retention,
    Deed.RENAME: _rename,
    Deed.MOVE: _move,
    Deed.PLACES: _list,
    Deed.PEOPLE: _list,
    Deed.TEAMS: _list,
    Deed.TARGETS: _list,
}


def trail_table(entries: Sequence[AuditEntry], names: Names, language: Language) -> Table:
    """Return the trail as a table in one language: times as they are kept, so that a spreadsheet sorts them."""
    kinds = {"number": Format.COUNT}
    return Table(
        "audit-trail",
        N_("Audit trail"),
        tuple(Column(name, heading, kinds.get(name, Format.NAME)) for name, heading in _COLUMNS.items()),
        tuple(
            (
                entry.number,
                entry.at,
                who(entry, names, language),
                what(entry, language),
                details(entry, names, language),
            )
            for entry in entries
        ),
    )


def write_trail(store: Store, file: Path, language: Language, own: str = "") -> None:
    """Write the whole trail into a file that a person opens, XLSX by its ending, else CSV; the trail then says so too.

    Raises StoreError when the file cannot be written.
    """
    names = Names.of(store, own)
    table = trail_table(store.audit_trail(), names, language)
    form = "xlsx" if file.suffix.casefold() == ".xlsx" else "csv"
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(file, WRITERS[form](Report(table.name, table.title, (table,)), language), mode=0o644)
    except OSError as problem:
        raise StoreError(
            "{path} cannot be written to: {reason}. Is it open in another program?",
            path=file,
            reason=problem.strerror or problem,
        ) from problem
    store.audit(store.actor, Deed.EXPORT, what="audit", file=file.name)
