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

ROUNDS, TARGET, PEOPLE = 3, 0.3, 700
ANSWERS = ("合同过审了", "上线对账,下午跟客户过需求", "没有")
"""What everybody answers to the three questions of the morning."""
TURNS = PEOPLE * len(ANSWERS)


def measure(folder: Path) -> Iterator[Figure]:
    bare, durable = [], []
    for number in range(ROUNDS):
        bare.append(_bare(folder / f"bare{number}"))
        durable.append(asyncio.run(_durable(folder / f"durable{number}")))
    ratio = middle([d / b for d, b in zip(durable, bare, strict=True)])
    yield Figure("bare sqlite3, one commit a turn (inbox, dialog, answer, outbox)", f"{middle(bare):,.0f}/s")
    yield Figure("durable way, waiting turns share a commit", f"{middle(durable):,.0f}/s")
    yield Figure("ratio", f"{ratio:.2f}", f"≥ {TARGET}", ratio >= TARGET)


def _bare(folder: Path) -> float:
    folder.mkdir(parents=True)
    database = sqlite3.connect(folder / "bare.db", isolation_level=None)
    for promise in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "secure_delete = ON"):
        database.execute(f"PRAGMA {promise}")
    for statement in (
        "CREATE TABLE inbox (seq INTEGER PRIMARY KEY, source TEXT, dedupe TEXT, received TEXT, payload TEXT)",
        "CREATE UNIQUE INDEX ux_inbox ON inbox (source, dedupe)",
        "CREATE TABLE dialog (id TEXT PRIMARY KEY, body TEXT)",
        "CREATE TABLE answer (id TEXT PRIMARY KEY, person TEXT, body TEXT)",
        "CREATE TABLE outbox (seq INTEGER PRIMARY KEY, key TEXT UNIQUE, lane TEXT, due TEXT, state TEXT, body TEXT)",
    ):
        database.execute(statement)
    card, at = json.dumps({"blocks": [{"is": "Paragraph", "text": "收到" * 20}]}), datetime.now(UTC).isoformat()
    began = perf_counter()
    for n in range(TURNS):
        person = f"p{n % PEOPLE}"
        database.execute("BEGIN IMMEDIATE")
        database.execute("INSERT INTO inbox VALUES (NULL, 'toy', ?, ?, '')", (str(n), at))
        database.execute(
            "INSERT INTO dialog VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET body = excluded.body", (person, card)
        )
        database.execute("INSERT INTO answer VALUES (?, ?, ?)", (str(n), person, card))
        database.execute("INSERT INTO outbox VALUES (NULL, ?, ?, ?, 'waiting', ?)", (str(n), person, at, card))
        database.execute("COMMIT")
    rate = TURNS / (perf_counter() - began)
    database.close()
    return rate


async def _durable(folder: Path) -> float:
    async with running(folder, EVE, company_of(PEOPLE)) as (app, platform):
        await app.advance(HALF_PAST_NINE)
        replies = [(n, person) for n in range(len(ANSWERS)) for person in range(PEOPLE)]
        events = [envelope(f"{n}/{person}", f"p{person:06}", ANSWERS[n]) for n, person in replies]
        platform.sent.clear()
        began = perf_counter()
        await asyncio.gather(*(app.runtime.accept(each) for each in events))
        await app.runtime.inbox.drain()
        took = perf_counter() - began
        await app.settle()
        assert len(platform.sent) >= len(events), "every answer is answered"
        return len(events) / took
