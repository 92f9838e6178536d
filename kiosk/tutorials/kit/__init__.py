"""The kit: screens of phones and pages put together from parts, so that hundreds of them stay small and of one piece.

Nothing is written: a screen is made in memory from its lines in `screens.toml` when somebody looks at it.
"""

from kiosk.tutorials.kit import pictures as _pictures
from kiosk.tutorials.kit.layout import DEVICES, Fault, build, faults, names, typed
from kiosk.tutorials.kit.parts import PARTS

__all__ = ["DEVICES", "PARTS", "Fault", "build", "faults", "names", "typed"]

del _pictures  # imported for what it enters into the kit
