"""The inbox: an event is stored once, handled in order, and its words are gone when it was."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.ports.adapter import Envelope
from bot.ports.storage import Storage, Transaction

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def later(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


def event(dedupe: str, lane: str = "", source: str = "toy", at: datetime = NOON, **payload: Any) -> Envelope:
    return Envelope(source, dedupe, at, payload, lane)


async def accept(storage: Storage, *envelopes: Envelope) -> list[bool]:
    return list(await storage.transact(lambda tx: tx.inbox.accept(envelopes)))


async def waiting(storage: Storage, now: datetime = NOON, limit: int = 100) -> list[str]:
    return [row.envelope.dedupe for row in await storage.transact(lambda tx: tx.inbox.waiting(now, limit))]


async def seq_of(storage: Storage, dedupe: str) -> int:
    rows = await storage.transact(lambda tx: tx.inbox.waiting(later(10_000), 100))
    return next(row.seq for row in rows if row.envelope.dedupe == dedupe)


async def retry(storage: Storage, dedupe: str, minutes: float) -> None:
    seq = await seq_of(storage, dedupe)
    await storage.transact(lambda tx: tx.inbox.retry(seq, later(minutes), "KeyError"))


async def test_an_envelope_comes_back_as_it_was(storage: Storage) -> None:
    one = event("1", "chat", text="早\u0000\ud800 <b>", deep={"list": [1, None, True]})
    assert await accept(storage, one) == [True]
    [row] = await storage.transact(lambda tx: tx.inbox.waiting(NOON, 10))
    assert (row.envelope, row.attempts) == (one, 0)


async def test_an_event_known_by_source_and_key_is_not_taken_again(storage: Storage) -> None:
    assert await accept(storage, event("1"), event("1"), event("1", source="other"), event("2")) == [
        True,
        False,
        True,
        True,
    ]
    assert await accept(storage, event("2"), event("3")) == [False, True]
    assert await waiting(storage) == ["1", "1", "2", "3"]


async def test_a_handled_event_is_still_known(storage: Storage) -> None:
    await accept(storage, event("1"))
    seq = await seq_of(storage, "1")
    await storage.transact(lambda tx: tx.inbox.handled([seq]))
    assert await accept(storage, event("1")) == [False]
    assert await waiting(storage) == []


async def test_rows_come_oldest_first_and_no_more_than_asked(storage: Storage) -> None:
    await accept(storage, *(event(str(number)) for number in range(5)))
    assert await waiting(storage, limit=3) == ["0", "1", "2"]


async def test_an_event_waits_no_more_when_the_clock_is_set_back(storage: Storage) -> None:
    await accept(storage, event("1", at=later(60)))
    assert await waiting(storage, NOON) == ["1"]


async def test_a_row_that_waits_for_its_retry_holds_up_its_lane_and_no_other(storage: Storage) -> None:
    await accept(storage, event("a1", "a"), event("a2", "a"), event("b1", "b"), event("free1"), event("free2"))
    await retry(storage, "a1", 5)
    await retry(storage, "free1", 5)
    assert await waiting(storage, later(4)) == ["b1", "free2"]
    assert await waiting(storage, later(5)) == ["a1", "a2", "b1", "free1", "free2"]


async def test_a_later_retry_does_not_hold_up_what_came_before(storage: Storage) -> None:
    await accept(storage, event("a1", "a"), event("a2", "a"), event("a3", "a"))
    await retry(storage, "a2", 5)
    assert await waiting(storage) == ["a1"]


async def test_tries_are_counted(storage: Storage) -> None:
    await accept(storage, event("1"))
    await retry(storage, "1", 1)
    await retry(storage, "1", 2)
    [row] = await storage.transact(lambda tx: tx.inbox.waiting(later(2), 10))
    assert row.attempts == 2


async def test_the_next_retry_is_the_soonest_that_nothing_holds_up(storage: Storage) -> None:
    assert await storage.transact(lambda tx: tx.inbox.next_retry()) is None
    await accept(storage, event("a1", "a"), event("a2", "a"), event("b1", "b"))
    await retry(storage, "a1", 5)
    await retry(storage, "b1", 7)
    assert await storage.transact(lambda tx: tx.inbox.next_retry()) == later(5)
    await accept(storage, event("c1", "c"))
    soon = await storage.transact(lambda tx: tx.inbox.next_retry())
    assert soon is not None
    assert soon <= NOON


async def test_a_parked_event_is_listed_without_its_words_and_its_lane_goes_on(storage: Storage) -> None:
    await accept(storage, event("a1", "a", text="secret"), event("a2", "a"))
    seq = await seq_of(storage, "a1")
    await retry(storage, "a1", 5)
    await storage.transact(lambda tx: tx.inbox.park(seq, "KeyError in decode"))
    assert await waiting(storage) == ["a2"]
    [parked] = await storage.transact(lambda tx: tx.inbox.parked())
    assert (parked.seq, parked.source, parked.dedupe, parked.received) == (seq, "toy", "a1", NOON)
    assert (parked.attempts, parked.error) == (2, "KeyError in decode")


async def test_a_replayed_event_waits_again_with_its_words(storage: Storage) -> None:
    await accept(storage, event("1", text="again"), event("2"))
    seq = await seq_of(storage, "1")
    await storage.transact(lambda tx: tx.inbox.park(seq, "KeyError"))
    counted = [await storage.transact(lambda tx: tx.inbox.replay([seq, 999], NOON)) for _ in range(2)]
    assert counted == [1, 0]
    first, _ = await storage.transact(lambda tx: tx.inbox.waiting(NOON, 10))
    assert (first.envelope.payload, first.attempts) == ({"text": "again"}, 0)
    assert await storage.transact(lambda tx: tx.inbox.parked()) == []


async def test_old_keys_are_forgotten_but_never_of_what_still_waits(storage: Storage) -> None:
    await accept(storage, event("handled"), event("waits"), event("new", at=later(60)))
    seqs = [await seq_of(storage, dedupe) for dedupe in ("handled", "new")]
    await storage.transact(lambda tx: tx.inbox.handled(seqs))
    await storage.transact(lambda tx: tx.inbox.purge(later(1), NOON))
    assert await accept(storage, event("handled"), event("waits"), event("new")) == [True, False, False]


async def test_what_was_parked_too_long_loses_its_words_and_keeps_its_key(storage: Storage) -> None:
    await accept(storage, event("1", text="old"))
    seq = await seq_of(storage, "1")
    await storage.transact(lambda tx: tx.inbox.park(seq, "KeyError"))
    await storage.transact(lambda tx: tx.inbox.purge(NOON, later(1)))
    assert await storage.transact(lambda tx: tx.inbox.parked()) == []
    assert await storage.transact(lambda tx: tx.inbox.replay([seq], NOON)) == 0
    assert await accept(storage, event("1")) == [False]


async def test_a_turn_that_fails_leaves_the_event_as_it_was(storage: Storage) -> None:
    await accept(storage, event("1", text="words"))
    seq = await seq_of(storage, "1")

    def work(tx: Transaction) -> None:
        tx.inbox.handled([seq])
        raise RuntimeError

    with pytest.raises(RuntimeError):
        await storage.transact(work)
    [row] = await storage.transact(lambda tx: tx.inbox.waiting(NOON, 10))
    assert row.envelope.payload == {"text": "words"}
