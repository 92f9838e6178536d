"""The order of names in a language: where Đ, Ә and Ä stand is known by its readers, not by the numbers of letters.

Qt compares as CLDR says; "kiosk 2" comes before "kiosk 10".
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCollator, QCollatorSortKey, QLocale, Qt

from kiosk.i18n import Language


def alphabet(language: Language) -> Callable[[str], QCollatorSortKey]:
    """Return a key to sort names by."""
    collator = QCollator(QLocale(language.code))
    collator.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    collator.setNumericMode(True)
    return collator.sortKey
