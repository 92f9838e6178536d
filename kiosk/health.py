"""How a part of the program is: what each room says when the doctor asks it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple


class State(StrEnum):
    """How a part is: nothing to do, something to look at soon, something that stops the work."""

    GOOD = "good"
    LOOK = "look"
    BAD = "bad"


class Finding(NamedTuple):
    """What one check found. `check` is its stable name; `message` and `advice` (what to do) are catalogue messages."""

    check: str
    state: State
    message: str
    params: Mapping[str, object] = {}
    advice: str = ""
