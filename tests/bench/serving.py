"""The same million revisions into a store on a PostgreSQL server: against COPY and ON CONFLICT alone.

The server keeps its own promises (fsync, full-page writes). Each bundle is followed by the same rows, ready-made in
COPY's own format, into tables of the same form: one transaction a bundle on both sides.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from random import Random

import psycopg

from kiosk.bundles.tables import read_table
from kiosk.centre import FileResult, Outcome, Store, import_paths
from kiosk.config import DataFolder
from kiosk.keys import ManagerKeys
from kiosk.visits import RecordKind, Row, columns
from tests.bench.counting import TREE
from tests.bench.figures import Figure
from tests.bench.importing import PASSPHRASE, TABLES, batches
from tests.bench.revisions import Shop
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


def insertion(bundles: int = 40) -> Figure:
    """Insert bundles of 5,000 revisions as an import does, with roll-ups, each in one transaction, beside bare COPY."""
    seconds = bare = 0.0
    with (
        running("max_wal_size=4GB") as server,
        server.database() as address,
        server.database() as floor,
        Store.open(address) as store,
        Store.open(floor),
        psycopg.connect(floor) as connection,
    ):
        store.set_places(TREE)
        _stage(connection)
        for number in range(bundles // 5):
            shop = Shop(f"k-{number:012x}", f"{number:016x}", seed=number)
            for _ in range(5):
                held = batches(shop.work(5000))
                ready = {f"{batch.kind.__name__.lower()}s": _lines(batch.rows) for batch in held}
                begun = time.perf_counter()
                with store.transaction(shop.kiosk):
                    store.insert(held)
                seconds += time.perf_counter() - begun
                bare += _bare(connection, ready)
        begun = time.perf_counter()
        store.catch_up()
        seconds += time.perf_counter() - begun
    each = 1000 * seconds / bundles
    return Figure(
        "insertion of a bundle into PostgreSQL", each, "ms", 2.5, 1000 * bare / bundles, "bare COPY"
    )


def _timed(
    folder: Path, data: DataFolder, store: Store, keys: ManagerKeys, floor: str
) -> tuple[float, float]:
    bundles = sorted((folder / "bundles").iterdir())
    Random(7).shuffle(bundles)
    aside = bare = 0.0
    with psycopg.connect(floor) as connection:
        _stage(connection)

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


def _stage(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    for table in TABLES:
        connection.execute(f"CREATE TEMP TABLE bare_{table} (LIKE {table}) ON COMMIT DELETE ROWS".encode())
    connection.commit()


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
    rows = [
        row for batch in read_table(kind, BytesIO(content), count, len(content) + 1) for row in batch.rows
    ]
    assert all(len(row) == len(columns(kind)) for row in rows)
    return _lines(rows)


def _lines(rows: Iterable[Row]) -> bytes:
    """Return rows as COPY reads them."""
    cells = (
        "\t".join("\\N" if cell is None else str(cell).translate(_ESCAPES) for cell in row) for row in rows
    )
    return "".join(f"{line}\n" for line in cells).encode()


if __name__ == "__main__":
    for figure in million(Path(sys.argv[1])):
        print(figure.line())
