"""Who sends for a platform after others did counts what they used of its limits, and its own calls once."""

from collections.abc import Sequence

from bot.app import App
from bot.kernel.cards import say
from bot.kernel.ids import DeliveryKey
from bot.kernel.people import UserRef
from bot.ports.adapter import PASSAGE, Delivery, Receipt, Spent
from bot.ports.outbox import Outgoing
from bot.runtime.leading import sending
from tests.support.toy import NOW, PLATFORM, TENANT, ToyPlatform


async def test_what_we_sent_or_counted_before_is_not_counted_twice(app: App, platform: ToyPlatform) -> None:
    told: list[Sequence[Spent]] = []
    pump, send = app.runtime.pumps[0], platform.send

    async def counted(delivery: Delivery) -> Receipt:
        passage = PASSAGE.get()
        assert passage
        passage.calls += 1
        return await send(delivery)

    platform.recall, platform.send = told.append, counted  # type: ignore[assignment, method-assign]
    await _put(app, "ours")
    await pump.send_due()
    first = app.runtime.leading.term(sending(PLATFORM)) or 0
    for others in (first + 1, first + 3):
        await _put(app, f"theirs of {others}")
        await _sent_by_another(app, others)
        app.runtime.leading._terms = {sending(PLATFORM): others + 1}
        await _put(app, f"ours after {others}")
        await pump.send_due()
    assert len(platform.sent) == 3
    assert [[each.term for each in spent] for spent in told] == [[], [first + 1], [first + 3]]


def _user(name: str) -> UserRef:
    return UserRef(PLATFORM, TENANT, name)


async def _put(app: App, name: str) -> None:
    row = Outgoing(DeliveryKey(name), f"person:{name}", _user(name), say("早上好"), NOW)
    await app.storage.transact(lambda tx: tx.outbox.put([row]))


async def _sent_by_another(app: App, term: int) -> None:
    [claimed] = await app.storage.transact(lambda tx: tx.outbox.claim(PLATFORM, NOW, 9, None, term))
    await app.storage.transact(lambda tx: tx.outbox.settle([(claimed, Receipt({}))], NOW))
