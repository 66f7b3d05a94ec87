"""An event comes in by one door, becomes one turn, and leaves by one door: once."""

import asyncio
from datetime import timedelta

import pytest

from bot.app import App
from bot.kernel.people import Profile, UserRef
from bot.ports.adapter import Refused, Unavailable
from bot.runtime.clocks import FrozenClock
from bot.runtime.inbox import ASK_AGAIN
from tests.runtime.conftest import Start
from tests.support.toy import NOW, PLATFORM, TENANT, ToyPlatform, envelope, press


async def test_a_message_is_answered(app: App, platform: ToyPlatform) -> None:
    assert await app.runtime.accept(envelope("1", "ann", "echo hello"))
    await app.settle()
    assert platform.texts("ann") == ["hello [1 好]"]


async def test_the_same_event_again_is_known_and_has_no_second_effect(app: App, platform: ToyPlatform) -> None:
    assert await app.runtime.accept(envelope("1", "ann", "echo hello"))
    assert not await app.runtime.accept(envelope("1", "ann", "echo hello"))
    await app.settle()
    assert not await app.runtime.accept(envelope("1", "ann", "echo hello"))
    await app.settle()
    assert platform.texts() == ["hello [1 好]"]


async def test_what_was_accepted_before_a_stop_is_answered_after_it(
    start: Start, app: App, platform: ToyPlatform
) -> None:
    await app.runtime.accept(envelope("1", "ann", "echo hello"))
    assert platform.texts() == []
    again = await start()
    await again.settle()
    assert platform.texts() == ["hello [1 好]"]


async def test_nothing_is_accepted_while_stopping(app: App) -> None:
    await app.runtime.intake.close()
    with pytest.raises(Unavailable):
        await app.runtime.accept(envelope("1", "ann", "echo hello"))


async def test_a_stop_lets_go_of_the_platform(app: App, platform: ToyPlatform) -> None:
    assert not platform.closed
    await app.stop()
    assert platform.closed


async def test_a_typed_digit_is_the_press_it_stands_for(app: App, platform: ToyPlatform) -> None:
    for number, text in enumerate(("echo hello", "1")):
        await app.runtime.accept(envelope(str(number), "ann", text))
        await app.settle()
    assert platform.texts() == ["hello [1 好]", "pressed hello"]
    assert platform.sent[1].revises is not None


async def test_a_revision_names_the_message_it_changes(app: App, platform: ToyPlatform) -> None:
    await app.runtime.accept(envelope("1", "ann", "echo hello"))
    await app.settle()
    first = platform.sent[0]
    await app.runtime.accept(press("2", "ann", first.key, "toy.press", n="hello"))
    await app.settle()
    assert platform.sent[1].revises == platform.known[first.key]


async def test_a_press_nobody_knows_gets_an_answer(app: App, platform: ToyPlatform) -> None:
    await app.runtime.accept(press("1", "ann", "gone", "old.feature", n="1"))
    await app.settle()
    assert platform.texts("ann") == ["sorry press"]


async def test_a_group_that_does_not_address_the_bot_hears_nothing(app: App, platform: ToyPlatform) -> None:
    await app.runtime.accept(envelope("1", "ann", "echo hello", room="lobby", to_bot=False))
    await app.settle()
    assert platform.sent == []


async def test_a_stranger_is_put_on_file_under_the_name_the_platform_gives(app: App, platform: ToyPlatform) -> None:
    platform.profiles["zoe"] = Profile(UserRef(PLATFORM, TENANT, "zoe"), "Zoë", "Europe/Berlin")
    await app.runtime.accept(envelope("1", "zoe", "echo hello"))
    await app.runtime.accept(envelope("2", "nameless", "echo there"))
    await app.settle()
    assert platform.texts("zoe") == ["hello [1 好]"]
    assert platform.texts("nameless") == ["there [1 好]"]


async def test_an_overlong_message_is_answered_and_not_read(app: App, platform: ToyPlatform) -> None:
    await app.runtime.accept(envelope("1", "ann", "echo " + "长" * 100_000))
    await app.settle()
    assert platform.texts("ann") == ["sorry overlong"]


async def test_facts_are_heard_in_the_same_turn(app: App, platform: ToyPlatform) -> None:
    await app.runtime.accept(envelope("1", "ann", "tell"))
    await app.settle()
    assert platform.texts("ann") == ["heard"]


