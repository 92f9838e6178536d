"""The place in the volunteer's half where a card may be joined: over whatever page is shown, one card at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kiosk.errors import KioskError
from ui.desk.joining import Joining
from ui.desk.panel_pages import PanelPages
from ui.half import Half

if TYPE_CHECKING:
    from kiosk.stick import Invitation


class JoinPage:
    """Shows a card, tells what became of it, and calls `closed` once it is gone again."""

    def __init__(self, half: Half, pages: PanelPages, closed: Callable[[], None]) -> None:
        self._half = half
        self._pages = pages
        self._closed = closed
        self._shown: Joining | None = None

    def open(self, invited: Invitation, site: str) -> Joining:
        """Show a card that may be joined, in the place of another that is shown; return the page."""
        self._close()
        page = Joining(self._half, invited, site)
        page.declined.connect(self._close)
        page.finished.connect(self._close)
        self._shown = self._pages.add(page)
        self._pages.lay_over(page)
        return page

    def refuse(self, problem: KioskError) -> None:
        """Say why the kiosk did not join."""
        if self._shown is not None:
            self._shown.refuse(problem)

    def say_joined(self) -> None:
        """Show the digits of both sides, which the manager will ask for."""
        if self._shown is not None:
            self._shown.say_joined()

    def _close(self) -> None:
        page, self._shown = self._shown, None
        if page is not None:
            self._pages.take_away(page)
            self._closed()
