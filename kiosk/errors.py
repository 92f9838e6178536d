"""What the program refuses, in words that a person can act on.

A `KioskError` carries the English message and its values apart, so that whichever face shows it can say it in its
own language: the core never translates.
"""

from __future__ import annotations


class KioskError(Exception):
    """Something was refused. `message` is a catalogue message with {named} placeholders, `params` are their values."""

    def __init__(self, message: str, /, **params: object) -> None:
        super().__init__(message, params)
        self.message = message
        self.params = params

    def __str__(self) -> str:
        return self.message.format(**self.params)


class SettingsError(KioskError):
    """The data folder or its settings cannot be used."""


class LogError(KioskError):
    """The visit log refused something; nothing was changed."""


class TutorialError(KioskError):
    """A walkthrough cannot be shown or does not pass its checks."""


class KeyProblem(KioskError):
    """A key, a card, a signature or a passphrase was refused."""
