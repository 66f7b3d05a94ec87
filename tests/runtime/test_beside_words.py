"""Edits, recalls, emojis, pages and news of people reach the features that want them, once, through the same door."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.app import App
from bot.company import Company
from bot.kernel.cards import Card, say
from bot.kernel.effects import Reread
from bot.kernel.events import Event, MessageEdited, MessageRecalled, PageOpened, Reacted, UserChanged
from bot.kernel.facts import PlatformTroubled, UserGone
from bot.kernel.features import Command, Effects, Feature, PersonTurn, Turn
from bot.kernel.ids import EventId, PersonId
from bot.kernel.intents import Edited, Reaction, Recalled, Words
from bot.kernel.people import ChatRef, Person, Profile, UserRef
from bot.kernel.phrases import Phrase
from bot.ports.adapter import Envelope, Unavailable
from bot.runtime.clocks import FrozenClock
from storage import Database
from tests.support.toy import NOW, PLATFORM, TENANT, ToyPlatform, envelope, person

ROOM = ChatRef(PLATFORM, TENANT, "room", direct=False)
DIRECT = ChatRef(PLATFORM, TENANT, "ann", direct=True)


@dataclass
class Told:
    """What the feature was told."""

    things: list[object] = field(default_factory=list)

    def edited(self, turn: PersonTurn, edited: Edited) -> Effects | None:
        if edited.words.text == "not mine":
            return None
        self.things.append((turn.person.id, edited.ref, edited.words.text))
        return ()

    def recalled(self, turn: Turn, recalled: Recalled) -> Effects:
        self.things.append(("recalled", recalled.ref))
        return ()

    def reacted(self, turn: PersonTurn, reaction: Reaction) -> Effects:
        self.things.append((turn.person.id, reaction.emoji, reaction.author.id, reaction.text))
        return ()

    def page(self, turn: PersonTurn) -> Sequence[Card]:
        return (say(f"my day, {turn.person.name}"),)

    def heard(self, turn: Turn, fact: object) -> Effects:
        self.things.append(fact)
        return ()

    def read_again(self, turn: PersonTurn, words: Words) -> Iterator[Reread]:
        yield Reread(turn.chat.id, turn.person.id, ("m1", "m2"))


class Platform(ToyPlatform):
    """Its envelopes may carry any event, and its messages can be read again."""

    def __init__(self) -> None:
        super().__init__()
        self.events: dict[str, Event] = {}
        self.words: Mapping[str, str | None] = {}
        self.reading_fails = 0

    def decode(self, envelope: Envelope) -> Sequence[Event]:
        if envelope.dedupe in self.events:
            return [self.events[envelope.dedupe]]
        return super().decode(envelope)

    async def reread(self, chat: ChatRef, refs: Sequence[str]) -> Mapping[str, str | None]:
        assert chat == DIRECT
        if self.reading_fails:
            self.reading_fails -= 1
            raise Unavailable("too many")
        return {ref: self.words[ref] for ref in refs if ref in self.words}


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def platform() -> Platform:
    return Platform()


@pytest.fixture
async def app(storage_url: str, tmp_path: Path, platform: Platform, told: Told) -> AsyncIterator[App]:
    word = Phrase("reread", "reread")
    feature = Feature(
        "told",
        commands=(Command("told.reread", ("reread",), word, word, told.read_again),),
        hears={UserGone: told.heard, PlatformTroubled: told.heard},
        edited=told.edited,
        recalled=told.recalled,
        reacted=told.reacted,
        page=told.page,
        fallback=lambda turn, words: (turn.answer(say("sorry")),),
    )
    storage = Database(storage_url, {}, tmp_path / "keys" / "master.key")
    app = App(storage, lambda _: [platform], FrozenClock(NOW), features=[feature])
    await app.start(beating=False)
    await app.install(Company((person("ann"), person("bob"))), PLATFORM, TENANT)
    yield app
    await app.stop()


async def _happens(app: App, platform: Platform, number: str, event: Event) -> None:
    platform.events[number] = event
    await app.runtime.accept(Envelope(PLATFORM, number, NOW, {}, "ann"))
    await app.settle()


def _user(name: str) -> UserRef:
    return UserRef(PLATFORM, TENANT, name)


def _id(number: str) -> EventId:
    return Envelope(PLATFORM, number, NOW, {}).event_id


async def test_an_edit_is_told_once_to_the_feature_whose_words_they_were(
    app: App, platform: Platform, told: Told
) -> None:
    for _ in range(2):
        edit = MessageEdited(_id("1"), NOW, _user("ann"), DIRECT, "m1", "new words")
        await _happens(app, platform, "1", edit)
    assert told.things == [("ann", "m1", "new words")]
    edit = MessageEdited(_id("2"), NOW, _user("ann"), DIRECT, "m1", "not mine")
    await _happens(app, platform, "2", edit)
    assert platform.texts() == [], "an edit that means nothing is answered by nobody"


async def test_a_recall_is_told(app: App, platform: Platform, told: Told) -> None:
    await _happens(app, platform, "1", MessageRecalled(_id("1"), NOW, DIRECT, "m1"))
    assert told.things == [("recalled", "m1")]


async def test_an_emoji_is_told_with_its_author(app: App, platform: Platform, told: Told) -> None:
    id = _id("1")
    await _happens(app, platform, "1", Reacted(id, NOW, _user("ann"), ROOM, "m1", "👍", _user("bob"), "done"))
    assert told.things == [("ann", "👍", "bob", "done")]


async def test_a_page_shows_what_the_features_have(app: App, platform: Platform) -> None:
    page = ChatRef(PLATFORM, TENANT, "home:ann", direct=True)
    await _happens(app, platform, "1", PageOpened(_id("1"), NOW, _user("ann"), page))
    assert [(each.to, each.reason) for each in platform.sent] == [(page, "")]
    assert platform.texts() == ["my day, ann"]


async def test_sec_032_who_is_gone_from_the_only_platform_has_left(app: App, platform: Platform, told: Told) -> None:
    id = _id("1")
    await _happens(app, platform, "1", UserChanged(id, NOW, _user("ann"), left=True))
    assert told.things == [UserGone(PersonId("ann"))]
    id = _id("2")
    await _happens(app, platform, "2", UserChanged(id, NOW, _user("nobody we know"), left=True))
    assert len(told.things) == 1


async def test_who_is_gone_from_one_of_two_platforms_stays(app: App, platform: Platform, told: Told) -> None:
    other = UserRef(PLATFORM, "other tenant", "ann2")
    await app.storage.transact(lambda tx: tx.directory.link(other, PersonId("ann")))
    id = _id("1")
    await _happens(app, platform, "1", UserChanged(id, NOW, other, left=True))
    assert told.things == []
    left = await app.storage.transact(lambda tx: tx.directory.accounts_of(PersonId("ann")))
    assert list(left) == [_user("ann")]


async def test_news_of_a_person_are_asked_for_and_put_on_file(app: App, platform: Platform) -> None:
    platform.profiles["ann"] = Profile(_user("ann"), "Ann Marie", department="Sales", manager=_user("bob"))
    id = _id("1")
    await _happens(app, platform, "1", UserChanged(id, NOW, _user("ann")))
    ann = await app.storage.transact(lambda tx: tx.records.get(Person, "ann"))
    assert ann is not None
    assert (ann.name, ann.department, ann.manager) == ("Ann Marie", "Sales", "bob")
    platform.profiles["ann"] = Profile(_user("ann"), "", manager=_user("somebody unknown"))
    id = _id("2")
    await _happens(app, platform, "2", UserChanged(id, NOW, _user("ann")))
    assert await app.storage.transact(lambda tx: tx.records.get(Person, "ann")) == ann, "what is not said stays"


async def test_messages_are_read_again_and_come_as_edits_and_recalls(app: App, platform: Platform, told: Told) -> None:
    platform.words = {"m1": "words by now", "m2": None}
    await app.runtime.accept(envelope("1", "ann", "reread"))
    await app.settle()
    assert told.things == [("ann", "m1", "words by now"), ("recalled", "m2")]


async def test_several_questions_at_once_are_each_asked_once(app: App, platform: Platform, told: Told) -> None:
    platform.words = {"m1": "words by now"}
    platform.profiles["ann"] = Profile(_user("ann"), "Ann Marie")
    platform.profiles["bob"] = Profile(_user("bob"), "Bob Lee")
    for number, who in ((1, "ann"), (2, "bob")):
        platform.events[str(number)] = UserChanged(_id(str(number)), NOW, _user(who))
        await app.runtime.accept(Envelope(PLATFORM, str(number), NOW, {}, who))
    for number in (3, 4):
        await app.runtime.accept(envelope(str(number), "ann", "reread"))
    await asyncio.wait_for(app.settle(), 10)
    assert told.things == [("ann", "m1", "words by now")] * 2


async def test_where_reading_again_fails_the_bot_goes_on(app: App, platform: Platform, told: Told) -> None:
    platform.reading_fails = 1
    platform.words = {"m1": "words"}
    await app.runtime.accept(envelope("1", "ann", "reread"))
    await app.runtime.accept(envelope("2", "ann", "anything"))
    await app.settle()
    assert told.things == []
    assert platform.texts() == ["sorry"]


async def test_a_trouble_is_told_once_until_it_is_over(app: App, told: Told) -> None:
    host = app.host(PLATFORM)
    for _ in range(2):
        await host.trouble("scope", "缺权限", "a scope is missing")
        await app.settle()
    assert told.things == [PlatformTroubled(PLATFORM, "scope", "缺权限", "a scope is missing", False)]
    for _ in range(2):
        await host.trouble("scope", "好了", "all right", over=True)
        await app.settle()
    assert len(told.things) == 2
    await host.trouble("scope", "又缺", "again")
    await app.settle()
    assert len(told.things) == 3
