"""An office for each test."""

from collections.abc import AsyncIterator

import pytest

from bot.app import tables_of
from bot.features.kudos import FEATURE
from storage import Database
from tests.features.kudos.office import Office


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    storage = Database("sqlite://", tables_of((FEATURE,)))
    await storage.open()
    made = Office(storage)
    await made.furnish()
    yield made
    await storage.close()
