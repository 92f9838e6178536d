"""Hearing a step: whoever cannot read must hear all of it, in the right language, and be able to stop it."""

from __future__ import annotations

import array
import io
import subprocess
import time
import wave
from collections.abc import Callable
from itertools import cycle
from pathlib import Path

import pytest
from click.testing import CliRunner

from kiosk.cli import main
from kiosk.cli.recording import Studio
from kiosk.config import resources
from kiosk.speech import Manner, recorder, recording, spoken, utterance
from kiosk.tutorials import LANGUAGES, Library, StepText, Tutorial

LIBRARY = Library.load(resources().tutorials)
IN_TURN = [
    pytest.param(tutorial, language, id=f"{tutorial.id}-{language}")
    for tutorial, language in zip(LIBRARY, cycle(LANGUAGES), strict=False)
]
EVERYTHING = [
    pytest.param(tutorial, language, id=f"{tutorial.id}-{language}")
    for tutorial in LIBRARY
    for language in LANGUAGES
]


def synthesised(text: StepText) -> tuple[float, float]:
    """Return how long espeak-ng speaks (seconds) and how loud it is (root mean square, 0 to 1)."""
    how = utterance(text, None, Manner())
    assert how is not None, "espeak-ng is needed"
    done = subprocess.run(
        (*how.command, "--stdout"), input=how.text.encode(), capture_output=True, check=True
    )
    with wave.open(io.BytesIO(done.stdout)) as sound:
        rate = sound.getframerate()
    samples = array.array("h", done.stdout[44 : 44 + (len(done.stdout) - 44) // 2 * 2])
    loudness = (sum(sample * sample for sample in samples[::50]) / max(1, len(samples[::50]))) ** 0.5
    return len(samples) / rate, loudness / 32768


def check(tutorial: Tutorial, language: str) -> None:
    for step in tutorial.steps:
        text = tutorial.step_text(step, language)
        seconds, loudness = synthesised(text)
        letters = len(spoken(text))
        assert loudness > 0.01, f"{step.id} is silent"
        assert 0.03 * letters < seconds < 0.25 * letters, f"{step.id}: {seconds:.1f} s for {letters} letters"


@pytest.mark.parametrize(("tutorial", "language"), IN_TURN[::2])
def test_espeak_says_every_step(tutorial: Tutorial, language: str) -> None:
    check(tutorial, language)


@pytest.mark.audit
@pytest.mark.parametrize(("tutorial", "language"), EVERYTHING)
def test_espeak_says_every_step_in_every_language(tutorial: Tutorial, language: str) -> None:
    check(tutorial, language)


def test_what_the_writer_gave_for_the_ear_is_said_instead_of_the_body() -> None:
    text = StepText("Log in", "Open egov.kz.", "Tell nobody.", spoken="Open e-gov dot k z")
    assert spoken(text) == "Log in. Open e-gov dot k z. Tell nobody."
    assert spoken(StepText("Tap «Next»", "Done.")) == "Tap Next. Done."


def test_a_persons_recording_goes_before_the_machine(tmp_path: Path) -> None:
    tutorial = LIBRARY["gen-qr"]
    step = tutorial.steps[0]
    assert recording(tutorial, step, "kk", tmp_path) is None
    path = tmp_path / "gen-qr" / "kk" / f"{step.id}.wav"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"RIFF")
    assert recording(tutorial, step, "kk", tmp_path) == path
    assert recording(tutorial, step, "ru", tmp_path) is None
    text = tutorial.step_text(step, "kk")
    how = utterance(text, path, Manner(), lambda name: f"/usr/bin/{name}")
    assert how is not None
    assert how.command[-1] == str(path)


def test_a_computer_without_any_voice_says_so() -> None:
    text = LIBRARY["gen-qr"].step_text(LIBRARY["gen-qr"].steps[0], "kk")
    assert utterance(text, None, Manner(), lambda _name: None) is None
    assert recorder(lambda _name: None) is None


def test_a_recording_without_a_player_falls_back_to_the_machine() -> None:
    text = LIBRARY["gen-qr"].step_text(LIBRARY["gen-qr"].steps[0], "kk")
    how = utterance(text, Path("a.wav"), Manner(), lambda name: name if name == "espeak-ng" else None)
    assert how is not None
    assert how.command[0] == "espeak-ng"


def test_slower_and_louder_stay_within_bounds() -> None:
    manner = Manner()
    rates, volumes = {manner.rate}, {manner.volume}
    for _ in range(9):
        manner = manner.slower().louder()
        rates.add(manner.rate)
        volumes.add(manner.volume)
    assert min(rates) >= 0.5
    assert max(volumes) <= 2
    assert Manner().slower().rate < 1 < Manner().louder().volume
    assert Manner().quieter().volume < 1


def test_no_step_can_be_read_as_an_option_of_the_program() -> None:
    how = utterance(StepText("--version", "-w /tmp/x", language="en"), None, Manner(), lambda name: name)
    assert how is not None
    assert "--version" not in how.command
    assert how.text.startswith("--version")


def fake_recorder(folder: Path) -> None:
    """Put a program onto the path that records a second of sound until it is told to end, as `rec` does."""
    with wave.open(str(folder / "take"), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(22050)
        sound.writeframes(bytes(44100))
    program = folder / "parecord"
    program.write_text(
        "#!/bin/sh\n"
        "trap 'exit 0' TERM\n"
        f'for name in "$@"; do :; done; /bin/cp {folder}/take "$name.new" && /bin/mv "$name.new" "$name"\n'
        "while :; do /bin/sleep 0.02; done\n"
    )
    program.chmod(0o755)


def test_a_volunteer_reads_a_walkthrough_and_it_is_heard_instead_of_the_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_recorder(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    own = tmp_path / "data" / "recordings"

    def read_aloud(_studio: Studio, message: str) -> None:
        if "when you have read" in message:  # a person reads for some seconds
            wait_for(lambda: any(own.rglob("*.part.wav")))

    monkeypatch.setattr(Studio, "_wait", read_aloud)
    tutorial = LIBRARY["gen-qr"]
    answers = ["k\n"] * len(tutorial.steps)
    answers[1] = "s\n"  # the second step is skipped
    words = ["--data", str(tmp_path / "data"), "tutorials", "record", "gen-qr", "--language", "kk"]
    done = CliRunner().invoke(main, words, input="".join(answers))
    assert done.exit_code == 0, done.output
    heard = [recording(tutorial, step, "kk", own) is not None for step in tutorial.steps]
    assert heard == [number != 1 for number in range(len(tutorial.steps))]
    assert list(own.rglob("*.part.wav")) == []


def wait_for(condition: Callable[[], bool]) -> None:
    until = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.01)


def test_without_a_microphone_program_it_is_said_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    done = CliRunner().invoke(main, ["--data", str(tmp_path), "tutorials", "record", "gen-qr"])
    assert done.exit_code == 1
    assert "alsa-utils" in done.output
    assert CliRunner().invoke(main, ["tutorials", "record", "nothing"]).exit_code == 1
