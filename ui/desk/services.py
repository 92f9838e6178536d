"""Which services a visit was about: the code list by country, the shop's own favourites first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.codebook import COUNTRIES, SERVICES
from kiosk.i18n import N_
from ui.half import Half
from ui.widgets.button import Button
from ui.widgets.chips import Chips
from ui.widgets.scroll import Scroller
from ui.widgets.text import Label

_CHOSEN, _FAVOURITES = "chosen", "favourites"


def group_of(code: str) -> str:
    """Return the country of a service, `all` for what is the same everywhere."""
    country = code.partition(".")[0]
    return country if country in COUNTRIES else "all"


class ServicesPage(QWidget):
    """Services to tick. `toggled` carries a code, `finished` comes with the button."""

    toggled = Signal(str)
    finished = Signal()

    def __init__(self, half: Half, country: str) -> None:
        super().__init__()
        self._half = half
        self._country = country if country in COUNTRIES else "all"
        self._favourites: tuple[str, ...] = ()
        self._chosen: tuple[str, ...] = ()
        order = dict.fromkeys([self._country, "all", *COUNTRIES])
        self.groups = Chips(
            {
                _CHOSEN: N_("In this visit"),
                _FAVOURITES: N_("Often"),
                **{code: COUNTRIES[code] for code in order},
            },
            columns=3,
        )
        self.groups.chosen.connect(self._show_group)
        self._services: Chips | None = None
        self._inside = QVBoxLayout()
        self._inside.setContentsMargins(0, 0, 0, 0)
        self.done_button = Button("Back to the visit", icon="back")
        self.done_button.clicked.connect(self.finished)
        self._lay_out()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._inside.addWidget(Label("small", message="What was the visit about?", bold=True))
        self._inside.addWidget(self.groups)
        column.addWidget(Scroller(self._inside), 1)
        column.addWidget(self.done_button)

    @property
    def services(self) -> Chips:
        """The buttons of all services, made at first use: most visits never need them."""
        if self._services is None:
            labels = {code: service.label for code, service in SERVICES.items()}
            self._services = Chips(labels, columns=1, several=True)
            self._services.chosen.connect(self.toggled)
            self._inside.addWidget(self._services)
            self._inside.addStretch(1)
            self._half.refresh(self._services)
            self._services.show()
        return self._services

    def show_services(self, chosen: Iterable[str], favourites: Sequence[str]) -> None:
        """Open with these ticked. Several stand together first, else the favourites, which have a group too."""
        self._chosen = tuple(code for code in chosen if code in SERVICES)
        self.services.choose(*self._chosen)
        self._favourites = tuple(code for code in favourites if code in SERVICES)
        several = len(self._chosen) > 1
        hidden = {_CHOSEN} if not several else set()
        self.groups.hide_codes(hidden if self._favourites else hidden | {_FAVOURITES})
        first = _CHOSEN if several else _FAVOURITES if self._favourites else self._country
        self.groups.choose(first)
        self._show_group(first)

    def _show_group(self, group: str) -> None:
        own = {_CHOSEN: self._chosen, _FAVOURITES: self._favourites}
        offered = own[group] if group in own else [c for c in SERVICES if group_of(c) == group]
        self.services.hide_codes(SERVICES.keys() - set(offered))