class TestTrouble:
    async def test_a_failing_turn_is_parked_and_others_go_on(
        self, app: App, platform: ToyPlatform, clock: FrozenClock
    ) -> None:
        await app.runtime.accept(envelope("1", "ann", "echo fail"))
        await app.runtime.accept(envelope("2", "bob", "echo fine"))
        await app.settle()
        assert platform.texts() == ["fine [1 好]"]
        await app.advance(NOW + timedelta(hours=1))
        [parked] = await app.storage.transact(lambda tx: tx.inbox.parked())
        assert parked.attempts == 5
        assert parked.error.startswith("RuntimeError at support/toy.py")
        assert platform.texts("ann") == []

    async def test_a_parked_event_is_handled_once_the_bug_is_gone(self, app: App, platform: ToyPlatform) -> None:
        platform.broken.add("echo hello")
        await app.runtime.accept(envelope("1", "ann", "echo hello"))
        await app.advance(NOW + timedelta(hours=1))
        assert platform.texts() == []
        platform.broken.clear()
        now = app.now()
        assert await app.storage.transact(lambda tx: tx.inbox.replay([p.seq for p in tx.inbox.parked()], now)) == 1
        await app.settle()
        assert platform.texts() == ["hello [1 好]"]

    async def test_a_lane_keeps_its_order_behind_an_event_that_waits(self, app: App, platform: ToyPlatform) -> None:
        platform.broken.add("echo one")
        await app.runtime.accept(envelope("1", "ann", "echo one"))
        await app.runtime.accept(envelope("2", "ann", "echo two"))
        await app.settle()
        platform.broken.clear()
        assert platform.texts() == []
        await app.advance(NOW + timedelta(minutes=1))
        assert platform.texts("ann") == ["one [1 好]", "two [1 好]"]

    async def test_a_message_the_platform_could_not_take_is_sent_again_in_order(
        self, app: App, platform: ToyPlatform
    ) -> None:
        platform.errors = [Unavailable("busy", timedelta(seconds=30))]
        await app.runtime.accept(envelope("1", "ann", "echo one"))
        await app.settle()
        await app.runtime.accept(envelope("2", "ann", "echo two"))
        await app.settle()
        assert platform.texts() == []
        await app.advance(NOW + timedelta(seconds=29))
        assert platform.texts() == []
        await app.advance(NOW + timedelta(seconds=31))
        assert platform.texts() == ["one [1 好]", "two [1 好]"]

    async def test_a_refused_message_is_kept_reported_and_can_be_sent_later(
        self, app: App, platform: ToyPlatform
    ) -> None:
        platform.errors = [Refused("the user left")]
        await app.runtime.accept(envelope("1", "ann", "echo one"))
        await app.settle()
        [buried] = await app.storage.transact(lambda tx: tx.outbox.buried())
        assert buried.error == "Refused: the user left"
        now = app.now()
        await app.storage.transact(lambda tx: tx.outbox.resend([buried.seq], now))
        await app.settle()
        assert platform.texts() == ["one [1 好]"]

    async def test_a_renderer_that_breaks_loses_no_message(self, app: App, platform: ToyPlatform) -> None:
        platform.errors = [KeyError("a bug of the renderer")]
        await app.runtime.accept(envelope("1", "ann", "echo one"))
        await app.advance(NOW + timedelta(minutes=1))
        assert platform.texts() == ["one [1 好]"]


class TestTime:
    async def test_a_timer_wakes_its_feature_at_its_instant(self, app: App, platform: ToyPlatform) -> None:
        await app.runtime.accept(envelope("1", "ann", "later"))
        await app.advance(NOW + timedelta(minutes=59))
        assert platform.texts() == []
        await app.advance(NOW + timedelta(minutes=60))
        assert platform.texts("ann") == ["wake up"]
        assert platform.sent[0].reason == "因为你要我叫你"

    async def test_setting_the_clock_back_repeats_nothing(self, app: App, platform: ToyPlatform) -> None:
        await app.runtime.accept(envelope("1", "ann", "later"))
        await app.advance(NOW + timedelta(minutes=61))
        await app.advance(NOW)
        await app.advance(NOW + timedelta(minutes=61))
        assert platform.texts("ann") == ["wake up"]

    async def test_what_falls_in_one_slot_is_one_message_and_each_part_is_revised_alone(
        self, app: App, platform: ToyPlatform
    ) -> None:
        await app.runtime.accept(envelope("1", "ann", "nudge one two"))
        await app.settle()
        assert platform.texts() == []
        await app.advance(NOW + timedelta(hours=2))
        assert platform.texts("ann") == ["one two [1 好] [2 好]"]
        await app.runtime.accept(envelope("2", "ann", "2"))
        await app.settle()
        assert platform.texts("ann")[1:] == ["one pressed two [1 好]"]

    async def test_quiet_hours_and_holidays_are_waited_out(
        self, app: App, platform: ToyPlatform, clock: FrozenClock
    ) -> None:
        clock.set(NOW.replace(day=24, hour=12))
        await app.runtime.accept(envelope("1", "ann", "nudge hello"))
        await app.advance(NOW.replace(day=28, hour=1, minute=39))
        assert platform.texts() == [], "25 September 2026 is a holiday, 26 and 27 a weekend"
        await app.advance(NOW.replace(day=28, hour=1, minute=40))
        assert platform.texts("ann") == ["hello [1 好]"]


async def test_a_platform_that_cannot_be_asked_who_wrote_is_asked_again_but_not_at_once(
    app: App, platform: ToyPlatform, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers: list[Exception | None] = [Unavailable("down"), Unavailable("down still"), None]
    pauses: list[float] = []
    sleep = asyncio.sleep

    async def profile(user: UserRef) -> Profile | None:
        if answer := answers.pop(0):
            raise answer
        return Profile(user, "Zoe")

    async def soon(seconds: float) -> None:
        pauses.append(seconds)
        await sleep(0)

    monkeypatch.setattr(platform, "profile", profile)
    monkeypatch.setattr(asyncio, "sleep", soon)
    await app.runtime.accept(envelope("1", "zoe", "echo hello"))
    await app.settle()
    assert platform.texts() == ["hello [1 好]"]
    assert pauses.count(ASK_AGAIN) == 2
