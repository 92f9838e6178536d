"""How this computer's keys are: there, usable, and readable by nobody else."""

from __future__ import annotations

import os
from collections.abc import Iterator

from kiosk.clock import Clock
from kiosk.config import DataFolder
from kiosk.errors import KeyProblem
from kiosk.health import Finding, State
from kiosk.i18n import N_
from kiosk.keys.card import Card, read_card
from kiosk.keys.holders import KioskKeys, ManagerKeys

_ASK_FOR_A_CARD = N_("Ask the manager for a stick with the programme's card, then join.")


def check_card(data: DataFolder, _clock: Clock) -> Iterator[Finding]:
    """Look whether this computer belongs to a programme, and whether one lost key would close it."""
    if not data.card.exists():
        yield Finding(
            "card",
            State.LOOK,
            N_("This kiosk has not joined a programme: visits are kept here, none can be exported."),
            advice=_ASK_FOR_A_CARD,
        )
        return
    try:
        card = read_card(data.card.read_bytes())
    except KeyProblem as problem:
        yield Finding("card", State.BAD, problem.message, problem.params, _ASK_FOR_A_CARD)
        return
    yield Finding("card", State.GOOD, N_("It belongs to the programme {name}."), {"name": card.name})
    if ManagerKeys.exist(data.keys):
        yield _recipients(card)


def _recipients(card: Card) -> Finding:
    alone = len(card.recipients) < 2
    return Finding(
        "recipients",
        State.LOOK if alone else State.GOOD,
        N_("Keys that can open what kiosks seal: {number}."),
        {"number": len(card.recipients)},
        N_("Add a second manager's key: a single one that is lost closes every visit.") if alone else "",
    )


def check_keys(data: DataFolder, _clock: Clock) -> Iterator[Finding]:
    """Look whether the private keys can be read by this user, and by nobody else."""
    if KioskKeys.exist(data.keys):
        try:
            KioskKeys.load(data.keys)
        except KeyProblem as problem:
            yield Finding(
                "keys",
                State.BAD,
                problem.message,
                problem.params,
                N_("Ask the manager to let this kiosk join again."),
            )
        else:
            yield Finding("keys", State.GOOD, N_("This kiosk's keys can be read."))
    elif not ManagerKeys.exist(data.keys) and data.card.exists():
        yield Finding(
            "keys",
            State.BAD,
            N_("The keys are missing."),
            advice=N_("Ask the manager to let this kiosk join again."),
        )
    if data.keys.is_dir() and os.name != "nt":
        yield from _open_to_others(data)


def _open_to_others(data: DataFolder) -> Iterator[Finding]:
    for path in (data.keys, *sorted(data.keys.iterdir())):
        if path.stat().st_mode & 0o077:
            yield Finding(
                "keys_private",
                State.BAD,
                N_("Other users of this computer can read {path}."),
                {"path": path},
                N_(
                    "Take their rights away: chmod go= on that file. Then let this kiosk join again with new keys."
                ),
            )
