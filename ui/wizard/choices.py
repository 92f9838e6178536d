"""What is being chosen for this desk."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Signal

from kiosk.config import Settings


class Choices(QObject):
    """The settings while somebody changes them. `changed` after every choice."""

    changed = Signal()

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.settings = settings

    def change(self, **changes: Any) -> None:  # noqa: ANN401 - the values are the fields' own types
        """Choose other values; the same again are no change."""
        changed = self.settings.with_changes(**changes)
        if changed != self.settings:
            self.settings = changed
            self.changed.emit()
