"""Who comes to a practice programme, and what is written down of them."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kiosk.codebook import Channel, Outcome, own_hands
from kiosk.privacy import new_return_code


@dataclass(frozen=True, slots=True)
class Mix:
    """How often what happens in a programme: weights by code, none of them in any report."""

    services: Mapping[str, int]
    languages: Mapping[str, int]
    ages: Mapping[str, int]
    genders: Mapping[str, int]
    channels: Mapping[str, int]
    outcomes: Mapping[str, int]

    def one(self, draw: random.Random, weights: Mapping[str, int]) -> str:
        """Draw one code by its weight."""
        return draw.choices(list(weights), list(weights.values()))[0]


class People:
    """The residents of one village: who came before may come again, with a card or without."""

    def __init__(self, draw: random.Random, mix: Mix) -> None:
        self._draw = draw
        self._mix = mix
        self._codes: list[str] = []

    def individual(self, people: int) -> dict[str, Any]:
        """Say what is written down of a visit of one person, or of two who came together."""
        draw, mix = self._draw, self._mix
        services = self._services()
        says: dict[str, Any] = {
            "people": people,
            "services": services,
            "language": mix.one(draw, mix.languages),
            "age_band": mix.one(draw, mix.ages),
            "gender": mix.one(draw, mix.genders),
            **self._acquaintance(),
            **self._outcome(services),
        }
        if draw.random() < 0.15:
            says["trip_avoided"] = "yes"
        if draw.random() < 0.2:
            says["resident_feedback"] = draw.choice(("good", "good", "good", "so_so"))
        return says

    def group(self, size: int) -> dict[str, Any]:
        """Say what is written down of a group: how many, how many women, new ones and ages; no outcome."""
        draw, mix = self._draw, self._mix
        bands: dict[str, int] = {}
        for _ in range(size):
            band = mix.one(draw, mix.ages)
            bands[band] = bands.get(band, 0) + 1
        return {
            "people": size,
            "women": round(size * draw.uniform(0.5, 0.8)),
            "new_people": round(size * draw.uniform(0.4, 0.9)),
            "age_bands": dict(sorted(bands.items())),
            "services": self._services(),
            "language": mix.one(draw, mix.languages),
        }

    def alone_at_the_screen(self) -> dict[str, Any]:
        """Say what is written down of somebody who used the screen without a volunteer."""
        mix = self._mix
        return {
            "services": self._services(),
            "language": mix.one(self._draw, mix.languages),
            "outcome": Outcome.NOT_TOLD.value,
            "resident_feedback": self._draw.choice(("good", "so_so", "bad")),
        }

    def _services(self) -> list[str]:
        first = self._mix.one(self._draw, self._mix.services)
        second = self._mix.one(self._draw, self._mix.services)
        return [first, second] if second != first and self._draw.random() < 0.12 else [first]

    def _outcome(self, services: Sequence[str]) -> dict[str, str]:
        outcome = self._mix.one(self._draw, self._mix.outcomes)
        if outcome == Outcome.DONE_FOR and own_hands(tuple(services)):
            outcome = Outcome.WITH_HELP.value
        if outcome == Outcome.NOT_DONE:
            reason = self._draw.choice(("documents", "service_down", "cannot_learn", "gave_up"))
            return {"outcome": outcome, "not_done_reason": reason}
        return {"outcome": outcome}

    def _acquaintance(self) -> dict[str, Any]:
        chance = self._draw.random()
        if self._codes and chance < 0.22:
            return {"first_time": False, "return_code": self._draw.choice(self._codes)}
        if chance < 0.32:
            return {"first_time": False}
        if chance < 0.6:
            code = new_return_code(self._draw)
            self._codes.append(code)
            return {"first_time": True, "return_code": code}
        return {"first_time": True} if chance < 0.94 else {}


def channel_of(draw: random.Random, mix: Mix, at_desk: bool) -> str:
    """Draw where a person was met; a volunteer on a round has no desk."""
    channel = mix.one(draw, mix.channels)
    return channel if at_desk or channel != Channel.DESK else Channel.OUTREACH.value
