"""A door of each kind, opened."""

from collections.abc import AsyncIterator

import pytest

from tests.security.door import Door
from tests.security.doors import DOORS, opened


@pytest.fixture(params=list(DOORS))
async def door(request: pytest.FixtureRequest) -> AsyncIterator[Door]:
    async with opened(request.param) as door:
        yield door


@pytest.fixture(params=["feishu", "slack", "wecom"])
async def sealed_door(request: pytest.FixtureRequest) -> AsyncIterator[Door]:
    """A door whose signature covers the body."""
    async with opened(request.param) as door:
        yield door
