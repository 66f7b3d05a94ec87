"""The bot's database as it lies there, read without the bot."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import psycopg


@dataclass(frozen=True, slots=True)
class Sent:
    """A row of the outbox that was sent as a message of its own. `receipt`: what the platform called it, as JSON."""

    seq: int
    key: str
    lane: str
    platform: str
    rule: str
    receipt: str


class Looking:
    """At the database of this URL."""

    def __init__(self, url: str) -> None:
        self._url = url

    def rows(self, query: str) -> Sequence[tuple[Any, ...]]:
        if self._url.startswith("sqlite"):
            connection = sqlite3.connect(self._url.removeprefix("sqlite:///"), timeout=30)
            try:
                return connection.execute(query).fetchall()
            finally:
                connection.close()
        with psycopg.connect(self._url, connect_timeout=10) as server:
            return server.execute(query.encode()).fetchall()

    def unsettled(self, now: str) -> Sequence[str]:
        """What is in hand, or due, or waits for another try: a line for each kind."""
        inbox = self.rows("SELECT count(*) FROM inbox WHERE state = 'waiting'")[0][0]
        query = "SELECT platform, state, count(*), max(attempts), min(error) FROM outbox WHERE state = 'sending'"
        query += f" OR state = 'waiting' AND (at <= '{now}' OR attempts > 0) GROUP BY platform, state"
        lines = [f"outbox: {count} {state} on {platform or '?'}, tried up to {tries} times {error}"
                 for platform, state, count, tries, error in self.rows(query)]  # fmt: skip
        return [*([f"inbox: {inbox} waiting"] if inbox else []), *lines]

    def sent(self) -> Sequence[Sent]:
        query = "SELECT seq, key, lane, platform, rule, receipt FROM outbox WHERE state = 'sent'"
        return [Sent(*row) for row in self.rows(f"{query} AND revises IS NULL ORDER BY seq")]

    def troubles(self) -> Sequence[str]:
        """Parked events and buried messages, with their reasons."""
        parked = self.rows("SELECT seq, source, attempts, error FROM inbox WHERE state = 'parked'")
        buried = self.rows("SELECT seq, platform, attempts, error FROM outbox WHERE state = 'buried'")
        return [
            *(f"parked event {seq} of {source} after {tries} tries: {error}" for seq, source, tries, error in parked),
            *(f"buried message {seq} to {where} after {tries} tries: {error}" for seq, where, tries, error in buried),
        ]

    def leases(self) -> Sequence[str]:
        """Those that somebody still has."""
        rows = self.rows("SELECT name, holder, until FROM lease WHERE until <> ''")
        return [f"{name} is held by {holder} until {until}" for name, holder, until in rows]

    def whole(self) -> str:
        """Empty where the database itself is sound."""
        if not self._url.startswith("sqlite"):
            return ""
        found = str(self.rows("PRAGMA integrity_check")[0][0])
        return "" if found == "ok" else found
