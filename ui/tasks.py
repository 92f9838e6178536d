"""One road for work that takes longer than a blink: a worker does it, the window hears the result.

Python's own thread pool, because a QRunnable has two owners and dies of it. Work gets no widgets and not the
window's `VisitLog`: it opens what it needs.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal, Slot

from kiosk.errors import KioskError

T = TypeVar("T")


class Tasks(QObject):
    """Background work, one piece after another, in the order in which it was asked for."""

    _posted = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # One worker: two exports at a time would only fight for the stick.
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="kiosk-work")
        self._closed = False
        self._posted.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        if (application := QCoreApplication.instance()) is not None:
            application.aboutToQuit.connect(self.close)

    def run(
        self,
        function: Callable[[], T],
        on_done: Callable[[T], None],
        on_error: Callable[[KioskError], None],
    ) -> None:
        """Call `function` on the worker, then `on_done` with its result or `on_error` in the window's thread.

        A KioskError comes as it is. Anything else goes to `sys.excepthook`, which logs it, and arrives as a
        plain sentence. After `close` nothing is started and nothing arrives.
        """
        if not self._closed:
            self._pool.submit(self._work, function, on_done, on_error)

    def relay(self, callback: Callable[..., None]) -> Callable[..., None]:
        """Return a function for work to call from its thread: `callback` is called in the window's."""

        def tell(*values: object) -> None:
            self._post(partial(callback, *values))

        return tell

    def close(self) -> None:
        """Wait for the work under way, drop what has not begun; call it before the program ends."""
        self._closed = True
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _work(
        self, function: Callable[[], T], on_done: Callable[[T], None], on_error: Callable[[KioskError], None]
    ) -> None:
        try:
            result = function()
        except KioskError as refusal:
            self._post(partial(on_error, refusal))
        except Exception as problem:
            self._post(partial(_report, problem, on_error))
        else:
            self._post(partial(on_done, result))

    def _post(self, call: Callable[[], None]) -> None:
        if not self._closed:
            self._posted.emit(call)

    @Slot(object)
    def _deliver(self, call: Callable[[], None]) -> None:
        if not self._closed:
            call()


def _report(problem: Exception, on_error: Callable[[KioskError], None]) -> None:
    sys.excepthook(type(problem), problem, problem.__traceback__)
    on_error(
        KioskError(
            "Something went wrong in the program. It is noted in the program's log; your visits are safe."
        )
    )
