"""Who needs a call: silent desks, missing files, wrong clocks, copies, odd patterns, teams that nothing is heard of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta

from kiosk.centre.chain import copies
from kiosk.centre.keeping import gaps
from kiosk.centre.measures import NOTHING, Dimension
from kiosk.centre.reports.asked import Asked
from kiosk.centre.reports.patterns import Oddity, Seen, oddities
from kiosk.centre.tables import Cell, Column, Format, Table, Words
from kiosk.centre.watching import Watched, watch
from kiosk.i18n import N_
from kiosk.visits.spans import total

_NOTE = N_(
    "These are reasons to call and ask, not findings of fault. Visits typed in afterwards are left out."
)
_VISITS = """
SELECT volunteer, place, started_at, utc_offset, minutes, people, channel, services, outcome, age_band, language
FROM current_visits
WHERE kiosk = :kiosk AND visit_date BETWEEN :first AND :last
    AND entry = 'live' AND channel <> 'self_service' AND clock_trust > 0
"""
_SHIFTS = """
SELECT volunteer, shift_date, minutes FROM current_shifts
WHERE kiosk = :kiosk AND shift_date BETWEEN :first AND :last AND minutes IS NOT NULL
"""
_WRONG_CLOCK = """
SELECT COUNT(*), COALESCE(MAX(visit_date), '') FROM current_visits
WHERE kiosk = :kiosk AND clock_trust = 0
"""

#: A line: whose it is (kiosk or team, place, volunteer), and what to ask about.
_Line = tuple[Cell, ...]


def calls(asked: Asked) -> tuple[Table, ...]:
    """Return who needs a call and why, kiosk by kiosk, then the teams. Each reason is a line of its own."""
    inside = asked.tree.below(asked.scope.place)
    kiosks = [
        watched
        for watched in watch(asked.store, asked.clock)
        if not watched.retired and (not asked.scope.place or watched.known.place in inside)
    ]
    lines = [line for watched in kiosks for line in _kiosk(asked, watched)]
    columns = (
        Column("kiosk", N_("Who"), Format.CODE),
        Column("who", N_("Who"), Format.NAME),
        Column("place", N_("Place"), Format.NAME),
        Column("volunteer", N_("Volunteer"), Format.NAME),
        Column("reason", N_("Why"), Format.CODE),
        Column("why", N_("Why"), Format.NAME),
        Column("day", N_("Last on"), Format.DAY),
    )
    table = Table("calls", N_("Needs a call"), columns, (*lines, *_teams(asked)))
    return (table.with_notes(Words(_NOTE)),)


def _kiosk(asked: Asked, watched: Watched) -> Iterator[_Line]:
    known = watched.known
    place = asked.tree[known.place].name if known.place in asked.tree else known.place
    for oddity in _about(asked, watched):
        yield known.kiosk, known.name, place, "", oddity.code, oddity.words, oddity.day or None
    for volunteer, oddity in _patterns(asked, known.kiosk):
        yield known.kiosk, known.name, place, volunteer, oddity.code, oddity.words, oddity.day


def _about(asked: Asked, watched: Watched) -> Iterator[Oddity]:
    seen = watched.last_seen[:10]
    if watched.silent_days is not None:
        words = Words.plural(
            "Nothing has come for {n} day.", "Nothing has come for {n} days.", watched.silent_days
        )
        yield Oddity("silent", words, seen)
    if watched.missing:
        words = Words.plural(
            "{n} file of visits has not come.", "{n} files of visits have not come.", watched.missing
        )
        yield Oddity("missing_files", words, seen)
    if lost := total(gaps(asked.store, watched.known.kiosk)):
        words = Words.plural("{n} record is missing.", "{n} records are missing.", lost)
        yield Oddity("missing_records", words, seen)
    ((wrong, day),) = asked.store.ask(_WRONG_CLOCK, {"kiosk": watched.known.kiosk})
    if wrong:
        words = Words.plural(
            "{n} visit has a time that cannot be right: the computer's clock needs a look.",
            "{n} visits have a time that cannot be right: the computer's clock needs a look.",
            wrong,
        )
        yield Oddity("clock", words, day)
    if copies(asked.store.lives(watched.known.kiosk)):
        words = Words(
            N_("Two copies of its log are both at work: a computer was copied, or an old copy put back.")
        )
        yield Oddity("copies", words, seen)


def _patterns(asked: Asked, kiosk: str) -> Iterator[tuple[str, Oddity]]:
    about = {"kiosk": kiosk, "first": asked.scope.values()["first"], "last": asked.scope.values()["last"]}
    inside = asked.tree.below(asked.scope.place)
    visits: dict[str, list[Seen]] = defaultdict(list)
    for volunteer, place, started, offset, minutes, people, channel, *answers in asked.store.ask(
        _VISITS, about
    ):
        if not asked.scope.place or place in inside:
            at = datetime.fromisoformat(started).replace(tzinfo=None) + timedelta(minutes=offset)
            visits[volunteer].append(Seen(at, minutes, people, channel, tuple(answers)))
    shifts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for volunteer, day, minutes in asked.store.ask(_SHIFTS, about):
        shifts[volunteer][day] += minutes
    for volunteer in sorted(visits):
        for oddity in oddities(visits[volunteer], shifts[volunteer]):
            yield volunteer, oddity


def _teams(asked: Asked) -> Iterator[_Line]:
    """Teams whose members have pseudonyms, and none of them a visit or a shift; of the others nothing can be said."""
    working = {code for code, m in asked.figures.by(Dimension.VOLUNTEER, asked.scope).items() if m != NOTHING}
    members: dict[str, set[str]] = defaultdict(set)
    for person in asked.store.people():
        members[person.team].add(person.pseudonym)
    for team in asked.teams():
        if members[team.id] and not members[team.id] & working:
            place = asked.tree[team.place].name if team.place in asked.tree else team.place
            words = Words(N_("Nobody of this team has a visit or a shift in this period."))
            yield "", team.name, place, "", "team_silent", words, None
