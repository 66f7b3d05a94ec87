"""Check-in answers through the durable way (accept, turn, commit), against the bare driver committing one by one."""

import asyncio
import json
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from tests.bench.fanout import EVE, HALF_PAST_NINE
from tests.bench.house import company_of, running
from tests.bench.report import Figure, middle
from tests.support.toy import envelope

ROUNDS, TARGET, PEOPLE = 3, 0.4, 700
ANSWERS = ("合同过审了", "上线对账,下午跟客户过需求", "没有")
"""What everybody answers to the three questions of the morning."""
TURNS = PEOPLE * len(ANSWERS)


def measure(folder: Path) -> Iterator[Figure]:
    bare, durable = [], []
    for number in range(ROUNDS):
        bare.append(_bare(folder / f"bare{number}"))
        durable.append(asyncio.run(_durable(folder / f"durable{number}")))
    ratio = middle([d / b for d, b in zip(durable, bare, strict=True)])
    yield Figure("bare sqlite3, the same rows, one commit a turn", f"{middle(bare):,.0f}/s")
    yield Figure("durable way, waiting turns share a commit", f"{middle(durable):,.0f}/s")
    yield Figure("ratio", f"{ratio:.2f}", f"≥ {TARGET}", ratio >= TARGET)


def _bare(folder: Path) -> float:
    """The rows of one answer: the event in and blanked, the share, the card asked and its change, the next card."""
    folder.mkdir(parents=True)
    database = sqlite3.connect(folder / "bare.db", isolation_level=None)
    for promise in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "secure_delete = ON"):
        database.execute(f"PRAGMA {promise}")
    for statement in (
        "CREATE TABLE inbox (seq INTEGER PRIMARY KEY, source TEXT, dedupe TEXT, received TEXT, payload TEXT)",
        "CREATE UNIQUE INDEX ux_inbox ON inbox (source, dedupe)",
        "CREATE TABLE identity (person TEXT PRIMARY KEY, used TEXT)",
        "CREATE TABLE participation (id TEXT PRIMARY KEY, status TEXT, body TEXT)",
        "CREATE TABLE outbox (seq INTEGER PRIMARY KEY, key TEXT UNIQUE, lane TEXT, due TEXT, state TEXT, body TEXT)",
    ):
        database.execute(statement)
    card, share = json.dumps({"blocks": ["收到" * 60]}), json.dumps({"answers": ["上线对账" * 80]})
    at = datetime.now(UTC).isoformat()
    began = perf_counter()
    for n in range(TURNS):
        person, event = f"p{n % PEOPLE}", str(n)
        database.execute("BEGIN IMMEDIATE")
        database.execute("INSERT INTO inbox VALUES (NULL, 'toy', ?, ?, ?)", (event, at, card))
        database.execute("UPDATE inbox SET payload = '' WHERE source = 'toy' AND dedupe = ?", (event,))
        database.execute("INSERT OR REPLACE INTO identity VALUES (?, ?)", (person, at))
        database.execute("INSERT OR REPLACE INTO participation VALUES (?, 'awaiting', ?)", (person, share))
        database.execute("UPDATE outbox SET body = ? WHERE key = ?", (card, str(n - PEOPLE)))
        database.execute("INSERT INTO outbox VALUES (NULL, ?, ?, ?, 'waiting', '')", (f"change {n}", person, at))
        database.execute("INSERT INTO outbox VALUES (NULL, ?, ?, ?, 'waiting', ?)", (event, person, at, card))
        database.execute("COMMIT")
    rate = TURNS / (perf_counter() - began)
    database.close()
    return rate


async def _durable(folder: Path) -> float:
    async with running(folder, EVE, company_of(PEOPLE)) as (app, platform):
        await app.advance(HALF_PAST_NINE)
        platform.sent.clear()
        took = 0.0
        for n, answer in enumerate(ANSWERS):
            events = [envelope(f"{n}/{person}", f"p{person:06}", answer) for person in range(PEOPLE)]
            began = perf_counter()
            await asyncio.gather(*(app.runtime.accept(each) for each in events))
            await app.runtime.inbox.drain()
            took += perf_counter() - began
            # The next question is on their screens before they answer it.
            await app.settle()
        assert len(platform.sent) >= TURNS, "every answer is answered"
        return TURNS / took
