"""The outbox, as turns use it: put once, merged, revised, withdrawn, and what stands in a chat."""

import pytest

from bot.kernel.cards import say
from bot.kernel.features import Standing
from bot.kernel.ids import DeliveryKey
from bot.ports.outbox import Outgoing, Planned
from bot.ports.storage import Storage
from tests.contracts.storage.letters import (
    ANN,
    NOON,
    asking,
    claim,
    later,
    letter,
    push,
    put,
    revise,
    send,
    settle,
    standing,
    texts_of,
)


async def merge(storage: Storage, into: str, message: Outgoing) -> bool:
    return await storage.transact(lambda tx: tx.outbox.merge(DeliveryKey(into), message))


async def withdraw(storage: Storage, key: str) -> None:
    await storage.transact(lambda tx: tx.outbox.withdraw(DeliveryKey(key)))


async def planned(storage: Storage, minutes: float = -60) -> list[Planned]:
    found = await storage.transact(lambda tx: tx.outbox.planned([ANN], later(minutes)))
    return list(found.get(ANN, ()))


async def test_a_key_known_is_not_put_again(storage: Storage) -> None:
    await put(storage, letter("a"), letter("a", card=say("other")))
    await put(storage, letter("a", card=say("other")), letter("b"))
    assert await send(storage) == ["text of a", "text of b"]
    await put(storage, letter("a"))
    assert await send(storage) == []


async def test_of_many_put_at_once_what_was_merged_before_is_not_put_again(storage: Storage) -> None:
    await put(storage, push("a"))
    assert await merge(storage, "a", push("b"))
    await put(storage, *(push(key, lane=key) for key in "abcdefghijkl"))
    assert sorted(await send(storage)) == [f"text of {key}" for key in "abcdefghijkl"]


async def test_nothing_goes_before_it_is_due(storage: Storage) -> None:
    await put(storage, letter("a", minutes=5))
    assert await send(storage, 4.9) == []
    assert await send(storage, 5) == ["text of a"]


async def test_a_merged_message_goes_with_the_first_at_the_earlier_time(storage: Storage) -> None:
    await put(storage, push("a", minutes=9))
    assert await merge(storage, "a", push("b", minutes=5, reason="other"))
    assert await merge(storage, "b", push("c", minutes=7))
    [claimed] = await claim(storage, 5)
    assert texts_of(claimed.cards) == ["text of a", "text of b", "text of c"]
    assert (claimed.due, claimed.reason) == (later(5), "because\nother")


async def test_a_merge_repeated_adds_nothing(storage: Storage) -> None:
    await put(storage, push("a"))
    assert [await merge(storage, "a", push("b")) for _ in range(2)] == [True, True]
    await put(storage, push("b"))
    assert await send(storage) == ["text of a", "text of b"]


@pytest.mark.parametrize("state", ["unknown", "sending", "sent", "withdrawn", "perhaps seen"])
async def test_what_no_longer_waits_takes_no_part(storage: Storage, state: str) -> None:
    if state != "unknown":
        await put(storage, push("a"))
    if state == "withdrawn":
        await withdraw(storage, "a")
    elif state != "unknown":
        [claimed] = await claim(storage)
        if state == "sent":
            await settle(storage, claimed)
        if state == "perhaps seen":
            await storage.transact(lambda tx: tx.outbox.postpone(claimed, later(1), "cut off", uncertain=True))
    assert not await merge(storage, "a", push("b"))


async def test_a_waiting_message_is_revised_where_it_stands(storage: Storage) -> None:
    await put(storage, letter("a"))
    assert await revise(storage, "a", "new", "a/1")
    assert await send(storage) == ["new"]
    assert await send(storage) == []


async def test_a_part_is_revised_by_its_own_key(storage: Storage) -> None:
    await put(storage, push("a"))
    await merge(storage, "a", push("b"))
    assert await revise(storage, "b", "new b", "b/1")
    assert await revise(storage, "a", "new a", "a/1")
    assert await send(storage) == ["new a", "new b"]


async def test_a_sent_message_is_revised_by_a_further_row_with_its_receipt(storage: Storage) -> None:
    await put(storage, push("a"))
    await merge(storage, "a", push("b"))
    await send(storage)
    assert await revise(storage, "b", "new b", "b/1", 1)
    [claimed] = await claim(storage, 1)
    assert (claimed.key, claimed.reason, texts_of(claimed.cards)) == ("b/1", "because", ["text of a", "new b"])
    assert claimed.revises is not None
    assert claimed.revises.native == {"id": "native of a"}


async def test_revisions_that_wait_fold_into_the_last(storage: Storage) -> None:
    await put(storage, letter("a"))
    await send(storage)
    for number in range(3):
        assert await revise(storage, "a", f"version {number}", f"a/{number}")
    assert await send(storage) == ["version 2"]
    assert await revise(storage, "a", "version 3", "a/3")
    assert await send(storage) == ["version 3"]


async def test_a_message_on_its_way_is_revised_after_it_arrived(storage: Storage) -> None:
    await put(storage, letter("a"))
    [first] = await claim(storage)
    assert await revise(storage, "a", "new", "a/1", minutes=-30)
    assert await claim(storage) == []
    await settle(storage, first)
    [second] = await claim(storage)
    assert second.revises is not None
    assert texts_of(second.cards) == ["new"]


