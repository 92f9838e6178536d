"""How a recorded visit reads: each of its fields by name and in words, and what differs between two states."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from kiosk import codebook
from kiosk.clock import moment
from kiosk.i18n import N_, Language
from kiosk.visits import ERASED, Draft, Revision, Visit
from kiosk.visits.draft import local_date
from ui.desk.open_visit import local_time

#: What a field is called, in the order in which a volunteer thinks of them.
NAMES: dict[str, str] = {
    "visit_date": N_("Day"),
    "services": N_("Service"),
    "channel": N_("Where and how"),
    "outcome": N_("How it went"),
    "not_done_reason": N_("Why it did not work out"),
    "people": N_("People"),
    "women": N_("Women"),
    "new_people": N_("New people"),
    "age_bands": N_("Ages"),
    "age_band": N_("Age"),
    "gender": N_("Gender"),
    "first_time": N_("First time here"),
    "return_code": N_("Return card"),
    "place": N_("Place"),
    "activity": N_("Activity"),
    "language": N_("Language"),
    "referral_to": N_("Sent on to"),
    "help_reason": N_("Why help was needed"),
    "support_given": N_("Support"),
    "trip_avoided": N_("Trip avoided"),
    "app_installed": N_("Apps set up"),
    "resident_feedback": N_("The resident said"),
    "note": N_("Note"),
    "minutes": N_("Minutes"),
}
_CODES: dict[str, Mapping[str, str]] = {
    "channel": codebook.CHANNELS,
    "outcome": codebook.OUTCOMES,
    "not_done_reason": codebook.NOT_DONE_REASONS,
    "age_band": codebook.AGE_BANDS,
    "gender": codebook.GENDERS,
    "referral_to": codebook.REFERRALS,
    "help_reason": codebook.HELP_REASONS,
    "support_given": codebook.SUPPORT,
    "resident_feedback": codebook.FEEDBACK,
}
#: Why a visit is changed, or counts no more: codes, so that a manager reads them in another language.
EDIT_REASONS: dict[str, str] = {
    "wrong_tap": N_("a wrong tap"),
    "left_out": N_("something was left out"),
    "learned_later": N_("became known later"),
}
VOID_REASONS: dict[str, str] = {
    "twice": N_("recorded twice"),
    "only_a_try": N_("it was only a try"),
    "did_not_happen": N_("the visit did not take place"),
}
_REASONS = {
    **EDIT_REASONS,
    **VOID_REASONS,
    "undo": N_("undone right after saving"),
    ERASED: N_("erased, because the person asked for it"),
}


class Fact(NamedTuple):
    """A field of a visit in words; empty `value`: not said."""

    field: str
    name: str
    value: str


class Places(NamedTuple):
    """How places are called, by their id."""

    names: Mapping[str, str]

    def name(self, place: str) -> str:
        """Return a place's name; one that is in no tree is its own name."""
        return self.names.get(place, place)


def title(visit: Visit, language: Language) -> str:
    """Say in one line what a visit was about."""
    return _services(visit.services, language) or language.text("No service named")


def summary(visit: Visit, language: Language) -> str:
    """Say in one line how a visit went, with whom, and who held it."""
    group = visit.channel in codebook.GROUP_CHANNELS
    people = language.plural("{n} person", "{n} people", visit.people) if group or visit.people > 1 else ""
    pieces = [
        language.text(codebook.CHANNELS[visit.channel]) if visit.channel != "desk" else "",
        language.text(codebook.OUTCOMES.get(visit.outcome, "")),
        people,
        "" if visit.age_band == "not_asked" else language.text(codebook.AGE_BANDS[visit.age_band]),
        visit.volunteer,
    ]
    return " · ".join(piece for piece in pieces if piece)


def began(visit: Visit, language: Language) -> str:
    """Say when a visit began; one that was typed in afterwards has no time."""
    if visit.entry == "late":
        return language.text("typed in later")
    return local_time(visit.started_at, visit.utc_offset, language)


def reason(code: str, language: Language) -> str:
    """Say why a visit was changed."""
    return language.text(_REASONS[code]) if code in _REASONS else code


def facts(visit: Visit, language: Language, places: Places) -> list[Fact]:
    """Say everything that is known of a visit."""
    said = (
        Fact(name, language.text(label), say(visit, name, language, places)) for name, label in NAMES.items()
    )
    return [fact for fact in said if fact.value]


def changes(before: Visit, after: Visit, language: Language, places: Places) -> list[tuple[str, str, str]]:
    """Say what differs between two states of a visit: what it is called, what was, what is."""
    found = []
    for name, label in NAMES.items():
        if getattr(before, name) != getattr(after, name):
            states = (
                say(state, name, language, places) or language.text("not said") for state in (before, after)
            )
            was, now = states
            found.append((language.text(label), was, now))
    return found


def changed_by(revision: Revision, language: Language) -> str:
    """Say who changed a visit, and when."""
    if not revision.made_at:
        return language.text("Nobody knows when this was changed.")
    day = language.date(date.fromisoformat(local_date(moment(revision.made_at), revision.utc_offset)))
    time = local_time(revision.made_at, revision.utc_offset, language)
    return " · ".join(piece for piece in (day, time, revision.volunteer) if piece)


def say(visit: Visit | Draft, name: str, language: Language, places: Places) -> str:
    """Say one field of a visit; empty where it says nothing."""
    value = getattr(visit, name)
    if name in _CODES:
        code = str(value)
        return "" if code in ("", "not_asked") else language.text(_CODES[name].get(code, code))
    if name == "services":
        return _services(value, language)
    if name == "place":
        return places.name(value)
    if name == "visit_date":
        return language.date(date.fromisoformat(value))
    return _plain(name, value, language)


def _plain(name: str, value: object, language: Language) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return language.text("yes") if value else language.text("no, came before")
    if isinstance(value, int):
        return language.number(value)
    if isinstance(value, dict):
        labels: Mapping[str, str] = codebook.AGE_BANDS if name == "age_bands" else codebook.APPS
        return ", ".join(f"{language.text(labels.get(code, code))}: {count}" for code, count in value.items())
    return str(value)


def _services(codes: Sequence[str], language: Language) -> str:
    known = codebook.SERVICES
    return ", ".join(language.text(known[code].label) if code in known else code for code in codes)
