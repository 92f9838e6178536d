"""Offers to join when a stick brings a card, and joins: in the background, over a log of its own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from kiosk.clock import Clock, SystemClock
from kiosk.config import DataFolder, Settings
from kiosk.errors import KioskError
from kiosk.i18n import N_
from kiosk.visits import VisitLog
from ui.desk.banner import LATER, Banner
from ui.desk.panel import VisitPanel
from ui.drives import Drive
from ui.tasks import Tasks

if TYPE_CHECKING:
    from kiosk.keys import Card
    from kiosk.stick import Invitation


class JoinController(QObject):
    """Looks for a card on a stick that appears while the kiosk belongs to no programme, or when it is asked to.

    `joined` comes when the kiosk has joined: its stick may be exported to.
    """

    joined = Signal(object)

    def __init__(
        self,
        kiosk: str,
        data: DataFolder,
        tasks: Tasks,
        banner: Banner,
        panel: VisitPanel,
        parent: QObject | None = None,
        *,
        clock: Clock | None = None,
    ) -> None:
        super().__init__(parent)
        self._kiosk = kiosk
        self._data = data
        self._tasks = tasks
        self._banner = banner
        self._panel = panel
        self._clock = clock or SystemClock()

    def appeared(self, drive: Drive) -> None:
        """A stick is in: what it offers is asked about while there is no programme."""
        if not self._data.card.exists():
            self.offer(drive)

    def offer(self, drive: Drive) -> None:
        """Ask whether to join the programme whose card is on a stick, if there is one."""
        data, kiosk, root = self._data, self._kiosk, drive.root
        self._tasks.run(
            lambda: look(data, kiosk, root), lambda found: self._ask(found, drive), lambda _problem: None
        )

    def _ask(self, invited: Invitation | None, drive: Drive) -> None:
        if invited is None:
            return
        name = invited.card.name
        self._banner.show_line(
            lambda language: (
                language.text(N_("The stick carries the card of {name}."), name=name),
                language.text(N_("Join this programme?")),
            ),
            [(N_("Join"), lambda: self._open(invited, drive)), LATER],
            about=drive.id,
        )

    def _open(self, invited: Invitation, drive: Drive) -> None:
        page = self._panel.joining.open(invited, Settings.load(self._data.settings).site)
        page.wanted.connect(lambda site: self._join(invited, drive, site))

    def _join(self, invited: Invitation, drive: Drive, site: str) -> None:
        data, clock = self._data, self._clock

        def done(_card: Card) -> None:
            self._panel.joining.say_joined()
            self.joined.emit(drive)

        self._tasks.run(lambda: join_at(data, clock, drive.root, invited, site), done, self._refused)

    def _refused(self, problem: KioskError) -> None:
        self._panel.joining.refuse(problem)


def look(data: DataFolder, kiosk: str, root: Path) -> Invitation | None:
    """Look at a stick's card on the worker."""
    # cryptography and age cost a tenth of a second: not part of the start.
    from kiosk.stick import invitation

    return invitation(data, kiosk, root)


def join_at(data: DataFolder, clock: Clock, root: Path, invited: Invitation, site: str) -> Card:
    """Join on the worker. The digits were typed; the card must still be the one that was looked at."""
    from kiosk.stick import join

    with VisitLog.open(data.log, clock) as log:
        return join(
            data,
            log,
            root,
            lambda card, groups: card == invited.card and groups == invited.groups,
            site,
            leave=bool(invited.leaves),
            clock=clock,
        )
