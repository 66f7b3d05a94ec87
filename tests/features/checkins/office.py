"""A team with the real check-ins, storage and clock; only the platform is a double. Looks into what is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import pytest

from bot.app import App, tables_of
from bot.company import Company, Group
from bot.features import checkins
from bot.features.checkins.model import CheckIn, Participation, participation_id
from bot.features.checkins.templates import default_checkin
from bot.kernel.cards import Card, Fields, Form, Paragraph, Quote, buttons_of, plain
from bot.kernel.effects import Tell
from bot.kernel.events import ActionTriggered, Event
from bot.kernel.facts import Fact
from bot.kernel.features import Command, Effects, Feature, Offers, PersonTurn
from bot.kernel.ids import ChatId, PersonId, TeamId
from bot.kernel.intents import Words
from bot.kernel.people import Absence, ChatRef, Locale, Membership, Person, Team
from bot.kernel.phrases import Phrase
from bot.kernel.timers import Timer
from bot.ports.adapter import Delivery, Envelope
from bot.ports.storage import Transaction
from bot.runtime.clocks import FrozenClock
from storage import Database
from tests.support.toy import PLATFORM, TENANT, ToyPlatform

R = TypeVar("R")
SHANGHAI = "Asia/Shanghai"
SINCE = date(2026, 1, 5)
TEAM = Team(TeamId("east"), "华东组", SHANGHAI, Locale.ZH, manager=PersonId("chen"))
THURSDAY = date(2026, 9, 17)


def at(day: int, hour: int, minute: int = 0, month: int = 9) -> datetime:
    """A time in Shanghai, in September 2026 unless said otherwise: the 17th is a Thursday."""
    return datetime(2026, month, day, hour, minute, tzinfo=ZoneInfo(SHANGHAI))


def someone(id: str, name: str, manager: str = "", zone: str = SHANGHAI, admin: bool = False) -> Person:
    above = PersonId(manager) if manager else None
    return Person(PersonId(id), name, zone, Locale.ZH, manager=above, admin=admin)


MIN, LEI = someone("min", "赵敏", "chen"), someone("lei", "王磊", "chen")
CHEN, ZHOU = someone("chen", "陈经理"), someone("zhou", "周婷", admin=True)


class Platform(ToyPlatform):
    """Forms bring their values; a changed message is still the message it was."""

    def decode(self, envelope: Envelope) -> Sequence[Event]:
        values = envelope.payload.get("values", {})
        found = super().decode(envelope)
        return [replace(each, values=values) if isinstance(each, ActionTriggered) else each for each in found]

    def first(self, delivery: Delivery) -> Delivery:
        """The delivery that showed this message for the first time."""
        while delivery.revises:
            number = delivery.revises.native["id"]
            delivery = next(each for each in self.sent if self.known[each.key].native["id"] == number)
        return delivery


class Office:
    """Says, presses and submits for people, moves the clock, reads the records, and hears every fact told."""

    def __init__(self, app: App, platform: Platform, clock: FrozenClock, facts: list[Fact], wanted: list[Fact]) -> None:
        self.app, self.platform, self.clock, self.facts, self._wanted = app, platform, clock, facts, wanted
        self._count = 0

    async def says(self, who: Person, text: str, room: bool = False) -> None:
        await self._happens(who, {"text": text, "room": "east" if room else "", "to_bot": True})

    async def presses(self, who: Person, label: str, by: Person | None = None) -> None:
        """The newest button with this label on a card sent to `who`; pressed by them, or by somebody else."""
        for delivery in reversed(self.platform.sent):
            if _name(delivery) != who.id:
                continue
            for page in delivery.pages:
                for button, _ in buttons_of(page):
                    if button.label.partition(" ")[2] == label or button.label == label:
                        action = button.action
                        return await self._press(by or who, delivery, action.name, action.args)
        raise AssertionError(f"{who.name} was never shown [{label}]: {self.told(who)}")

    async def submits(self, who: Person, **values: str) -> None:
        """The newest form sent to them."""
        delivery, form = next(
            (delivery, block)
            for delivery in reversed(self.platform.sent)
            if _name(delivery) == who.id
            for page in delivery.pages
            for block in page.blocks
            if isinstance(block, Form)
        )
        await self._press(who, delivery, form.submit.name, form.submit.args, values)

    async def _press(
        self, who: Person, on: Delivery, name: str, args: Mapping[str, str], values: Mapping[str, str] | None = None
    ) -> None:
        source = self.platform.first(on).key
        payload = {"source": source, "press": name, "args": dict(args), "values": dict(values or {})}
        await self._happens(who, payload)

    async def _happens(self, who: Person, payload: Mapping[str, Any]) -> None:
        self._count += 1
        content = {"who": who.id, **payload}
        await self.app.runtime.accept(Envelope(PLATFORM, str(self._count), self.clock.now(), content, who.id))
        await self.app.settle()
        assert await self.app.storage.transact(lambda tx: tx.inbox.next_retry()) is None, "an event failed"

    async def wakes(self, action: str, due: datetime, **args: str) -> None:
        """A timer of this kind comes due, whatever timers there are."""
        timer = Timer(f"test:{action}:{len(self.facts)}", due, action, args)
        await self.app.storage.transact(lambda tx: tx.timers.arm([timer]))
        await self.app.settle()

    async def tells(self, *facts: Fact) -> None:
        self._wanted[:] = facts
        await self.says(ZHOU, "tell")

    async def until(self, moment: datetime) -> None:
        await self.app.advance(moment)

    async def sleeps(self, moment: datetime) -> None:
        """The bot is down until then."""
        self.clock.set(moment)
        await self.app.settle()

    async def saves(self, *records: object) -> None:
        await self.app.storage.transact(lambda tx: tx.records.save(records))

    async def find(self, kind: type[R], **where: Any) -> Sequence[R]:
        def read(tx: Transaction) -> Sequence[R]:
            return tx.records.find(kind, **where)

        return await self.app.storage.transact(read)

    async def share(self, who: Person, day: date = THURSDAY) -> Participation:
        """A person's share in the team's check-in."""
        checkin = (await self.find(CheckIn, team=TEAM.id))[0]
        found = await self.find(Participation, id=participation_id(checkin.id, day, who.id))
        assert found, f"{who.name} has no share on {day}"
        return found[0]

    async def away(self, who: Person, first: date, last: date) -> None:
        await self.saves(Absence(f"{who.id}/{first}", who.id, first, last))

    def told(self, who: Person) -> list[str]:
        """All that one person was ever sent."""
        return [text_of(page) for each in self.platform.sent if _name(each) == who.id for page in each.pages]

    def posted(self) -> list[str]:
        """All that the group was shown."""
        return [text_of(page) for each in self.platform.sent if _name(each) == "east" for page in each.pages]

    def heard(self, kind: type[R]) -> list[R]:
        return [fact for fact in self.facts if isinstance(fact, kind)]


def _name(delivery: Delivery) -> str:
    return delivery.to.chat if isinstance(delivery.to, ChatRef) else delivery.to.user


def text_of(card: Card) -> str:
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


async def opened(
    now: datetime, monkeypatch: pytest.MonkeyPatch, people: Sequence[Person] = (MIN, LEI), **definition: Any
) -> Office:
    """The bot started with this team, at this instant; `definition` as for default_checkin."""
    facts: list[Fact] = []
    hearing = Offers.hearing

    def spied(self: Offers, fact: Fact) -> Any:
        facts.append(fact)
        return hearing(self, fact)

    monkeypatch.setattr(Offers, "hearing", spied)
    wanted: list[Fact] = []
    platform, clock = Platform(), FrozenClock(now)
    app = App(
        Database("sqlite://", tables_of((checkins.FEATURE,))),
        lambda _: [platform],
        clock,
        features=(checkins.FEATURE, _probe(wanted)),
    )
    await app.start(beating=False)
    company = Company(
        people=(*people, CHEN, ZHOU),
        teams=(TEAM,),
        memberships=tuple(Membership(f"east/{who.id}", TEAM.id, who.id, SINCE) for who in people),
        groups=(Group("east", "华东组", (*(each.id for each in people), CHEN.id), TEAM.id),),
    )

    def furnish(team: Team, chat: ChatId, now: datetime) -> Sequence[object]:
        return (default_checkin(team, chat, now, **definition),)

    await app.install(company, PLATFORM, TENANT, furnish)
    return Office(app, platform, clock, facts, wanted)


def _probe(wanted: list[Fact]) -> Feature:
    """Tells whatever facts a test wants heard, and answers what nobody understood."""

    def tell(turn: PersonTurn, words: Words) -> Effects:
        yield from [Tell(fact) for fact in wanted]

    nothing = Phrase("", "")
    command = Command("probe.tell", ("tell",), nothing, nothing, tell)
    return Feature("probe", commands=(command,), fallback=lambda turn, words: ())
