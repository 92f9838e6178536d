"""From a walkthrough to the projector: which slides, in which languages, and where the class begins."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from kiosk.handout import Handout, Kind, handout
from kiosk.i18n import Language
from kiosk.walkthrough import Walkthrough
from ui.classroom import Classroom, Slide
from ui.handout import Sheet, pictures


def classroom(walk: Walkthrough, codes: Sequence[str], languages: Callable[[str], Language]) -> Classroom:
    """Return the slides of a walkthrough, in one language or two, opened at the step that the desk shows."""
    content = handout(walk.tutorial, codes, "", date.today())
    slides = [
        Slide(". ".join(content.titles)),
        *(Slide(_words(content, at)) for at in range(len(content.steps))),
    ]
    return Classroom(
        lambda width: pictures(content, Sheet(Kind.SLIDES), languages, width),
        slides,
        at=_begin(walk, content),
    )


def _words(content: Handout, at: int) -> str:
    said = content.steps[at].words
    return ". ".join(part for text in said for part in (text.title, text.body, text.warning) if part)


def _begin(walk: Walkthrough, content: Handout) -> int:
    """Return the slide of the step that is shown; the title's before the first one."""
    shown = walk.text()
    if shown is None or walk.at_start:
        return 0
    titles = [step.words[0].title for step in content.steps]
    title = shown.shown().title
    return titles.index(title) + 1 if title in titles else 0
