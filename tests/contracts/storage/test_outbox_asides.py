"""A change that was put off holds up no answer; changes of one message still go one after another."""

from bot.kernel.cards import say
from bot.kernel.ids import DeliveryKey
from bot.ports.outbox import Claimed
from bot.ports.storage import Storage
from tests.contracts.storage.letters import claim, later, letter, put, revise, send, settle, texts_of


async def put_aside(storage: Storage, claimed: Claimed, minutes: float) -> None:
    await storage.transact(lambda tx: tx.outbox.postpone(claimed, later(minutes), "too many", aside=True))


async def changed(storage: Storage) -> Claimed:
    """A message to Ann was sent, and is being changed."""
    await put(storage, letter("question"))
    await settle(storage, *await claim(storage))
    await revise(storage, "question", "answered", "question/1")
    [change] = await claim(storage)
    return change


async def test_a_change_goes_before_what_was_said_after_it(storage: Storage) -> None:
    change = await changed(storage)
    await put(storage, letter("next"))
    assert await claim(storage) == []
    await settle(storage, change)
    assert await send(storage) == ["text of next"]


async def test_once_put_aside_it_holds_up_nothing(storage: Storage) -> None:
    change = await changed(storage)
    await put(storage, letter("next", minutes=1))
    await put_aside(storage, change, 5)
    assert await send(storage, 1) == ["text of next"]
    assert await send(storage, 5) == ["answered"]


async def test_nothing_holds_it_up_either(storage: Storage) -> None:
    change = await changed(storage)
    await put_aside(storage, change, 5)
    await put(storage, letter("next", minutes=1))
    [being_sent] = await claim(storage, 1)
    assert being_sent.key == "next"
    assert [texts_of(each.cards) for each in await claim(storage, 5)] == [["answered"]]


async def test_a_later_change_of_the_same_message_becomes_part_of_it(storage: Storage) -> None:
    change = await changed(storage)
    await put_aside(storage, change, 5)
    await revise(storage, "question", "answered again", "question/2", 1)
    assert await send(storage, 1) == []
    assert await send(storage, 5) == ["answered again"]


async def test_a_later_change_waits_for_one_that_is_being_sent_aside(storage: Storage) -> None:
    change = await changed(storage)
    await put_aside(storage, change, 5)
    [again] = await claim(storage, 5)
    await revise(storage, "question", "answered again", "question/2", 5)
    assert await claim(storage, 6) == []
    await settle(storage, again)
    assert await send(storage, 6) == ["answered again"]


async def test_a_change_that_becomes_an_answer_does_not_keep_the_pause(storage: Storage) -> None:
    change = await changed(storage)
    await put_aside(storage, change, 60)
    answer, of, key = say("pressed"), DeliveryKey("question"), DeliveryKey("question/2")
    await storage.transact(lambda tx: tx.outbox.revise(of, answer, later(1), key, "ann"))
    assert await send(storage, 1) == ["pressed"]


async def test_a_message_is_never_put_aside(storage: Storage) -> None:
    await put(storage, letter("a"), letter("b", minutes=1))
    [first] = await claim(storage)
    await put_aside(storage, first, 5)
    assert await send(storage, 1) == []
    assert await send(storage, 5) == ["text of a", "text of b"]
