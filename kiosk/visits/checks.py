"""What a visit must say before it is recorded, and what it may not."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, Final

from kiosk import codebook, privacy
from kiosk.codebook import Channel, Outcome
from kiosk.errors import LogError
from kiosk.visits.draft import Draft
from kiosk.visits.records import Entry

NOTE_LENGTH = 140
MOST_PEOPLE = 10_000  # a mistyped number, not a crowd

#: The code lists of the fields that hold one code; each may also be empty.
_LISTS: Final[dict[str, Collection[str]]] = {
    "outcome": codebook.OUTCOMES,
    "age_band": codebook.AGE_BANDS,
    "gender": codebook.GENDERS,
    "not_done_reason": codebook.NOT_DONE_REASONS,
    "referral_to": codebook.REFERRALS,
    "help_reason": codebook.HELP_REASONS,
    "support_given": codebook.SUPPORT,
    "trip_avoided": codebook.TRIPS,
    "resident_feedback": codebook.FEEDBACK,
    "language": codebook.VISIT_LANGUAGES,
}


def checked(draft: Draft) -> dict[str, Any]:
    """Return the fields of a visit that its draft gives, in the form in which they are recorded.

    What belongs to the other kind of visit is left out: a group has no outcome and no age, one person has no
    counts. Raises LogError with what is missing or not allowed.
    """
    _check_codes(draft)
    if not 1 <= draft.people <= MOST_PEOPLE:
        raise LogError("A visit has at least one person. Correct the number of people.")
    services = tuple(draft.services)
    outcome = _outcome(draft, services)
    fields = {
        "entry": draft.entry,
        "place": _text(draft.place),
        "volunteer": _text(draft.volunteer),
        "activity": _text(draft.activity),
        "channel": draft.channel,
        "people": draft.people,
        "services": services,
        "tutorials": tuple(draft.tutorials),
        "outcome": outcome,
        "not_done_reason": draft.not_done_reason if outcome == Outcome.NOT_DONE else "",
        "referral_to": draft.referral_to,
        "app_installed": _counts(draft.app_installed),
        "help_reason": draft.help_reason,
        "support_given": draft.support_given,
        "trip_avoided": draft.trip_avoided,
        "resident_feedback": draft.resident_feedback,
        "language": draft.language,
        "note": guarded(draft.note),
    }
    return fields | (_of_a_group(draft) if draft.channel in codebook.GROUP_CHANNELS else _of_a_person(draft))


def guarded(text: str) -> str:
    """Return a free text as it is kept. Raises LogError when it is too long or holds personal data."""
    plain = _text(text)
    if len(plain) > NOTE_LENGTH:
        raise LogError("A note has at most {most} characters.", most=NOTE_LENGTH)
    if plain and (found := privacy.guard(plain)):
        raise LogError(found.message)
    return plain


def day(text: str) -> str:
    """Return a local day as it is kept. Raises LogError when it is none."""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as problem:
        raise LogError("{text} is not a date.", text=text) from problem


def _check_codes(draft: Draft) -> None:
    if draft.channel not in codebook.CHANNELS or draft.entry not in tuple(Entry):
        raise LogError("{code} is not in the list of codes.", code=f"{draft.channel} {draft.entry}")
    for field, known in _LISTS.items():
        code = getattr(draft, field)
        if code and code not in known:
            raise LogError("{code} is not in the list of codes.", code=code)
    unknown = [code for code in draft.services if code not in codebook.SERVICES]
    unknown += [code for code in draft.age_bands if code not in codebook.AGE_BANDS]
    unknown += [code for code in draft.app_installed if code not in codebook.APPS]
    if unknown:
        raise LogError("{code} is not in the list of codes.", code=unknown[0])


def _outcome(draft: Draft, services: tuple[str, ...]) -> str:
    if draft.channel in codebook.GROUP_CHANNELS:
        return ""
    if draft.channel == Channel.SELF_SERVICE:
        return draft.outcome or Outcome.NOT_TOLD.value
    if draft.outcome in ("", Outcome.NOT_TOLD):
        raise LogError("Choose how the visit ended.")
    if draft.outcome == Outcome.DONE_FOR and codebook.own_hands(services):
        raise LogError("This service may only be done by the person's own hands: it cannot be done for them.")
    return draft.outcome


def _of_a_group(draft: Draft) -> dict[str, Any]:
    bands = _counts(draft.age_bands)
    for count in (draft.women or 0, draft.new_people or 0, sum(bands.values())):
        if not 0 <= count <= draft.people:
            raise LogError("The counts of a group cannot be larger than the number of people.")
    return {
        "women": draft.women,
        "new_people": draft.new_people,
        "age_bands": bands,
        "age_band": "not_asked",
        "gender": "not_asked",
        "first_time": None,
        "return_code": "",
    }


def _of_a_person(draft: Draft) -> dict[str, Any]:
    return {
        "women": None,
        "new_people": None,
        "age_bands": {},
        "age_band": draft.age_band or "not_asked",
        "gender": draft.gender or "not_asked",
        "first_time": draft.first_time,
        "return_code": privacy.normalise_return_code(draft.return_code) if draft.return_code.strip() else "",
    }


def _counts(counts: Mapping[str, int]) -> dict[str, int]:
    if any(count < 0 for count in counts.values()):
        raise LogError("A count cannot be less than zero.")
    return {_text(code): count for code, count in counts.items() if count}


def _text(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()
