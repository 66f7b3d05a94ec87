"""Words and pure functions: the standard library only, no clock, no storage, no platform."""
