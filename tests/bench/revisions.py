"""Revisions of the size and shape that a year of shops brings: for the figures of the data path."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from random import Random

from kiosk import codebook
from kiosk.clock import stamp

_NOTES = (
    "Әже eGov-ға өзі кірді, бірақ SMS {n} минуттан кейін келді",
    "Пришла второй раз, забыла пароль; записали на бумажку, шаг {n}",
    "Came with her grandson, they will practise {n} more times at home",
    "Bà cụ tự đăng ký được VNeID, đã hiểu bước xác thực, còn {n} câu hỏi",
    "Asiakas tarvitsee ajan pankkiin, tunnukset puuttuvat, {n}. käynti",
    "=1+{n} сказал сам и засмеялся",
)
_SERVICES = tuple(codebook.SERVICES)
_TUTORIALS = tuple(f"{code.replace('.', '-').replace('_', '-')}" for code in _SERVICES)
_LANGUAGES = ("kk", "ru", "en", "vi", "fi")
_CODE_LETTERS = "234679ACEHKMPTX"
_START = datetime(2026, 1, 5, 3, tzinfo=UTC)

Row = tuple[str | int | None, ...]
#: The rows of visits, shifts and notices.
Rows = tuple[list[Row], list[Row], list[Row]]


class Shop:
    """One kiosk that numbers what it does: mostly visits, with corrections, shifts and notices between."""

    def __init__(self, kiosk: str, epoch: str, seed: int) -> None:
        self.kiosk = kiosk
        self.epoch = epoch
        self._seq = 0
        self._random = Random(seed)
        self._now = _START + timedelta(minutes=seed % 97)
        self._shift = 0

    def work(self, count: int) -> Rows:
        """Make the next `count` revisions."""
        visits: list[Row] = []
        shifts: list[Row] = []
        notices: list[Row] = []
        for _ in range(count):
            self._seq += 1
            self._now += timedelta(seconds=self._random.randrange(120, 1500))
            kind = self._seq % 40
            if kind == 1:
                shifts.append(self._begun())
            elif kind == 39:
                notices.append(self._notice())
            elif kind == 20 and visits:
                visits.append(self._corrected(visits[-1]))
            else:
                visits.append(self._visit())
        return visits, shifts, notices

    def _visit(self) -> Row:
        choose = self._random
        minutes = choose.randrange(3, 55)
        group = choose.random() < 0.05
        people = choose.randrange(4, 25) if group else 1
        service = choose.randrange(len(_SERVICES))
        outcome = "" if group else choose.choice(("alone", "with_help", "with_help", "done_for", "not_done"))
        first = None if group else int(choose.random() < 0.6)
        day = stamp(self._now)[:10]
        return (
            self.kiosk,
            self.epoch,
            self._seq,
            self.epoch,
            self._seq,
            1,
            "new",
            "",
            stamp(self._now),
            stamp(self._now + timedelta(minutes=minutes)),
            300,
            minutes,
            f"b{self._seq // 60:011x}",
            1,
            day,
            "live",
            choose.choice(("bulaevo", "bulaevo-library", "yavlenka", "vozvyshenka")),
            f"A-{choose.randrange(1, 9):02}",
            self.epoch,
            self._shift or None,
            choose.choice(("", "", "club", "campaign")),
            "group" if group else choose.choice(("desk", "desk", "desk", "home_visit", "phone")),
            people,
            choose.randrange(people) if group else None,
            choose.randrange(people) if group else None,
            _json({"60_74": people // 2, "75_plus": people // 4}) if group else "{}",
            _json([_SERVICES[service]]),
            self._uses(service) if choose.random() < 0.7 else "[]",
            outcome,
            "documents" if outcome == "not_done" else "",
            "not_asked" if group else choose.choice(tuple(codebook.AGE_BANDS)),
            "not_asked" if group else choose.choice(("f", "f", "m", "not_asked")),
            first,
            "" if first is None else "".join(choose.choices(_CODE_LETTERS, k=8)),
            choose.choice(("", "", "", "bank", "clinic")),
            choose.choice(("{}", "{}", '{"egov":1}')),
            choose.choice(("", "skill", "language")),
            "",
            "",
            choose.choice(("", "good", "good", "so_so")),
            choose.choice(_LANGUAGES),
            choose.choice(_NOTES).format(n=choose.randrange(100)) if choose.random() < 0.3 else "",
        )

    def _uses(self, service: int) -> str:
        choose = self._random
        steps = 4 + service % 7
        use = {
            "id": _TUTORIALS[service],
            "language": choose.choice(_LANGUAGES),
            "listened": choose.random() < 0.2,
            "practised": choose.random() < 0.4,
            "printed": choose.random() < 0.3,
            "seen": choose.randrange(1, steps + 1),
            "steps": steps,
            "version": 1 + service % 3,
        }
        return _json([use])

    def _corrected(self, visit: Row) -> Row:
        """Return the next revision of a visit: what stands between its reason and its people stays as it was."""
        return (
            *visit[:2],
            self._seq,
            *visit[3:5],
            int(visit[5] or 0) + 1,
            "edit",
            "mistyped",
            *visit[8:],
        )

    def _begun(self) -> Row:
        self._shift = self._seq
        at = stamp(self._now)
        return (
            self.kiosk, self.epoch, self._seq, self.epoch, self._seq, 1, "new", "", "A-07", "club", "bulaevo",
            at, None, 300, at[:10], f"b{self._seq // 60:011x}", 1, "live", None,
        )  # fmt: skip

    def _notice(self) -> Row:
        at = stamp(self._now)
        return (
            self.kiosk, self.epoch, self._seq, at, 300, at[:10], f"b{self._seq // 60:011x}", 1, "A-07",
            "bulaevo", "kz-criminal-record", 3, "open", "kk",
        )  # fmt: skip


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
