"""Choosing a folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from kiosk.i18n import Language


def choose_folder(parent: QWidget, language: Language, chosen: Callable[[Path], None]) -> QFileDialog:
    """Open the system's dialog over a window; `chosen` is called with the folder, unless it is left."""
    dialog = QFileDialog(parent, language.text("Choose a folder for this kiosk's visits"))
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda path: chosen(Path(path)))
    dialog.open()
    return dialog
