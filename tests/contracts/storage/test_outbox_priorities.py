"""Who goes first while a platform's limits make messages wait, and what need not go at all any more."""

from dataclasses import replace
from datetime import timedelta

from bot.kernel.ids import DeliveryKey
from bot.ports.adapter import Priority
from bot.ports.outbox import Outgoing
from bot.ports.storage import Storage
from tests.contracts.storage.letters import DESK, claim, later, letter, push, put, revise, settle, standing, texts_of

HOUR = timedelta(hours=1)


def one_of_many(key: str, place: int, minutes: float = 0) -> Outgoing:
    return replace(push(key, key, minutes), priority=Priority.MANY, place=place)


def pointless_from(minutes: float, message: Outgoing) -> Outgoing:
    return replace(message, card=replace(message.card, until=later(minutes)))


async def keys(storage: Storage, limit: int = 100, many: int | None = None, minutes: float = 0) -> list[str]:
    return [each.key for each in await claim(storage, minutes, limit, many=many)]


async def test_answers_go_before_digests_and_those_before_fan_outs(storage: Storage) -> None:
    await put(storage, one_of_many("prompt", 0), replace(letter("digest", "group"), priority=Priority.FEW))
    await put(storage, letter("answer", "bo", 1))
    assert await keys(storage, minutes=2) == ["answer", "digest", "prompt"]


async def test_a_fan_out_takes_no_more_than_its_part(storage: Storage) -> None:
    await put(storage, *(one_of_many(f"p{n}", n) for n in range(5)), letter("answer", "bo"))
    assert await keys(storage, many=2) == ["answer", "p0", "p1"]
    assert await keys(storage, many=0) == []
    assert await keys(storage) == ["p2", "p3", "p4"]


async def test_a_small_team_does_not_wait_for_the_last_of_a_big_one(storage: Storage) -> None:
    await put(storage, *(one_of_many(f"big{n}", n) for n in range(4)))
    await put(storage, *(one_of_many(f"small{n}", n, 0.2) for n in range(2)))
    assert await keys(storage, minutes=1) == ["big0", "small0", "big1", "small1", "big2", "big3"]


async def test_what_an_answer_must_wait_for_goes_with_it(storage: Storage) -> None:
    await put(storage, *(one_of_many(f"p{n}", n) for n in range(3)))
    await put(storage, letter("answer", "p2"))
    first = await claim(storage, limit=1)
    assert [each.key for each in first] == ["p2"], "the prompt stands before the answer in their chat"
    await settle(storage, *first)
    assert await keys(storage, limit=1) == ["answer"]


async def test_what_has_become_pointless_is_dropped_and_nothing_else(storage: Storage) -> None:
    prompt = pointless_from(150, one_of_many("prompt", 0))
    await put(storage, prompt, push("flag", "prompt", 1))
    assert await storage.transact(lambda tx: tx.outbox.drop_pointless(later(149))) == 0
    assert await storage.transact(lambda tx: tx.outbox.drop_pointless(later(150))) == 1
    assert await keys(storage, minutes=150) == ["flag"]
    await put(storage, prompt)
    assert await keys(storage, minutes=151) == [], "it is known, and stays dropped"


async def test_what_may_have_arrived_is_not_dropped(storage: Storage) -> None:
    await put(storage, pointless_from(10, push("prompt")))
    [one] = await claim(storage)
    await storage.transact(lambda tx: tx.outbox.postpone(one, later(20), "cut off", uncertain=True))
    assert await storage.transact(lambda tx: tx.outbox.drop_pointless(later(20))) == 0


async def fold(storage: Storage, minutes: float) -> int:
    return await storage.transact(lambda tx: tx.outbox.fold_late(DESK, later(minutes), HOUR))


async def test_late_pushes_to_one_person_become_one_message(storage: Storage) -> None:
    await put(storage, push("a"), push("b", minutes=5, reason="why b"), push("c", "bo"), push("d", minutes=100))
    assert await fold(storage, 70) == 1
    both = await claim(storage, 70)
    assert [(each.key, texts_of(each.cards)) for each in both] == [
        ("a", ["text of a", "text of b"]),
        ("c", ["text of c"]),
    ]
    assert both[0].reason == "because\nwhy b"
    await settle(storage, *both)
    assert await revise(storage, "b", "new b", "r"), "each part can still be changed by its own key"
    await put(storage, push("b", minutes=5))
    assert await keys(storage, minutes=70) == ["r"], "a part that was merged is not put again"


async def test_an_answer_between_two_late_pushes_keeps_them_apart(storage: Storage) -> None:
    await put(storage, push("a"), letter("answer", minutes=1), push("b", minutes=2))
    assert await fold(storage, 70) == 0


async def test_of_one_message_the_parts_that_are_pointless_are_dropped(storage: Storage) -> None:
    await put(storage, pointless_from(80, push("a")), pointless_from(90, push("b", minutes=1)), push("flag", minutes=2))
    await put(storage, pointless_from(80, push("c", "bo")), pointless_from(90, push("d", "bo", 1)))
    assert await fold(storage, 70) == 3
    assert await storage.transact(lambda tx: tx.outbox.drop_pointless(later(85))) == 2
    assert await storage.transact(lambda tx: tx.outbox.drop_pointless(later(95))) == 2
    [left] = await claim(storage, 95)
    assert texts_of(left.cards) == ["text of flag"]


async def test_what_is_merged_into_a_question_does_not_keep_it_alive(storage: Storage) -> None:
    await put(storage, pointless_from(80, push("prompt")))
    assert await storage.transact(lambda tx: tx.outbox.merge(DeliveryKey("prompt"), push("flag")))
    assert await storage.transact(lambda tx: tx.outbox.drop_pointless(later(80))) == 1
    [left] = await claim(storage, 95)
    assert texts_of(left.cards) == ["text of flag"]


async def test_standing_cards_are_found_after_a_fold(storage: Storage) -> None:
    await put(storage, push("a"), push("b", minutes=1))
    await fold(storage, 70)
    await settle(storage, *await claim(storage, 70))
    assert [key for each in await standing(storage) for key, _ in each.parts] == ["a", "b"]
