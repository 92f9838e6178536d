"""The kit: screens of phones and pages put together from parts, so that hundreds of them stay small and of one piece.

Nothing is written: a screen is made in memory from its lines in `screens.toml` when somebody looks at it.
"""

from kiosk.tutorials.kit import controls as _controls
from kiosk.tutorials.kit import lists as _lists
from kiosk.tutorials.kit import messages as _messages
from kiosk.tutorials.kit import pictures as _pictures
from kiosk.tutorials.kit.layout import DEVICES, Fault, build, faults, names
from kiosk.tutorials.kit.part import PARTS

__all__ = ["DEVICES", "PARTS", "Fault", "build", "faults", "names"]

# Imported for the parts that they enter.
del _controls, _lists, _messages, _pictures
