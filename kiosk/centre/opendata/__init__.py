"""The open path: everything that counts, in formats of the field, so that nobody needs us to ask the data a question.

Without what points to a person (note, return code, volunteer, times to the minute) unless everything is asked for; and
whatever leaves is written into the audit trail before it stands there.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from kiosk.centre.audit import MANAGER, Deed
from kiosk.centre.engine import StoreError
from kiosk.centre.opendata.codes import CODES_HEADINGS, codes
from kiosk.centre.opendata.columns import TABLES, columns_of
from kiosk.centre.opendata.package import PackageWriter
from kiosk.centre.opendata.parquet import ParquetWriter
from kiosk.centre.opendata.rows import Source
from kiosk.centre.store import Store
from kiosk.i18n import Language

__all__ = ["Exported", "Form", "export"]

_PLACES = ("id", "name", "level", "parent")


class Form(StrEnum):
    """How data leaves."""

    PARQUET = "parquet"
    PACKAGE = "package"


class Exported(NamedTuple):
    """How many rows left."""

    visits: int
    shifts: int
    notices: int


class Wanted(NamedTuple):
    """What is wanted: local days from `first` to `last`; `full`, with what is personal; under what licence."""

    full: bool = False
    first: date | None = None
    last: date | None = None
    licence: str = ""


def export(
    store: Store,
    folder: Path,
    form: Form,
    language: Language,
    wanted: Wanted = Wanted(),  # noqa: B008 - nothing can change it
    *,
    name: str = "",
    who: str = MANAGER,
) -> Exported:
    """Write what counts now into a new folder; codes are called in `language`, `name` is the programme's.

    It is written beside that place and moved there when it is whole, and when the audit trail says so. Raises
    StoreError when something is there already, the folder cannot be written, or a writer is not installed.
    """
    source = Source(store, wanted.full, wanted.first, wanted.last)
    with _beside(folder) as part:
        with store.snapshot():
            counts = _WRITE[form](source, part, language, name, wanted.licence)
        done = Exported(*counts)
        store.audit(
            who,
            Deed.EXPORT,
            what=form.value,
            full=int(wanted.full),
            first=wanted.first.isoformat() if wanted.first else "",
            last=wanted.last.isoformat() if wanted.last else "",
            **done._asdict(),
        )
    return done


def _parquet(source: Source, folder: Path, language: Language, _name: str, _licence: str) -> list[int]:
    with ParquetWriter(folder) as writer:
        counts = [
            writer.write(table.name, columns_of(table, full=source.full), source.rows(table))
            for table in TABLES
        ]
        writer.write_flat("places", _PLACES, source.store.places())
        writer.write_flat("codes", CODES_HEADINGS, codes(language))
    return counts


def _package(source: Source, folder: Path, language: Language, name: str, licence: str) -> list[int]:
    with PackageWriter(folder, "one-stop-kiosk", name or "One-Stop Kiosk", licence) as writer:
        counts = [
            writer.write(table, columns_of(table, full=source.full), source.rows(table)) for table in TABLES
        ]
        writer.write_flat("places", "The tree of places.", _PLACES, source.store.places())
        writer.write_flat("codes", "What the codes are called.", CODES_HEADINGS, codes(language))
    return counts


_WRITE = {Form.PARQUET: _parquet, Form.PACKAGE: _package}


@contextmanager
def _beside(folder: Path) -> Iterator[Path]:
    """Give a folder beside the goal, and make it the goal when the block has ended well."""
    folder = folder.expanduser().absolute()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise StoreError("{path} is not empty. Name a folder that is not there yet.", path=folder)
    part = folder.with_name(f".{folder.name}.{os.getpid()}.part")
    shutil.rmtree(part, ignore_errors=True)
    try:
        part.mkdir(parents=True, mode=0o700)
        yield part
        if folder.exists():
            folder.rmdir()
        part.rename(folder)
    except OSError as problem:
        raise StoreError(
            "The folder {path} cannot be written to: {reason}",
            path=folder,
            reason=problem.strerror or problem,
        ) from problem
    finally:
        shutil.rmtree(part, ignore_errors=True)
