"""Work that waits for a stick, but not for ever: a device that hangs must hang neither the window nor its end."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from queue import Empty, SimpleQueue
from threading import Event
from time import monotonic
from typing import TypeVar

from kiosk.errors import KioskError
from kiosk.i18n import N_

T = TypeVar("T")
Beat = Callable[[], None]

#: Seconds to the first sign of life (a large stick is looked through before), between two, and after "stop".
FIRST_S, NEXT_S, STOP_S = 180.0, 60.0, 10.0
_LOOK_S = 0.5
SILENT = N_(
    "The stick or folder does not answer any more. Pull the stick out and insert it again, or open the folder anew; "
    "then import it once more. What was imported is safe."
)


def patiently(
    job: Callable[[Beat], T],
    stop: Event,
    *,
    first: float = FIRST_S,
    following: float = NEXT_S,
    stopping: float = STOP_S,
) -> T:
    """Do a job on a thread of its own and return what it returns; it calls its beat whenever it got on.

    Raises KioskError when no beat comes for so long, or when it goes on so long after `stop` was set. The thread is
    then left behind with the call that hangs; `stop` is set, so that it ends as soon as that call comes back.
    """
    said: SimpleQueue[Future[T] | None] = SimpleQueue()
    outcome: Future[T] | None

    def work() -> None:
        answer: Future[T] = Future()
        try:
            answer.set_result(job(lambda: said.put(None)))
        except BaseException as problem:  # it belongs to whoever waits
            answer.set_exception(problem)
        said.put(answer)

    threading.Thread(target=work, name="kiosk-sticks", daemon=True).start()
    limit, stopped = monotonic() + first, False
    while monotonic() < limit:
        if stop.is_set() and not stopped:
            limit, stopped = min(limit, monotonic() + stopping), True
        try:
            outcome = said.get(timeout=_LOOK_S)
        except Empty:
            continue
        if outcome is not None:
            return outcome.result()
        limit = limit if stopped else monotonic() + following
    stop.set()
    raise KioskError(SILENT)
