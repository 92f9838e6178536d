"""What one visit or shift adds to the figures: the counting words of every report, in one place.

*Consultations* are visits that nobody took back and that were not held alone at the screen; *people* is the sum of
their people. Groups and courses have no outcome: they never enter the alone rate, and instead of one person's age and
gender they bring counts. Sessions alone at the screen are `self_service` and nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from functools import lru_cache
from itertools import product
from operator import add
from typing import Any, NamedTuple

from kiosk.codebook import GROUP_CHANNELS, Channel, Outcome
from kiosk.visits import Shift, Visit, columns


class Measures(NamedTuple):
    """Figures that may be added: over days, places and codes."""

    #: Visits, sessions alone at the screen left out.
    consultations: int = 0
    people: int = 0
    #: Consultations of one woman, and the women of groups.
    women: int = 0
    #: People who came for the first time: those of a first visit, and the new people of groups.
    new_people: int = 0
    #: Of `new_people`, those without a return code of their own.
    without_code: int = 0
    #: Consultations, groups left out, that were a first visit; that were not.
    first_time: int = 0
    came_before: int = 0
    #: How consultations ended, groups left out.
    alone: int = 0
    with_help: int = 0
    done_for: int = 0
    not_done: int = 0
    household: int = 0
    groups: int = 0
    #: Typed in afterwards; of a clock that cannot have been right.
    late: int = 0
    time_uncertain: int = 0
    #: Apps set up with people.
    installs: int = 0
    #: Sessions alone at the screen.
    self_service: int = 0
    #: Shifts that ended; those of them whose length nobody knows; minutes of the others.
    shifts: int = 0
    shifts_without_length: int = 0
    shift_minutes: int = 0
    #: Shifts that have not ended.
    open_shifts: int = 0

    def plus(self, other: Measures) -> Measures:
        """Return both in one."""
        return Measures(*map(add, self, other))

    @property
    def judged(self) -> int:
        """The consultations of which it can be said whether the person can do it alone now."""
        return self.alone + self.with_help + self.done_for

    @property
    def alone_rate(self) -> float | None:
        """The share, between 0 and 1, that can do it alone now; None of nothing."""
        return round(self.alone / self.judged, 4) if self.judged else None

    @property
    def volunteer_hours(self) -> float:
        """The length of the shifts in hours."""
        return hours_of(self.shift_minutes)


def hours_of(minutes: int) -> float:
    """Return minutes as hours, to a tenth."""
    return round(minutes / 60, 1)


NOTHING = Measures()


class Dimension(StrEnum):
    """By what consultations can be told apart. The code "" stands for: not asked, not answered."""

    SERVICE = "service"  # a consultation about two services counts for both
    LANGUAGE = "language"
    AGE = "age"  # a group adds the people of its bands, the others as not asked
    GENDER = "gender"  # a group adds its women, the others as not asked
    CHANNEL = "channel"
    ACTIVITY = "activity"  # of shifts too
    OUTCOME = "outcome"
    NOT_DONE_REASON = "not_done_reason"
    SUPPORT = "support"
    REFERRAL = "referral"
    HELP_REASON = "help_reason"
    TRIP = "trip"
    APP = "app"
    FEEDBACK = "feedback"
    TUTORIAL = "tutorial"
    ENTRY = "entry"
    # Who and where, of shifts too; these have no codebook and may have thousands of codes.
    VOLUNTEER = "volunteer"
    KIOSK = "kiosk"
    PLACE = "place"  # the settlement, or the place itself where it lies in none


#: The dimensions that a codebook or the manager's lists bound.
CODED = tuple(Dimension)[:16]
WHO_AND_WHERE = tuple(Dimension)[16:]
#: The pairs that can be told apart together.
CROSSES = (
    (Dimension.AGE, Dimension.GENDER),
    (Dimension.AGE, Dimension.OUTCOME),
    (Dimension.SERVICE, Dimension.CHANNEL),
    (Dimension.ACTIVITY, Dimension.CHANNEL),
)

#: A dimension or a pair, the code (a pair of codes for a pair), and what is added there.
Key = Dimension | tuple[Dimension, Dimension]
Code = str | tuple[str, str]

#: The columns whose cell is the code.
PLAIN: Mapping[Dimension, str] = {
    Dimension.LANGUAGE: "language",
    Dimension.AGE: "age_band",
    Dimension.GENDER: "gender",
    Dimension.CHANNEL: "channel",
    Dimension.ACTIVITY: "activity",
    Dimension.OUTCOME: "outcome",
    Dimension.NOT_DONE_REASON: "not_done_reason",
    Dimension.SUPPORT: "support_given",
    Dimension.REFERRAL: "referral_to",
    Dimension.HELP_REASON: "help_reason",
    Dimension.TRIP: "trip_avoided",
    Dimension.FEEDBACK: "resident_feedback",
    Dimension.ENTRY: "entry",
    Dimension.VOLUNTEER: "volunteer",
    Dimension.KIOSK: "kiosk",
}
NOT_ASKED = "not_asked"
_EMPTY = {Dimension.AGE: NOT_ASKED, Dimension.GENDER: NOT_ASKED}
#: What a group has many of.
PARTED: tuple[Key, ...] = (
    Dimension.AGE,
    Dimension.GENDER,
    (Dimension.AGE, Dimension.GENDER),
    (Dimension.AGE, Dimension.OUTCOME),
)
_OF_VISIT = {name: at for at, name in enumerate(columns(Visit))}
_OF_SHIFT = {name: at for at, name in enumerate(columns(Shift))}


class Counted:
    """A current revision of a visit, by the names of its columns, as the store holds it."""

    __slots__ = ("_row",)

    def __init__(self, row: tuple[Any, ...]) -> None:
        self._row = row

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 - what the column says
        return self._row[_OF_VISIT[name]]

    @property
    def is_group(self) -> bool:
        """Whether many people took part, so that there is no outcome."""
        return self["channel"] in GROUP_CHANNELS

    def measures(self) -> Measures:
        """Return what the visit adds to the totals."""
        if self["channel"] == Channel.SELF_SERVICE:
            return Measures(self_service=1)
        people, group, first = self["people"], self.is_group, self["first_time"]
        outcome = "" if group else self["outcome"]
        new = (self["new_people"] or 0) if group else people * (first == 1)
        # Who came first together with the holder of a card has none: they are people without a code.
        with_code = int(not group and first == 1 and self["return_code"] != "")
        return Measures(
            consultations=1,
            people=people,
            women=(self["women"] or 0) if group else int(self["gender"] == "f"),
            new_people=new,
            without_code=new - with_code,
            first_time=int(not group and first == 1),
            came_before=int(not group and first == 0),
            alone=int(outcome == Outcome.ALONE),
            with_help=int(outcome == Outcome.WITH_HELP),
            done_for=int(outcome == Outcome.DONE_FOR),
            not_done=int(outcome == Outcome.NOT_DONE),
            household=int(self["channel"] == Channel.HOME_VISIT),
            groups=int(group),
            late=int(self["entry"] == "late"),
            time_uncertain=int(self["clock_trust"] == 0),
            installs=sum(self.apps().values()),
        )

    def apps(self) -> dict[str, int]:
        """Return how often each app was set up."""
        return dict(_numbers(self["app_installed"]))

    def services(self) -> tuple[str, ...]:
        """Return each service once; one empty code where none was noted."""
        return _services(self["services"])

    def by(self, key: Key, own: Measures | None = None) -> Iterator[tuple[Code, Measures]]:
        """Yield what the visit adds to each code of a dimension or a pair (not of PLACE, which needs the tree).

        `own` are its measures, for whoever has them already.
        """
        own = own or self.measures()
        if key is Dimension.APP:
            yield from ((app, own._replace(installs=count)) for app, count in self.apps().items())
        elif self.is_group and key in PARTED:
            yield from self._parted(key, own)
        else:
            yield from ((code, own) for code in self.codes(key))

    def codes(self, key: Key) -> Iterable[Code]:
        """Return the codes of a dimension or a pair; as for one person where a group is `PARTED`."""
        if isinstance(key, tuple):
            one, other = (self.codes(part) for part in key)
            return list(product(one, other))  # type: ignore[arg-type]
        if key is Dimension.SERVICE:
            return self.services()
        if key is Dimension.TUTORIAL:
            return _walkthroughs(self["tutorials"])
        if key is Dimension.APP:
            return self.apps()
        return (self[PLAIN[key]] or _EMPTY.get(key, ""),)

    def _parted(self, key: Key, own: Measures) -> Iterator[tuple[Code, Measures]]:
        """Yield the people of a group: it has no one age or gender."""
        if key is Dimension.GENDER:
            yield "f", Measures(people=own.women, women=own.women)
            yield NOT_ASKED, Measures(people=max(0, own.people - own.women))
            return
        for band, people in self.bands(own.people):
            yield of_band(key, band), Measures(people=people)

    def bands(self, people: int) -> list[tuple[str, int]]:
        """Return how many of a group's people are of each age band; those of whom it is not known come last."""
        bands = _numbers(self["age_bands"])
        return [*bands, (NOT_ASKED, max(0, people - sum(count for _band, count in bands)))]


