"""The company of the flags' tests, with nudges and promises at work in it."""

from collections.abc import AsyncIterator

import pytest

from bot.app import App, tables_of
from bot.features import members, nudges, promises
from bot.runtime.clocks import FrozenClock
from storage import Database
from tests.features.red_flags.living import COMPANY, Living, Platform, Probe, at
from tests.support.toy import PLATFORM, TENANT

FEATURES = (members.FEATURE, promises.FEATURE, nudges.FEATURE)


@pytest.fixture
async def company() -> AsyncIterator[Living]:
    """Monday the 14th, 10:00: 赵敏 and 李娜, 陈经理 above them, 刘总 above him."""
    probe, platform, clock = Probe(), Platform(), FrozenClock(at(14, 10))
    app = App(
        Database("sqlite://", tables_of(FEATURES)),
        lambda _: [platform],
        clock,
        features=(*FEATURES, probe.feature),
    )
    await app.start(beating=False)
    await app.install(COMPANY, PLATFORM, TENANT, lambda team, chat, now: ())
    yield Living(app, platform, clock, probe)
    await app.stop()
