"""How a passphrase is handed in: a file, the environment, or typed unseen."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from kiosk.cli.group import App
from kiosk.i18n import N_

Function = TypeVar("Function", bound=Callable[..., Any])


def passphrase_option(function: Function) -> Function:
    """Add --passphrase-file to a verb that opens the manager's keys."""
    return click.option(
        "--passphrase-file",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help="A file whose first line is the manager's passphrase. Default: KIOSK_PASSPHRASE, else it is asked for.",
    )(function)


def passphrase(app: App, file: Path | None, *, new: bool = False) -> str:
    """Return the manager's passphrase; a `new` one is typed twice."""
    if file is not None:
        return file.read_text(encoding="utf-8").partition("\n")[0].rstrip("\r")
    if (given := os.environ.get("KIOSK_PASSPHRASE")) is not None:
        return given
    question = app.language.text(N_("Passphrase"))
    typed: str = click.prompt(question, hide_input=True, confirmation_prompt=new, err=True)
    return typed