def of_band(key: Key, band: str) -> Code:
    """Return the code, of a key with an age, of people in groups: their gender was not asked, their outcome is none."""
    if key is Dimension.AGE:
        return band
    return band, NOT_ASKED if key == (Dimension.AGE, Dimension.GENDER) else ""


# The same few cells stand in most visits.


@lru_cache(maxsize=65536)
def _services(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(json.loads(text))) or ("",)


@lru_cache(maxsize=65536)
def _numbers(text: str) -> tuple[tuple[str, int], ...]:
    return tuple(json.loads(text).items())


@lru_cache(maxsize=65536)
def _walkthroughs(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(use["id"] for use in json.loads(text)))


class Worked:
    """A current revision of a shift, by the names of its columns."""

    __slots__ = ("_row",)

    def __init__(self, row: tuple[Any, ...]) -> None:
        self._row = row

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 - what the column says
        return self._row[_OF_SHIFT[name]]

    def measures(self) -> Measures:
        """Return what the shift adds to the totals; of one that is open nobody knows the length yet."""
        if self["ended_at"] is None:
            return Measures(open_shifts=1)
        minutes = self["minutes"]
        return Measures(shifts=1, shifts_without_length=int(minutes is None), shift_minutes=minutes or 0)

    def by(self, key: Key) -> Iterator[tuple[Code, Measures]]:
        """Yield what the shift adds to the codes of a dimension; nothing where shifts have no such thing."""
        if key in (Dimension.ACTIVITY, Dimension.VOLUNTEER, Dimension.KIOSK):
            yield self[str(key)], self.measures()
