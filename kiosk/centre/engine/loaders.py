"""How PostgreSQL's numbers and truth values are read: as SQLite has them."""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg.abc import AdaptContext
from psycopg.adapt import Buffer, Loader
from psycopg.pq import Format
from psycopg.types.numeric import NumericBinaryLoader


def register(connection: psycopg.Connection[Any]) -> None:
    """Have a connection read them so, as text and in binary."""
    for number in (_Number, _BinaryNumber):
        connection.adapters.register_loader("numeric", number)
    for truth in (_Truth, _BinaryTruth):
        connection.adapters.register_loader("bool", truth)


class _Number(Loader):
    """A sum of whole numbers is a whole number, as in SQLite."""

    def load(self, data: Buffer) -> int | float:
        """Read a number."""
        text = bytes(data).decode()
        return float(text) if "." in text or "N" in text else int(text)


class _Truth(Loader):
    """Yes and no are 1 and 0, as in SQLite."""

    def load(self, data: Buffer) -> int:
        """Read a truth value."""
        return int(bytes(data) == b"t")


class _BinaryNumber(Loader):
    """The same of a number that came in binary."""

    format = Format.BINARY

    def __init__(self, oid: int, context: AdaptContext | None = None) -> None:
        super().__init__(oid, context)
        self._decimal = NumericBinaryLoader(oid, context)

    def load(self, data: Buffer) -> int | float:
        """Read a number."""
        found = self._decimal.load(data)
        exponent = found.as_tuple().exponent
        return int(found) if isinstance(exponent, int) and exponent >= 0 else float(found)


class _BinaryTruth(_Truth):
    """The same of a truth value that came in binary."""

    format = Format.BINARY

    def load(self, data: Buffer) -> int:
        """Read a truth value."""
        return int(bytes(data) != b"\0")
