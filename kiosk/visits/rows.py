"""How records stand in tables: one order of columns for the log, the bundles and the centre's store.

SQLite has no booleans and no lists: a boolean is 0 or 1, a list or a dictionary is JSON text, keys sorted.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from enum import StrEnum
from operator import attrgetter
from typing import Any, NamedTuple, TypeVar

from kiosk.visits.records import Notice, Shift, TutorialUse, Visit

Cell = str | int | None
Row = tuple[Cell, ...]
Record = TypeVar("Record", Visit, Shift, Notice)


class Kind(StrEnum):
    """What a column holds, in the words of a Frictionless table schema."""

    TEXT = "string"
    INTEGER = "integer"
    BOOLEAN = "boolean"
    LIST = "array"
    OBJECT = "object"


class Column(NamedTuple):
    """A column: its name, what it holds, and whether it may be empty."""

    name: str
    kind: Kind
    nullable: bool


_KINDS = {
    "str": Kind.TEXT,
    "int": Kind.INTEGER,
    "bool": Kind.BOOLEAN,
    "tuple[str, ...]": Kind.LIST,
    "tuple[TutorialUse, ...]": Kind.LIST,
    "dict[str, int]": Kind.OBJECT,
}


def schema(cls: type[Record]) -> tuple[Column, ...]:
    """Return the columns of a class of records with what they hold."""
    return _SCHEMAS[cls]


def columns(cls: type[Record]) -> tuple[str, ...]:
    """Return the names of a class's columns, in order."""
    return _NAMES[cls]


def to_row(record: Visit | Shift | Notice) -> Row:
    """Return a record as SQLite holds it, in the order of `columns`."""
    values = _VALUES[type(record)](record)
    return tuple([value if type(value) in _PLAIN else _cell(value) for value in values])


_PLAIN = frozenset({str, int, type(None)})


def _cell(value: object) -> Cell:
    if isinstance(value, int):
        return int(value)  # a boolean becomes 0 or 1
    if isinstance(value, str):
        return str(value)  # a code of an enumeration becomes plain
    if not value:
        return "[]" if isinstance(value, tuple) else "{}"
    if isinstance(value, tuple):
        value = [_use(item) if isinstance(item, TutorialUse) else item for item in value]
    return _dumps(value)


#: Made once: `json.dumps` with options builds a new encoder each time, a third of the time of writing a row.
_dumps = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def _use(use: TutorialUse) -> dict[str, object]:
    return {name: getattr(use, name) for name in _USE_TYPES}  # `asdict` copies deeply, ten times slower


def from_row(cls: type[Record], row: Sequence[Cell]) -> Record:
    """Make a record of what `to_row` gave.

    Raises ValueError when a cell does not hold what its column says.
    """
    decoders = _DECODERS[cls]
    if len(row) != len(decoders):
        raise ValueError(f"{cls.__name__} has {len(decoders)} columns, not {len(row)}")
    return cls(*[decode(cell) for decode, cell in zip(decoders, row, strict=True)])


def _nullable(decode: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda cell: None if cell is None else decode(cell)


def _text(cell: object) -> str:
    if not isinstance(cell, str):
        raise ValueError(f"not a text: {cell!r}")
    return cell


def _integer(cell: object) -> int:
    if not isinstance(cell, int):
        raise ValueError(f"not a whole number: {cell!r}")
    return cell


def _boolean(cell: object) -> bool:
    if cell not in (0, 1):
        raise ValueError(f"neither yes nor no: {cell!r}")
    return bool(cell)


def _json(cell: object, shape: type) -> Any:  # noqa: ANN401 - JSON
    value = json.loads(_text(cell))
    if not isinstance(value, shape):
        raise ValueError(f"not a {shape.__name__}: {cell!r}")
    return value


def _codes(cell: object) -> tuple[str, ...]:
    if cell == "[]":  # most of a log, and a quarter of the time of reading it
        return ()
    return tuple(_text(item) for item in _json(cell, list))


def _counts(cell: object) -> dict[str, int]:
    return {} if cell == "{}" else {key: _integer(value) for key, value in _json(cell, dict).items()}


def _uses(cell: object) -> tuple[TutorialUse, ...]:
    return () if cell == "[]" else tuple(tutorial_use(item) for item in _json(cell, list))


_USE_TYPES: dict[str, Callable[[Any], Any]] = {
    field.name: {"str": _text, "int": _integer, "bool": _boolean}[str(field.type)]
    for field in fields(TutorialUse)
}


def tutorial_use(item: object) -> TutorialUse:
    """Make a use of a walkthrough from its JSON object; members that this version does not know are left out.

    Raises ValueError when a member is missing or holds something else.
    """
    if not isinstance(item, dict):
        raise ValueError(f"not a walkthrough's use: {item!r}")
    try:
        return TutorialUse(**{name: decode(item[name]) for name, decode in _USE_TYPES.items()})
    except KeyError as missing:
        raise ValueError(f"a walkthrough's use has no {missing}") from missing


_READERS: Mapping[str, Callable[[Any], Any]] = {
    "str": _text,
    "int": _integer,
    "bool": _boolean,
    "tuple[str, ...]": _codes,
    "tuple[TutorialUse, ...]": _uses,
    "dict[str, int]": _counts,
}


def _decoder(annotation: str) -> Callable[[Any], Any]:
    bare = annotation.removesuffix(" | None")
    return _READERS[bare] if bare == annotation else _nullable(_READERS[bare])


_SCHEMAS: dict[type, tuple[Column, ...]] = {}
_NAMES: dict[type, tuple[str, ...]] = {}
_VALUES: dict[type, Callable[[object], tuple[Any, ...]]] = {}
_DECODERS: dict[type, tuple[Callable[[Any], Any], ...]] = {}
for _class in (Visit, Shift, Notice):
    _annotations = [(field.name, str(field.type)) for field in fields(_class)]
    _SCHEMAS[_class] = tuple(
        Column(name, _KINDS[text.removesuffix(" | None")], text.endswith(" | None"))
        for name, text in _annotations
    )
    _NAMES[_class] = tuple(name for name, _ in _annotations)
    _VALUES[_class] = attrgetter(*_NAMES[_class])
    _DECODERS[_class] = tuple(_decoder(text) for _, text in _annotations)
