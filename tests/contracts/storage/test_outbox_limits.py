"""What was used of a platform's limits is on file, try by try: whoever sends next counts it."""

from collections.abc import Sequence

from bot.kernel.ids import DeliveryKey
from bot.kernel.people import UserRef
from bot.ports.adapter import Receipt, Spent
from bot.ports.outbox import REMEMBERED, Claimed, Used
from bot.ports.storage import Storage
from tests.contracts.storage.letters import DESK, NOON, claim, later, letter, put, revise, settle

LONG_AGO = REMEMBERED.total_seconds() + 60


async def spent(storage: Storage) -> Sequence[Spent]:
    """The oldest first."""
    found = await storage.transact(lambda tx: tx.outbox.spent(DESK))
    return sorted(found, key=lambda each: -each.ago)


async def postpone(storage: Storage, claimed: Claimed, used: Used) -> None:
    await storage.transact(lambda tx: tx.outbox.postpone(claimed, later(1), "too many", used=used))


async def settle_with(storage: Storage, claimed: Claimed, used: Used) -> None:
    await storage.transact(lambda tx: tx.outbox.settle([(claimed, Receipt({}))], NOON, [used]))


async def test_every_end_of_a_try_says_what_it_used(storage: Storage) -> None:
    await put(storage, *(letter(lane, lane) for lane in ("sent", "put off", "never begun", "buried", "being sent")))
    rows = {each.key: each for each in await claim(storage)}
    await settle_with(storage, rows[DeliveryKey("sent")], Used(3))
    await postpone(storage, rows[DeliveryKey("put off")], Used(2))
    await storage.transact(lambda tx: tx.outbox.postpone(rows[DeliveryKey("never begun")], later(9), "full"))
    await storage.transact(lambda tx: tx.outbox.bury(rows[DeliveryKey("buried")], "refused", Used(4)))
    found = {each.to.user: each for each in await spent(storage) if isinstance(each.to, UserRef)}
    assert {who: each.calls for who, each in found.items()} == {"sent": 3, "put off": 2, "buried": 4, "being sent": 1}
    assert {who for who, each in found.items() if not each.sure} == {"being sent"}
    assert all(0 <= each.ago < 25 for each in found.values()), "since it was over, not since it was claimed"


async def test_each_try_counts_when_it_was_made(storage: Storage) -> None:
    await put(storage, letter("a"))
    [first] = await claim(storage, term=1)
    await postpone(storage, first, Used(2, 50.0))
    [second] = await claim(storage, 2, term=1)
    await settle_with(storage, second, Used(1, 5.0))
    assert [(each.calls, round(each.ago / 5) * 5, each.again, each.sure) for each in await spent(storage)] == [
        (2, 50, False, True),
        (1, 5, True, True),
    ]


async def test_what_senders_who_are_gone_may_have_used_is_known_as_doubtful(storage: Storage) -> None:
    await put(storage, letter("a"))
    for term in (1, 2):
        await claim(storage, term=term)
    [last] = await claim(storage, term=3)
    await settle_with(storage, last, Used(1))
    found = [(each.term, each.calls, each.sure, each.again) for each in await spent(storage)]
    assert sorted(found) == [(1, 1, False, False), (2, 1, False, True), (3, 1, True, True)]


async def test_what_was_given_back_was_not_tried(storage: Storage) -> None:
    await put(storage, letter("a"))
    [one] = await claim(storage)
    await postpone(storage, one, Used(1, 40.0))
    [again] = await claim(storage, 2)
    await storage.transact(lambda tx: tx.outbox.give_back([again]))
    assert [round(each.ago) for each in await spent(storage)] == [40]


async def test_a_change_is_told_apart(storage: Storage) -> None:
    await put(storage, letter("a"))
    await settle(storage, *await claim(storage))
    await revise(storage, "a", "new", "a/1")
    [change] = await claim(storage)
    await postpone(storage, change, Used(1, 9.0))
    await claim(storage, 2)
    assert [(each.revision, each.sure) for each in await spent(storage)] == [(True, True), (False, True), (True, False)]


async def test_what_no_limit_looks_back_to_is_not_told_and_not_kept(storage: Storage) -> None:
    await put(storage, letter("a"), letter("b", "bo"))
    old, new = await claim(storage)
    await postpone(storage, old, Used(1, LONG_AGO))
    await postpone(storage, new, Used(1))
    assert len(await spent(storage)) == 1
    await claim(storage, 2, limit=1)
    assert await _kept(storage) == 1
    await claim(storage, 2, limit=1)
    assert await _kept(storage) == 1, "of the second; the first has gone"


async def _kept(storage: Storage) -> int:
    def count(tx: object) -> int:
        [(found,)] = tx._session.rows("SELECT count(*) FROM outbox_try")  # type: ignore[attr-defined]
        return int(found)

    return await storage.transact(count)
