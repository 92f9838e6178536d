"""Paper: what a resident takes home, what hangs on the wall, what a projector shows. Real text, real lines, in PDF."""

from __future__ import annotations

from ui.handout.making import Sheet, pictures, print_now, printer_there, save, to_pdf

__all__ = ["Sheet", "pictures", "print_now", "printer_there", "save", "to_pdf"]
