"""A bot for measuring: the real app on SQLite, a platform that only counts, a clock that stands still."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import date, datetime
from pathlib import Path

from bot.app import App, tables_of
from bot.cli.running import spare_the_collector
from bot.company import Company, Group
from bot.features import FEATURES
from bot.kernel.ids import PersonId, TeamId
from bot.kernel.people import Locale, Membership, Person, Team
from bot.runtime.clocks import FrozenClock
from storage import Database
from tests.support.toy import PLATFORM, TENANT, ToyPlatform


@asynccontextmanager
async def running(folder: Path, now: datetime, company: Company) -> AsyncIterator[tuple[App, ToyPlatform]]:
    """The app, started without a beat, with its company on file."""
    platform = ToyPlatform()
    storage = Database(f"sqlite:///{folder}/data/hepai.db", tables_of(FEATURES), folder / "keys" / "master.key")
    app = App(storage, lambda _: [platform], FrozenClock(now))
    await app.start(beating=False)
    await app.install(company, PLATFORM, TENANT)
    await app.settle()
    # As the real command does.
    spare_the_collector()
    try:
        yield app, platform
    finally:
        await app.stop()


def company_of(count: int) -> Company:
    """One team of this many people in one zone, with a channel."""
    team, since = TeamId("everybody"), date(2026, 1, 5)
    people = tuple(_colleague(number, since) for number in range(count))
    return Company(
        people,
        (Team(team, "大家", "Asia/Shanghai", Locale.ZH, manager=people[0].id),),
        tuple(Membership(f"m/{each.id}", team, each.id, since) for each in people),
        (Group("hall", "大家", (people[0].id,), team),),
    )


def teams_of(teams: int, people: int) -> Company:
    """So many teams of so many people each, every team with its channel; accounts are p000000, p000001, …"""
    since = date(2026, 1, 5)
    found = [_team(number, people, since) for number in range(teams)]
    return Company(*(tuple(each for one in part for each in one) for part in zip(*found, strict=True)))


def _team(
    number: int, people: int, since: date
) -> tuple[Sequence[Person], Sequence[Team], Sequence[Membership], Sequence[Group]]:
    team, title = TeamId(f"t{number:05}"), f"小组{number}"
    mine = [_colleague(number * people + each, since) for each in range(people)]
    members = [Membership(f"m/{each.id}", team, each.id, since) for each in mine]
    group = Group(f"{number:08}", title, tuple(each.id for each in mine), team)
    return mine, [Team(team, title, "Asia/Shanghai", Locale.ZH, manager=mine[0].id)], members, [group]


def _colleague(number: int, since: date) -> Person:
    id, name = PersonId(f"p{number:06}"), f"同事{number:06}"
    return Person(id, name, "Asia/Shanghai", Locale.ZH, "研发", joined=since)
