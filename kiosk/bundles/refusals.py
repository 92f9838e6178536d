"""Why a bundle is set aside: a short vocabulary, one sentence each."""

from __future__ import annotations

from enum import StrEnum

from kiosk.errors import KioskError
from kiosk.i18n import N_


class Reason(StrEnum):
    """The true reason for which a bundle is not imported."""

    DAMAGED = "damaged"
    NOT_ACCEPTED = "not_accepted"
    WRONG_PROGRAMME = "wrong_programme"
    FORGED = "forged"
    FORK = "fork"
    NEWER_VERSION = "newer_version"
    OTHER_KEY = "other_key"


SENTENCES: dict[Reason, str] = {
    Reason.DAMAGED: N_(
        "The file is damaged or incomplete. Export again from the kiosk; it keeps its own copy."
    ),
    Reason.NOT_ACCEPTED: N_("This kiosk is not accepted yet. The file waits and is imported on acceptance."),
    Reason.WRONG_PROGRAMME: N_("The file belongs to another programme."),
    Reason.FORGED: N_("The signature is not this kiosk's, or the content was not meant for this file."),
    Reason.FORK: N_("Another file with the same number came before. The kiosk's log was copied or restored."),
    Reason.NEWER_VERSION: N_(
        "A newer version of the program wrote this file. Install it here to import the file."
    ),
    Reason.OTHER_KEY: N_("The file is sealed for other keys than this manager's."),
}


class BundleRefused(KioskError):
    """A bundle was set aside. `reason` says why; `detail` is for the program's log."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(SENTENCES[reason])
        self.reason = reason
        self.detail = detail


def damaged(detail: str) -> BundleRefused:
    """Return the refusal of a file that is not as a kiosk writes it."""
    return BundleRefused(Reason.DAMAGED, detail)
