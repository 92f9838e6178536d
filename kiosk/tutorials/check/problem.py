"""One finding of a check: where, what, and what to do."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Problem:
    """One finding: the file, its line (0 = the whole file) and a catalogue message with its values."""

    path: Path
    line: int
    message: str
    params: dict[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message.format(**self.params)}"


def problem(path: Path, needle: str, message: str, **params: object) -> Problem:
    """Return a finding at the first line that holds `needle`."""
    return Problem(path, line_of(path, needle), message, params)


def within(path: Path, section: str, needle: str, message: str, **params: object) -> Problem:
    """Return a finding at the first line that holds `needle` after the one that holds `section`."""
    return Problem(path, line_of(path, needle, section), message, params)


def line_of(path: Path, needle: str, section: str = "") -> int:
    """Return the number of the first line with `needle`, after the one with `section`; else the section's, else 0."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    start = next((at for at, line in enumerate(lines) if section in line), 0) if section else 0
    head = (needle.splitlines() or [""])[0]
    found = (at for at in range(start, len(lines)) if head and head in lines[at])
    return next(found, start if section and lines else -1) + 1
