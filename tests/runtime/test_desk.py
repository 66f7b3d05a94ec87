"""What an adapter finds at hand: notes and leases that outlive it, and what stands under a key."""

from datetime import timedelta

from bot.app import App
from bot.kernel.ids import DeliveryKey, Platform
from bot.kernel.people import RESTORED, Note
from bot.ports.adapter import Envelope
from bot.runtime.clocks import FrozenClock
from bot.runtime.desk import Desk
from tests.runtime.conftest import Start
from tests.support.toy import NOW, PLATFORM, ToyPlatform, envelope


def _desk(app: App, real: FrozenClock) -> Desk:
    return Desk(app.storage, app.clock, real, PLATFORM, app.runtime.accept)


async def test_a_note_outlives_the_bot(start: Start, clock: FrozenClock) -> None:
    await _desk(await start(), clock).put_note("quota", "17")
    desk = _desk(await start(), clock)
    assert await desk.note("quota") == "17"
    assert await desk.note("another") == ""
    await desk.put_note("quota", "")
    assert await desk.note("quota") == ""


async def test_a_note_with_an_end_is_worthless_after_it(app: App) -> None:
    real = FrozenClock(NOW)
    desk = _desk(app, real)
    await desk.put_note("code", "RC", timedelta(hours=72))
    real.set(NOW + timedelta(hours=71, minutes=59))
    assert await desk.note("code") == "RC"
    real.set(NOW + timedelta(hours=72))
    assert await desk.note("code") == ""


async def test_platforms_do_not_read_each_others_notes(app: App, clock: FrozenClock) -> None:
    await _desk(app, clock).put_note("n", "mine")
    other = Desk(app.storage, app.clock, clock, Platform("other"), app.runtime.accept)
    assert await other.note("n") == ""


async def test_counting_adds_up(app: App, clock: FrozenClock) -> None:
    desk = _desk(app, clock)
    assert [await desk.count("calls", by) for by in (1, 5, 10)] == [1, 6, 16]


async def test_a_trouble_is_told_once_and_after_a_restore_under_a_new_name(app: App, clock: FrozenClock) -> None:
    told: list[str] = []

    async def accept(envelope: Envelope) -> bool:
        told.append(envelope.dedupe)
        return True

    desk = Desk(app.storage, app.clock, clock, PLATFORM, accept)
    for over in (False, False, True, False):
        await desk.trouble("token", "过期", "expired", over)
    before = [Note("toy:trouble:token", "1:over"), Note(RESTORED, "2026-11-22")]
    await app.storage.transact(lambda tx: tx.records.save(before))
    await desk.trouble("token", "过期", "expired")
    assert len(told) == 4, "as often as it changed"
    assert len(set(told)) == 4, "what was said in the hours that are gone is something else"


async def test_what_stands_under_a_key_is_shown(app: App, platform: ToyPlatform, clock: FrozenClock) -> None:
    await app.runtime.accept(envelope("1", "ann", "echo hello"))
    await app.settle()
    (card,) = await _desk(app, clock).standing(platform.sent[0].key)
    assert card.blocks
    assert await _desk(app, clock).standing(DeliveryKey("unknown")) == ()
