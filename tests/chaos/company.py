"""Who talks: fifty people in eight teams over four platforms, and others who are only asked; put on file beforehand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.app import tables_of
from bot.company import Accounts, Company, Group, install
from bot.features import FEATURES
from bot.features.checkins.templates import default_checkin
from bot.kernel.ids import ChatId, PersonId, TeamId
from bot.kernel.people import Locale, Membership, Person, Team
from bot.ports.storage import Transaction
from bot.runtime.readings import Pinyin
from storage import Database
from tests.worlds.base import PlatformWorld

FOUNDED = date(2026, 1, 5)
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏"
GIVEN = ("建国", "晓梅", "文博", "志远", "雨桐", "海涛", "思敏", "国栋", "静怡", "俊杰")
TEN = 10
"""The hour it is for everybody when chaos begins: a good one for being told things."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How many talk on each platform, in how many teams; how many there are asked at `asked_after` and say nothing."""

    platforms: Sequence[str]
    talkers: int = 50
    teams: int = 2
    silent: int = 25
    asked_after: timedelta = timedelta(seconds=100)


@dataclass(frozen=True, slots=True)
class Cast:
    """Of one platform: `talkers` by the room of their team; `silent` are asked and say nothing."""

    company: Company
    talkers: Mapping[str, Sequence[Person]]
    silent: Sequence[Person]


def zone_now(now: datetime) -> str:
    """A time zone in which it is about ten in the morning."""
    ahead = (TEN - now.hour + 12) % 24 - 12
    return f"Etc/GMT{-ahead:+d}" if ahead else "Etc/GMT"


def casts(plan: Plan, zone: str) -> Mapping[str, Cast]:
    names = (f"{surname}{given}" for given in GIVEN for surname in SURNAMES)
    people: dict[str, list[Person]] = {}
    for number in range(plan.talkers + plan.silent * len(plan.platforms)):
        platform = plan.platforms[number % len(plan.platforms)]
        person = Person(PersonId(f"p{number:03}"), next(names), zone, Locale.ZH, joined=FOUNDED)
        people.setdefault(platform, []).append(person)
    return {platform: _cast(platform, found, plan, zone) for platform, found in people.items()}


def _cast(platform: str, people: Sequence[Person], plan: Plan, zone: str) -> Cast:
    silent = people[len(people) - plan.silent :]
    talking = people[: len(people) - plan.silent]
    talkers = {f"{platform}{team}": talking[team :: plan.teams] for team in range(plan.teams)}
    asked = f"{platform}asked"
    groups = {**talkers, asked: silent} if silent else talkers
    teams = tuple(Team(TeamId(id), f"{id}组", zone, Locale.ZH) for id in groups)
    inside = ((id, person.id) for id, found in groups.items() for person in found)
    company = Company(
        people=tuple(people),
        teams=teams,
        memberships=tuple(Membership(f"{id}/{who}", TeamId(id), who, FOUNDED) for id, who in inside),
        groups=tuple(Group(id, f"{id}组", tuple(p.id for p in found), TeamId(id)) for id, found in groups.items()),
    )
    return Cast(company, talkers, silent)


def database(url: str, folder: Path, beside: bool = False) -> Database:
    """The bot's database; `beside`: for a look while replicas run."""
    return Database(url, tables_of(FEATURES), folder / "keys" / "master.key", exclusive=not beside)


async def move_in(store: Database, worlds: Mapping[str, PlatformWorld[Any]], plan: Plan, now: datetime) -> None:
    """Everybody is hired by their platform and on the bot's file, with a check-in for each team."""
    zone = zone_now(now)
    found, readings = casts(plan, zone), Pinyin()
    asked_at = (now + plan.asked_after).astimezone(ZoneInfo(zone))

    def furnish(team: Team, chat: ChatId, at: datetime) -> Sequence[object]:
        checkin = default_checkin(team, chat, at)
        if team.id.endswith("asked"):
            # With no time to wait for it is due at the first start.
            checkin = replace(checkin, at=time(asked_at.hour, asked_at.minute), since=at - timedelta(hours=1))
        return (checkin,)

    def work(tx: Transaction) -> None:
        for name, cast in found.items():
            world = worlds[name]
            accounts = Accounts(world.account, world.place)
            install(tx, cast.company, world.platform, world.tenant, readings, furnish, now, accounts)

    for name, cast in found.items():
        world = worlds[name]
        for person in cast.company.people:
            world.fake.hire(world.account(person.id), person.name)
        for group in cast.company.groups:
            world.fake.found(world.place(group.id), group.title, [world.account(each) for each in group.members])
    await store.open()
    await store.transact(work)
    await store.close()


def workdays(now: datetime) -> Sequence[str]:
    """Today is one, wherever it has begun."""
    return [(now.astimezone(UTC).date() + timedelta(days)).isoformat() for days in (-1, 0, 1)]
