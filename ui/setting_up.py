"""Builds what sets a desk up: its first start, its settings, and a practice desk whose visits nobody counts."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QObject
from PySide6.QtWidgets import QWidget

from kiosk.clock import SystemClock
from kiosk.config import PRACTICE_PIN, DataFolder, Settings, resources
from kiosk.errors import KioskError
from kiosk.i18n import Languages
from kiosk.visits import LEAD, VisitLog
from ui.desk.join import join_at, look
from ui.drives import Drive, StorageDrives
from ui.tasks import Tasks
from ui.wizard import FirstStart, SettingsWindow
from ui.wizard.place_page import PlacePage, Programme

if TYPE_CHECKING:
    from kiosk.stick import Invitation

#: Where "just try it" keeps its desk: apart, so that nothing of it is ever counted.
_PRACTICE = "practice"
_PRACTICE_VOLUNTEER = "A-01"


def first_start(data: DataFolder, closing: ExitStack) -> FirstStart:
    """Return the window of a desk's first start; what it needs is closed with `closing`."""
    languages, codes = _languages()
    here = QLocale.system().name()[:2]
    settings = Settings(volunteer_language=here if here in codes else Settings().volunteer_language)
    log = closing.enter_context(VisitLog.open(data.log, SystemClock(), backups=data.backups))
    window = FirstStart(settings, languages, codes, log)
    _look_for_cards(window, window.place_page, data, log, closing)
    return window


def keep(data: DataFolder, window: FirstStart) -> None:
    """Keep what was chosen at the first start: from now on the desk opens."""
    window.choices.settings.save(data.settings)


def settings_window(data: DataFolder, closing: ExitStack) -> SettingsWindow:
    """Return the window of a desk's settings; each choice is kept at once."""
    languages, codes = _languages()
    log = closing.enter_context(VisitLog.open(data.log, SystemClock(), backups=data.backups))
    people = [person.pseudonym for person in log.volunteers() if person.active]
    settings = Settings.load(data.settings)
    window = SettingsWindow(settings, languages, codes, people, _programme(data, log))
    window.choices.changed.connect(lambda: window.choices.settings.save(data.settings))
    _look_for_cards(window, window.place_page, data, log, closing)
    return window


def practice_desk(data: DataFolder, chosen: Settings) -> DataFolder:
    """Make the folder of a practice desk beside a desk that is not set up yet, and return it.

    Its volunteer is there already; her PIN stands on the screen.
    """
    practice = DataFolder(data.root / _PRACTICE).create()
    chosen.with_changes(practice=True, site="", place="").save(practice.settings)
    with VisitLog.open(practice.log, SystemClock(), backups=practice.backups) as log:
        if not log.volunteers():
            log.add_volunteer(_PRACTICE_VOLUNTEER, PRACTICE_PIN, LEAD)
    return practice


def _languages() -> tuple[Languages, list[str]]:
    """Return the languages of this installation; the usual ones first, in their usual order."""
    languages = Languages(resources().translations)
    usual = Settings().languages
    return languages, [*usual, *(code for code in languages.codes if code not in usual)]


def _programme(data: DataFolder, log: VisitLog) -> Programme | None:
    if not data.card.exists():
        return None
    # cryptography costs a tenth of a second: only where there is a card to read.
    from kiosk.stick import load_card, own_digits

    try:
        card, digits = load_card(data), own_digits(data, log)
    except KioskError:
        return None
    return Programme(card.name, digits) if card and digits else None


def _look_for_cards(
    window: QWidget, page: PlacePage, data: DataFolder, log: VisitLog, closing: ExitStack
) -> None:
    tasks, drives = Tasks(window), StorageDrives(window)
    cards = Cards(page, data, log.kiosk, tasks, window)
    drives.appeared.connect(cards.look)
    closing.callback(tasks.close)
    closing.callback(drives.stop)
    drives.start()


class Cards(QObject):
    """Shows the card of a programme as soon as a stick brings one, and joins it when its digits were typed."""

    def __init__(
        self, page: PlacePage, data: DataFolder, kiosk: str, tasks: Tasks, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._page = page
        self._data = data
        self._kiosk = kiosk
        self._tasks = tasks
        self._drive: Drive | None = None
        page.join_wanted.connect(self._join)

    def look(self, drive: Drive) -> None:
        """Look for a card that may be joined."""
        data, kiosk = self._data, self._kiosk

        def found(invited: Invitation | None) -> None:
            if invited is not None:
                self._drive = drive
                self._page.invite(invited)

        self._tasks.run(lambda: look(data, kiosk, drive.root), found, lambda _problem: None)

    def _join(self, invited: Invitation, site: str) -> None:
        drive, data = self._drive, self._data
        if drive is None:
            return

        def joined(_card: object) -> None:
            self._page.show_joined(Programme(invited.card.name, invited.groups), site)

        self._tasks.run(
            lambda: join_at(data, SystemClock(), drive.root, invited, site), joined, self._page.refuse
        )
