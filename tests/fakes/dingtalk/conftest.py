"""A running fake and a bare client for its own tests."""

from collections.abc import AsyncIterator

import pytest

from tests.fakes.dingtalk import TEMPLATE, FakeDingTalk
from tests.fakes.dingtalk.probe import NOW, Probe, probing


@pytest.fixture
async def probe() -> AsyncIterator[Probe]:
    async with probing(FakeDingTalk(lambda: NOW, template=TEMPLATE)) as probe:
        yield probe


@pytest.fixture
def fake(probe: Probe) -> FakeDingTalk:
    return probe.fake
