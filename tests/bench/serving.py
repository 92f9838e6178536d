"""The same million revisions into a store on a PostgreSQL server: against COPY and ON CONFLICT alone.

The server keeps its own promises (fsync, full-page writes). Each bundle is followed by the same rows, ready-made in
COPY's own format, into tables of the same form: one transaction a bundle on both sides.
"""

from __future__ import annotations

import sys
import time
from io import BytesIO
from pathlib import Path
from random import Random

import psycopg

from kiosk.bundles.tables import read_table
from kiosk.centre import FileResult, Outcome, Store, import_paths
from kiosk.config import DataFolder
from kiosk.keys import ManagerKeys
from kiosk.visits import RecordKind, columns
from tests.bench.figures import Figure
from tests.bench.importing import PASSPHRASE, TABLES
from tests.postgres import running

_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def million(folder: Path) -> list[Figure]:
    """Import what `tests.bench.importing` has made in this folder into an empty store on a server."""
    with running("max_wal_size=4GB") as server, server.database() as address, server.database() as floor:
        data = DataFolder(folder / "centre", address)
        keys = ManagerKeys.load(data.keys, PASSPHRASE)
        with Store.open(folder / "centre" / "centre.db") as known, Store.of(data) as store:
            for kiosk in known.kiosks():
                store.put_kiosk(kiosk, known.signing_keys(kiosk.kiosk)[0])
            seconds, bare = _timed(folder, data, store, keys, floor)
            ((count,),) = store.ask("SELECT COUNT(*) FROM visits", {})
        with psycopg.connect(floor) as connection:
            assert connection.execute("SELECT COUNT(*) FROM visits").fetchone() == (count,)
    return [
        Figure(
            "import of 1,000,000 into PostgreSQL",
            seconds,
            "s",
            2.5,
            bare,
            f"{1e6 / seconds:,.0f} revisions/s",
        )
    ]


def _timed(
    folder: Path, data: DataFolder, store: Store, keys: ManagerKeys, floor: str
) -> tuple[float, float]:
    bundles = sorted((folder / "bundles").iterdir())
    Random(7).shuffle(bundles)
    aside = bare = 0.0
    with psycopg.connect(floor) as connection:
        for table in TABLES:
            connection.execute(
                f"CREATE TEMP TABLE bare_{table} (LIKE {table}) ON COMMIT DELETE ROWS".encode()
            )
        connection.commit()

        def beside(_done: int, _total: int, result: FileResult) -> None:
            nonlocal aside, bare
            assert result.outcome is Outcome.IMPORTED, result
            begun = time.perf_counter()
            ready = {
                table: _copy(folder / table / f"{result.path.name}.csv", kind)
                for table, kind in TABLES.items()
            }
            bare += _bare(connection, ready)
            aside += time.perf_counter() - begun

        begun = time.perf_counter()
        import_paths(data, store, keys, bundles, beside)
        return time.perf_counter() - begun - aside, bare


def _bare(connection: psycopg.Connection[tuple[object, ...]], ready: dict[str, bytes]) -> float:
    begun = time.perf_counter()
    for table, content in ready.items():
        with connection.cursor() as cursor, cursor.copy(f"COPY bare_{table} FROM STDIN".encode()) as copy:
            copy.write(content)
        connection.execute(
            f"INSERT INTO {table} SELECT * FROM bare_{table} ON CONFLICT (kiosk, epoch, seq) DO NOTHING".encode()
        )
    connection.commit()
    return time.perf_counter() - begun


def _copy(file: Path, kind: RecordKind) -> bytes:
    """Return the rows of a CSV as COPY reads them."""
    content = file.read_bytes()
    count = content.count(b"\n") - 1
    lines = []
    for batch in read_table(kind, BytesIO(content), count, len(content) + 1):
        for row in batch.rows:
            assert len(row) == len(columns(kind))
            lines.append("\t".join("\\N" if cell is None else str(cell).translate(_ESCAPES) for cell in row))
    return "".join(f"{line}\n" for line in lines).encode()


if __name__ == "__main__":
    for figure in million(Path(sys.argv[1])):
        print(figure.line())
