"""Rows of a table whose tree is broken: each page that holds rows is read as if it were the whole table.

SQLite itself does the reading: the page is put where a table begins in a copy of the log, and the table is asked.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Final

from kiosk.visits.files import PAGE
from kiosk.visits.salvage.reading import Row, Table

#: The first byte of a page that holds rows of a table with a key of its own: a leaf, or one above leaves
#: (https://sqlite.org/fileformat2.html, section 1.6).
_WITH_ROWS: Final = (0x0A, 0x02)
#: A -wal is a header and frames, each a page behind a header of its own (fileformat2, section 4.1).
_WAL_HEADER: Final = 32
_FRAME_HEADER: Final = 24


def carve(
    copy: Path, wal: Path, like: sqlite3.Connection, tables: Sequence[str]
) -> Iterator[tuple[str, Row]]:
    """Give the rows on the pages of `copy` and `wal`, each with the table that it may be of.

    `copy` has a readable schema, and is written over. What is no row of a table may still look like one:
    whoever takes it looks closely.
    """
    pages = list(_pages(copy, 0, 0))
    if wal.exists():
        pages += _pages(wal, _WAL_HEADER, _FRAME_HEADER)
    with closing(sqlite3.connect(copy)) as source:
        roots = {name: _root(source, name) for name in tables}
        readers = {name: Table(source, like, name) for name in tables}
    with copy.open("r+b", buffering=0) as file:
        for page in pages:
            for root in roots.values():
                file.seek((root - 1) * PAGE)
                file.write(page)
            with closing(sqlite3.connect(copy.absolute().as_uri() + "?immutable=1", uri=True)) as source:
                for name, reader in readers.items():
                    yield from ((name, row) for row in reader.over(source).all()[0])


def _pages(file: Path, start: int, gap: int) -> Iterator[bytes]:
    with file.open("rb") as found:
        for place in range(start, os.fstat(found.fileno()).st_size - gap - PAGE + 1, gap + PAGE):
            found.seek(place + gap)
            page = found.read(PAGE)
            if page[0] in _WITH_ROWS:
                yield page


def _root(source: sqlite3.Connection, table: str) -> int:
    query = "SELECT rootpage FROM sqlite_master WHERE name = ?"
    return int(source.execute(query, (table,)).fetchone()[0])
