"""The outbox, as senders use it: claimed in order under a lease, settled by token, postponed, buried."""

from datetime import timedelta

import pytest

from bot.kernel.cards import say
from bot.kernel.ids import DeliveryKey, Platform
from bot.kernel.people import ChatRef
from bot.ports.adapter import Receipt
from bot.ports.outbox import Outgoing
from bot.ports.storage import Storage
from storage import sending
from tests.contracts.storage.letters import (
    DESK,
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
)


@pytest.fixture
def no_lease(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leases end at once, as if their senders were dead."""
    monkeypatch.setattr(sending, "LEASE", timedelta(seconds=-1))


async def test_a_claimed_row_says_all_that_sending_needs(storage: Storage) -> None:
    room = ChatRef(DESK, "acme", "room", direct=False)
    card = asking("well?")
    await put(storage, Outgoing(DeliveryKey("a"), "room", room, card, NOON, None, "toy.rule", "because"))
    [one] = await claim(storage)
    assert (one.key, one.to, one.cards, one.due) == ("a", room, (card,), NOON)
    assert (one.reason, one.attempts, one.uncertain, one.revises) == ("because", 1, False, None)


async def test_a_claimed_row_is_not_claimed_again_while_its_lease_lasts(storage: Storage) -> None:
    await put(storage, letter("a"))
    assert len(await claim(storage)) == 1
    assert await claim(storage, 60 * 24) == []


async def test_one_lane_goes_one_at_a_time_in_the_order_of_due_times(storage: Storage) -> None:
    await put(storage, letter("slot", minutes=-1), letter("first", minutes=-2), letter("second", minutes=-2))
    await put(storage, letter("bo", "bo"))
    assert {each.key for each in await claim(storage)} == {"first", "bo"}
    assert await claim(storage) == []


async def test_a_lane_goes_on_when_the_one_before_is_settled(storage: Storage) -> None:
    await put(storage, *(letter(str(number)) for number in range(4)))
    assert await send(storage) == [f"text of {number}" for number in range(4)]


async def test_nothing_overtakes_a_message_on_its_way_though_the_clock_is_set_back(storage: Storage) -> None:
    await put(storage, letter("a"))
    [one] = await claim(storage)
    await put(storage, letter("b", minutes=-60))
    assert await claim(storage) == []
    await settle(storage, one)
    assert await send(storage) == ["text of b"]


async def test_no_more_are_claimed_than_asked_for_earliest_first(storage: Storage) -> None:
    await put(storage, *(letter(lane, lane, minutes=-n) for n, lane in enumerate(("ann", "bo", "cy"))))
    assert [each.key for each in await claim(storage, limit=2)] == ["cy", "bo"]


async def test_platforms_do_not_take_each_others_messages(storage: Storage) -> None:
    phone = Platform("phone")
    await put(storage, letter("a"), letter("b", "bo", platform=phone))
    assert [each.key for each in await claim(storage, platform=phone)] == ["b"]


async def test_a_row_is_settled_once(storage: Storage) -> None:
    await put(storage, letter("a"), letter("b", "bo"))
    both = await claim(storage)
    assert await settle(storage, *both) == 2
    assert await settle(storage, *both) == 0


@pytest.mark.usefixtures("no_lease")
async def test_an_expired_lease_is_claimed_anew_and_the_first_holder_can_end_nothing(storage: Storage) -> None:
    await put(storage, letter("a"))
    [first] = await claim(storage)
    [second] = await claim(storage)
    assert (second.key, second.attempts, second.uncertain) == ("a", 2, True)
    assert second.token > first.token
    assert await settle(storage, first) == 0
    await storage.transact(lambda tx: tx.outbox.postpone(first, later(9), "late"))
    await storage.transact(lambda tx: tx.outbox.bury(first, "late"))
    assert await settle(storage, second) == 1


async def test_what_a_sender_of_an_earlier_term_claimed_is_claimed_anew_and_uncertain(storage: Storage) -> None:
    await put(storage, letter("a"), letter("b"))
    [first] = await claim(storage, term=1)
    [again] = await claim(storage, term=2)
    assert (again.key, again.uncertain) == ("a", True)
    assert await settle(storage, first) == 0, "the earlier sender can end nothing"
    assert await claim(storage, term=2) == []


async def test_what_was_claimed_and_not_begun_waits_again_as_before_and_nobody_elses_is_given_back(
    storage: Storage,
) -> None:
    await put(storage, letter("a"), letter("b", "bo"), letter("c"))
    mine, other = await claim(storage, term=1)
    await storage.transact(lambda tx: tx.outbox.give_back([mine]))
    [again] = await claim(storage, limit=1, term=1)
    assert (again.key, again.attempts, again.uncertain) == ("a", 1, False)
    await claim(storage, term=2)
    await storage.transact(lambda tx: tx.outbox.give_back([again, other]))
    assert await claim(storage, term=2) == [], "they are under way elsewhere"


async def test_a_postponed_row_waits_and_holds_up_its_lane_and_no_other(storage: Storage) -> None:
    await put(storage, letter("a"), letter("b"), letter("c", "cy"))
    [one, _] = await claim(storage)
    await storage.transact(lambda tx: tx.outbox.postpone(one, later(5), "too many"))
    assert await send(storage, 4) == []
    assert await send(storage, 5) == ["text of a", "text of b"]


async def test_a_refusal_leaves_nothing_uncertain_but_a_doubt_stays(storage: Storage) -> None:
    await put(storage, letter("a"))
    [one] = await claim(storage)
    await storage.transact(lambda tx: tx.outbox.postpone(one, NOON, "too many"))
    [two] = await claim(storage)
    assert not two.uncertain
    await storage.transact(lambda tx: tx.outbox.postpone(two, NOON, "cut off", uncertain=True))
    [three] = await claim(storage)
    await storage.transact(lambda tx: tx.outbox.postpone(three, NOON, "too many"))
    [four] = await claim(storage)
    assert (three.uncertain, four.uncertain, four.attempts) == (True, True, 4)


async def test_what_may_have_arrived_can_be_answered_while_it_waits_to_be_looked_for(storage: Storage) -> None:
    await put(storage, push("a"))
    [one] = await claim(storage)
    await storage.transact(lambda tx: tx.outbox.postpone(one, NOON + timedelta(minutes=1), "too many"))
    assert await standing(storage) == [], "it was refused: nobody has seen it"
    [two] = await claim(storage, 1)
    await storage.transact(lambda tx: tx.outbox.postpone(two, NOON + timedelta(minutes=2), "cut off", uncertain=True))
    assert [each.parts[0][0] for each in await standing(storage)] == ["a"]


async def test_a_buried_row_is_reported_without_its_words_and_its_lane_goes_on(storage: Storage) -> None:
    await put(storage, push("a"), letter("b"))
    [one] = await claim(storage)
    await storage.transact(lambda tx: tx.outbox.bury(one, "no such user"))
    [buried] = await storage.transact(lambda tx: tx.outbox.buried())
    assert (buried.key, buried.lane, buried.platform, buried.due) == ("a", "ann", DESK, NOON)
    assert (buried.attempts, buried.error) == (1, "no such user")
    assert await send(storage) == ["text of b"]
    assert await standing(storage) == []


async def test_a_buried_row_is_sent_again_on_request_as_it_stands_by_then(storage: Storage) -> None:
    await put(storage, letter("a"))
    [one] = await claim(storage)
    await revise(storage, "a", "on its way", "a/1")
    await storage.transact(lambda tx: tx.outbox.bury(one, "no such user"))
    assert await revise(storage, "a", "newest", "a/2")
    assert await send(storage) == []
    counted = [await storage.transact(lambda tx: tx.outbox.resend([one.seq, 999], later(9))) for _ in range(2)]
    assert counted == [1, 0]
    assert await send(storage, 8) == []
    assert await send(storage, 9) == ["newest"]


async def test_a_message_with_no_address_is_kept_and_reported(storage: Storage) -> None:
    await storage.transact(
        lambda tx: tx.outbox.bury_unaddressed(DeliveryKey("a"), "ann", say("lost"), NOON, "no account")
    )
    [buried] = await storage.transact(lambda tx: tx.outbox.buried())
    assert (buried.key, buried.platform, buried.error) == ("a", "", "no account")
    assert await storage.transact(lambda tx: tx.outbox.resend([buried.seq], NOON)) == 0
    await put(storage, letter("a"))
    assert await send(storage) == []


async def test_next_due_is_the_soonest_that_nothing_holds_up(storage: Storage) -> None:
    async def next_due(platform: Platform | None = None) -> float | None:
        found = await storage.transact(lambda tx: tx.outbox.next_due(platform))
        return (found - NOON) / timedelta(minutes=1) if found else None

    assert await next_due() is None
    await put(storage, letter("a"), letter("b", minutes=1), letter("c", "cy", minutes=8))
    await put(storage, letter("d", "dee", minutes=3, platform=Platform("phone")))
    assert (await next_due(), await next_due(Platform("phone"))) == (0, 3)
    [one] = await claim(storage)
    assert await next_due(DESK) == 0
    await storage.transact(lambda tx: tx.outbox.postpone(one, later(5), "too many"))
    assert (await next_due(), await next_due(DESK), await next_due(Platform("none"))) == (3, 5, None)


async def test_the_words_of_what_was_sent_are_blanked_in_time_and_its_key_stays(storage: Storage) -> None:
    await put(storage, push("old"), letter("waits", minutes=9))
    await send(storage)
    await put(storage, push("new"))
    for each in await claim(storage):
        await settle(storage, each, minutes=5)
    await storage.transact(lambda tx: tx.outbox.purge(later(1)))
    assert [each.parts[0][0] for each in await standing(storage)] == ["new"]
    assert not await revise(storage, "old", "new words", "old/1")
    await put(storage, push("old"))
    assert await send(storage, 9) == ["text of waits"]


async def test_a_revision_of_what_was_blanked_meanwhile_is_dropped(storage: Storage) -> None:
    await put(storage, letter("a"))
    await send(storage)
    await revise(storage, "a", "new", "a/1")
    await storage.transact(lambda tx: tx.outbox.purge(later(1)))
    assert await send(storage) == []
    assert await storage.transact(lambda tx: tx.outbox.next_due()) is None


async def test_a_thousand_lanes_empty_batch_by_batch(storage: Storage) -> None:
    await put(storage, *(letter(f"{n}", f"lane {n % 500}") for n in range(1000)))
    batches = []
    while claimed := await claim(storage, limit=200):
        batches.append(len(claimed))
        assert await settle(storage, *claimed) == len(claimed)
    assert sum(batches) == 1000
    assert max(batches) == 200


async def test_a_receipt_is_kept_as_it_was(storage: Storage) -> None:
    await put(storage, letter("a"))
    [one] = await claim(storage)
    receipt = Receipt({"id": "1", "page 2": "消息"})
    await storage.transact(lambda tx: tx.outbox.settle([(one, receipt)], NOON))
    await revise(storage, "a", "new", "a/1")
    [two] = await claim(storage)
    assert two.revises == receipt
