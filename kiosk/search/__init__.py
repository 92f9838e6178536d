"""Finding what people type, in any of our languages, any script, marks or none: a walkthrough, a name in a list."""

from __future__ import annotations

from kiosk.search.folding import fold, readings, sound
from kiosk.search.index import Index
from kiosk.search.sieve import sift

__all__ = ["Index", "fold", "readings", "sift", "sound"]
