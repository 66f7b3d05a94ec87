"""A Slack with three people and a channel, and a client of its Web API."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from tests.fakes.slack import FakeSlack
from tests.fakes.slack.client import Client

NOW = datetime(2026, 9, 17, 1, 0, tzinfo=UTC)
ANN, BOB, CAT = "U0ANN00001", "U0BOB00002", "U0CAT00003"
ROOM, CLOSED = "C0GENERAL1", "C0CLOSED02"


def peopled(**options: object) -> FakeSlack:
    """Not yet started. Ann and Bob share a channel with the bot; Cat does not; in another channel there is no bot."""
    fake = FakeSlack(lambda: NOW, **options)  # type: ignore[arg-type]
    fake.hire(ANN, "Ann", timezone="Europe/Berlin", locale="en", department="Sales", manager=BOB, email="ann@hepai.co")
    fake.hire(BOB, "Bob")
    fake.hire(CAT, "Cat", timezone="America/New_York")
    fake.found(ROOM, "general", [ANN, BOB])
    fake.found(CLOSED, "elsewhere", [ANN, CAT], bot=False)
    return fake


@pytest.fixture
async def fake() -> AsyncIterator[FakeSlack]:
    """Without rate limits."""
    slack = peopled(limits=False)
    await slack.start()
    yield slack
    await slack.stop()


@pytest.fixture
async def bot(fake: FakeSlack) -> AsyncIterator[Client]:
    async with Client(fake) as client:
        yield client
