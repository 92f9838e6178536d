"""Finding a walkthrough by what people type: any of our languages, any script, marks or none, with slips."""

from __future__ import annotations

from kiosk.search.folding import fold, readings, sound
from kiosk.search.index import Index

__all__ = ["Index", "fold", "readings", "sound"]
