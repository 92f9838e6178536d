"""Setting a desk up: the four screens of its first start, and the same and more later, behind the PIN."""

from __future__ import annotations

from ui.wizard.first_start import FirstStart
from ui.wizard.settings_window import SettingsWindow

__all__ = ["FirstStart", "SettingsWindow"]
