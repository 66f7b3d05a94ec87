"""Alerts raised from answers."""

from bot.kernel.features import Feature

FEATURE = Feature(name="red_flags")