async def test_a_message_perhaps_seen_keeps_its_words_until_it_surely_arrived(storage: Storage) -> None:
    await put(storage, letter("a"))
    [first] = await claim(storage)
    await storage.transact(lambda tx: tx.outbox.postpone(first, later(1), "cut off", uncertain=True))
    assert await revise(storage, "a", "new", "a/1")
    await withdraw(storage, "a")
    [again] = await claim(storage, 1)
    assert (again.key, again.uncertain) == ("a", True)
    await settle(storage, again)
    assert await send(storage, 1) == ["new"]


async def test_revising_what_is_unknown_or_withdrawn_changes_nothing(storage: Storage) -> None:
    assert not await revise(storage, "a", "new", "a/1")
    await put(storage, letter("b"))
    await withdraw(storage, "b")
    assert not await revise(storage, "b", "new", "b/1")
    assert await send(storage) == []


async def test_a_revision_repeated_is_one(storage: Storage) -> None:
    await put(storage, letter("a"))
    await send(storage)
    await revise(storage, "a", "new", "a/1")
    await send(storage)
    assert await revise(storage, "a", "newer", "a/1")
    assert await send(storage) == []


async def test_a_withdrawn_message_is_never_sent(storage: Storage) -> None:
    await put(storage, letter("a"), letter("b"))
    await withdraw(storage, "a")
    await withdraw(storage, "unknown")
    await put(storage, letter("a"))
    assert await send(storage) == ["text of b"]


async def test_a_withdrawn_part_leaves_the_others(storage: Storage) -> None:
    await put(storage, push("a"))
    await merge(storage, "a", push("b"))
    await merge(storage, "a", push("c"))
    await withdraw(storage, "a")
    await withdraw(storage, "c")
    assert await send(storage) == ["text of b"]
    await withdraw(storage, "b")
    assert [each.parts[0][0] for each in await standing(storage)] == ["b"]


async def test_planned_are_pushes_of_then_and_later_merged_ones_once(storage: Storage) -> None:
    await put(storage, push("sent", minutes=-5), push("old", minutes=-90), letter("answer"), push("bo", "bo"))
    await send(storage)
    await put(storage, push("waits", minutes=30), push("gone", minutes=40))
    await merge(storage, "waits", push("part", minutes=31))
    await withdraw(storage, "gone")
    assert await planned(storage) == [
        Planned(DeliveryKey("sent"), later(-5), False),
        Planned(DeliveryKey("waits"), later(30), True),
    ]


async def test_pushes_of_many_people_are_asked_for_at_once(storage: Storage) -> None:
    await put(storage, push("a", "ann"), push("b", "bo"))
    found = await storage.transact(lambda tx: tx.outbox.planned([ANN, *(f"p{n}" for n in range(2000))], NOON))  # type: ignore[list-item]
    assert list(found) == [ANN]


async def test_standing_are_cards_that_ask_or_were_pushed_newest_first(storage: Storage) -> None:
    cards = [letter("plain"), letter("asks", card=asking("well?")), letter("other", "bo", card=asking("bo?"))]
    await put(storage, *cards)
    await send(storage)
    await put(storage, push("pushed"), letter("waits", minutes=9, card=asking("later")))
    await send(storage)
    assert await standing(storage) == [
        Standing(((DeliveryKey("pushed"), say("text of pushed")),), "toy.rule", "because"),
        Standing(((DeliveryKey("asks"), asking("well?")),)),
    ]
    assert [each.parts[0][0] for each in await standing(storage, limit=1)] == ["pushed"]


async def test_newest_is_what_was_sent_last_whatever_was_put_first(storage: Storage) -> None:
    await put(storage, letter("slot", minutes=30, card=asking("slot")), letter("now", card=asking("now")))
    await send(storage)
    await send(storage, 30)
    await put(storage, letter("clock set back", minutes=-30, card=asking("back")))
    await send(storage)
    assert [each.parts[0][0] for each in await standing(storage)] == ["clock set back", "slot", "now"]


async def test_a_card_stands_as_it_was_revised(storage: Storage) -> None:
    await put(storage, letter("a", card=asking("well?")), letter("b", card=asking("and?")))
    await send(storage)
    await revise(storage, "a", "done", "a/1")
    assert [each.parts[0][0] for each in await standing(storage)] == ["b"]


async def test_a_merged_message_stands_with_all_its_parts(storage: Storage) -> None:
    await put(storage, push("a"))
    await merge(storage, "a", push("b"))
    await send(storage)
    [both] = await standing(storage)
    assert [key for key, _ in both.parts] == ["a", "b"]


async def test_any_key_of_a_message_leads_to_it(storage: Storage) -> None:
    await put(storage, push("a"))
    await merge(storage, "a", push("b"))
    await send(storage)
    await revise(storage, "b", "new", "b/1")
    keys = [DeliveryKey(key) for key in ("a", "b", "b/1")]
    found = await storage.transact(lambda tx: [tx.outbox.standing_by_key(key) for key in keys])
    assert found[0] == found[1] == found[2]
    assert found[0] is not None
    assert [texts_of((card,)) for _, card in found[0].parts] == [["text of a"], ["new"]]
    assert await storage.transact(lambda tx: tx.outbox.standing_by_key(DeliveryKey("unknown"))) is None
