"""Tiers, and one message a second to each channel: by a clock that the tests turn."""

from tests.fakes.slack.client import Client
from tests.fakes.slack.conftest import ANN, BOB, ROOM, peopled
from tests.fakes.slack.rates import Rates


class Hands:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_tier_is_so_many_calls_in_any_minute() -> None:
    clock = Hands()
    rates = Rates(clock)
    for _ in range(20):
        assert rates.wait("users.list", 2) == 0
        clock.now += 1
    assert rates.wait("users.list", 2) == 40
    assert rates.wait("reactions.remove", 2) == 0, "another method has its own"
    clock.now += 39.9
    assert rates.wait("users.list", 2) == 1
    clock.now += 0.1
    assert rates.wait("users.list", 2) == 0
    assert rates.wait("users.list", 2) == 1


def test_a_channel_takes_one_message_a_second() -> None:
    clock = Hands()
    rates = Rates(clock)
    assert rates.wait("chat.postMessage", 0, "C1") == 0
    clock.now += 0.9
    assert rates.wait("chat.postMessage", 0, "C1") == 1
    assert rates.wait("chat.postMessage", 0, "C2") == 0
    clock.now += 0.1
    assert rates.wait("chat.postMessage", 0, "C1") == 0


def test_a_workspace_takes_some_hundred_messages_a_minute() -> None:
    clock = Hands()
    rates = Rates(clock)
    taken = sum(rates.wait("chat.postMessage", 0, f"C{number}") == 0 for number in range(400))
    assert taken == 300


async def test_too_much_is_429_with_the_seconds_to_wait() -> None:
    clock = Hands()
    fake = peopled(clock=clock)
    await fake.start()
    ann, bob = fake.workspace.direct(ANN).id, fake.workspace.direct(BOB).id
    async with Client(fake) as bot:
        assert (await bot.call("chat.postMessage", channel=ann, text="1"))["ok"]
        assert await bot.call("chat.postMessage", channel=ann, text="2") == {"ok": False, "error": "ratelimited"}
        assert (bot.status, bot.headers["Retry-After"]) == (429, "1")
        assert (await bot.call("chat.postMessage", channel=bob, text="3"))["ok"]
        assert (await bot.call("reactions.add", channel=ROOM, name="tada", timestamp="1.1"))["ok"] is False
        clock.now += 1
        assert (await bot.call("chat.postMessage", channel=ann, text="2"))["ok"]
    await fake.stop()
    assert [each.wire["text"] for each in fake.messages] == ["1", "3", "2"]
    assert fake.calls[1].status == 429
