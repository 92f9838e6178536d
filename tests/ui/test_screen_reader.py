"""A volunteer who cannot see the screen, with a screen reader on the real bus: the whole visit, heard and pressed."""

from __future__ import annotations

from pathlib import Path

from kiosk.clock import SystemClock
from kiosk.codebook import AGE_BANDS, OUTCOMES
from kiosk.config import DataFolder, Settings
from kiosk.i18n import Languages
from kiosk.tutorials import Library
from kiosk.visits import VisitLog
from tests.ui.reader import reading

PIN = "271828"
TUTORIAL = "kz-criminal-record"


def test_a_whole_visit_by_ear_in_kazakh_and_vietnamese(
    tmp_path: Path, languages: Languages, library: Library
) -> None:
    data = DataFolder(tmp_path / "shop").create()
    clock = SystemClock()
    with VisitLog.open(data.log, clock) as log:
        log.add_volunteer("A-07", PIN)
    Settings(volunteer_language="vi", place="bulaevo").save(data.settings)
    kk, vi = languages["kk"], languages["vi"]
    tutorial = library[TUTORIAL]

    with reading(data.root, "desk") as desk:
        desk.wait("A-07")
        assert vi.text("Who is at the desk?") in desk.names()
        assert _unnamed(desk.tree()) == []
        desk.press("A-07")
        for digit in PIN:
            desk.press(digit)
        desk.wait(vi.text("Today"))

        desk.press(tutorial.title("kk"))
        desk.wait(kk.text("Next"))
        heard = desk.heard()
        assert any(tutorial.title("kk") in said for said in heard), heard
        assert _unnamed(desk.tree()) == []
        desk.press(languages["vi"].name)
        desk.wait(vi.text("Next"))
        desk.press(vi.text("Next"))
        second = tutorial.step_text(tutorial.steps[1], "vi").title
        assert any(second in said for said in desk.heard()), desk.heard()

        desk.press(vi.text(OUTCOMES["alone"]))
        desk.press(vi.text(AGE_BANDS["60_74"]))
        desk.press(vi.text("First time"))
        desk.wait(vi.text("Saved."))
        assert any(said.startswith(vi.text("Saved.")) for said in desk.heard()), desk.heard()

    assert "unforeseen" not in (data.logs / "kiosk.log").read_text()
    with VisitLog.open(data.log, clock) as log:
        (visit,) = log.visits_on(clock.now().astimezone().date())
    assert (visit.outcome, visit.age_band, visit.first_time, visit.volunteer) == (
        "alone",
        "60_74",
        True,
        "A-07",
    )
    assert visit.tutorials[0].id == TUTORIAL


def _unnamed(tree: list[dict[str, object]]) -> list[dict[str, object]]:
    """Controls that a reader could only call “button”."""
    return [node for node in tree if "focusable" in str(node["states"]) and not node["name"]]
