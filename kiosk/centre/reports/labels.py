"""What the codes of a report are called."""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.centre.measures import Dimension
from kiosk.codebook import (
    ACTIVITIES,
    AGE_BANDS,
    APPS,
    CHANNELS,
    FEEDBACK,
    GENDERS,
    HELP_REASONS,
    NOT_DONE_REASONS,
    OUTCOMES,
    REFERRALS,
    SERVICES,
    SUPPORT,
    TRIPS,
)
from kiosk.i18n import N_

#: What a programme's desks offer at first; an activity that the manager has named is shown as it was typed.
_ENTRIES = {"live": N_("as it happened"), "late": N_("typed in afterwards")}
#: Codes of the codebook, in its order.
_LABELS: Mapping[Dimension, Mapping[str, str]] = {
    Dimension.SERVICE: {code: service.label for code, service in SERVICES.items()},
    Dimension.AGE: AGE_BANDS,
    Dimension.GENDER: GENDERS,
    Dimension.CHANNEL: CHANNELS,
    Dimension.ACTIVITY: ACTIVITIES,
    Dimension.OUTCOME: OUTCOMES,
    Dimension.NOT_DONE_REASON: NOT_DONE_REASONS,
    Dimension.SUPPORT: SUPPORT,
    Dimension.REFERRAL: REFERRALS,
    Dimension.HELP_REASON: HELP_REASONS,
    Dimension.TRIP: TRIPS,
    Dimension.APP: APPS,
    Dimension.FEEDBACK: FEEDBACK,
    Dimension.ENTRY: _ENTRIES,
}
NOT_NOTED = N_("not noted")


def labels_of(dimension: Dimension) -> Mapping[str, str]:
    """Return the known codes of a dimension with their messages, in the codebook's order."""
    return _LABELS.get(dimension, {})


def label(dimension: Dimension, code: str) -> str:
    """Return the message that a code is called by; one that nobody knows stands for itself."""
    if not code and dimension is not Dimension.LANGUAGE:
        return NOT_NOTED
    return labels_of(dimension).get(code, code)
