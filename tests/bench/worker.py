"""A process that takes turns, or commits the bare rows of turns: `python -m tests.bench.worker KIND URL KEY`.

It prints `ready`; each line it then reads is a number of turns (of the bare kind), and is answered with the seconds
that they took, or that it took until no event waited any more.
"""

import asyncio
import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

import psycopg

from bot.app import App, tables_of
from bot.cli.running import spare_the_collector
from bot.features import FEATURES
from bot.ports.storage import Transaction
from bot.runtime.clocks import FrozenClock
from storage import Database
from tests.bench.fanout import HALF_PAST_NINE
from tests.support.toy import ToyPlatform

CARD, SHARE = json.dumps({"blocks": ["收到" * 60]}), json.dumps({"answers": ["上线对账" * 80]})
AGAIN = 0.01
TABLES = (
    "CREATE TABLE bare_inbox (seq BIGSERIAL PRIMARY KEY, source TEXT, dedupe TEXT, received TEXT, payload TEXT)",
    "CREATE UNIQUE INDEX ux_bare_inbox ON bare_inbox (source, dedupe)",
    "CREATE TABLE bare_identity (person TEXT PRIMARY KEY, used TEXT)",
    "CREATE TABLE bare_participation (id TEXT PRIMARY KEY, status TEXT, body TEXT)",
    "CREATE TABLE bare_outbox (seq BIGSERIAL PRIMARY KEY, key TEXT UNIQUE, lane TEXT, due TEXT, state TEXT, body TEXT)",
)


def bare(url: str, name: str) -> Callable[[int], None]:
    """The rows of one check-in answer as in `turns`, one commit a turn."""
    connection = psycopg.connect(url, autocommit=True)
    at = datetime.now(UTC).isoformat()
    done = 0

    def commit(turns: int) -> None:
        nonlocal done
        for n in range(done, done + turns):
            event, person = f"{name}/{n}", f"{name}/{n % 350}"
            with connection.transaction():
                run = connection.execute
                run("INSERT INTO bare_inbox VALUES (DEFAULT, 'toy', %s, %s, %s)", (event, at, CARD))
                run("UPDATE bare_inbox SET payload = '' WHERE source = 'toy' AND dedupe = %s", (event,))
                run(
                    "INSERT INTO bare_identity VALUES (%s, %s) ON CONFLICT (person) DO UPDATE SET used = excluded.used",
                    (person, at),
                )
                run(
                    "INSERT INTO bare_participation VALUES (%s, 'awaiting', %s) "
                    "ON CONFLICT (id) DO UPDATE SET body = excluded.body",
                    (person, SHARE),
                )
                run("UPDATE bare_outbox SET body = %s WHERE key = %s", (CARD, f"{name}/{n - 350}"))
                for key, body in ((f"change {event}", ""), (event, CARD)):
                    run("INSERT INTO bare_outbox VALUES (DEFAULT, %s, %s, %s, 'waiting', %s)", (key, person, at, body))
        done += turns

    return commit


def durable(url: str, key: Path) -> Callable[[int], None]:
    """The real turns of everything that waits."""
    app = App(Database(url, tables_of(FEATURES), key), lambda _: [ToyPlatform()], FrozenClock(HALF_PAST_NINE))
    runner = asyncio.Runner()
    runner.run(app.storage.open())
    spare_the_collector()

    async def drain() -> None:
        while True:
            await app.runtime.inbox.drain()
            if not await app.storage.transact(_waits):
                return
            # What another is at work on is not ours, but what it leaves is.
            await asyncio.sleep(AGAIN)

    return lambda _: runner.run(drain())


def _waits(tx: Transaction) -> bool:
    return tx.inbox.next_retry() is not None


def main(kind: str, url: str, key: str) -> None:
    work = bare(url, key) if kind == "bare" else durable(url, Path(key))
    print("ready", flush=True)
    for line in sys.stdin:
        began = perf_counter()
        work(int(line))
        print(perf_counter() - began, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
