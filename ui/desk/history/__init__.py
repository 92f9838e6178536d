"""Looking back at the desk: the list of visits, one visit with its changes, and changing it."""

from __future__ import annotations

from ui.desk.history.history import History

__all__ = ["History"]
