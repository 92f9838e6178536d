"""Which engine a store is on, and where: the command line, else the settings, else the file in the data folder."""

from __future__ import annotations

from pathlib import Path

from kiosk.centre.engine import Engine, is_address
from kiosk.centre.engine.sqlite import SQLite
from kiosk.config import DataFolder, Settings


def store_place(data: DataFolder) -> Path | str:
    """Return where a manager's store is: a path, or the address of a database. Raises SettingsError."""
    chosen = data.db or Settings.load(data.settings).store
    if is_address(chosen):
        return chosen
    return data.root / Path(chosen).expanduser() if chosen else data.centre


def engine_at(where: Path | str) -> Engine:
    """Connect to a store, whose tables may not be there yet. Raises StoreError."""
    if not is_address(str(where)):
        return SQLite(Path(where))
    # Loaded where it is wanted: 100 ms that a store in a file need not wait for.
    from kiosk.centre.engine.postgresql import PostgreSQL

    return PostgreSQL(str(where))
