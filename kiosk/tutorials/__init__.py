"""Walkthroughs: folders that a person who is no programmer can write, copy and mail.

Their checks stand in `kiosk.tutorials.check`, which a desk does not load.
"""

from kiosk.tutorials.library import Library
from kiosk.tutorials.model import (
    CHANGED,
    LANGUAGES,
    VOLUNTEERS,
    Branch,
    BranchText,
    Label,
    Source,
    Step,
    StepText,
    Tutorial,
    TutorialText,
)
from kiosk.tutorials.screen import Box, Screen

__all__ = [
    "CHANGED",
    "LANGUAGES",
    "VOLUNTEERS",
    "Box",
    "Branch",
    "BranchText",
    "Label",
    "Library",
    "Screen",
    "Source",
    "Step",
    "StepText",
    "Tutorial",
    "TutorialText",
]
