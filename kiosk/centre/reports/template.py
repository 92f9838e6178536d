"""Funder templates: a report as a funder wants it, written down as data (TOML) that a manager can copy and change.

    [title]
    en = "Digital skills in villages"

    [[tables]]
    figures = ["settlements", "consultations", {figure = "people_served:activity=club", per = ["week"]}]

    [[tables]]
    places = "settlement"
    columns = ["consultations", "people_served"]

    [[tables]]
    report = "services"
    rows = 10

`title` and every `label` are texts by language; where one is left out, ours stands there. Which figures there are, says
`kiosk report --indicators`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kiosk.centre.engine import StoreError
from kiosk.centre.reports.indicators import Indicator
from kiosk.centre.reports.rates import PER, rate_format, rate_label
from kiosk.centre.tables import Format, Text, Words
from kiosk.codebook import PLACE_LEVELS
from kiosk.config import DataFolder, resources


@dataclass(frozen=True, slots=True)
class Line:
    """One figure of a template: an indicator, what it is divided by, and its own words if the template has some."""

    indicator: Indicator
    spec: str
    per: tuple[str, ...] = ()
    own: Mapping[str, str] | None = None

    @property
    def name(self) -> str:
        """Its stable name in files for programs."""
        return " per ".join((self.spec, *self.per))

    @property
    def label(self) -> Text:
        """What it is called."""
        return Words(own=self.own) if self.own else rate_label(self.indicator.label, self.per)

    @property
    def format(self) -> Format:
        """How it is written."""
        return rate_format(self.indicator, self.per)


@dataclass(frozen=True, slots=True)
class Figures:
    """A table of figures, one a line."""

    lines: tuple[Line, ...]
    title: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Places:
    """A table of the places of one level, with a column a figure."""

    level: str
    columns: tuple[Line, ...]
    title: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Part:
    """A table of another report: its first `rows`, all for 0; with `table`, the one of this name."""

    report: str
    table: str
    rows: int
    title: Mapping[str, str]


Block = Figures | Places | Part


@dataclass(frozen=True, slots=True)
class Template:
    """A funder's report."""

    name: str
    title: Mapping[str, str]
    blocks: tuple[Block, ...]


#: Templates by name; in the place of one that cannot be used, why.
Templates = Mapping[str, Template | StoreError]


def read_template(path: Path) -> Template:
    """Read a template; its name is the file's. Raises StoreError that names the file and what is wrong in it."""
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
        title = _texts(found.get("title"))
        blocks = tuple(_block(table) for table in found.get("tables", []))
    except (OSError, ValueError, TypeError, AttributeError) as problem:
        raise StoreError(
            "The template {path} cannot be used: {reason}", path=path.name, reason=problem
        ) from problem
    except StoreError as problem:
        raise StoreError(
            "The template {path} cannot be used: {reason}", path=path.name, reason=problem
        ) from problem
    if not title or not blocks:
        raise StoreError(
            "The template {path} cannot be used: {reason}", path=path.name, reason="title, tables?"
        )
    return Template(path.stem, title, blocks)


def read_templates(*folders: Path) -> Templates:
    """Read the templates of folders, by name; one of an earlier folder stands for those of its name in later ones."""
    paths: dict[str, Path] = {}
    for folder in reversed(folders):
        paths |= {path.stem: path for path in sorted(folder.glob("*.toml"))}
    return {name: _read(paths[name]) for name in sorted(paths)}


def _read(path: Path) -> Template | StoreError:
    try:
        return read_template(path)
    except StoreError as problem:
        return problem


def funder_templates(data: DataFolder) -> Templates:
    """Return the templates that came with the program and the manager's own, which come first."""
    return read_templates(data.templates, resources().templates)


def _block(table: Mapping[str, Any]) -> Block:
    title = _texts(table.get("title"))
    if "figures" in table:
        return Figures(_lines(table["figures"]), title)
    if "places" in table:
        level = str(table["places"])
        if level not in PLACE_LEVELS:
            raise ValueError(f"places = {level!r}: {', '.join(PLACE_LEVELS)}?")
        return Places(level, _lines(table["columns"]), title)
    if "report" in table:
        return Part(str(table["report"]), str(table.get("table", "")), int(table.get("rows", 0)), title)
    raise ValueError("a table needs figures, places or report")


def _lines(lines: Sequence[str | Mapping[str, Any]]) -> tuple[Line, ...]:
    return tuple(_line({"figure": line} if isinstance(line, str) else line) for line in lines)


def _line(line: Mapping[str, Any]) -> Line:
    spec = str(line["figure"])
    per = tuple(map(str, line.get("per", ())))
    for name in per:
        if name not in PER:
            raise ValueError(f"per = {name!r}: {', '.join(PER)}?")
    return Line(Indicator.parse(spec), spec, per, _texts(line.get("label")) or None)


def _texts(texts: Mapping[str, Any] | None) -> dict[str, str]:
    return {str(code): str(text) for code, text in (texts or {}).items()}
