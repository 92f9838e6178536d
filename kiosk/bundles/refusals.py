"""Why a bundle is set aside: a short vocabulary, one sentence each."""

from __future__ import annotations

from enum import StrEnum

from kiosk.errors import KioskError
from kiosk.i18n import N_


class Reason(StrEnum):
    """The true reason for which a bundle is not imported."""

    DAMAGED = "damaged"
    FORGED = "forged"
    NEWER_VERSION = "newer_version"
    OTHER_KEY = "other_key"


SENTENCES: dict[Reason, str] = {
    Reason.DAMAGED: N_(
        "The file is damaged or incomplete. Export again from the kiosk; it keeps its own copy."
    ),
    Reason.FORGED: N_("The signature is not this kiosk's, or the content was not meant for this file."),
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
