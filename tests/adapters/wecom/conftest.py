"""A small company at the fake WeCom, and the adapter in front of it."""

from collections.abc import AsyncIterator

import pytest

from tests.adapters.wecom.desk import ROOM, Desk, Office, opened
from tests.fakes.wecom import FakeWeCom


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
async def fake(desk: Desk) -> AsyncIterator[FakeWeCom]:
    fake = FakeWeCom(desk.now)
    for user, name in (("ZhaoMin", "赵敏"), ("WangLei", "王磊")):
        fake.hire(user, name, "华东组")
    fake.found(ROOM, "华东组", ["ZhaoMin", "WangLei"])
    await fake.start()
    yield fake
    await fake.stop()


@pytest.fixture
async def office(fake: FakeWeCom, desk: Desk) -> AsyncIterator[Office]:
    async with opened(fake, desk) as office:
        yield office
