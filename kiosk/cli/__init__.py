"""The command line: verbs over the functions that the screens call. Loads neither Qt nor a verb that is not called."""

from __future__ import annotations

from kiosk.cli.group import App, Verbs, main, pass_app

__all__ = ["App", "Verbs", "main", "pass_app"]
