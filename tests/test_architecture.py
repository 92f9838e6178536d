"""The walls of the house: imports go down only, the core knows no Qt, SQL stands where it belongs."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

#: The floors, lowest first. A module may import from floors below its own, and from its own package.
FLOORS: tuple[tuple[str, ...], ...] = (
    ("kiosk", "kiosk.errors", "kiosk.health"),
    ("kiosk.config",),
    ("kiosk.i18n", "kiosk.clock", "kiosk.locks"),
    ("kiosk.migrations",),
    ("kiosk.codebook",),
    ("kiosk.privacy",),
    ("kiosk.keys",),
    ("kiosk.visits",),
    ("kiosk.tutorials", "kiosk.bundles"),
    ("kiosk.search", "kiosk.walkthrough", "kiosk.handout", "kiosk.speech", "kiosk.stick", "kiosk.lockdown"),
    ("kiosk.centre",),
    ("kiosk.demo", "kiosk.doctor"),
    ("kiosk.cli",),
    ("ui",),
)
#: Rooms that may hold SQL (design, section 9).
SQL_ROOMS = ("kiosk/migrations.py", "kiosk/visits", "kiosk/centre")
SQL = re.compile(r"\b(SELECT\s.+\sFROM|INSERT\s+INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM|CREATE\s+TABLE)\b")


def modules(folder: str) -> list[Path]:
    return sorted((ROOT / folder).rglob("*.py"))


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def floor_of(module: str) -> int:
    best, level = "", -1
    for number, floor in enumerate(FLOORS):
        for room in floor:
            if (module == room or module.startswith(f"{room}.")) and len(room) > len(best):
                best, level = room, number
    return level


def imports(path: Path) -> Iterator[tuple[int, str]]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    hints = {line for node in ast.walk(tree) if _is_type_checking(node) for line in _lines(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names if node.lineno not in hints)
        elif isinstance(node, ast.ImportFrom) and node.module and node.lineno not in hints:
            yield node.lineno, node.module


def _is_type_checking(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def _lines(node: ast.AST) -> range:
    assert isinstance(node, ast.If)
    return range(node.lineno, (node.end_lineno or node.lineno) + 1)


def test_imports_go_down_only() -> None:
    upward = []
    for path in (*modules("kiosk"), *modules("ui")):
        module = name_of(path)
        for line, target in imports(path):
            if target.split(".")[0] not in ("kiosk", "ui") or target == "kiosk":
                continue
            same_room = FLOORS[floor_of(module)] == FLOORS[floor_of(target)] and _room(module) == _room(
                target
            )
            if not same_room and floor_of(target) >= floor_of(module):
                upward.append(f"{path.relative_to(ROOT)}:{line} imports {target}")
    assert upward == []


def _room(module: str) -> str:
    return "ui" if module.startswith("ui") else ".".join(module.split(".")[:2])


def test_every_room_stands_on_a_floor() -> None:
    homeless = [
        name_of(path)
        for path in modules("kiosk")
        if floor_of(name_of(path)) == 0 and path.stem not in ("__init__", "errors", "health")
    ]
    assert homeless == []


def test_the_core_names_no_qt() -> None:
    named = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in modules("kiosk")
        for line, target in imports(path)
        if target.split(".")[0] in ("PySide6", "shiboken6", "ui")
    ]
    assert named == []


@pytest.mark.parametrize("module", ["kiosk.cli", "kiosk.demo", "kiosk.centre"])
def test_the_core_runs_where_qt_is_not_installed(module: str) -> None:
    forbid = "import sys; sys.modules['PySide6'] = None; sys.modules['ui'] = None; "
    done = subprocess.run(
        [sys.executable, "-c", f"{forbid}import {module}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_sql_stands_only_where_the_design_says() -> None:
    strays = []
    for path in (*modules("kiosk"), *modules("ui")):
        place = path.relative_to(ROOT).as_posix()
        if place.startswith(SQL_ROOMS):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL.search(node.value):
                strays.append(f"{place}:{node.lineno}")
    assert strays == []


def test_there_are_no_attics() -> None:
    attics = [
        p
        for p in (*modules("kiosk"), *modules("ui"))
        if p.stem in ("utils", "util", "common", "misc", "helpers")
    ]
    assert attics == []


def test_no_import_circles() -> None:
    graph = {name_of(p): {t for _, t in imports(p)} for p in (*modules("kiosk"), *modules("ui"))}
    done: set[str] = set()

    def visit(module: str, way: tuple[str, ...]) -> None:
        assert module not in way, " > ".join((*way[way.index(module) :], module))
        if module in done:
            return
        for target in graph.get(module, ()):
            if target in graph and target != module and not module.startswith(f"{target}."):
                visit(target, (*way, module))
        done.add(module)

    for module in graph:
        visit(module, ())
