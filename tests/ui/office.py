"""A manager's office for tests: the folder, the window over it, the sticks that shops bring, and a hand that clicks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from kiosk.config import DataFolder
from kiosk.keys import Card, read_card
from tests.ui.keyboard import write
from tests.ui.sticks import ShopWithStick
from ui.manager.lines import LINE_ROLE, Line
from ui.manager.waiting import AskingRow
from ui.manager.window import ManagerWindow


@dataclass
class Office:
    """A manager's office: the folder, the window over it, and the sticks that shops bring."""

    qtbot: QtBot
    window: ManagerWindow
    data: DataFolder
    sticks: Path

    @property
    def card(self) -> Card:
        return read_card(self.data.card.read_bytes())

    def shop(self, name: str) -> ShopWithStick:
        return ShopWithStick(self.card, name, self.sticks / name)

    def click(self, button: QAbstractButton) -> None:
        QApplication.processEvents()  # a page that has just changed takes its places first
        assert button.isVisible(), button.text()
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def type(self, line: QLineEdit, text: str) -> None:
        """Write over what a field holds, key by key: what somebody has typed is not filled in anew by an answer."""
        line.selectAll()
        write(line, text)

    def open(self, page: str) -> None:
        """Go to a page by its button, and wait for its answers."""
        with self.qtbot.waitSignal(self.window.refreshed, timeout=15_000):
            self.click(self.window.rail.buttons[page])

    def until(self, condition: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(condition, timeout=15_000)

    def take_in(self, *paths: Path) -> list[Line]:
        """Hand paths in and wait until the totals are new; return the lines."""
        shown = self.qtbot.waitSignal(self.window.imported, timeout=15_000)
        self.window.take_in(paths)
        shown.wait()
        return self.lines()

    def lines(self) -> list[Line]:
        """The lines that are shown, by the filter that is chosen."""
        model = self.window.import_page.results.lines.model()
        return [model.index(row, 0).data(LINE_ROLE) for row in range(model.rowCount())]

    def said(self) -> list[str]:
        model = self.window.import_page.results.lines.model()
        return [str(model.index(row, 0).data()) for row in range(model.rowCount())]

    def totals(self) -> dict[str, str]:
        return {
            card.objectName().removeprefix("figure-"): card.value.text()
            for card in self.window.import_page.totals.cards
        }

    def row(self, shop: ShopWithStick) -> AskingRow:
        row = self.window.kiosks.list.waiting.row(shop.kiosk)
        assert row is not None
        return row

    def accept(self, shop: ShopWithStick) -> None:
        """Compare a shop's digits and accept it, by clicks."""
        self.open("kiosks")
        self.agree(shop)

    def agree(self, shop: ShopWithStick) -> None:
        """Say, on the page of the kiosks, that the digits are the same."""
        row = self.row(shop)
        self.click(row.compare)
        with self.qtbot.waitSignal(self.window.imported, timeout=15_000):
            self.click(row.accept)
