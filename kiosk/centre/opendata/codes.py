"""What the codes are called, for whoever has the data without the program."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.codebook import (
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
)
from kiosk.i18n import Language

CODES_HEADINGS = ("column", "code", "label")
_LISTS = {
    "services": {code: service.label for code, service in SERVICES.items()},
    "channel": CHANNELS,
    "outcome": OUTCOMES,
    "not_done_reason": NOT_DONE_REASONS,
    "age_band": AGE_BANDS,
    "gender": GENDERS,
    "referral_to": REFERRALS,
    "app_installed": APPS,
    "help_reason": HELP_REASONS,
    "support_given": SUPPORT,
    "resident_feedback": FEEDBACK,
}


def codes(language: Language) -> Iterator[tuple[str, str, str]]:
    """Yield each code of the codebook: the column in which it stands, the code, and what it is called."""
    for column, known in _LISTS.items():
        for code, label in known.items():
            yield column, code, language.text(label)
