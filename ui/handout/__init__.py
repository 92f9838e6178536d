"""Paper: what a resident takes home, what hangs on the wall, what a projector shows. Real text, real lines, in PDF."""

from __future__ import annotations

from ui.handout.making import Sheet, print_now, save

__all__ = ["Sheet", "print_now", "save"]
