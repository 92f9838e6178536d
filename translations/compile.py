"""Catalogues: extract the messages, bring translations up to date, compile them, check that none is missing.

Runs as the build's hook (compiles, so that a wheel carries what gettext reads) and by hand:

    python translations/compile.py            compile
    python translations/compile.py --update   extract and merge into every kiosk.po
    python translations/compile.py --check    complete, placeholders equal, nothing left behind
"""

from __future__ import annotations

import ast
import builtins
import io
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

HERE = Path(__file__).resolve().parent
SOURCES = ("kiosk", "ui")
#: Calls whose first literal argument is a message, as functions or as methods. Classes of errors join them.
MARKERS = frozenset({"N_", "Button", "set_message"})
METHODS = frozenset({"text", "plural", "term"})
ERROR_NAMES = ("Error", "Problem", "Refused", "KioskError")
IDLE = tuple(f'"{name}' for name in ("Report", "POT", "PO-", "Last", "Language-Team", "Generated", "Project"))
PLACEHOLDER = re.compile(r"\{(\w+)\}")


def catalogues() -> list[Path]:
    """Return every translation's path."""
    return sorted(HERE.glob("*/LC_MESSAGES/kiosk.po"))


def compile_all() -> list[Path]:
    """Write kiosk.mo beside every kiosk.po that is newer; return the compiled paths."""
    compiled = []
    for path in catalogues():
        target = path.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime <= path.stat().st_mtime:
            written = io.BytesIO()
            write_mo(written, _read(path))
            _replace(target, written.getvalue())
        compiled.append(target)
    return compiled


def extract() -> Catalog:
    """Collect every message of the sources."""
    catalogue = Catalog(project="one-stop-kiosk", charset="utf-8")
    for folder in SOURCES:
        for path in sorted((HERE.parent / folder).rglob("*.py")):
            place = path.relative_to(HERE.parent).as_posix()
            for call in _calls(path):
                for message, context in _messages(call):
                    catalogue.add(message, None, [(place, None)], context=context)
    return catalogue


def _calls(path: Path) -> Iterator[ast.Call]:
    tree = ast.parse(path.read_text(encoding="utf-8"), path.name)
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def _messages(call: ast.Call) -> Iterator[tuple[str | tuple[str, str], str | None]]:
    """Yield the messages of one call: by its name, and whatever stands in an argument named `message`."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    literals = [
        a.value if isinstance(a, ast.Constant) and isinstance(a.value, str) else "" for a in call.args
    ]
    named = {word.arg: word.value for word in call.keywords}
    method = isinstance(call.func, ast.Attribute) and name in METHODS
    if method and name == "plural" and len(literals) > 1 and literals[0]:
        yield (literals[0], literals[1]), None
    elif method and name == "term" and len(literals) > 1 and literals[1]:
        yield literals[1], literals[0]
    elif _marks(name, method, len(literals)) and literals and literals[0]:
        yield literals[0], None
    if "message" in named and (said := _literal(named["message"])):
        yield said, None


def _literal(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _marks(name: str, method: bool, positional: int) -> bool:
    # `Language.text` takes the message alone; other methods of that name take more.
    refusal = name.endswith(ERROR_NAMES) and not hasattr(builtins, name)
    return name in MARKERS or refusal or (method and name == "text" and positional == 1)


def update() -> None:
    """Merge new messages into every translation; those no longer used are dropped."""
    template = extract()
    for path in catalogues():
        catalogue = _read(path)
        catalogue.update(template, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        catalogue.header_comment = "# One-Stop Kiosk"
        written = io.BytesIO()
        write_po(written, catalogue, width=110, sort_output=True)
        lines = written.getvalue().decode().splitlines(keepends=True)
        # Dates and addresses of nobody only make every update look like a change.
        _replace(path, "".join(line for line in lines if not line.startswith(IDLE)).encode())


def problems() -> Iterator[str]:
    """Say what a translation lacks: a message, a plural form, a placeholder; or what is no longer used."""
    template = {_key(message): message for message in extract() if message.id}
    for path in catalogues():
        catalogue = _read(path)
        translated = {_key(message): message for message in catalogue if message.id}
        name = path.relative_to(HERE)
        for key in template.keys() - translated.keys():
            yield f"{name}: not in the catalogue: {key}"
        for key in translated.keys() - template.keys():
            yield f"{name}: no longer in the program: {key}"
        for message in translated.values():
            yield from (
                f"{name}: {fault}: {message.id!r}" for fault in _faults(message, catalogue.num_plurals)
            )


def _faults(message: Message, plurals: int) -> Iterator[str]:
    strings = message.string if isinstance(message.string, tuple) else (message.string,)
    ids = message.id if isinstance(message.id, tuple) else (message.id,)
    if message.fuzzy:
        yield "fuzzy"
    if not all(strings) or (isinstance(message.id, tuple) and len(strings) != plurals):
        yield "not translated"
        return
    wanted = {name for text in ids for name in PLACEHOLDER.findall(text)}
    for text in strings:
        found = set(PLACEHOLDER.findall(text))
        # A form that stands for one exact number may leave the number out ("one visit").
        if found - wanted or wanted - found - {"n"}:
            yield f"placeholders differ ({', '.join(sorted(found ^ wanted))})"


def _key(message: Message) -> tuple[str, str | tuple[str, ...]]:
    return message.context or "", message.id if isinstance(message.id, str) else tuple(message.id)


def _replace(path: Path, data: bytes) -> None:
    # In one step: a desk or another build may be reading the file just now.
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    part.write_bytes(data)
    part.replace(path)


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.parent.name)


class CatalogueHook(BuildHookInterface):  # type: ignore[type-arg]
    """Compiles the catalogues when a wheel is built or installed for editing."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile before the folder is collected; the wheel takes it whole."""
        compile_all()


def main(arguments: list[str]) -> int:
    """Do what the first argument says; return the exit code."""
    if "--update" in arguments:
        update()
    if "--check" in arguments:
        found = list(problems())
        sys.stdout.write("\n".join((*found, f"{len(catalogues())} catalogues, {len(found)} problems", "")))
        return 1 if found else 0
    compile_all()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
