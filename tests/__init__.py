"""Tests, mirroring the source; conversations in tests/scenarios."""
