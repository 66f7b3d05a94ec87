"""A bot with all its features between two teams, on a platform that only keeps what it is sent."""

import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.app import App, furnish, tables_of
from bot.company import Company, Group
from bot.features import FEATURES
from bot.kernel.cards import Card, Fields, Paragraph, Quote, buttons_of, plain
from bot.kernel.ids import PersonId, Platform, TeamId
from bot.kernel.people import ChatRef, Locale, Membership, Person, Team, UserRef
from bot.ports.adapter import Delivery, Envelope
from bot.runtime.clocks import FrozenClock
from storage import Database
from tests.support.toy import PLATFORM, TENANT, ToyPlatform

SHANGHAI = "Asia/Shanghai"
SINCE = date(2026, 1, 5)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """In September 2026, of which the 17th is a Thursday."""
    return datetime(2026, 9, day, hour, minute, tzinfo=ZoneInfo(SHANGHAI))


def someone(id: str, name: str, manager: str = "", admin: bool = False) -> Person:
    return Person(PersonId(id), name, SHANGHAI, Locale.ZH, manager=PersonId(manager) if manager else None, admin=admin)


MIN, LEI = someone("min", "赵敏", "chen"), someone("lei", "王磊", "chen")
CHEN, ZHOU = someone("chen", "陈经理", "zhou"), someone("zhou", "周婷", admin=True)
EVE, WEST = someone("eve", "伊芙", "west"), someone("west", "韦经理", "zhou")
PEOPLE = (MIN, LEI, CHEN, ZHOU, EVE, WEST)
TEAMS = {
    "east": (Team(TeamId("east"), "华东组", SHANGHAI, Locale.ZH, manager=CHEN.id), (MIN, LEI)),
    "west": (Team(TeamId("west"), "西部组", SHANGHAI, Locale.ZH, manager=WEST.id), (EVE,)),
}
COMPANY = Company(
    PEOPLE,
    tuple(team for team, _ in TEAMS.values()),
    tuple(Membership(f"{id}/{who.id}", TeamId(id), who.id, SINCE) for id, (_, all) in TEAMS.items() for who in all),
    groups=tuple(
        Group(id, team.name, (*(each.id for each in all), team.manager or ""), team.id)  # type: ignore[arg-type]
        for id, (team, all) in TEAMS.items()
    ),
)


class Office:
    """Says and presses for people, also what was never offered to them."""

    def __init__(self, app: App, platform: ToyPlatform, clock: FrozenClock) -> None:
        self.app, self.platform, self.clock = app, platform, clock
        self._count = 0
        self._seen = 0

    async def says(self, who: Person | str, text: str, room: str = "") -> str:
        """What everybody is shown then, in one text."""
        return await self._happens(who, {"text": text, "room": room, "to_bot": True})

    async def presses(self, who: Person | str, action: str, source: str = "", room: str = "", **args: str) -> str:
        """A press as a platform would report it, whatever stands on any screen."""
        return await self._happens(who, {"source": source, "press": action, "args": args, "room": room})

    async def taps(self, who: Person | str, label: str, of: Person | str, room: str = "") -> str:
        """The newest button of this label before `of`, pressed by `who`, seen in another room if named."""
        delivery, action = self.button(label, of)
        return await self.presses(who, action.name, delivery.key, room, **action.args)

    def button(self, label: str, of: Person | str) -> tuple[Delivery, Any]:
        for delivery in reversed(self.platform.sent):
            if _name(delivery) == _id(of):
                for page in delivery.pages:
                    for button, _ in buttons_of(page):
                        if label in button.label:
                            return delivery, button.action
        raise AssertionError(f"{_id(of)} was never shown [{label}]: {self.told(of)}")

    async def _happens(self, who: Person | str, payload: dict[str, Any]) -> str:
        self._count += 1
        content = {"who": _id(who), **payload}
        now = self.clock.now()
        await self.app.runtime.accept(Envelope(PLATFORM, f"office{self._count}", now, content, _id(who)))
        await self.app.settle()
        assert not await self.app.storage.transact(lambda tx: tx.inbox.parked()), "an event failed"
        return self.news()

    def news(self) -> str:
        """What was sent since the last look, each with its addressee."""
        found, self._seen = self.platform.sent[self._seen :], len(self.platform.sent)
        return "\n".join(f"{_name(each)} < {text_of(page)}" for each in found for page in each.pages)

    def told(self, who: Person | str) -> list[str]:
        return [text_of(page) for each in self.platform.sent if _name(each) == _id(who) for page in each.pages]

    async def until(self, moment: datetime) -> str:
        await self.app.advance(moment)
        return self.news()

    async def saves(self, *records: object) -> None:
        await self.app.storage.transact(lambda tx: tx.records.save(records))

    async def person(self, who: Person | str, platform: Platform = PLATFORM, tenant: str = TENANT) -> Person:
        user = UserRef(platform, tenant, _id(who))
        found = await self.app.storage.transact(
            lambda tx: tx.records.get(Person, tx.directory.person_of(user) or "nobody")
        )
        assert found
        return found

    async def code(self, who: Person) -> str:
        """A fresh code for joining accounts."""
        shown = re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}", await self.says(who, "绑定"))
        assert shown
        return shown[0]


def _id(who: Person | str) -> str:
    return who if isinstance(who, str) else who.id


def _name(delivery: Delivery) -> str:
    return delivery.to.chat if isinstance(delivery.to, ChatRef) else delivery.to.user


def text_of(card: Card) -> str:
    """All words of a card in a row, buttons in brackets."""
    words = [card.title] if card.title else []
    for block in card.blocks:
        match block:
            case Paragraph(line):
                words.append(plain(line))
            case Quote(author, line):
                words.append(f"{author}: {plain(line)}")
            case Fields(rows):
                words += [f"{label} {plain(line)}" for label, line in rows]
            case _:
                pass
    return " ".join([*words, *(f"[{button.label}]" for button, _ in buttons_of(card))])


@asynccontextmanager
async def opened(folder: Path, url: str = "sqlite://", now: datetime = at(17, 9)) -> AsyncIterator[Office]:  # noqa: B008
    """The bot on this database, both teams moved in."""
    platform, clock = ToyPlatform(), FrozenClock(now)
    app = App(Database(url, tables_of(FEATURES), folder / "keys" / "master.key"), lambda _: [platform], clock)
    await app.start(beating=False)
    await app.install(COMPANY, PLATFORM, TENANT, furnish)
    try:
        yield Office(app, platform, clock)
    finally:
        await app.stop()


def texts(found: str, who: Person) -> Sequence[str]:
    """Of a look, what this person was shown."""
    return [line.partition(" < ")[2] for line in found.split("\n") if line.startswith(f"{who.id} < ")]
