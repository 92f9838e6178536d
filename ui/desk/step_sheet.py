"""What a page of a walkthrough shows: words in one language or two, answers, and which way leads on."""

from __future__ import annotations

from typing import NamedTuple

from kiosk.i18n import N_
from ui.widgets.choices import Choice
from ui.widgets.paged_text import Block


class Words(NamedTuple):
    """What is said in one language: a title, a body, and in boxes a warning or a hint."""

    title: str
    body: str = ""
    warning: str = ""
    hint: str = ""


class Sheet(NamedTuple):
    """What the page shows. `beside_name`: the second language. `task`: it is to be done on the phone.

    `on` is the message of the way on, empty where there is none.
    """

    caption: str
    words: Words
    beside: Words | None = None
    beside_name: str = ""
    fallback: str = ""
    picture: bool = False
    task: bool = False
    choices: tuple[Choice, ...] = ()
    chosen: str = ""
    number: int = 1
    of: int = 1
    on: str = N_("Next")
    back: str = N_("Back")


def blocks(words: Words, colour: str, title: str = "title") -> tuple[Block, ...]:
    """Return the paragraphs of what is said; `title` is the role of its title."""
    made = [Block(words.title, title, bold=True, colour=colour)]
    if words.body:
        made.append(Block(words.body, "step"))
    if words.warning:
        made.append(Block(words.warning, "step", box="danger"))
    if words.hint:
        made.append(Block(words.hint, "step", box="notice"))
    return tuple(made)
