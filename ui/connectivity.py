"""Is the shop online? A hint that it is worth looking for a stick; never proof that anything was delivered.

The system says "online" behind a captive portal and with any default route. As a trigger that is harmless, and it is
what counts where the programme's card names no address to ask. Where it names one, the system's word only says that
it is time to ask, and the answer decides.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from PySide6.QtNetwork import QNetworkInformation

    from ui.probe import Address, Probe

_log = logging.getLogger(__name__)


class Connectivity(QObject):
    """What the program knows of the network. `online` is None while nobody can say."""

    online_changed = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.online: bool | None = None

    def start(self) -> None:
        """Begin to listen."""

    def learn(self, online: bool | None) -> None:
        """Take what the system says; a change between yes and no is told.

        The first answer is no change: a desk that starts online has not come *back* online.
        """
        if online is None or online == self.online:
            return
        told = self.online is not None
        self.online = online
        if told:
            self.online_changed.emit(online)


class NetworkConnectivity(Connectivity):
    """What the operating system says, through Qt, or what a probe finds. Without either: "nobody can say"."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._source: QNetworkInformation | None = None
        self._probe: Probe | None = None

    def start(self) -> None:
        """Load the system's backend and begin to listen; call it after the first paint."""
        # Imported here: 12 ms of the start, for something that no first screen needs.
        from PySide6.QtNetwork import QNetworkInformation

        feature = QNetworkInformation.Feature.Reachability
        if not QNetworkInformation.loadBackendByFeatures(feature):
            _log.info("no network backend: coming back online cannot be noticed")
            return
        source = QNetworkInformation.instance()
        if source is None:  # a backend that was found and would not start
            return
        self._source = source
        source.reachabilityChanged.connect(self._heard)
        self._heard(source.reachability())

    def ask(self, address: Address | None) -> None:
        """Ask this address from now on, as the card says; None: the system's word counts."""
        from ui.probe import Probe

        if self._probe is not None:
            if self._probe.address == address:
                return
            self._probe.stop()
            self._probe.deleteLater()
            self._probe = None
        if address is not None:
            self._probe = Probe(address, self)
            self._probe.answered.connect(self.learn)
            self._probe.ask_now()

    def _heard(self, reachability: QNetworkInformation.Reachability) -> None:
        if self._probe is not None:
            # "Disconnected" can be wrong as well: it is asked all the same.
            self._probe.ask_now()
        else:
            self.learn(_ONLINE.get(reachability.name))


#: Qt's reachability -> online. "Local" and "Site" reach a router, not the world.
_ONLINE = {"Disconnected": False, "Local": False, "Site": False, "Online": True}


class FakeConnectivity(Connectivity):
    """A network that does what a test says: call `learn`."""

    def __init__(self, online: bool | None = False, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.online = online
