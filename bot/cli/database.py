"""`migrate`, `parked`, `replay`: looking into the database while the bot is stopped, or beside it on PostgreSQL."""

import argparse
import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar

from bot.app import storage_of
from bot.ports.storage import Transaction
from bot.settings import Settings
from storage.migrating import status, upgrade

T = TypeVar("T")


def _say(line: str) -> None:
    print(line)


def migrate(arguments: argparse.Namespace, settings: Settings) -> int:
    """Say which revisions are in, which are pending; with --apply run them."""
    url = settings.storage.url
    if arguments.apply:
        upgrade(url)
    state = status(url)
    for revision in state.applied:
        _say(f"in       {revision.id}  {revision.title}")
    for revision in state.pending:
        _say(f"pending  {revision.id}  {revision.title}")
    _say("The database is up to date." if not state.pending else "Run `migrate --apply`, or just start the bot.")
    return 0


def parked(_: argparse.Namespace, settings: Settings) -> int:
    """Every event set aside and every message given up; their words are not shown."""
    events, messages = _with(settings, lambda tx: (tx.inbox.parked(), tx.outbox.buried()))
    for event in events:
        _say(_line(f"E{event.seq}", event.received, f"event from {event.source}", event.attempts, event.error))
    for message in messages:
        _say(_line(f"M{message.seq}", message.due, f"message to {message.lane}", message.attempts, message.error))
    _say("Nothing is set aside." if not events and not messages else "`replay NUMBER…` or `replay --all` tries again.")
    return 0


def replay(arguments: argparse.Namespace, settings: Settings) -> int:
    """Put parked events back into the inbox and given-up messages back into the outbox."""
    now = datetime.now(UTC)

    def again(tx: Transaction) -> int:
        everything = {f"E{each.seq}": each.seq for each in tx.inbox.parked()}
        messages = {f"M{each.seq}": each.seq for each in tx.outbox.buried()}
        wanted = {*everything, *messages} if arguments.all else {each.upper() for each in arguments.number}
        tx.inbox.replay([seq for name, seq in everything.items() if name in wanted], now)
        tx.outbox.resend([seq for name, seq in messages.items() if name in wanted], now)
        return len(wanted & {*everything, *messages})

    count = _with(settings, again)
    _say(f"{count} will be tried again at the bot's next start, or at once if it is running.")
    return 0 if count or arguments.all else 1


def _line(number: str, at: datetime, what: str, attempts: int, error: str) -> str:
    return f"{number:6}  {at:%Y-%m-%d %H:%M}Z  {what}, {attempts} tries: {error}"


def _with(settings: Settings, work: Callable[[Transaction], T]) -> T:
    async def opened() -> T:
        storage = storage_of(settings, exclusive=False)
        await storage.open()
        try:
            return await storage.transact(work)
        finally:
            await storage.close()

    return asyncio.run(opened())
