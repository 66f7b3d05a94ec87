"""Settling on a slow machine: it ends when nothing is left that this process could do, neither before nor never."""

import asyncio
from typing import Any

import pytest

from bot.app import App
from bot.kernel.fitting import fit
from bot.runtime import outbox
from bot.runtime.leading import Leading, sending
from tests.support.toy import PLATFORM, ToyPlatform, envelope

ONLY_POSTGRES = pytest.mark.parametrize("storage_url", ["postgresql"], indirect=True)
LONGER_THAN_A_LEASE = 3.0


class Watch:
    """Seconds of a process that is held up, as often as `jumps` says, right after it looked at them."""

    def __init__(self, jumps: int) -> None:
        self.now, self.jumps = 100.0, jumps

    def __call__(self) -> float:
        shown = self.now
        if self.jumps:
            self.jumps -= 1
            self.now += LONGER_THAN_A_LEASE
        return shown


async def test_what_a_question_answered_meanwhile_sets_free_is_handled(
    app: App, platform: ToyPlatform, monkeypatch: pytest.MonkeyPatch
) -> None:
    take, questions = app.storage.take_turns, app.runtime.inbox._questions

    async def slowly(*arguments: Any) -> Any:
        taken = await take(*arguments)
        if questions:
            await asyncio.wait(set(questions))
        return taken

    monkeypatch.setattr(app.storage, "take_turns", slowly)
    await app.runtime.accept(envelope("1", "a stranger", "echo hello"))
    await app.settle()
    assert platform.texts() == ["hello [1 好]"]


@pytest.mark.postgres
@ONLY_POSTGRES
async def test_what_no_lease_lasted_for_is_sent_under_the_next(
    app: App, platform: ToyPlatform, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = Watch(jumps=6)
    monkeypatch.setattr(app.runtime.leading, "_clock", watch)
    await app.runtime.accept(envelope("1", "ann", "echo hello"))
    await app.settle()
    assert watch.jumps == 0
    assert platform.texts() == ["hello [1 好]"]


@pytest.mark.postgres
@ONLY_POSTGRES
async def test_a_lease_that_ends_before_the_call_delays_no_message(
    app: App, platform: ToyPlatform, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = Watch(jumps=0)
    monkeypatch.setattr(app.runtime.leading, "_clock", watch)

    def laboriously(*arguments: Any) -> Any:
        monkeypatch.setattr(outbox, "fit", fit)
        watch.now += LONGER_THAN_A_LEASE
        return fit(*arguments)

    monkeypatch.setattr(outbox, "fit", laboriously)
    await app.runtime.accept(envelope("1", "ann", "echo hello"))
    await app.settle()
    assert platform.texts() == ["hello [1 好]"]


@pytest.mark.postgres
@ONLY_POSTGRES
async def test_what_another_process_sends_is_not_waited_for(app: App, platform: ToyPlatform) -> None:
    await app.runtime.leading.resign()
    other = Leading(app.storage, [sending(PLATFORM)])
    await other.renew()
    await app.runtime.accept(envelope("1", "ann", "echo hello"))
    await app.settle()
    assert platform.texts() == []
    await other.resign()
    await app.settle()
    assert platform.texts() == ["hello [1 好]"]
