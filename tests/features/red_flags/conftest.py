"""A living company for each test, from Thursday morning on."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime

import pytest

from bot.company import Company
from tests.features.red_flags.living import COMPANY, Living, at, opened

THURSDAY = at(17, 8, 50)
Open = Callable[..., Awaitable[Living]]


@pytest.fixture
async def open_company() -> AsyncIterator[Open]:
    """Open a company of one's own making, at an hour of one's choice."""
    living: list[Living] = []

    async def open_one(company: Company = COMPANY, now: datetime = THURSDAY) -> Living:
        living.append(await opened(company, now))
        return living[-1]

    yield open_one
    for each in living:
        await each.app.stop()


@pytest.fixture
async def company(open_company: Open) -> Living:
    return await open_company()
