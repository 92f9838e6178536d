"""Print every figure with its floor, its ratio and its aim."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from kiosk.config import DataFolder
from kiosk.demo import build
from tests.bench import (
    counting,
    day,
    desk,
    exporting,
    history,
    idle,
    importing,
    opening,
    saving,
    searching,
    serving,
    tapping,
    voice,
)
from tests.bench.figures import Figure


def main() -> int:
    """Run all benchmarks over one fresh practice shop."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as place:
        root = Path(place) / "practice"
        build(root)
        data = DataFolder(root / "kiosks" / "desk")
        figures: list[Figure] = [
            *desk.start_and_memory(data),
            desk.language_switch(data),
            tapping.taps(data),
            *saving.durable_save(Path(place)),
            opening.million(Path(place)),
            *day.day_s_export(),
            exporting.long_export(Path(place)),
            *importing.million(Path(place)),
            counting.imports(Path(place)),
            *serving.million(Path(place)),
            serving.insertion(),
            counting.insertion(Path(place)),
            *searching.searching(),
            *history.looking_back(Path(place)),
            voice.silence(),
            *idle.idle(data),
        ]
    for figure in figures:
        print(figure.line())
    return 0


if __name__ == "__main__":
    sys.exit(main())
