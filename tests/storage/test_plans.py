"""What runs at every beat and every message finds its rows by an index, however many rows there are."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from bot.kernel.features import OneOf, Span
from bot.kernel.ids import DeliveryKey
from bot.kernel.people import Absence, Person
from bot.ports.outbox import Claimed
from bot.ports.storage import Transaction
from storage.place import Place
from tests.contracts.storage.letters import ANN, DESK, NOON
from tests.storage.places import in_memory

CLAIMED = Claimed(1, 1, DeliveryKey("a"), None, (), NOON, "", 1, False, None)  # type: ignore[arg-type]
WORK: dict[str, Callable[[Transaction], Any]] = {
    "inbox.waiting": lambda tx: tx.inbox.waiting(NOON, 50),
    "inbox.next_retry": lambda tx: tx.inbox.next_retry(),
    "inbox.handled": lambda tx: tx.inbox.handled([1, 2]),
    "inbox.parked": lambda tx: tx.inbox.parked(),
    "inbox.backlog": lambda tx: tx.inbox.backlog(),
    "inbox.purge": lambda tx: tx.inbox.purge(NOON, NOON),
    "outbox.claim": lambda tx: tx.outbox.claim(DESK, NOON, 200),
    "outbox.settle": lambda tx: tx.outbox.postpone(CLAIMED, NOON, ""),
    "outbox.next_due": lambda tx: tx.outbox.next_due(),
    "outbox.next_due of one": lambda tx: tx.outbox.next_due(DESK),
    "outbox.planned": lambda tx: tx.outbox.planned([ANN], NOON),
    "outbox.standing": lambda tx: tx.outbox.standing("ann", 10),
    "outbox.standing_by_key": lambda tx: tx.outbox.standing_by_key(DeliveryKey("a")),
    "outbox.buried": lambda tx: tx.outbox.buried(),
    "outbox.spent": lambda tx: tx.outbox.spent(DESK),
    "outbox.drop_pointless": lambda tx: tx.outbox.drop_pointless(NOON),
    "outbox.fold_late": lambda tx: tx.outbox.fold_late(DESK, NOON, timedelta(hours=1)),
    "outbox.backlog": lambda tx: tx.outbox.backlog(NOON),
    "outbox.purge": lambda tx: tx.outbox.purge(NOON),
    "timers.due": lambda tx: tx.timers.due(NOON, 500),
    "timers.next_due": lambda tx: tx.timers.next_due(),
    "records.get": lambda tx: tx.records.get(Person, "ann"),
    "records.find one of": lambda tx: tx.records.find(Person, id=OneOf(["ann", "bo"])),
    "records.find span": lambda tx: tx.records.find(Absence, first=Span(NOON.date(), None)),
    "directory.users_of": lambda tx: tx.directory.users_of([ANN]),
}


@pytest.fixture(scope="module")
def place() -> Iterator[Place]:
    made = in_memory({})
    yield made
    made.close()


@pytest.mark.parametrize("name", WORK)
def test_no_table_is_read_from_end_to_end(place: Place, name: str) -> None:
    ran: list[str] = []

    def work(tx: Transaction) -> list[str]:
        session = tx._session  # type: ignore[attr-defined]
        session.connection.set_trace_callback(ran.append)
        WORK[name](tx)
        session.connection.set_trace_callback(None)
        return [row[-1] for statement in ran for row in session.rows(f"EXPLAIN QUERY PLAN {statement}")]

    steps = place.transact(work)
    assert steps
    found_before = [f"SCAN {step.removeprefix('CO-ROUTINE ')}" for step in steps if step.startswith("CO-ROUTINE ")]
    harmless = (" USING ", "json_each", "CONSTANT ROW", *found_before)
    assert [step for step in steps if step.startswith("SCAN") and not any(each in step for each in harmless)] == []
