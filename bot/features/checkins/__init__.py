"""Recurring questions to a team, and the report of the answers."""
