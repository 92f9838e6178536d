"""Resident mode: a resident alone at the screen. No log, no panel, one thing at a time."""
