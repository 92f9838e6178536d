"""Practice: the resident's own hands on the shown phone. Nothing that is typed is kept, a wrong tap costs nothing."""

from __future__ import annotations

from kiosk.tutorials import Step
from kiosk.walkthrough.keyboards import meant
from kiosk.walkthrough.walkthrough import Walkthrough


class Practice:
    """Leads through the rest of a walkthrough; the walkthrough moves with it and notes when it is finished."""

    def __init__(self, walk: Walkthrough) -> None:
        self.walk = walk
        #: The last step is done.
        self.finished = False
        self._misses = 0
        self._missed = ""

    @staticmethod
    def offered(walk: Walkthrough) -> bool:
        """Tell whether this walkthrough has anything to practise on."""
        return any(step.screen and step.do != "look" for step in walk.tutorial.steps)

    # What is to do

    @property
    def does(self) -> str:
        """What the resident does now: `tap`, `type`, or `look` where there is nothing to tap."""
        step = self.walk.step
        return step.do if step is not None and step.screen and step.target else "look"

    @property
    def helped(self) -> bool:
        """The target is pointed at: after a wrong tap, or because the resident asked."""
        return self._misses > 0

    @property
    def may_go_on(self) -> bool:
        """Nothing is to be done here, or the resident was helped and has no keyboard: nobody is stuck."""
        return self.does == "look" or (self.does == "type" and self.helped)

    @property
    def missed(self) -> str:
        """The box that was tapped wrongly just now, empty when none was."""
        return self._missed

    def hint(self, language: str | None = None) -> str:
        """Return what the step itself says to the last wrong tap; empty when only the general hint is left.

        Where a scam drill names tempting boxes, its hint is about those and answers no other tap.
        """
        step, text = self.walk.step, self.walk.text(language)
        if step is None or text is None or (step.wrong and self._missed not in step.wrong):
            return ""
        return text.shown().hint

    # What is done

    def tap(self, box: str) -> bool:
        """Take a tap on a box; return whether it was right, and if so, go on."""
        step = self._open_step()
        if step is None or self.does != "tap":
            return False
        if box != step.target:
            self._missed = box
            self._misses += 1
            return False
        self.go_on()
        return True

    def read(self, typed: str) -> str:
        """Return what was typed as it was meant, whatever layout the keyboard has."""
        step = self._open_step()
        value = step.value if step else ""
        pairs = zip(typed, value, strict=False)
        return "".join(meant(one, wanted) for one, wanted in pairs) + typed[len(value) :]

    def type(self, typed: str) -> bool:
        """Take what stands in the field; return whether it is what was asked for, and if so, go on."""
        step = self._open_step()
        if step is None or self.does != "type" or self.read(typed) != step.value:
            return False
        self.go_on()
        return True

    def help(self) -> None:
        """Point at the target, because the resident asks."""
        self._misses += 1
        self._missed = ""

    def go_on(self) -> None:
        """Go to the next place; after the last one the practice is finished, and the visit will know."""
        self._misses, self._missed = 0, ""
        if self.walk.at_end:
            self.finished = self.walk.practised = True
        else:
            self.walk.next()

    def choose(self, option: str) -> None:
        """Answer the walkthrough's question."""
        self.walk.choose(option)

    def _open_step(self) -> Step | None:
        return None if self.finished else self.walk.step
