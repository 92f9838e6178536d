"""Targets: how far a programme is with what it has promised; and the list of targets as a spreadsheet."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from kiosk.centre.counting import Scope
from kiosk.centre.engine import StoreError
from kiosk.centre.reports.asked import Asked
from kiosk.centre.reports.grid import is_few
from kiosk.centre.reports.indicators import FIGURES, Indicator
from kiosk.centre.reports.report import period_said
from kiosk.centre.roster import Fault, Plan, known_names, planned
from kiosk.centre.spreadsheet import Line, read_lines
from kiosk.centre.store import Store
from kiosk.centre.tables import Cell, Column, Format, Guard, Hidden, Plot, PlotKind, Table, said, written
from kiosk.centre.targets import Target
from kiosk.i18n import N_, Language

TARGET_COLUMNS = {
    "indicator": N_("Indicator"),
    "first": N_("From"),
    "last": N_("To"),
    "target": N_("Target"),
    "place": N_("Place"),
}
#: A day as it is written on paper: 30.11.2026.
_LOCAL_DAY = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})")
#: A share may be typed as 55 or as 55 %: more than one is no share.
_HUNDRED = 100.0


def targets(asked: Asked) -> tuple[Table, ...]:
    """Target, actual and percent of every target whose period touches the one that is asked about.

    The actual figure is that of the target's own period and place, whatever the report's.
    """
    inside = asked.tree.below(asked.scope.place)
    chosen = [
        target
        for target in asked.store.targets()
        if (not asked.scope.place or target.place in inside)
        and (asked.scope.first is None or target.last >= asked.scope.first)
        and (asked.scope.last is None or target.first <= asked.scope.last)
    ]
    rows, formats = [], []
    for target in chosen:
        indicator = Indicator.parse(target.indicator)
        actual = _actual(asked, target)
        rows.append(
            (
                target.indicator,
                indicator.label,
                asked.tree[target.place].name if target.place in asked.tree else target.place,
                target.first.isoformat(),
                target.last.isoformat(),
                _whole(target.target),
                actual,
                _reached(actual, target.target),
            )
        )
        kind = indicator.format
        formats.append((None, None, None, None, None, kind, kind, None))
    columns = (
        Column("indicator", N_("Indicator"), Format.CODE),
        Column("label", N_("Indicator"), Format.LABEL),
        Column("place", N_("Place"), Format.NAME),
        Column("first", N_("From"), Format.DAY),
        Column("last", N_("To"), Format.DAY),
        Column("target", N_("Target"), Format.COUNT),
        Column("actual", N_("Actual"), Format.COUNT),
        Column("reached", N_("Reached"), Format.SHARE),
    )
    plot = Plot(PlotKind.BARS, "label", ("reached",))
    tells = any(Indicator.parse(target.indicator).tells_of_people for target in chosen)
    guard = Guard(("actual",), adds_up=False) if tells else None
    return (Table("targets", N_("Targets"), columns, tuple(rows), tuple(formats), plot=plot, guard=guard),)


def _actual(asked: Asked, target: Target) -> Cell:
    scope = replace(asked.scope, first=target.first, last=target.last, place=target.place)
    return Indicator.parse(target.indicator).value(asked.at(scope))


def _reached(actual: Cell, target: float) -> float | None:
    return round(actual / target, 4) if target and isinstance(actual, int | float) else None


def without_few(table: Table) -> Table:
    """Return the table of targets with small figures of people hidden."""
    at, of = table.at("actual"), table.at("reached")
    rows = []
    for row in table.rows:
        secret = Indicator.parse(str(row[0])).tells_of_people and is_few(row[at])
        rows.append(tuple(Hidden.FEW if secret and i in (at, of) else cell for i, cell in enumerate(row)))
    return replace(table, rows=tuple(rows))


def _whole(number: float) -> float:
    return int(number) if number == int(number) else number


def plan_targets(store: Store, path: Path, languages: Sequence[Language]) -> Plan[Target]:
    """Read a list of targets and say what it would change. Raises StoreError when it is no such list at all."""
    lines = read_lines(path, TARGET_COLUMNS, ("indicator", "first", "last", "target"), languages)
    names = {language.text(figure).casefold(): name for language in languages for name, figure in _figures()}
    places = known_names((place.id, place.name) for place in store.places())
    found: list[Target] = []
    wrong: list[Fault] = []
    for line in lines:
        try:
            found.append(_target(line, names, places))
        except StoreError as problem:
            wrong.append(Fault(line.number, problem))
    return planned(found, store.targets(), lambda target: target._replace(target=0), wrong, [])


def _figures() -> list[tuple[str, str]]:
    return [(name, figure.label) for name, figure in FIGURES.items()]


def _target(line: Line, names: Mapping[str, str], places: Mapping[str, str]) -> Target:
    typed, place = line.cells["indicator"].strip(), line.cells.get("place", "")
    if place and place.casefold() not in places:
        raise StoreError("The place “{place}” is not in the list of places.", place=place)
    return typed_target(
        names.get(typed.casefold(), typed),
        line.cells["first"],
        line.cells["last"],
        line.cells["target"],
        places.get(place.casefold(), ""),
    )


def typed_target(indicator: str, first: str, last: str, target: str, place: str = "") -> Target:
    """Return a target as somebody typed it: 2026-11-30 or 30.11.2026; 400, 0,55 or 55 %. Raises StoreError."""
    kind = Indicator.parse(indicator).format
    days = _day(first), _day(last)
    if days[1] < days[0]:
        raise StoreError("The period ends before it begins.")
    number = _number(target)
    if kind is Format.SHARE and number > 1:
        number /= _HUNDRED
    return Target(indicator.strip(), *days, number, place)


def put_target(store: Store, target: Target, before: Target | None = None) -> None:
    """Keep a target, in the place of what it was."""
    with store.transaction():
        if before is not None and before._replace(target=0) != target._replace(target=0):
            store.drop_target(before)
        store.put_targets([target])


def target_said(target: Target, language: Language) -> tuple[str, str]:
    """Say a target: its indicator, and what is promised until when."""
    indicator = Indicator.parse(target.indicator)
    number = written(_whole(target.target), indicator.format, language)
    period = period_said(Scope(target.first, target.last), language)
    return said(indicator.label, language), f"{number} · {period}"


def _day(text: str) -> date:
    local = _LOCAL_DAY.fullmatch(text.strip())
    try:
        return date(*map(int, reversed(local.groups()))) if local else date.fromisoformat(text.strip()[:10])
    except ValueError:
        raise StoreError("{text} is no day. Write it as 2026-11-30.", text=text) from None


def _number(text: str) -> float:
    plain = "".join(text.replace(",", ".").split())
    try:
        number = float(plain.removesuffix("%")) / (_HUNDRED if plain.endswith("%") else 1)
    except ValueError:
        raise StoreError("{text} is no number.", text=text) from None
    if not 0 <= number < float("inf"):
        raise StoreError("{text} is no number.", text=text)
    return number


def targets_list(store: Store) -> Table:
    """The targets as a list to fill in and bring back; an empty one shows by an example how."""
    kept = store.targets() or [Target("consultations", date(2026, 1, 1), date(2026, 12, 31), 1000)]
    kinds = {"first": Format.DAY, "last": Format.DAY, "target": Format.MEAN}
    rows = tuple(
        (t.indicator, t.first.isoformat(), t.last.isoformat(), _whole(t.target), t.place) for t in kept
    )
    columns = tuple(
        Column(name, heading, kinds.get(name, Format.NAME)) for name, heading in TARGET_COLUMNS.items()
    )
    return Table("targets-list", N_("Targets"), columns, rows)
