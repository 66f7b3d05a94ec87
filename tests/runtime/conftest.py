"""A bot with the toy feature, on each database we run on."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from bot.app import App
from bot.company import Company
from bot.runtime.clocks import FrozenClock
from storage import Database
from tests.support.toy import NOW, PLATFORM, TENANT, TOY, ToyPlatform, person

Start = Callable[[], Awaitable[App]]


@pytest.fixture
def platform() -> ToyPlatform:
    return ToyPlatform()


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock(NOW)


@pytest.fixture
async def start(storage_url: str, tmp_path: Path, platform: ToyPlatform, clock: FrozenClock) -> AsyncIterator[Start]:
    """Start a bot on the same database again and again; the one before is stopped."""
    running: list[App] = []

    async def started() -> App:
        while running:
            await running.pop().stop()
        storage = Database(storage_url, {}, tmp_path / "keys" / "master.key")
        app = App(storage, lambda _: [platform], clock, features=[TOY])
        running.append(app)
        await app.start(beating=False)
        await app.install(Company((person("ann"), person("bob"))), PLATFORM, TENANT)
        return app

    yield started
    for app in running:
        await app.stop()


@pytest.fixture
async def app(start: Start) -> App:
    return await start()
