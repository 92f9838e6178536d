"""What a PostgreSQL server refuses, in words that a manager can act on; no password and no visit's text in them."""

from __future__ import annotations

import re

import psycopg

from kiosk.centre.engine import StoreError
from kiosk.i18n import N_

# libpq puts two spaces after the server's own severity, in whatever language that server speaks.
_SERVER_SAID = re.compile(r"failed: \w+:  (?P<reason>[^\n]+)")
_THERE = "23505"
_DEADLOCK = ("40001", "40P01", "55P03")


def no_address() -> StoreError:
    """Refuse what is no address. It is not repeated: a password may stand in it."""
    return StoreError("This is no address of a store. An example: postgresql://user@server/database")


def too_old(where: str, version: int) -> StoreError:
    """Refuse a server that lacks what the tables need."""
    return StoreError(
        "The server of the store {where} is PostgreSQL {version}. Version 13 or newer is needed.",
        where=where,
        version=version,
    )


def wrong_encoding(where: str, encoding: str) -> StoreError:
    """Refuse a database that could not hold every language."""
    return StoreError(
        "The database {where} keeps its texts as {encoding} and cannot hold every language. "
        "Make one with: createdb --encoding=UTF8 --template=template0",
        where=where,
        encoding=encoding,
    )


def could_not_connect(problem: psycopg.Error, where: str) -> StoreError:
    """Say why there is no connection: the network, the password, or what the server said."""
    if getattr(problem.pgconn, "needs_password", False):
        return StoreError(
            "The server of the store {where} asks for a password. Write it into your password file "
            "(~/.pgpass, or the file that PGPASSFILE names).",
            where=where,
        )
    said = _SERVER_SAID.search(str(problem))
    if said is None:
        return StoreError(
            "The server of the store {where} cannot be reached: {reason}. Is the network there, and is the server on?",
            where=where,
            reason=_first_line(str(problem)),
        )
    if getattr(problem.pgconn, "used_password", False) and "password" in said["reason"]:
        return StoreError(
            "The server of the store {where} refused the user's name or password. Correct it in your password file "
            "(~/.pgpass, or the file that PGPASSFILE names).",
            where=where,
        )
    return StoreError(
        "The server of the store {where} does not let us in: {reason}. "
        "Check the names of the user and of the database, or ask who runs the server.",
        where=where,
        reason=said["reason"],
    )


def refused(problem: psycopg.Error, where: str) -> StoreError:
    """Say what the server refused, or that it is gone."""
    code = problem.sqlstate or ""
    # Class 22 repeats the value that it stumbled over.
    reason = code if code.startswith("22") else problem.diag.message_primary or _first_line(str(problem))
    return StoreError(_refusal(problem, code), where=where, reason=reason)


def _refusal(problem: psycopg.Error, code: str) -> str:
    if code == "42501":
        return N_(
            "The database {where} does not give this user the right to do that: {reason}. "
            "Ask who runs the server for the right to create and change tables in it."
        )
    if code == "25006":
        return N_("The store {where} can be read, but not written now: {reason}.")
    if code == _THERE:  # whoever wrote it did not ask for the lock: those who have it know what is there
        return N_("Another program writes into the store. Stop it, and import the files again.")
    if code.startswith("53"):
        return N_(
            "The server of the store {where} has no room or no strength left: {reason}. Ask who runs it."
        )
    if code in _DEADLOCK:
        return N_("Somebody else has changed the same in the store {where} meanwhile. Please do it again.")
    if not code or code.startswith(("08", "57P")):
        return N_(
            "The connection to the store {where} was lost: {reason}. What was being written is not there: "
            "when the server can be reached again, do it once more."
        )
    return N_("The store {where} refused: {reason}")


def _first_line(text: str) -> str:
    """Return what went wrong without libpq's preface and advice."""
    return text.strip().partition("\n")[0].rpartition("failed: ")[2].rstrip(".")
