"""All walkthroughs of this installation: those that came with the program, and the shop's own beside them."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from kiosk.errors import TutorialError
from kiosk.i18n import N_
from kiosk.tutorials.model import LANGUAGES, TOPICS, Tutorial

_log = logging.getLogger(__name__)


class Library:
    """The walkthroughs by id: topic by topic, and in each by their folders' names."""

    def __init__(self, tutorials: Sequence[Tutorial], own: Collection[str] = ()) -> None:
        self._by_id = {tutorial.id: tutorial for tutorial in sorted(tutorials, key=_rank)}
        self._own = frozenset(own)
        #: Why a walkthrough of a folder is not offered, one refusal each.
        self.left_out: list[TutorialError] = []

    @classmethod
    def load(cls, folder: Path, own: Path | None = None, hidden: Collection[str] = ()) -> Library:
        """Read the heads of all walkthroughs in `folder`, and of a shop's `own` ones.

        An own one takes the place of another with its id when its version is higher. `hidden` are ids and topics that
        the shop does not offer. A broken or outdated one is left out and named, in `left_out` and in the program's log.
        """
        left_out: list[TutorialError] = []
        found = {tutorial.id: tutorial for tutorial in _heads(folder, left_out)}
        taken = []
        for tutorial in _heads(own, left_out) if own is not None else ():
            before = found.get(tutorial.id)
            if before is not None and before.version >= tutorial.version:
                left_out.append(_outdated(tutorial, before))
                continue
            found[tutorial.id] = tutorial
            taken.append(tutorial.id)
        shown = [each for each in found.values() if each.id not in hidden and each.topic not in hidden]
        library = cls(shown, taken)
        for refused in left_out:
            library._leave_out(refused)
        return library

    def prove_own(self, languages: Sequence[str] = LANGUAGES) -> None:
        """Read the shop's own walkthroughs whole and leave out what cannot be shown: nobody has checked them."""
        for name in self._own & self._by_id.keys():
            try:
                self._by_id[name].prove(languages)
            except TutorialError as refused:
                del self._by_id[name]
                self._leave_out(refused)

    def _leave_out(self, refused: TutorialError) -> None:
        self.left_out.append(refused)
        _log.warning("walkthrough left out: %s", refused)

    def __iter__(self) -> Iterator[Tutorial]:
        return iter(self._by_id.values())

    def __len__(self) -> int:
        return len(self._by_id)

    def __getitem__(self, tutorial_id: str) -> Tutorial:
        return self._by_id[tutorial_id]

    def get(self, tutorial_id: str) -> Tutorial | None:
        """Return a walkthrough, None when this installation lacks it."""
        return self._by_id.get(tutorial_id)

    def is_own(self, tutorial_id: str) -> bool:
        """Tell whether a walkthrough is the shop's own."""
        return tutorial_id in self._own

    def of_country(self, country: str) -> list[Tutorial]:
        """Return the walkthroughs of one country; `all` are those that hold everywhere."""
        return [tutorial for tutorial in self if tutorial.country == country]


def _rank(tutorial: Tutorial) -> int:
    """Topics have an order; an unknown one stands last."""
    return TOPICS.index(tutorial.topic) if tutorial.topic in TOPICS else len(TOPICS)


def _heads(folder: Path, left_out: list[TutorialError]) -> Iterator[Tutorial]:
    for path in sorted(folder.glob("*/tutorial.toml")):
        try:
            yield Tutorial.load(path.parent)
        except TutorialError as refused:
            left_out.append(refused)


def _outdated(tutorial: Tutorial, before: Tutorial) -> TutorialError:
    return TutorialError(
        N_("{path}: its version {own} is not higher than {shipped}, which came with the program. Raise it."),
        path=tutorial.folder,
        own=tutorial.version,
        shipped=before.version,
    )
