"""How records stand in tables: one order of columns for the log, the bundles and the centre's store.

SQLite has no booleans and no lists: a boolean is 0 or 1, a list or a dictionary is JSON text, keys sorted.
Revisions travel as rows, many at a time; a record is made of a row only where somebody asks for its fields.
An error says what a cell is not, and never what stands in it: errors end in the program's log.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields
from enum import StrEnum
from operator import attrgetter
from typing import Any, NamedTuple, TypeVar

from kiosk.visits.records import Notice, Revisions, Shift, TutorialUse, Visit

Cell = str | int | None
#: The cells of a record; what each is, its column says.
Row = tuple[Any, ...]
Record = TypeVar("Record", Visit, Shift, Notice)
RecordKind = type[Visit] | type[Shift] | type[Notice]


class Batch(NamedTuple):
    """Rows of one kind of record, each in the order of `columns`."""

    kind: RecordKind
    rows: Sequence[Row]


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


def schema(cls: RecordKind) -> tuple[Column, ...]:
    """Return the columns of a class of records with what they hold."""
    return _SCHEMAS[cls]


def columns(cls: RecordKind) -> tuple[str, ...]:
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


def batches_of(revisions: Revisions) -> list[Batch]:
    """Return revisions as rows."""
    held = ((Visit, revisions.visits), (Shift, revisions.shifts), (Notice, revisions.notices))
    return [Batch(kind, [to_row(record) for record in records]) for kind, records in held]


def revisions_of(batches: Iterable[Batch]) -> Revisions:
    """Return rows as revisions. Raises ValueError when a cell does not hold what its column says."""
    rows: dict[RecordKind, list[Row]] = {Visit: [], Shift: [], Notice: []}
    for batch in batches:
        rows[batch.kind] += batch.rows
    return Revisions(
        tuple(from_row(Visit, row) for row in rows[Visit]),
        tuple(from_row(Shift, row) for row in rows[Shift]),
        tuple(from_row(Notice, row) for row in rows[Notice]),
    )


def normal_json(column: str, value: object) -> str:
    """Return the one text in which a parsed list or object stands in the column of this name.

    Members that this version does not know are left out. Raises ValueError for what the column does not hold.
    """
    return str(_cell(_SHAPES[_JSON_COLUMNS[column]](value)))


def _nullable(decode: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda cell: None if cell is None else decode(cell)


def _text(cell: object) -> str:
    if not isinstance(cell, str):
        raise ValueError("not a text")
    return cell


def _integer(cell: object) -> int:
    if type(cell) is not int:
        raise ValueError("not a whole number")
    return cell


def _boolean(cell: object) -> bool:
    if cell not in (0, 1):
        raise ValueError("neither yes nor no")
    return bool(cell)


def _from_json(decode: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda cell: decode(_parsed(cell))


def _parsed(cell: object) -> Any:  # noqa: ANN401 - JSON
    if cell == "[]":  # most of a log, and a quarter of the time of reading it
        return []
    return {} if cell == "{}" else json.loads(_text(cell))


def _shaped(value: object, shape: type) -> Any:  # noqa: ANN401 - JSON
    if not isinstance(value, shape):
        raise ValueError(f"not a {shape.__name__}")
    return value


def _codes(value: object) -> tuple[str, ...]:
    return tuple(_text(item) for item in _shaped(value, list))


def _counts(value: object) -> dict[str, int]:
    return {key: _integer(count) for key, count in _shaped(value, dict).items()}


def _uses(value: object) -> tuple[TutorialUse, ...]:
    return tuple(tutorial_use(item) for item in _shaped(value, list))


_USE_TYPES: dict[str, Callable[[Any], Any]] = {
    field.name: {"str": _text, "int": _integer, "bool": _boolean}[str(field.type)]
    for field in fields(TutorialUse)
}


def tutorial_use(item: object) -> TutorialUse:
    """Make a use of a walkthrough from its JSON object; members that this version does not know are left out.

    Raises ValueError when a member is missing or holds something else.
    """
    if not isinstance(item, dict):
        raise ValueError("not a walkthrough's use")
    try:
        return TutorialUse(**{name: decode(item[name]) for name, decode in _USE_TYPES.items()})
    except KeyError as missing:
        raise ValueError(f"a walkthrough's use has no {missing}") from missing


#: What a parsed JSON value becomes.
_SHAPES: Mapping[str, Callable[[Any], Any]] = {
    "tuple[str, ...]": _codes,
    "tuple[TutorialUse, ...]": _uses,
    "dict[str, int]": _counts,
}
_READERS: Mapping[str, Callable[[Any], Any]] = {
    "str": _text,
    "int": _integer,
    "bool": _boolean,
    **{annotation: _from_json(shape) for annotation, shape in _SHAPES.items()},
}


def _decoder(annotation: str) -> Callable[[Any], Any]:
    bare = annotation.removesuffix(" | None")
    return _READERS[bare] if bare == annotation else _nullable(_READERS[bare])


_SCHEMAS: dict[type, tuple[Column, ...]] = {}
_NAMES: dict[type, tuple[str, ...]] = {}
_VALUES: dict[type, Callable[[object], tuple[Any, ...]]] = {}
_DECODERS: dict[type, tuple[Callable[[Any], Any], ...]] = {}
#: The annotations of the columns that hold JSON: no two classes use one name for two things.
_JSON_COLUMNS: dict[str, str] = {}
for _class in (Visit, Shift, Notice):
    _annotations = [(field.name, str(field.type)) for field in fields(_class)]
    _SCHEMAS[_class] = tuple(
        Column(name, _KINDS[text.removesuffix(" | None")], text.endswith(" | None"))
        for name, text in _annotations
    )
    _NAMES[_class] = tuple(name for name, _ in _annotations)
    _VALUES[_class] = attrgetter(*_NAMES[_class])
    _DECODERS[_class] = tuple(_decoder(text) for _, text in _annotations)
    _JSON_COLUMNS |= {name: text for name, text in _annotations if text in _SHAPES}
