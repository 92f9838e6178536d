"""What goes wrong in real life, so that a practice programme is not better than one."""

from __future__ import annotations

import random

from kiosk.codebook import Channel
from kiosk.demo.people import Mix, People
from kiosk.demo.plan import PlannedVisit


def slips(draw: random.Random, mix: Mix, visits: list[PlannedVisit]) -> None:
    """Let people be people: now and then a wrong tap, a visit saved twice, a visit written down in the evening."""
    for visit in list(visits):
        chance = draw.random()
        if visit.channel in (Channel.GROUP, Channel.COURSE):
            if chance < 0.15:
                visit.slip = {"people": visit.says["people"] + draw.randint(1, 4)}
        elif chance < 0.02:
            visit.slip = {"outcome": "with_help" if visit.says["outcome"] != "with_help" else "alone"}
        elif chance < 0.03:
            visits.append(
                PlannedVisit(visit.at, 1, visit.place, visit.channel, dict(visit.says), doubled=True)
            )
        elif chance < 0.06:
            visit.late = True
        elif chance < 0.14 and visit.channel == Channel.DESK:
            alone = People(draw, mix).alone_at_the_screen()
            visits.append(PlannedVisit(visit.at, 5, visit.place, Channel.SELF_SERVICE.value, alone))
