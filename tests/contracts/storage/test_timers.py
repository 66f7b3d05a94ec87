"""Timers: unique by key, found when due, earliest first."""

from datetime import UTC, datetime, time, timedelta

from bot.kernel.timers import Daily, Lateness, Timer
from bot.ports.storage import Storage

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAILY = Timer(
    "daily", NOON, "toy.wake", {"a": "b"}, Daily(time(9, 30), "Asia/Shanghai"), timedelta(hours=3), Lateness.SKIP
)


async def due(storage: Storage, minutes: float = 0, limit: int = 10) -> list[str]:
    now = NOON + timedelta(minutes=minutes)
    return [timer.key for timer in await storage.transact(lambda tx: tx.timers.due(now, limit))]


def at(key: str, minutes: float) -> Timer:
    return Timer(key, NOON + timedelta(minutes=minutes), "toy.wake")


async def test_a_timer_comes_back_whole(storage: Storage) -> None:
    await storage.transact(lambda tx: tx.timers.arm([DAILY]))
    assert await storage.transact(lambda tx: tx.timers.get("daily")) == DAILY
    assert await storage.transact(lambda tx: list(tx.timers.due(NOON, 1))) == [DAILY]


async def test_due_are_those_of_now_and_before_earliest_first(storage: Storage) -> None:
    timers = [at("late", 2), at("now", 0), at("early", -5), at("b", -3), at("a", -3)]
    await storage.transact(lambda tx: tx.timers.arm(timers))
    assert await due(storage) == ["early", "b", "a", "now"]
    assert await due(storage, limit=2) == ["early", "b"]
    assert await due(storage, minutes=2) == ["early", "b", "a", "now", "late"]


async def test_the_next_is_the_earliest_of_all(storage: Storage) -> None:
    assert await storage.transact(lambda tx: tx.timers.next_due()) is None
    await storage.transact(lambda tx: tx.timers.arm([at("b", 9), at("a", 4)]))
    assert await storage.transact(lambda tx: tx.timers.next_due()) == NOON + timedelta(minutes=4)


async def test_arming_again_moves_a_timer(storage: Storage) -> None:
    await storage.transact(lambda tx: tx.timers.arm([at("a", 0)]))
    await storage.transact(lambda tx: tx.timers.arm([at("a", 5), at("b", 0)]))
    assert await due(storage) == ["b"]


async def test_a_disarmed_timer_is_gone_and_disarming_it_again_is_harmless(storage: Storage) -> None:
    await storage.transact(lambda tx: tx.timers.arm([at("a", 0), at("b", 0)]))
    for _ in range(2):
        await storage.transact(lambda tx: tx.timers.disarm(["a", "never"]))
    assert await due(storage) == ["b"]
    assert await storage.transact(lambda tx: tx.timers.get("a")) is None
