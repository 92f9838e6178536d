"""The mock-up phone (or page of a computer): a drawing, its labels as real widgets, and what can be tapped on it."""

from ui.widgets.phone.label import ScreenLabel, area_of, fitted
from ui.widgets.phone.phone import Phone

__all__ = ["Phone", "ScreenLabel", "area_of", "fitted"]
