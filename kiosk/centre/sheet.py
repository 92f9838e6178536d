"""The manager's keys as a page to print: letters to type, and a QR code for a scanner that types. Needs no network."""

from __future__ import annotations

import html
from collections.abc import Mapping
from pathlib import Path

from kiosk.centre.schema import StoreError
from kiosk.config import write_atomically
from kiosk.i18n import N_, Language
from kiosk.keys import Card, Paper, paper_code
from kiosk.stick.folder import FOLDER, is_ours

HEADINGS = {
    Paper.SIGNING: N_("Signing key"),
    Paper.SEALING: N_("Sealing key"),
    Paper.NEXT_SIGNING: N_("Next signing key"),
}
_USES = {
    Paper.SIGNING: N_(
        "Signs the card, the receipts and the rosters. Whoever has it can speak for the programme."
    ),
    Paper.SEALING: N_("Opens every bundle that was sealed for the programme."),
    Paper.NEXT_SIGNING: N_(
        "Takes over when the signing key is lost or stolen. Keep it apart from the other papers."
    ),
}
KEEP = N_("Keep this paper locked away, not beside the computer. To restore: kiosk programme restore")
ON_A_STICK = N_("Private keys never go onto a stick that travels: choose a place on this computer.")

_STYLE = """
@page { size: A4; margin: 18mm }
body { font: 12pt/1.4 "Noto Sans", sans-serif; color: #10241f; max-width: 174mm; margin: auto }
section { break-inside: avoid; border-top: 1px solid #c4d0cb; padding: 6mm 0; display: flex; gap: 8mm }
section > div { flex: 1 } h1 { font-size: 18pt } h2 { font-size: 14pt; margin: 0 }
ol { font: 600 15pt/1.7 "Noto Sans Mono", monospace; white-space: pre; padding-left: 8mm }
svg { width: 42mm; height: 42mm; flex: none }
"""


def write_sheet(path: Path, card: Card, papers: Mapping[Paper, str], language: Language) -> None:
    """Write the page for this user's eyes alone; print it, then delete it.

    Raises StoreError when it would lie on a stick of ours; OSError when it cannot be written.
    """
    here = path.absolute()
    if any(is_ours(folder) or (folder / FOLDER).is_dir() for folder in here.parents):
        raise StoreError(ON_A_STICK)
    write_atomically(here, sheet(card, papers, language).encode(), mode=0o600)


def sheet(card: Card, papers: Mapping[Paper, str], language: Language) -> str:
    """Return the page: HTML with its pictures in it."""
    title = language.text(N_("Programme: {name}"), name=card.name)
    groups = " ".join(card.digits())
    sections = "".join(_section(paper, form, language) for paper, form in papers.items())
    return (
        f'<!DOCTYPE html>\n<html lang="{language.code}"><meta charset="utf-8"><title>{html.escape(title)}</title>'
        f"<style>{_STYLE}</style><h1>{html.escape(title)}</h1><p>{groups}</p>{sections}"
        f"<p>{html.escape(language.text(KEEP))}</p></html>\n"
    )


def _section(paper: Paper, form: str, language: Language) -> str:
    import segno  # drawn rarely: no other verb shall wait for it

    code = segno.make(paper_code(form), error="m", micro=False).svg_inline(border=4)
    lines = "".join(f"<li>{line}</li>" for line in form.splitlines())
    heading, use = language.text(HEADINGS[paper]), language.text(_USES[paper])
    words = f"<h2>{html.escape(heading)}</h2><p>{html.escape(use)}</p><ol>{lines}</ol>"
    return f"<section><div>{words}</div>{code}</section>"
