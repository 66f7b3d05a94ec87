"""2.7, cases 103 to 106: nobody gives what they do not have, and no way round the caps."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import App, tables_of
from bot.features import FEATURES
from bot.features.kudos import FEATURE
from bot.features.kudos.ledger import ALLOWANCE, MOST_TO_ONE, allowance_account, purse_of
from bot.features.kudos.model import Entry
from bot.kernel.people import Person
from bot.ports.adapter import Envelope
from storage import Database
from tests.features.kudos.office import GONE, LEI, MIN, NA, XIONG, Office
from tests.security import office as company
from tests.support.postgres import Postgres
from tests.support.toy import PLATFORM, ToyPlatform

WEEK = "2026-W38"
WHY = "昨晚陪我查对账到很晚"


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    storage = Database("sqlite://", tables_of((FEATURE,)))
    await storage.open()
    made = Office(storage)
    await made.furnish()
    yield made
    await storage.close()


async def _entries(office: Office) -> list[Entry]:
    return list(await office.asks(lambda turn: turn.reads.find(Entry)))


async def _left(office: Office, who: Person, week: str = WEEK) -> int:
    return await office.asks(lambda turn: purse_of(turn.reads, who.id, week).left)


@pytest.mark.postgres
async def test_sec_103_two_gifts_at_once_on_two_replicas_with_points_for_one(
    postgres: Postgres, tmp_path: Path
) -> None:
    url = postgres.fresh()
    async with company.opened(tmp_path, url) as first:
        platform = ToyPlatform()
        second = App(
            Database(url, tables_of(FEATURES), tmp_path / "keys" / "master.key"), lambda _: [platform], first.clock
        )
        await second.start(beating=False)
        for who, points in (("王磊", 5), ("陈经理", 3)):
            await first.says(company.MIN, f"赞 {who} {points} {WHY}")
        now = first.clock.now()

        async def gives(app: App, number: int, who: str) -> None:
            payload = {"who": company.MIN.id, "text": f"赞 {who} 2 {WHY}", "room": "", "to_bot": True}
            await app.runtime.accept(Envelope(PLATFORM, f"gift{number}", now, payload, company.MIN.id))
            await app.settle()

        gifts = enumerate((("韦经理", first.app), ("伊芙", second), ("周婷", first.app), ("伊芙", second)))
        await asyncio.gather(*(gives(app, number, who) for number, (who, app) in gifts))
        await first.app.settle()
        entries = await first.app.storage.transact(lambda tx: tx.records.find(Entry))
        await second.stop()
    postgres.drop(url)
    assert sum(each.points for each in entries) == 0
    spent = [-each.points for each in entries if each.account == allowance_account(company.MIN.id, WEEK)]
    assert sorted(spent) == [2, 3, 5], "one of the four, and nothing more than there was"
    told = [text for text in (*first.told(company.MIN), *platform.texts(company.MIN.id)) if "已送达" in text]
    assert len(told) == 3


AMOUNTS = ("-5", "5.5", "1e3", "9" * 20, "0", "0x5", "+-2", "1_000", "²", "６", "六", "NaN", "1/2", "-0", "99")


@pytest.mark.parametrize("amount", AMOUNTS)
async def test_sec_104_an_odd_amount_books_nothing_odd(office: Office, amount: str) -> None:
    await office.says(MIN, f"赞 @王磊 {amount} {WHY}", LEI)
    entries = await _entries(office)
    assert {abs(each.points) for each in entries} <= set(range(1, MOST_TO_ONE + 1))
    assert sum(each.points for each in entries) == 0
    assert 0 <= await _left(office, MIN) <= ALLOWANCE
    if amount in ("-5", "5.5", "1e3", "9" * 20, "99"):
        assert entries == []


@pytest.mark.parametrize("receiver", [MIN, GONE], ids=["oneself", "a leaver"])
async def test_sec_104_not_to_oneself_and_not_to_a_leaver(office: Office, receiver: Person) -> None:
    await office.says(MIN, f"赞 @{receiver.name} 2 {WHY}", receiver)
    assert await _entries(office) == []


async def test_sec_104_not_to_ones_second_identity(office: Office) -> None:
    """Two accounts joined are one person: what is given to the other is given to oneself."""
    second = replace(MIN, name="小敏")
    await office.says(MIN, f"赞 @小敏 2 {WHY}", second)
    assert await _entries(office) == []


async def test_sec_105_no_clock_and_no_return_gives_a_second_allowance(office: Office) -> None:
    await office.says(MIN, f"赞 @王磊 5 {WHY}", LEI)
    await office.says(MIN, f"赞 @李娜 5 {WHY}", NA)
    assert await _left(office, MIN) == 0
    for days in (-1, 2, -1):
        office.now += timedelta(days=days)
        await office.says(MIN, f"赞 @单雄 1 {WHY}", XIONG)
    await office.saves(replace(MIN, active=False))
    await office.saves(MIN)
    await office.says(MIN, f"赞 @单雄 1 {WHY}", XIONG)
    given = [each for each in await _entries(office) if each.account == allowance_account(MIN.id, WEEK)]
    assert sum(each.points for each in given) == -ALLOWANCE


async def test_sec_106_pairs_and_rings_stay_within_the_caps(office: Office) -> None:
    ring = (MIN, LEI, NA)
    for _ in range(4):
        for giver, receiver in zip(ring, (*ring[1:], ring[0]), strict=True):
            await office.says(giver, f"赞 @{receiver.name} 3 {WHY}", receiver)
            await office.says(receiver, f"赞 @{giver.name} 3 {WHY}", giver)
    entries = await _entries(office)
    assert sum(each.points for each in entries) == 0
    for giver in ring:
        purse = await office.asks(lambda turn, who=giver.id: purse_of(turn.reads, who, WEEK))  # type: ignore[misc]
        assert purse.left >= 0
        assert all(0 < points <= MOST_TO_ONE for points in purse.given.values())
