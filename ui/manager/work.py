"""What the manager's window asks of the centre. Every function runs on the worker and opens what it needs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from threading import Event

from kiosk import centre
from kiosk.centre import succession
from kiosk.centre.succession import ShowPaper
from kiosk.centre.tables import Cell
from kiosk.clock import SystemClock
from kiosk.config import DataFolder, write_atomically
from kiosk.errors import KioskError
from kiosk.keys import Enrolment, ManagerKeys
from ui.manager.lines import Kind, Line
from ui.manager.patience import Beat
from ui.manager.waiting import Asking
from ui.widgets.bars import Bar
from ui.widgets.weeks import Week

#: Told after each file: how many are done, how many there are, what became of it.
Advance = Callable[[int, int, Line], None]

_KINDS = {
    centre.Outcome.IMPORTED: Kind.NEW,
    centre.Outcome.ALREADY: Kind.ALREADY,
    centre.Outcome.WAITING: Kind.WAITING,
    centre.Outcome.REQUEST: Kind.WAITING,
    centre.Outcome.KIOSKS: Kind.ALREADY,
    centre.Outcome.NOTHING_HERE: Kind.LOOK,
    centre.Outcome.NO_RECEIPT: Kind.LOOK,
}


@dataclass(frozen=True, slots=True)
class Overview:
    """What the first page shows: the programme's totals, its plots, and who asks to join."""

    programme: str
    summary: centre.Summary
    services: tuple[Bar, ...]
    weeks: tuple[Week, ...]
    asking: tuple[Asking, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing has come in yet."""
        return not (self.summary.consultations or self.summary.self_service_sessions or self.summary.shifts)


def has_programme(data: DataFolder) -> bool:
    """Tell whether this folder is a manager's. Quick: it only looks whether files are there."""
    return data.card.exists() and ManagerKeys.exist(data.keys)


def create(data: DataFolder, name: str, passphrase: str) -> centre.NewProgramme:
    """Make a programme. Raises KioskError when it is refused."""
    return centre.new_programme(data, name, passphrase)


def unlock(data: DataFolder, passphrase: str) -> ManagerKeys:
    """Open the manager's keys. Raises KeyProblem for a wrong passphrase."""
    return centre.manager_keys(data, passphrase)


def restore(data: DataFolder, signing: str, sealing: str, passphrase: str, show: ShowPaper) -> ManagerKeys:
    """Make the keys anew from paper. Raises KioskError when that cannot be."""
    with centre.Store.of(data) as store:
        return succession.restore(data, store, signing, sealing, passphrase, show)[1]


def take_next_key(data: DataFolder, paper: str, passphrase: str, show: ShowPaper) -> ManagerKeys:
    """Sign with the next key from its paper. Raises KioskError when that cannot be."""
    with centre.Store.of(data) as store:
        succession.take_next_key(data, store, unlock(data, passphrase), paper, passphrase, show)
    return unlock(data, passphrase)


def overview(data: DataFolder, keys: ManagerKeys | None) -> Overview:
    """Ask the store for everything that the right side shows; names of kiosks that ask need the keys."""
    with centre.Store.of(data) as store:
        return Overview(
            programme=centre.programme_card(data).name,
            summary=centre.summary(store),
            services=tuple(
                Bar(str(label), _count(count))
                for _code, label, count, *_ in _rows(store, "services")
                if _count(count)
            ),
            weeks=tuple(
                Week(date.fromisoformat(str(day)), _count(count)) for day, count, *_ in _rows(store, "weeks")
            ),
            asking=_asking(data, store, keys),
        )


def _rows(store: centre.Store, name: str) -> tuple[tuple[Cell, ...], ...]:
    return centre.report(store, name).table.rows


def _count(cell: Cell) -> int:
    return int(cell) if isinstance(cell, int | float) else 0  # few people are hidden: no bar


def _asking(data: DataFolder, store: centre.Store, keys: ManagerKeys | None) -> tuple[Asking, ...]:
    files = waiting_files(data)
    asking = [
        Asking(request.kiosk, _site(request, keys), request.digits(), files.pop(request.kiosk, 0))
        for request in centre.requests(store)
    ]
    # Files that came without their kiosk's request, one by one instead of the whole stick.
    asking += [Asking(kiosk, "", (), count) for kiosk, count in sorted(files.items())]
    return tuple(asking)


def _site(request: Enrolment, keys: ManagerKeys | None) -> str:
    if keys is not None:
        with suppress(KioskError):  # a help for people; whether the request is good shows at acceptance
            return request.site_name(keys)
    return ""


def waiting_files(data: DataFolder) -> Counter[str]:
    """Count by kiosk the bundles that wait for its acceptance: `<digest>-<kiosk>-<epoch>-<number>.kiosk`."""
    names = (path.stem.split("-") for path in data.waiting.glob("*.kiosk"))
    return Counter("-".join(parts[1:-2]) for parts in names if len(parts) > 3)


@dataclass(frozen=True, slots=True)
class Told:
    """Whom work tells how it gets on, from its own thread: of each file, of each receipt on a stick, of life."""

    advance: Advance
    answered: Callable[[str], None]
    stop: Event


def take_in(data: DataFolder, keys: ManagerKeys, paths: Sequence[Path], told: Told, beat: Beat) -> None:
    """Take in files, folders and sticks, and tell of each file; `told.stop` ends it after the file under way."""
    seen: set[int] = set()

    def tell(done: int, total: int, result: centre.FileResult) -> bool:
        beat()
        seen.add(id(result))
        told.advance(done, total, line(result))
        return not told.stop.is_set()

    def answered(stick: Path, _kiosk: str) -> None:
        beat()
        told.answered(stick.parent.name or str(stick))

    with centre.Store.of(data) as store:
        results = centre.import_paths(data, store, keys, paths, tell, answered=answered)
    _tell_rest([result for result in results if id(result) not in seen], len(seen), told.advance)


def accept(data: DataFolder, keys: ManagerKeys, kiosk: str, advance: Advance) -> None:
    """Let a kiosk into the programme, and take in what waited of it. Raises KioskError when it is refused."""
    with centre.Store.of(data) as store:
        centre.accept(data, store, keys, kiosk, SystemClock())
        results = centre.import_waiting(data, store, keys, kiosk)
    _tell_rest(results, 0, advance)


def _tell_rest(results: Sequence[centre.FileResult], before: int, advance: Advance) -> None:
    """Tell of what was beside the bundles: requests to join, paths with nothing in them, failed receipts."""
    total = before + len(results)
    for number, result in enumerate(results, before + 1):
        advance(number, total, line(result))


def _shown_name(path: Path) -> str:
    """Return a file's own name, without the digest that tells files apart in the waiting room."""
    name = path.name or str(path)
    return name.partition("-")[2] if path.parent.name == DataFolder(path).waiting.name else name


def line(result: centre.FileResult) -> Line:
    """Return the line for what became of a file."""
    kind = _KINDS.get(result.outcome, Kind.REFUSED)
    if (result.missing or result.copies) and kind in (Kind.NEW, Kind.ALREADY):
        kind = Kind.LOOK
    return Line(
        name=_shown_name(result.path),
        kind=kind,
        say=partial(centre.sentence, result),
        path=str(result.path),
        new=result.new,
    )


def write_file(path: Path, data: bytes) -> None:
    """Write a file that a person will open. Raises KioskError when that fails."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, data, mode=0o644)
    except OSError as problem:
        raise KioskError(
            "{path} cannot be written to: {reason}. Is it open in another program?",
            path=path,
            reason=problem.strerror or problem,
        ) from problem
