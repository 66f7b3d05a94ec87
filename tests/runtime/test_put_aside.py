"""What a platform's limit holds up: a change of an old message waits alone, an answer never waits for it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.app import App
from bot.kernel.capabilities import Revision
from bot.kernel.cards import say
from bot.kernel.ids import DeliveryKey
from bot.kernel.people import UserRef
from bot.ports.adapter import Unavailable
from bot.ports.outbox import Outgoing
from bot.runtime.clocks import FrozenClock
from tests.support.toy import NOW, PLATFORM, TENANT, ToyPlatform

MINUTE = timedelta(minutes=1)


async def test_the_next_question_does_not_wait_for_the_last_one_to_be_put_away(
    app: App, platform: ToyPlatform, clock: FrozenClock
) -> None:
    await _change_put_off(app, platform)
    assert platform.texts() == ["1/3", "2/3"]
    clock.set(NOW + MINUTE)
    await app.settle()
    assert platform.texts() == ["1/3", "2/3", "1/3 ✓"]
    assert platform.sent[-1].revises


async def test_where_nothing_can_be_changed_what_is_said_anew_keeps_its_place(
    app: App, platform: ToyPlatform, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    never = replace(platform.capabilities(True), revision=Revision.NEVER)
    monkeypatch.setattr(platform, "capabilities", lambda direct: never)
    await _change_put_off(app, platform)
    assert platform.texts() == ["1/3"]
    clock.set(NOW + MINUTE)
    await app.settle()
    assert platform.texts() == ["1/3", "1/3 ✓", "2/3"]


async def _change_put_off(app: App, platform: ToyPlatform) -> None:
    """A question is asked; it is to be put away, and then the next one asked, when the platform takes no more."""
    await _ask(app, "1/3")
    await app.settle()
    await _put_away(app, "1/3")
    await _ask(app, "2/3")
    platform.errors.append(Unavailable("too many", MINUTE))
    await app.settle()


async def _ask(app: App, question: str) -> None:
    to = UserRef(PLATFORM, TENANT, "ann")
    row = Outgoing(DeliveryKey(question), "person:ann", to, say(question), NOW)
    await app.storage.transact(lambda tx: tx.outbox.put([row]))


async def _put_away(app: App, question: str) -> None:
    card, key = say(f"{question} ✓"), DeliveryKey(f"{question} over")
    await app.storage.transact(lambda tx: tx.outbox.revise(DeliveryKey(question), card, NOW, key, "person:ann"))
