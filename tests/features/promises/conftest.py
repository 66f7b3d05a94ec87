"""The same company as for nudges."""

from tests.features.nudges.conftest import company

__all__ = ["company"]
