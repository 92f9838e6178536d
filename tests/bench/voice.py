"""How long the desk's voice goes on after somebody has done something else."""

from __future__ import annotations

import time

from PySide6.QtCore import QCoreApplication

from kiosk.config import resources
from kiosk.speech import Manner, utterance
from kiosk.tutorials import Library
from tests.bench.figures import Figure
from ui.speech import Speech

_RUNS = 20
_AIM = 100.0


def silence() -> Figure:
    """Stop espeak-ng in the middle of a long text; the worst of several runs counts."""
    _application = QCoreApplication.instance() or QCoreApplication([])
    tutorial = Library.load(resources().tutorials)["kz-eds-renew"]
    text = tutorial.step_text(tutorial.steps[0], "kk")
    how = utterance(text._replace(body=text.body * 200, spoken=""), None, Manner())
    assert how is not None, "espeak-ng is needed"
    speech, took = Speech(), []
    for _ in range(_RUNS):
        speech.say(how._replace(command=(*how.command, "--stdout")))
        time.sleep(0.1)
        begun = time.perf_counter()
        speech.stop()
        took.append((time.perf_counter() - begun) * 1000)
    return Figure(
        "the voice falls silent, worst", max(took), "ms", _AIM, note=f"{_RUNS} stops of a long text"
    )
