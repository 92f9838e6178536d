"""Quotation marks: walkthroughs are written with « » in every language, and shown with each language's own."""

from __future__ import annotations

_OWN = {"en": ("“", "”"), "vi": ("“", "”"), "fi": ("”", "”")}


def quoted(text: str, language: str) -> str:
    """Return a walkthrough's text as it is shown or printed; speech and checks read it as it was written."""
    opening, closing = _OWN.get(language, ("«", "»"))
    return text.replace("«", opening).replace("»", closing)
