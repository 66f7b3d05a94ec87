"""A fake with a company in it, and the adapter on it: without a template, and with one."""

from collections.abc import AsyncIterator

import pytest

from tests.adapters.dingtalk.desk import NOW, Bot, company
from tests.fakes.dingtalk import TEMPLATE, FakeDingTalk


@pytest.fixture
async def fake() -> AsyncIterator[FakeDingTalk]:
    async with company(FakeDingTalk(lambda: NOW, template=TEMPLATE)) as fake:
        yield fake
        assert fake.alarms == []


@pytest.fixture
async def plain(fake: FakeDingTalk) -> AsyncIterator[Bot]:
    bot = Bot(fake)
    yield bot
    await bot.close()


@pytest.fixture
async def rich(fake: FakeDingTalk) -> AsyncIterator[Bot]:
    bot = Bot(fake, card_template_id=TEMPLATE)
    yield bot
    await bot.close()
