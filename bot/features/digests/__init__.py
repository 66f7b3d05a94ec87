"""The weekly card of a team."""
