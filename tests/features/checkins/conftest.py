"""An office for each test, from Thursday morning on."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime
from typing import Any

import pytest

from tests.features.checkins.office import Office, at, opened

Open = Callable[..., Awaitable[Office]]


@pytest.fixture
async def open_office(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Open]:
    """Open an office of one's own making, at an hour of one's choice."""
    offices: list[Office] = []

    async def open_one(now: datetime | None = None, **more: Any) -> Office:
        offices.append(await opened(now or at(17, 9), monkeypatch, **more))
        return offices[-1]

    yield open_one
    for each in offices:
        await each.app.stop()


@pytest.fixture
async def office(open_office: Open) -> Office:
    """Asked at 9:30, nothing answered yet."""
    office = await open_office()
    await office.until(at(17, 9, 30))
    return office
