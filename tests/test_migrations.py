"""A log of an older version is upgraded with a copy kept; one of a newer version is refused untouched."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kiosk import migrations
from kiosk.errors import LogError
from kiosk.visits import Kind, Notice, Shift, Visit, VisitLog, schema
from tests.desks import HandClock, draft

if TYPE_CHECKING:
    from sqlite_utils import Database


def _ask(path: Path, statement: str, values: Sequence[object] = ()) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection, connection:
        return connection.execute(statement, values).fetchall()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "log.db"


@pytest.fixture
def visits(path: Path) -> int:
    clock = HandClock()
    with VisitLog.open(path, clock) as log:
        for _ in range(3):
            log.record(draft(clock))
    return 3


def test_a_fresh_file_gets_every_step_once(path: Path) -> None:
    migrations.upgrade(path)
    with closing(sqlite3.connect(path)) as connection:
        assert not migrations.missing(connection)
    migrations.upgrade(path)
    assert _ask(path, "SELECT name FROM _sqlite_migrations") == [(name,) for name in migrations.STEPS]


@pytest.mark.parametrize(("cls", "table"), [(Visit, "visits"), (Shift, "shifts"), (Notice, "notices")])
def test_the_tables_hold_the_records_fields_in_their_order(path: Path, cls: type, table: str) -> None:
    migrations.upgrade(path)
    found = [
        (name, kind, bool(required))
        for _, name, kind, required, _, _ in _ask(path, f"PRAGMA table_info({table})")
    ]
    whole = {Kind.INTEGER: "INTEGER", Kind.BOOLEAN: "INTEGER"}
    assert found == [(c.name, whole.get(c.kind, "TEXT"), not c.nullable) for c in schema(cls)[1:]]


def _more(db: Database) -> None:
    db.execute("ALTER TABLE visits ADD COLUMN weather TEXT NOT NULL DEFAULT ''")


def _breaks(db: Database) -> None:
    db.execute("DROP TABLE visits")
    raise sqlite3.OperationalError("half way")


def test_an_upgrade_keeps_the_visits_and_a_copy_from_before(
    path: Path, visits: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(migrations.STEPS, "2027-01-weather", _more)
    clock = HandClock()
    with VisitLog.open(path, clock, backups=path.parent / "kept") as log:
        assert log.unsent() == visits
    (copy,) = (path.parent / "kept").iterdir()
    assert copy.name == "log-000001-before-2027-01-weather.db"
    assert _ask(copy, "SELECT count(*) FROM visits") == [(visits,)]
    assert ("weather",) not in _ask(copy, "SELECT name FROM pragma_table_info('visits')")
    assert ("weather",) in _ask(path, "SELECT name FROM pragma_table_info('visits')")


@pytest.mark.usefixtures("visits")
def test_an_upgrade_that_fails_changes_nothing_and_can_be_tried_again(
    path: Path, visits: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(migrations.STEPS, "2027-01-weather", _breaks)
    for _ in range(2):
        with pytest.raises(LogError, match="half way"):
            VisitLog.open(path, HandClock())
    assert _ask(path, "SELECT count(*) FROM visits") == [(visits,)]
    monkeypatch.setitem(migrations.STEPS, "2027-01-weather", _more)
    with VisitLog.open(path, HandClock()) as log:
        assert log.unsent() == visits
    names = sorted(copy.name for copy in (path.parent / "backups").iterdir())
    assert names == [f"log-{number:06}-before-2027-01-weather.db" for number in (1, 2, 3)]


@pytest.mark.usefixtures("visits")
def test_a_log_of_a_newer_version_is_refused_in_words_and_left_alone(path: Path) -> None:
    _ask(
        path,
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES (?, '2099-flying-cars', '')",
        (migrations.MIGRATION_SET,),
    )
    before = path.read_bytes()
    with pytest.raises(LogError, match="newer version of the program"):
        VisitLog.open(path, HandClock())
    with pytest.raises(LogError, match="newer version of the program"):
        migrations.upgrade(path)
    assert path.read_bytes() == before


@pytest.mark.usefixtures("visits")
def test_opening_a_log_that_lacks_nothing_does_not_load_sqlite_utils(path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from kiosk.clock import SystemClock;"
        " from kiosk.visits import VisitLog; VisitLog.open(Path(sys.argv[1]), SystemClock()).close();"
        " sys.exit('sqlite_utils' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script, path], check=False).returncode == 0
