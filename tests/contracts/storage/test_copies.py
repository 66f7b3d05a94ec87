"""Copies of one card: each as if it had been written for its reader alone."""

from dataclasses import replace

import pytest

from bot.kernel.cards import Action, Button, Fields, Private, Said, Text, say
from bot.kernel.copies import blank, filled
from bot.kernel.ids import DeliveryKey
from bot.ports.outbox import Outgoing
from bot.ports.storage import Storage
from tests.contracts.storage.letters import ANN, claim, later, letter, push, put

NAMES = ('安"娜\\', "{0} {1} {} }{", "%s <b>\n🙃</b>", "", blank(1))


def copies(*names: str) -> list[Outgoing]:
    button = Button("好", Action("toy.ok", {"to": blank(0), "n": "{1}"}), words=("ok",))
    card = say((Said(blank(0)), Text("，{早}"), Said(f"({blank(1)})")), button)
    card = replace(card, blocks=(*card.blocks, Fields(((blank(1), (Said("x"),)),))), until=later(60))
    return [replace(push(f'k"{n}', f"p{n}"), card=card, words=(name, str(n))) for n, name in enumerate(names)]


async def test_a_copy_comes_as_its_card_with_its_words(storage: Storage) -> None:
    sent = copies(*NAMES)
    await put(storage, *sent)
    claimed = await claim(storage)
    assert [each.cards for each in claimed] == [(filled(each.card, each.words),) for each in sent]
    assert [each.parts for each in claimed] == [(each.key,) for each in sent]
    first = claimed[0].cards[0]
    assert first.blocks[0] == say((Said(NAMES[0]), Text("，{早}"), Said("(0)"))).blocks[0]
    assert first.until == later(60)


async def test_a_copy_is_merged_with_its_words(storage: Storage) -> None:
    [copy] = copies("安娜")
    await put(storage, letter("a", rule="toy.rule"))
    assert await storage.transact(lambda tx: tx.outbox.merge(DeliveryKey("a"), copy))
    [claimed] = await claim(storage)
    assert claimed.cards[1] == filled(copy.card, copy.words)


async def test_what_is_sealed_has_no_blanks(storage: Storage) -> None:
    with pytest.raises(TypeError, match="no private words"):
        await put(storage, replace(letter("a", card=say((Private(ANN, blank(0)),))), words=("安娜",)))
