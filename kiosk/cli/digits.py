"""The digits by which people know a programme, at the prompt: two of its groups, typed as the manager has them."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

import click

from kiosk.cli.group import App
from kiosk.i18n import N_
from kiosk.keys import Card

#: The option by which a script gives them.
digits_option = click.option(
    "--digits", metavar='"GGGGG GGGGG"', help="Two of the programme's groups of digits, for scripts."
)


def agree(app: App, groups: Sequence[str], given: str | None) -> bool:
    """Tell whether two of the programme's groups are right: those `given`, else those typed when asked by number."""
    if given is not None:
        typed = set(given.split())
        return len(typed) == 2 and typed <= set(groups)
    asked = sorted(secrets.SystemRandom().sample(range(len(groups)), 2))
    question = N_("Type group {number} as the manager has it")
    answers = [click.prompt(app.language.text(question, number=at + 1)) for at in asked]
    return [answer.strip() for answer in answers] == [groups[at] for at in asked]


def show_digits(app: App, card: Card) -> None:
    """Show a programme's three groups."""
    app.say(
        N_("Its digits, which every kiosk compares when it joins: {digits}"), digits=" ".join(card.digits())
    )
