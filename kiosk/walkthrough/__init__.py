"""One resident's way through a tutorial: reading it step by step, and practising it."""

from kiosk.walkthrough.practice import Practice
from kiosk.walkthrough.walkthrough import Walkthrough

__all__ = ["Practice", "Walkthrough"]
