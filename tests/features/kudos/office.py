"""A small company whose people give kudos: real storage, the feature's own handlers, no platform."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar

from bot.features.kudos import FEATURE
from bot.features.kudos.model import Draft
from bot.kernel.calendar import Calendar
from bot.kernel.capabilities import Capabilities, Redelivery, Revision
from bot.kernel.cards import Button, Card, Fields, Paragraph, Quote, buttons_of, plain
from bot.kernel.effects import Effect, Post
from bot.kernel.facts import Fact
from bot.kernel.features import Offers, PersonTurn, Reads, Turn
from bot.kernel.ids import ChatId, DeliveryKey, EventId, PersonId, Platform, TeamId
from bot.kernel.intents import Press, Wake, Words
from bot.kernel.names import keys_of
from bot.kernel.people import Chat, ChatRef, Locale, Membership, Person, Team, ToPerson, UserRef
from bot.kernel.routing import rest_after
from bot.ports.storage import Transaction
from bot.runtime.almanac import REGION_CHINA, almanac_for
from bot.runtime.applying import apply
from bot.runtime.readings import Pinyin
from bot.runtime.scoped import ScopedReads
from storage import Database

T = TypeVar("T")
PLATFORM = Platform("office")
SHANGHAI = "Asia/Shanghai"
THURSDAY = datetime(2026, 9, 17, 2, 0, tzinfo=UTC)
"""10:00 in Shanghai."""
SINCE = date(2026, 1, 5)
TEAM = Team(TeamId("east"), "华东组", SHANGHAI, Locale.ZH)
CAPABILITIES = Capabilities(True, True, 40, 5000, Revision.ALWAYS, Redelivery.KEY)
OFFERS = Offers((FEATURE,))


def person(id: str, name: str, department: str = "华东销售", staff_no: str = "") -> Person:
    return Person(PersonId(id), name, SHANGHAI, Locale.ZH, department, staff_no)


PEOPLE = (
    person("min", "赵敏", staff_no="0102"),
    person("lei", "王磊", "研发"),
    person("na", "李娜", "市场"),
    person("wei", "张伟", staff_no="0231"),
    person("wei2", "张伟", "财务", "1187"),
    person("xiong", "单雄", "物流"),
    replace(person("gone", "高翔"), active=False),
    replace(person("boss", "周婷"), admin=True),
)
MIN, LEI, NA, WEI, WEI2, XIONG, GONE, BOSS = PEOPLE


@dataclass
class Office:
    """Runs handlers one turn each, as the runtime does, and keeps what they yielded."""

    storage: Database
    now: datetime = THURSDAY
    turns: int = 0
    effects: list[Effect] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    team: Team = TEAM

    async def furnish(self) -> None:
        """People with their names and accounts, one team with a channel."""

        def work(tx: Transaction) -> None:
            tx.records.save(PEOPLE)
            for each in PEOPLE:
                tx.records.save(keys_of(each, Pinyin()))
                tx.directory.link(UserRef(PLATFORM, "t", each.id), each.id)
            chat = tx.directory.chat_of(ChatRef(PLATFORM, "t", "east", direct=False), "华东组")
            self.team = replace(self.team, chat=chat.id)
            tx.records.save([self.team])
            tx.records.save([Membership(f"east/{p.id}", self.team.id, p.id, SINCE) for p in PEOPLE])

        await self.storage.transact(work)

    async def says(self, who: Person, text: str, *mentioned: Person, room: bool = False) -> list[Effect]:
        """A command of the feature, typed."""
        found = ((command, rest_after(command, text)) for command in FEATURE.commands)
        command, rest = next((each, rest) for each, rest in found if rest is not None)
        words = Words(rest, tuple((each.name, each) for each in mentioned))
        return await self._acts(who, lambda turn: command.handle(turn, words), room)

    async def presses(self, who: Person, action: str, text: str = "", source: str = "", **args: str) -> list[Effect]:
        """A button, by its action. `source`: of which card; the draft's own if it names one."""
        press = Press(action, args, DeliveryKey(source or await self._card(args)), text)
        return await self._acts(who, lambda turn: FEATURE.actions[action](turn, press))

    async def chooses(self, who: Person, label: str) -> list[Effect]:
        """The button with this label on the newest card sent to a person."""
        card = next(p for p in reversed(self.posts()) if p.to == ToPerson(who.id) and any(buttons_of(p.card)))
        button = next(button for button, _ in buttons_of(card.card) if label in button.label)
        return await self.presses(who, button.action.name, source=card.key, **button.action.args)

    async def answers(self, who: Person, text: str) -> list[Effect]:
        """Free text to the newest card that listens."""
        card = next(p for p in reversed(self.posts()) if p.to == ToPerson(who.id) and p.card.listens)
        assert card.card.listens
        return await self.presses(who, card.card.listens.name, text, card.key, **card.card.listens.args)

    async def wakes(self, action: str, **args: str) -> list[Effect]:
        def work(tx: Transaction) -> list[Effect]:
            turn = self._turn(tx)
            return self._apply(tx, turn, FEATURE.wakes[action](turn, Wake(action, args, self.now)))

        return await self.storage.transact(work)

    async def hears(self, fact: Fact) -> list[Effect]:
        def work(tx: Transaction) -> list[Effect]:
            turn = self._turn(tx)
            return self._apply(tx, turn, FEATURE.hears[type(fact)](turn, fact))

        return await self.storage.transact(work)

    async def asks(self, work: Callable[[Turn], T]) -> T:
        """Something read in a turn of nobody's, which sees everything."""
        return await self.storage.transact(lambda tx: work(self._turn(tx)))

    async def claims(self, who: Person, claim: Callable[[PersonTurn], T]) -> T:
        """What a person's turn says without doing anything."""
        return await self.storage.transact(lambda tx: claim(self._turn_of(tx, who)))

    async def looks(self, who: Person, work: Callable[[Reads], T]) -> T:
        """Something read through one person's eyes."""
        return await self.storage.transact(lambda tx: work(ScopedReads(tx.records, who, OFFERS.kinds)))

    async def saves(self, *records: object) -> None:
        await self.storage.transact(lambda tx: tx.records.save(records))

    def passes(self, **span: int) -> None:
        self.now += timedelta(**span)

    def posts(self) -> list[Post]:
        return [each for each in self.effects if isinstance(each, Post)]

    @staticmethod
    def buttons(post: Post) -> list[Button]:
        return [button for button, _ in buttons_of(post.card)]

    def said_to(self, who: Person) -> str:
        """The newest message to a person."""
        return text_of(next(p.card for p in reversed(self.posts()) if p.to == ToPerson(who.id)))

    async def _card(self, args: dict[str, str]) -> str:
        draft = await self.asks(lambda turn: turn.reads.get(Draft, args.get("draft", "")))
        return draft.card if draft else ""

    async def _acts(
        self, who: Person, handle: Callable[[PersonTurn], Iterable[Effect]], room: bool = False
    ) -> list[Effect]:
        def work(tx: Transaction) -> list[Effect]:
            turn = self._turn_of(tx, who, room)
            return self._apply(tx, turn, handle(turn))

        return await self.storage.transact(work)

    def _turn_of(self, tx: Transaction, who: Person, room: bool = False) -> PersonTurn:
        nobodys = self._turn(tx)
        chat = Chat(ChatId(f"dm/{who.id}"), ChatRef(PLATFORM, "t", who.id, direct=True))
        if room and self.team.chat:
            chat = Chat(self.team.chat, ChatRef(PLATFORM, "t", "east", direct=False))
        return PersonTurn(
            event=nobodys.event,
            now=self.now,
            reads=ScopedReads(tx.records, who, OFFERS.kinds),
            calendar=nobodys.calendar,
            readings=nobodys.readings,
            offers=OFFERS,
            person=who,
            chat=chat,
            capabilities=CAPABILITIES,
        )

    def _turn(self, tx: Transaction) -> Turn:
        self.turns += 1
        calendar = Calendar(almanac_for(REGION_CHINA))
        event = EventId(f"event/{self.turns}")
        return Turn(event=event, now=self.now, reads=tx.records, calendar=calendar, readings=Pinyin(), offers=OFFERS)

    def _apply(self, tx: Transaction, turn: Turn, wanted: Iterable[Effect]) -> list[Effect]:
        effects = list(wanted)
        self.facts += apply(tx, turn, effects)
        self.effects += effects
        return effects


def text_of(card: Card) -> str:
    """All words of a card in a row, buttons in brackets."""
    words: list[str] = [card.title] if card.title else []
    for block in card.blocks:
        match block:
            case Paragraph(line) | Quote(_, line):
                words.append(plain(line))
            case Fields(rows):
                words += [f"{label} {plain(line)}" for label, line in rows]
            case _:
                pass
    return " ".join([*words, *(f"[{button.label}]" for button, _ in buttons_of(card))])


def posts_to(effects: Sequence[Effect], who: Person) -> list[Post]:
    return [each for each in effects if isinstance(each, Post) and each.to == ToPerson(who.id)]
