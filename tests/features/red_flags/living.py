"""A small company living with the real bot: its features, storage and clock; only the platform is a double."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.app import App, tables_of
from bot.company import Company, Group
from bot.features import digests, members, red_flags
from bot.kernel.cards import Card, Fields, Paragraph, Quote, buttons_of, plain
from bot.kernel.effects import Tell
from bot.kernel.events import Event, Mention, MessageReceived
from bot.kernel.facts import Fact
from bot.kernel.features import Command, Effects, Feature, PersonTurn
from bot.kernel.ids import PersonId, TeamId
from bot.kernel.intents import Words
from bot.kernel.people import ChatRef, Locale, Membership, Person, Team, UserRef
from bot.kernel.phrases import Phrase
from bot.ports.adapter import Delivery, Envelope, Receipt, Refused, Unavailable
from bot.runtime.clocks import FrozenClock
from storage import Database
from tests.support.toy import PLATFORM, TENANT, ToyPlatform, press

SHANGHAI = ZoneInfo("Asia/Shanghai")
SINCE = date(2026, 1, 5)
TEAM = Team(TeamId("east"), "华东组", "Asia/Shanghai", Locale.ZH, manager=PersonId("chen"))
FEATURES = (members.FEATURE, red_flags.FEATURE, digests.FEATURE)


def at(day: int, hour: int, minute: int = 0, month: int = 9) -> datetime:
    """A time in Shanghai, in September 2026 unless said otherwise: the 14th is a Monday."""
    return datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI)


def someone(id: str, name: str, manager: str = "", zone: str = "Asia/Shanghai", admin: bool = False) -> Person:
    above = PersonId(manager) if manager else None
    return Person(PersonId(id), name, zone, Locale.ZH, manager=above, admin=admin)


MIN = someone("min", "赵敏", "chen")
NA = someone("na", "李娜", "chen")
CHEN = someone("chen", "陈经理", "liu")
LIU = someone("liu", "刘总")
ZHOU = someone("zhou", "周婷", admin=True)
COMPANY = Company(
    people=(MIN, NA, CHEN, LIU, ZHOU),
    teams=(TEAM,),
    memberships=tuple(Membership(f"east/{who.id}", TEAM.id, who.id, SINCE) for who in (MIN, NA)),
    groups=(Group("east", "华东组", (MIN.id, NA.id, CHEN.id), TEAM.id),),
)


@dataclass
class Platform(ToyPlatform):
    """Messages to those in `silent` do not get through for the time being, to those in `unknown` never."""

    silent: set[str] = field(default_factory=set)
    unknown: set[str] = field(default_factory=set)

    def decode(self, envelope: Envelope) -> Sequence[Event]:
        found = super().decode(envelope)
        named = envelope.payload.get("mentions", ())
        mentions = tuple(Mention(name, UserRef(PLATFORM, TENANT, id)) for name, id in named)
        return [
            MessageReceived(each.id, each.at, each.sender, each.chat, each.text, mentions, each.to_bot)
            if isinstance(each, MessageReceived)
            else each
            for each in found
        ]

    async def send(self, delivery: Delivery) -> Receipt:
        if isinstance(delivery.to, UserRef) and delivery.to.user in self.silent:
            raise Unavailable("not now", timedelta(minutes=20))
        if isinstance(delivery.to, UserRef) and delivery.to.user in self.unknown:
            raise Refused("no such user")
        return await super().send(delivery)


class Probe:
    """A feature that tells whatever facts a test wants heard."""

    def __init__(self) -> None:
        self.facts: list[Fact] = []
        nothing = Phrase("", "")
        command = Command("probe.tell", ("tell",), nothing, nothing, self._tell)
        self.feature = Feature("probe", commands=(command,))

    def _tell(self, turn: PersonTurn, words: Words) -> Effects:
        yield from [Tell(fact) for fact in self.facts]


class Living:
    """Says and presses for people, moves the clock, and remembers what each has seen."""

    def __init__(self, app: App, platform: Platform, clock: FrozenClock, probe: Probe) -> None:
        self.app, self.platform, self.clock, self._probe = app, platform, clock, probe
        self._count = 0
        self._seen = 0

    async def says(self, who: Person, text: str, *mentioned: Person, room: bool = False) -> None:
        self._count += 1
        named = [(each.name, each.id) for each in mentioned]
        payload = {
            "who": who.id,
            "text": text,
            "room": "east" if room else "",
            "to_bot": True,
            "mentions": named,
        }
        await self.app.runtime.accept(Envelope(PLATFORM, str(self._count), self.clock.now(), payload, who.id))
        await self.app.settle()

    async def presses(self, who: Person, label: str, by: Person | None = None, room: bool = False) -> None:
        """The newest button with this label on a card sent to `who`, pressed by them or by somebody else."""
        self._count += 1
        to = "east" if room else who.id
        sent = [each for each in self.platform.sent if _name(each) == to]
        button, key = next(
            (button, each.key)
            for each in reversed(sent)
            for page in each.pages
            for button, _ in buttons_of(page)
            if label in button.label
        )
        pressed = press(str(self._count), (by or who).id, key, button.action.name, **button.action.args)
        await self.app.runtime.accept(pressed)
        await self.app.settle()

    async def tells(self, *facts: Fact) -> None:
        self._probe.facts = list(facts)
        await self.says(ZHOU, "tell")

    async def until(self, moment: datetime) -> None:
        await self.app.advance(moment)

    def news(self) -> list[tuple[str, str]]:
        """Who was sent or shown what since last asked, in order."""
        fresh = self.platform.sent[self._seen :]
        self._seen = len(self.platform.sent)
        return [(_name(each), text_of(page)) for each in fresh for page in each.pages]

    def told(self, who: Person) -> list[str]:
        """What one person was sent since last asked; what others saw is passed over."""
        return [text for to, text in self.news() if to == who.id]


def _name(delivery: Delivery) -> str:
    return delivery.to.chat if isinstance(delivery.to, ChatRef) else delivery.to.user


def text_of(card: Card) -> str:
    """All words of a card in a row, buttons in brackets."""
    words = [card.title] if card.title else []
    for block in card.blocks:
        match block:
            case Paragraph(line) | Quote(_, line):
                words.append(plain(line))
            case Fields(rows):
                words += [f"{label} {plain(line)}" for label, line in rows]
            case _:
                pass
    return " ".join([*words, *(f"[{button.label}]" for button, _ in buttons_of(card))])


async def opened(company: Company, now: datetime) -> Living:
    """The bot started with this company, at this instant."""
    probe, platform, clock = Probe(), Platform(), FrozenClock(now)
    features = (*FEATURES, probe.feature)
    app = App(Database("sqlite://", tables_of(FEATURES)), lambda _: [platform], clock, features=features)
    await app.start(beating=False)
    await app.install(company, PLATFORM, TENANT, lambda team, chat, now: ())
    return Living(app, platform, clock, probe)


LOW = (52, 61, 48)


async def three_low_days(company: Living, who: Person = MIN) -> None:
    """A baseline of 90 and three days below it, from Monday to Wednesday."""
    await company.says(CHEN, "基线 有效通话 90")
    for day, value in zip((14, 15, 16), LOW, strict=True):
        await company.says(ZHOU, f"记 @{who.name} 有效通话 {value} 9/{day} CRM", who)
    company.news()
