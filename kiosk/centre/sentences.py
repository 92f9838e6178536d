"""One honest line for each file, in the reader's language."""

from __future__ import annotations

from kiosk.centre.outcome import FileResult, Outcome
from kiosk.i18n import N_, Language

_SENTENCES = {
    Outcome.WAITING: N_("{file}: this kiosk has not been accepted yet. Its visits wait here until it is."),
    Outcome.REQUEST: N_("{site} asks to join. Its digits: {digits}. Kiosk {kiosk}."),
    Outcome.FOREIGN_ROLL: N_(
        "{file}: not a list of kiosks that this programme's manager signed for us. It was left alone."
    ),
    Outcome.WRONG_PROGRAMME: N_("{file}: belongs to another programme. It was left alone."),
    Outcome.FORGED: N_(
        "{file}: says that it comes from {site}, but {site} did not sign it. Nothing was imported."
    ),
    Outcome.REVOKED: N_(
        "{file}: {site} was revoked, and this came after its last trusted file. It was set aside."
    ),
    Outcome.FORK: N_(
        "{file}: contradicts what {site} sent before. Two copies of one kiosk may be at work. It was set aside."
    ),
    Outcome.DAMAGED: N_("{file}: damaged. Export once more at the kiosk and bring the stick again."),
    Outcome.NEWER_VERSION: N_(
        "{file}: written by a newer version of the program. Install the newer version here."
    ),
    Outcome.OTHER_KEY: N_("{file}: sealed for another manager's key. It can be opened only there."),
    Outcome.UNREADABLE: N_("{file}: cannot be read ({reason})."),
    Outcome.NOTHING_HERE: N_("{file}: there are no visits in it."),
    Outcome.NO_RECEIPT: N_(
        "{site}: the receipt could not be written onto the stick. Its visits are safe here."
    ),
}


def sentence(result: FileResult, language: Language) -> str:
    """Say what became of a file: "Bulaevo: 118 new, 9 already here, 2 corrected, files 5–6 are missing"."""
    if result.outcome in (Outcome.IMPORTED, Outcome.ALREADY):
        return language.text(N_("{site}: {news}"), site=result.site, news=_news(result, language))
    if result.outcome is Outcome.KIOSKS:
        return language.plural(
            "{n} kiosk belongs to the programme.", "{n} kiosks belong to the programme.", result.new
        )
    return language.text(
        _SENTENCES[result.outcome],
        file=result.path.name or str(result.path),
        site=result.site or result.kiosk,
        kiosk=result.kiosk,
        digits=" ".join(result.digits),
        reason=result.reason,
    )


def _news(result: FileResult, language: Language) -> str:
    parts = []
    if result.new:
        parts.append(language.plural("{n} new", "{n} new", result.new))
    if result.already:
        parts.append(language.plural("{n} already here", "{n} already here", result.already))
    if result.corrected:
        parts.append(language.plural("{n} corrected", "{n} corrected", result.corrected))
    if not parts:
        parts.append(_without_visits(result, language))
    if result.missing:
        first, last = result.missing
        if first == last:
            parts.append(language.text(N_("file {first} is missing"), first=first))
        else:
            parts.append(language.text(N_("files {first}–{last} are missing"), first=first, last=last))
    if result.copies:
        parts.append(
            language.text(N_("two copies of this kiosk are at work: ask whether its computer was copied"))
        )
    if result.mended:
        parts.append(language.text(N_("its kept file is whole again")))
    return ", ".join(parts)


def _without_visits(result: FileResult, language: Language) -> str:
    if result.outcome is Outcome.ALREADY:
        return language.text(N_("already here"))
    if result.shifts:
        return language.plural("{n} shift, no visits", "{n} shifts, no visits", result.shifts)
    return language.text(N_("no new visits"))
