"""Walkthroughs: folders that a person who is no programmer can write, copy and mail."""

from kiosk.tutorials.check import Problem, check
from kiosk.tutorials.library import Library
from kiosk.tutorials.model import LANGUAGES, Label, Source, Step, StepText, Tutorial, TutorialText
from kiosk.tutorials.screen import Box, Screen

__all__ = [
    "LANGUAGES",
    "Box",
    "Label",
    "Library",
    "Problem",
    "Screen",
    "Source",
    "Step",
    "StepText",
    "Tutorial",
    "TutorialText",
    "check",
]
