"""A process killed while it writes: what it reported is there, every transaction is whole or not there at all."""

import asyncio
import subprocess
import sys
from itertools import count
from pathlib import Path

from bot.ports.storage import Storage, Transaction
from storage import Database
from tests.contracts.storage.kinds import TABLES, Thing
from tests.contracts.storage.letters import DESK, NOON

WRITER = """
import asyncio, pathlib, sys
from bot.kernel.cards import Private
from bot.kernel.ids import PersonId
from bot.ports.adapter import Envelope
from storage import Database
from tests.contracts.storage.kinds import TABLES, Thing
from tests.contracts.storage.letters import NOON, letter

async def write():
    database = Database({url!r}, TABLES, pathlib.Path({key!r}))
    await database.open()
    print("open", flush=True)
    for number in range({first}, 100_000):
        def work(tx):
            tx.inbox.accept([Envelope("toy", str(number), NOON, {{}})])
            tx.records.save([Thing(str(number), secret=Private(PersonId(f"p{{number}}"), "words"))])
            tx.outbox.put([letter(str(number), f"lane {{number}}")])
        await database.transact(work)
        print(number, flush=True)

asyncio.run(write())
"""

TERMS = count(1)
"""Each look is a new sender's."""


def write_and_die(url: str, key: Path, first: int, reports: int) -> int:
    """Start a writer and kill it when it has reported so many transactions. The last number it reported."""
    program = WRITER.format(url=url, key=str(key), first=first)
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "open\n"
        reported = [int(writer.stdout.readline()) for _ in range(reports)]
        writer.kill()
        return int([*map(str, reported), *writer.stdout.read().split()][-1])


def whole_transactions(tx: Transaction) -> set[str]:
    things = {thing.id for thing in tx.records.find(Thing) if thing.secret and thing.secret.text == "words"}
    events = {row.envelope.dedupe for row in tx.inbox.waiting(NOON, 100_000)}
    letters = {claimed.key for claimed in tx.outbox.claim(DESK, NOON, 100_000, term=next(TERMS))}
    assert things == events == letters
    return things


def test_a_killed_writer_loses_nothing_it_reported_and_leaves_no_half(storage_url: str, tmp_path: Path) -> None:
    key = tmp_path / "keys" / "master.key"

    async def look(storage: Storage) -> set[str]:
        await storage.open()
        try:
            return await storage.transact(whole_transactions)
        finally:
            await storage.close()

    reported: set[str] = set()
    first = 0
    for reports in (1, 3, 17, 40):
        last = write_and_die(storage_url, key, first, reports)
        reported |= {str(number) for number in range(first, last + 1)}
        found = asyncio.run(look(Database(storage_url, TABLES, key)))
        # The one it was at may be there too: committed, not yet reported.
        assert reported <= found <= reported | {str(last + 1)}
        reported, first = found, last + 2
