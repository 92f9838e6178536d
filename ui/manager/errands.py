"""How a page of the manager's window gets something done: at the store, beside the window, with the keys open.

Two roads, so that a box of sticks that is taken in never holds up a look at a kiosk: quick errands on one worker, those
that read and write sticks on another.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from typing import TypeVar

from kiosk.centre import Store
from kiosk.config import DataFolder
from kiosk.errors import KioskError
from kiosk.keys import ManagerKeys
from ui.manager.patience import Beat, patiently
from ui.tasks import Tasks

T = TypeVar("T")
Done = Callable[[T], None]
Failed = Callable[[KioskError], None]
#: Gives the keys to an action as soon as they are open; asks for the passphrase first where it has not been yet.
WithKeys = Callable[[Callable[[ManagerKeys], None]], None]


class Errands:
    """What a page may ask for. Work runs beside the window and opens its own store; the window hears the answer.

    `who` says for the audit trail whose key is open.
    """

    def __init__(
        self, data: DataFolder, quick: Tasks, slow: Tasks, with_keys: WithKeys, who: Callable[[], str]
    ) -> None:
        self.data = data
        self.who = who
        self._quick = quick
        self._slow = slow
        self.with_keys = with_keys

    def ask(self, question: Callable[[Store], T], done: Done[T], failed: Failed) -> None:
        """Ask the store something."""
        self.run(lambda: self._at_the_store(question), done, failed)

    def change(self, change: Callable[[Store, ManagerKeys], T], done: Done[T], failed: Failed) -> None:
        """Change something that the keys must sign."""
        self.with_keys(lambda keys: self.ask(lambda store: change(store, keys), done, failed))

    def run(self, job: Callable[[], T], done: Done[T], failed: Failed) -> None:
        """Do something that needs no store and takes no long time."""
        self._quick.run(job, done, failed)

    def run_long(self, job: Callable[[Beat], T], stop: Event, done: Done[T], failed: Failed) -> None:
        """Do something that waits for sticks; each call of its beat says that it goes on.

        One that gives no sign of life is left behind with a sentence, and so is one that does not stop when told.
        """
        self._slow.run(lambda: patiently(job, stop), done, failed)

    def relay(self, callback: Callable[..., None]) -> Callable[..., None]:
        """Return a function for work to call from its thread: `callback` is called in the window's."""
        return self._slow.relay(callback)

    def _at_the_store(self, question: Callable[[Store], T]) -> T:
        with Store.of(self.data) as store:
            store.actor = self.who()
            return question(store)
