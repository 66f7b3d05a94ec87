"""The weekly card of a team."""

from bot.kernel.features import Feature

FEATURE = Feature(name="digests")
