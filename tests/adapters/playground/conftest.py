"""A served playground for each test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.playground import Settings
from tests.adapters.playground.served import FakeBot, Site, serving


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with serving(Settings(log=None), FakeBot()) as site:
        yield site


@pytest.fixture
def log_file(tmp_path: Path) -> Path:
    return tmp_path / "log.db"
