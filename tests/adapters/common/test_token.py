"""A shared token: fetched once however many ask, renewed early, dropped when refused."""

import asyncio

import pytest

from adapters.common.token import Fetched, Token


class Desk:
    def __init__(self) -> None:
        self.now = 0.0
        self.fetched = 0
        self.lasts = 7200.0
        self.fails = False

    async def fetch(self) -> Fetched:
        await asyncio.sleep(0)
        if self.fails:
            raise ConnectionError("no")
        self.fetched += 1
        return Fetched(f"t{self.fetched}", self.lasts)

    def clock(self) -> float:
        return self.now


async def test_all_who_ask_at_once_share_one_fetch() -> None:
    desk = Desk()
    token = Token(desk.fetch, clock=desk.clock)
    assert set(await asyncio.gather(*(token.get() for _ in range(50)))) == {"t1"}


async def test_it_is_renewed_before_its_end() -> None:
    desk = Desk()
    token = Token(desk.fetch, early=300, clock=desk.clock)
    await token.get()
    desk.now = 6899
    assert await token.get() == "t1"
    desk.now = 6900
    assert await token.get() == "t2"


async def test_one_handed_out_near_its_end_is_used_for_half_its_rest() -> None:
    desk = Desk()
    desk.lasts = 100
    token = Token(desk.fetch, early=300, clock=desk.clock)
    await token.get()
    desk.now = 49
    assert await token.get() == "t1"
    desk.now = 51
    assert await token.get() == "t2"


async def test_a_refused_one_is_fetched_anew_but_a_newer_one_stays() -> None:
    desk = Desk()
    token = Token(desk.fetch, clock=desk.clock)
    old = await token.get()
    token.refused(old)
    assert await token.get() == "t2"
    token.refused(old)
    assert await token.get() == "t2"


async def test_a_failed_fetch_is_told_and_tried_again() -> None:
    desk = Desk()
    desk.fails = True
    token = Token(desk.fetch, clock=desk.clock)
    with pytest.raises(ConnectionError):
        await token.get()
    desk.fails = False
    assert await token.get() == "t1"
