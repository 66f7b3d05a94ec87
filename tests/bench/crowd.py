"""A company of any size with a day behind it, written as rows: SQLite makes a million people in seconds."""

import sqlite3
from contextlib import closing
from pathlib import Path

NUMBERS = """CREATE TEMP TABLE crowd AS
    WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < :count)
    SELECT i, printf('q%07d', i) AS id, 'team' || (i / 100) AS team FROM n"""
ROWS = (
    """INSERT INTO person (id, name, department, active, admin, body, seq)
    SELECT id, '同事' || i, team, 1, 0, json_object('id', id, 'name', '同事' || i, 'timezone', 'Asia/Shanghai',
      'locale', 'zh'), 1000 + i FROM crowd""",
    """INSERT INTO membership (id, team, person, body, seq)
    SELECT 'm' || id, team, id, json_object('id', 'm' || id, 'team', team, 'person', id, 'since', '2026-01-05'),
      1000 + i FROM crowd""",
    """INSERT INTO identity (platform, tenant, user, person, used) SELECT 'toy', 'toy', id, id, '' FROM crowd""",
    """INSERT INTO inbox (source, dedupe, received, lane, payload, state, due, attempts, error)
    SELECT 'toy', 'answer' || i, :yesterday, id, '', 'handled', '', 1, '' FROM crowd""",
    """INSERT INTO outbox (key, lane, platform, recipient, person, rule, reason, due, at, state, token, attempts,
      uncertain, leased_until, settled, error, receipt, parts, stands)
    SELECT 'prompt' || i, 'person:' || id, 'toy', '', id, 'checkins.prompt', 'why', :yesterday, :yesterday, 'sent',
      1, 1, 0, :yesterday, :yesterday, '', '', 'a card', 1 FROM crowd""",
    # Two standing timers for every team of a hundred, and one for every twentieth person.
    """INSERT INTO timer (key, due, armed, body)
    SELECT 'timer' || i, :tomorrow, i, json_object('key', 'timer' || i, 'due', :tomorrow, 'action', 'none')
    FROM crowd WHERE i % 100 < 2 OR i % 20 = 19""",
)


def crowd(file: Path, count: int, yesterday: str, tomorrow: str) -> None:
    """Write them into the database of a bot that does not run."""
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("PRAGMA cache_size = -262144")
        for statement in (NUMBERS, *ROWS):
            values = {"count": count, "yesterday": yesterday, "tomorrow": tomorrow}
            database.execute(statement, {name: value for name, value in values.items() if f":{name}" in statement})
