"""One-Stop Kiosk, the core: walkthroughs, the visit log, the stick and the centre. No Qt in here."""

__version__ = "0.3.0"
