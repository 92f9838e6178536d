"""A real PostgreSQL on this computer's loopback: one server for all workers of a run, a database for each test."""

from __future__ import annotations

import fcntl
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path

import psycopg
import pytest

from kiosk.centre import Store

#: Who owns everything and is let in without a password; and who needs one.
OWNER, GUEST, PASSWORD = "kiosk", "guest", "sesame, open"
_TEMPLATE = "empty_store"
_HBA = f"""
host all {OWNER} 127.0.0.1/32 trust
host all {GUEST} 127.0.0.1/32 scram-sha-256
"""
#: Nothing here outlives the run, so nothing need be safe on the disk.
_CAREFREE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60")
_numbers = count(1)


class Server:
    """The server of this run."""

    def __init__(self, port: int) -> None:
        self.port = port

    def address(self, database: str, user: str = OWNER) -> str:
        """Return the address of a database."""
        return f"postgresql://{user}@127.0.0.1:{self.port}/{database}"

    def run(self, statement: str, database: str = "postgres") -> None:
        """Run a statement as the owner of everything."""
        with psycopg.connect(self.address(database), autocommit=True) as connection:
            connection.execute(statement.encode())

    @contextmanager
    def database(self, how: str = f"TEMPLATE {_TEMPLATE}") -> Iterator[str]:
        """Make a database with an empty store in it, and return its address."""
        name = f"test_{os.getpid()}_{next(_numbers)}"
        self.run(f"CREATE DATABASE {name} {how}")
        yield self.address(name)
        self.run(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The server, started by the worker that wants it first and stopped when the last one is done."""
    basetemp = tmp_path_factory.getbasetemp()
    shared = basetemp.parent if os.environ.get("PYTEST_XDIST_WORKER") else basetemp
    with ExitStack() as ours, _locked(shared / "postgres-users") as users:
        with _locked(shared / "postgres-start") as start:
            fcntl.flock(start, fcntl.LOCK_EX)
            first = not (shared / "postgres-port").exists()
            if first:
                server = ours.enter_context(running(*_CAREFREE))
                (shared / "postgres-port").write_text(str(server.port))
            fcntl.flock(users, fcntl.LOCK_SH)
        yield Server(int((shared / "postgres-port").read_text()))
        if first:  # until the last one is done, or has died: a lock ends with its process
            fcntl.flock(users, fcntl.LOCK_EX)


@contextmanager
def _locked(path: Path) -> Iterator[int]:
    """Open a file to be locked; the lock ends with the block."""
    file = os.open(path, os.O_RDWR | os.O_CREAT)
    try:
        yield file
    finally:
        os.close(file)


def programs() -> Path:
    """Return where Debian puts the newest server's programs."""
    return max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))


@contextmanager
def running(*settings: str) -> Iterator[Server]:
    """Run a server on a free port, with a template of an empty store, while the block lasts."""
    folder = Path(tempfile.mkdtemp(prefix="kiosk-postgres-"))
    process = None
    try:
        process, port = _started(folder, settings)
        yield Server(port)
    finally:
        if process:
            process.send_signal(signal.SIGQUIT)
            process.wait()
        shutil.rmtree(folder)


def _started(folder: Path, settings: Sequence[str]) -> tuple[subprocess.Popen[bytes], int]:
    somebody = _somebody(folder)
    initdb = [programs() / "initdb", "-D", folder / "data", "-U", OWNER, "--no-sync"]
    utf8 = ["--encoding=UTF8", "--locale=C.UTF-8"]
    subprocess.run([*somebody, *initdb, *utf8], check=True, capture_output=True)
    (folder / "data" / "pg_hba.conf").write_text(_HBA)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    where = ["-D", folder / "data", "-h", "127.0.0.1", "-p", str(port), "-k", ""]
    chosen = [part for setting in settings for part in ("-c", setting)]
    process = subprocess.Popen(
        [*somebody, programs() / "postgres", *where, *chosen],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _prepare(Server(port))
    return process, port


def _somebody(folder: Path) -> list[str]:
    """Return what makes a program run as somebody who is not root, and dies with us; the folder is theirs."""
    follow = ["setpriv", "--pdeathsig", "QUIT"]
    if os.getuid() != 0:
        return follow
    user = pwd.getpwnam("postgres")
    shutil.chown(folder, user.pw_uid, user.pw_gid)
    return [*follow, f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]


def _prepare(server: Server) -> None:
    for _ in range(600):
        try:
            server.run(f"CREATE ROLE {GUEST} LOGIN PASSWORD '{PASSWORD}'")
            break
        except psycopg.OperationalError:
            time.sleep(0.05)
    server.run(f"CREATE DATABASE {_TEMPLATE}")
    Store.open(server.address(_TEMPLATE)).close()
