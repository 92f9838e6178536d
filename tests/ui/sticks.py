"""Sticks as shops bring them to a manager: requests to join and sealed bundles, made by the core."""

from __future__ import annotations

import gettext
import re
from datetime import date, timedelta
from math import ceil
from pathlib import Path

from kiosk.bundles import Origin, read_header, write_bundle
from kiosk.i18n import Language
from kiosk.keys import Card, Enrolment, KioskKeys
from kiosk.visits import Revisions, Visit, batches_of
from tests.programmes import visit

FIRST_DAY = date(2026, 9, 7)
SERVICES = ("kz.criminal_record", "kz.kaspi", "gen.qr_code", "gen.messengers", "kz.psych_narco", "kz.eds")


class ShopWithStick:
    """A shop that has joined a programme, and its stick."""

    def __init__(self, card: Card, name: str, stick: Path, plain: str = "") -> None:
        self.card = card
        self.name = name
        plain = plain or name.lower()  # what an id is made of
        self.kiosk = f"k-{plain}"
        self.stick = stick
        self.keys = KioskKeys.generate()
        self._epoch = f"{plain:0<16.16}"
        self._seq = 0
        self._bundle = 0
        self._previous: str | None = None
        self.request = Enrolment.request(card, self.kiosk, self.keys, name, "2026-11-22T08:00:00Z")
        enrol = stick / "OneStopKiosk" / "enrol" / f"{self.kiosk}.json"
        enrol.parent.mkdir(parents=True, exist_ok=True)
        enrol.write_bytes(self.request.signed(self.keys))

    def bundle(self, visits: int) -> Path:
        """Put one more bundle onto the stick and return where it is."""
        held = [self._visit() for _ in range(visits)]
        self._bundle += 1
        origin = Origin(
            programme=self.card.programme,
            kiosk=self.kiosk,
            epoch=self._epoch,
            bundle=self._bundle,
            created="2026-11-22T18:00:00Z",
            clock_trust=1,
            codebook=1,
            previous=self._previous,
        )
        data = write_bundle(origin, batches_of(Revisions(tuple(held))), self.keys, self.card.recipients)
        self._previous = read_header(data).sha256
        path = self.stick / "OneStopKiosk" / "visits" / f"{self.kiosk}-{self._epoch}-{self._bundle:06}.kiosk"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return path

    def _visit(self) -> Visit:
        self._seq += 1
        number = self._seq
        day = FIRST_DAY + timedelta(days=(number * number) % 61)
        return visit(
            number,
            kiosk=self.kiosk,
            epoch=self._epoch,
            visit_epoch=self._epoch,
            visit_date=day.isoformat(),
            place=self.name.lower(),
            volunteer=f"A-{number % 3:02}",
            people=1 + number % 3 // 2,
            outcome=("alone", "with_help", "alone")[number % 3],
            services=(SERVICES[number * number % 11 % len(SERVICES)],),
        )


class Stretched(gettext.NullTranslations):
    """A language of long words, so that a layout shows where it has no room left: half as long again."""

    def gettext(self, message: str) -> str:
        long_words = r"(?<![{\w])[^\W\d_]{5,}(?![}\w])"
        return re.sub(long_words, lambda word: word[0] + "ö" * ceil(len(word[0]) * 0.4), message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:
        return message


def stretched() -> Language:
    """Return the language of long words."""
    return Language("fi", Stretched())
