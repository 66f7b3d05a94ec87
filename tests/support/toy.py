"""A tiny feature and a recording platform, for tests of the runtime itself: everything between them is real."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from aiohttp.web import AbstractRouteDef

from adapters.common.adapter import Plain
from bot.kernel.capabilities import Capabilities, Redelivery, Revision
from bot.kernel.cards import Action, Button, Card, Paragraph, Said, buttons_of, plain, say
from bot.kernel.effects import Arm, Post, Push, Revise, Tell, Timing
from bot.kernel.events import ActionTriggered, Event, MessageReceived
from bot.kernel.facts import KudosGiven
from bot.kernel.features import Command, Effects, Feature, PersonTurn, Turn
from bot.kernel.ids import DeliveryKey, PersonId, Platform
from bot.kernel.intents import Press, Wake, Words
from bot.kernel.people import ChatRef, Locale, Person, Profile, ToPerson, UserRef
from bot.kernel.phrases import Phrase
from bot.kernel.timers import Timer
from bot.ports.adapter import Accept, Delivery, Envelope, Receipt, SendError

PLATFORM, TENANT = Platform("toy"), "toy"
NOW = datetime(2026, 9, 17, 2, 0, tzinfo=UTC)
"""A Thursday, 10:00 in Shanghai."""


def person(id: str, **more: Any) -> Person:
    return Person(PersonId(id), id, "Asia/Shanghai", Locale.ZH, **more)


@dataclass
class ToyPlatform(Plain):
    """Keeps what it is sent. `errors` are raised by the next sends, one each."""

    platform: Platform = PLATFORM
    sent: list[Delivery] = field(default_factory=list)
    errors: list[SendError | Exception] = field(default_factory=list)
    profiles: dict[str, Profile] = field(default_factory=dict)
    redelivery: Redelivery = Redelivery.KEY
    known: dict[DeliveryKey, Receipt] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    closed: bool = False

    def capabilities(self, direct: bool) -> Capabilities:
        return Capabilities(True, True, 20, 5000, Revision.ALWAYS, self.redelivery)

    def decode(self, envelope: Envelope) -> Sequence[Event]:
        payload, id = envelope.payload, envelope.event_id
        if payload.get("text") in self.broken:
            raise RuntimeError("a bug of the decoder")
        sender, chat = UserRef(PLATFORM, TENANT, payload["who"]), _chat(payload)
        if "press" in payload:
            args = payload.get("args", {})
            return [ActionTriggered(id, envelope.received, sender, chat, payload["source"], payload["press"], args)]
        return [MessageReceived(id, envelope.received, sender, chat, payload["text"], to_bot=payload["to_bot"])]

    async def send(self, delivery: Delivery) -> Receipt:
        if self.errors:
            raise self.errors.pop(0)
        self.sent.append(delivery)
        receipt = Receipt({"id": str(len(self.sent))})
        self.known[delivery.key] = receipt
        return receipt

    async def already_sent(self, delivery: Delivery) -> Receipt | None:
        return self.known.get(delivery.key)

    async def profile(self, user: UserRef) -> Profile | None:
        return self.profiles.get(user.user)

    def routes(self) -> Sequence[AbstractRouteDef]:
        return ()

    async def run(self, accept: Accept) -> None:
        await asyncio.Event().wait()

    async def close(self) -> None:
        self.closed = True

    def texts(self, to: str = "") -> list[str]:
        """What was shown, oldest first; only to one user or chat if named."""
        return [text_of(card) for each in self.sent for card in each.pages if not to or _name(each) == to]


def _chat(payload: Mapping[str, Any]) -> ChatRef:
    room = payload.get("room", "")
    return ChatRef(PLATFORM, TENANT, room or payload["who"], direct=not room)


def _name(delivery: Delivery) -> str:
    return delivery.to.chat if isinstance(delivery.to, ChatRef) else delivery.to.user


def text_of(card: Card) -> str:
    words = [plain(block.line) for block in card.blocks if isinstance(block, Paragraph)]
    return " ".join(words + [f"[{button.label}]" for button, _ in buttons_of(card)])


def envelope(number: str, who: str, text: str, room: str = "", to_bot: bool = True, lane: str = "") -> Envelope:
    return Envelope(PLATFORM, number, NOW, {"who": who, "text": text, "room": room, "to_bot": to_bot}, lane or who)


def press(number: str, who: str, source: str, action: str, **args: str) -> Envelope:
    return Envelope(PLATFORM, number, NOW, {"who": who, "source": source, "press": action, "args": args}, who)


def _echo(turn: PersonTurn, words: Words) -> Effects:
    if words.text == "fail":
        raise RuntimeError("a bug of the feature")
    yield turn.answer(say((Said(words.text),), Button("好", Action("toy.press", {"n": words.text}))))


def _pressed(turn: PersonTurn, press: Press) -> Effects:
    yield Revise(press.source, say(f"pressed {press.args['n']}"))


def _later(turn: PersonTurn, words: Words) -> Effects:
    yield Arm(Timer(f"toy/{turn.person.id}", turn.now.replace(hour=3), "toy.wake", {"who": turn.person.id}))


def _wake(turn: Turn, wake: Wake) -> Effects:
    push = Push("toy.wake", "因为你要我叫你", Timing.FIXED)
    yield Post(ToPerson(PersonId(wake.args["who"])), say("wake up"), turn.key("wake"), push)


def _nudge(turn: PersonTurn, words: Words) -> Effects:
    for number, text in enumerate(words.text.split()):
        push = Push("toy.nudge", "因为", Timing.SLOT)
        yield Post(
            ToPerson(turn.person.id),
            say(text, Button("好", Action("toy.press", {"n": text}))),
            turn.key(str(number)),
            push,
        )


def _tell(turn: PersonTurn, words: Words) -> Effects:
    yield Tell(KudosGiven("k", turn.person.id, turn.person.id, 1, private=False))


def _heard(turn: Turn, fact: KudosGiven) -> Effects:
    yield Post(ToPerson(fact.receiver), say("heard"), turn.key("heard"))


def _fallback(turn: PersonTurn, words: Words) -> Effects:
    yield turn.answer(say(f"sorry {words.media}".strip()))


def _command(name: str, handle: Any) -> Command:
    word = Phrase(name, name)
    return Command(f"toy.{name}", (name,), word, word, handle, takes=True)


TOY = Feature(
    "toy",
    commands=(
        _command("echo", _echo),
        _command("later", _later),
        _command("nudge", _nudge),
        _command("tell", _tell),
    ),
    actions={"toy.press": _pressed},
    wakes={"toy.wake": _wake},
    hears={KudosGiven: _heard},
    fallback=_fallback,
)
