"""Alerts raised from answers."""
