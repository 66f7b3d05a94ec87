"""What a feature is: commands, presses, timers, facts it hears; and the turn in which its handlers run."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Protocol, TypeVar
from zoneinfo import ZoneInfo

from bot.kernel.calendar import Calendar, CalendarDay
from bot.kernel.capabilities import Capabilities
from bot.kernel.cards import Action, Card, Line, buttons_of, forms_of, stack
from bot.kernel.copies import filled
from bot.kernel.effects import Answering, Effect, Post, Why
from bot.kernel.ids import DeliveryKey, EventId, derive
from bot.kernel.intents import Edited, Press, Reaction, Recalled, Wake, Words
from bot.kernel.people import Absence, Chat, Locale, Membership, NameKey, Person, Team, ToChat, ToPerson
from bot.kernel.phrases import Phrase
from bot.kernel.text import folded

R = TypeVar("R")
Effects = Iterable[Effect]


@dataclass(frozen=True, slots=True)
class Span:
    """From `first` up to, not including, `end`; None leaves a side open. Of datetimes, dates or numbers."""

    first: Any = None
    end: Any = None


@dataclass(frozen=True, slots=True)
class OneOf:
    """Any of these values."""

    values: Sequence[Any]


@dataclass(frozen=True, slots=True)
class Page:
    """At most so many from behind this id on, by id: for what may be too many for one turn."""

    after: str
    most: int


Where = str | int | bool | date | datetime | StrEnum | None | Span | OneOf | Page


class Reads(Protocol):
    """What a handler may look at: records its viewer may see. "Not yours" and "not there" answer alike."""

    def get(self, kind: type[R], id: str) -> R | None:
        """The record with this id."""

    def find(self, kind: type[R], /, **where: Where) -> Sequence[R]:
        """The records matching every field named, oldest first: `find(Kudos, giver=id, given_at=Span(monday))`."""


class Readings(Protocol):
    """How names sound."""

    def of(self, name: str) -> frozenset[str]:
        """Every toneless reading of a name as one lower-case word: 单雄 → {"shanxiong", "danxiong"}."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A message as it stands in this chat now: one card, or several that were merged, each under its own key.

    `reason`: why it came, empty for an answer. `lane`: whose direct chat it stands in, or which group.
    """

    parts: tuple[tuple[DeliveryKey, Card], ...]
    rule: str = ""
    reason: str = ""
    lane: str = ""

    @property
    def card(self) -> Card:
        """The message as one card: its digits run over all parts."""
        return stack(tuple(card for _, card in self.parts))

    def part_with(self, action: str, args: Mapping[str, str]) -> DeliveryKey:
        """The key of the part that offers this action; of the first part if none does."""
        for key, card in self.parts:
            offered = [button.action for button, _ in buttons_of(card)] + [f.submit for f in forms_of(card)]
            if any((a.name, dict(a.args)) == (action, dict(args)) for a in [*offered, card.listens] if a):
                return key
        return self.parts[0][0]


def _nowhere(_: DeliveryKey) -> datetime | None:
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Handling one event in one transaction. Here nobody in particular acts: `reads` sees all there is."""

    event: EventId
    now: datetime
    reads: Reads
    calendar: Calendar
    readings: Readings
    offers: "Offers"
    arrives: Callable[[DeliveryKey], datetime | None] = _nowhere
    """When the message under a key went, or will be tried next; None for one that never will."""

    def key(self, label: str) -> DeliveryKey:
        """An id for what this turn makes, the same whenever the event is handled again."""
        return DeliveryKey(derive(self.event, label))

    def today(self, zone: str) -> date:
        return self.now.astimezone(ZoneInfo(zone)).date()


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonTurn(Turn):
    """A person acts. `reads` sees what this person may see; `standing` the cards in this chat, newest first."""

    person: Person
    chat: Chat
    capabilities: Capabilities
    standing: Sequence[Standing] = ()
    ref: str = ""
    """The platform's id of the message that is answered, empty for a press."""
    thread: str = ""

    @property
    def locale(self) -> Locale:
        return self.person.locale

    @property
    def direct(self) -> bool:
        return self.chat.ref.direct

    @property
    def asked(self) -> bool:
        """Whether a card in this chat waits for words."""
        return any(each.card.listens for each in self.standing)

    def answer(self, card: Card, label: str = "answer", why: Why = Answering()) -> Post:  # noqa: B008 - frozen
        """Answer this person in their direct chat, wherever they wrote."""
        return Post(ToPerson(self.person.id), card, self.key(label), why)

    def answer_here(self, card: Card, label: str = "here") -> Post:
        """Answer where they wrote: in the group if it was one."""
        return Post(ToChat(self.chat.id), card, self.key(label)) if not self.direct else self.answer(card, label)


def shown(effects: Effects) -> Sequence[Card]:
    """The cards a handler would answer with: for a page, which only shows."""
    return tuple(filled(effect.card, effect.words) for effect in effects if isinstance(effect, Post))


def _always(_: PersonTurn) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Command:
    """A sentence that begins with one of `words`. `takes`: text may follow, as a bare word cannot.

    Two commands may share a word if both have `claims`: the instant of the latest thing each would act on;
    the newest wins. `offered`: whether help lists it for this person in this chat; the handler checks rights.
    `accepts`: whether text behind the word is meant for this command at all: `leave early today` is an answer to
    a question, `leave 21 Sep` is not. What is not accepted is no command.
    """

    name: str
    words: tuple[str, ...]
    usage: Phrase
    help: Phrase
    handle: Callable[[PersonTurn, Words], Effects]
    takes: bool = False
    claims: Callable[[PersonTurn], datetime | None] | None = None
    offered: Callable[[PersonTurn], bool] = _always
    accepts: Callable[[PersonTurn, Words], bool] | None = None


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record, and who may read one: default nobody. The reads given see everything."""

    record: type
    may_read: Callable[[Person, Any, Reads], bool]


@dataclass(frozen=True, slots=True)
class SectionLine:
    """A line of the digest. `more`: the press that shows the list behind its number, privately.

    `label`: what that press is called where it does something else, such as 认领.
    """

    line: Line
    more: Action | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A feature's share of a digest; lower `order` comes first."""

    order: int
    lines: tuple[SectionLine, ...]


Recogniser = Callable[[PersonTurn, Words], Effects | None]
"""Takes text nobody else claimed, or returns None."""


@dataclass(frozen=True, slots=True)
class Feature:
    """All a feature offers, as one value. Names of commands, actions and wakes begin with the feature's name."""

    name: str
    kinds: tuple[Kind, ...] = ()
    commands: tuple[Command, ...] = ()
    actions: Mapping[str, Callable[[PersonTurn, Press], Effects]] = field(default_factory=dict)
    wakes: Mapping[str, Callable[[Turn, Wake], Effects]] = field(default_factory=dict)
    hears: Mapping[type, Callable[[Turn, Any], Effects]] = field(default_factory=dict)
    recognises: tuple[Recogniser, ...] = ()
    starts: Callable[[Turn], Effects] | None = None
    """At every start of the bot: arms standing timers. Must be harmless to repeat."""
    section: Callable[[Turn, Team, date, date], Section | None] | None = None
    """Its part of a team's digest for the days from the first to the last, both included."""
    news: Callable[[Turn, Person, date, date], Sequence[Line]] | None = None
    """What concerned a person on the days from the first to the last: told when they come back from leave."""
    edited: Callable[[PersonTurn, Edited], Effects | None] | None = None
    """A message was changed: what follows, or None if it was none of this feature's."""
    recalled: Callable[[Turn, Recalled], Effects | None] | None = None
    """A message was taken back: what follows, or None if it was none of this feature's."""
    reacted: Callable[[PersonTurn, Reaction], Effects | None] | None = None
    """An emoji was put to somebody's message in a group: what follows, or None."""
    page: Callable[[PersonTurn], Sequence[Card]] | None = None
    """Its part of a person's own page: what waits for them today, or what they can do."""
    fallback: Callable[[PersonTurn, Words], Effects] | None = None
    """Answers what nobody understood (also stickers and the overlong); exactly one feature has it."""
    previews: Callable[[], Mapping[str, Card]] | None = None
    """Every card it can send, with example words, by name: drawn by `preview` and by golden tests."""


def _everyone(_: Person, record: object, reads: Reads) -> bool:
    return True


_OPEN = tuple(Kind(each, _everyone) for each in (Person, NameKey, Team, Membership, Absence, Chat, CalendarDay))
"""The kernel's own kinds: who works with whom, and who is away when, everybody may know."""


class Offers:
    """All features as one: who handles what. Refuses two of a name and words contested without claims."""

    def __init__(self, features: Sequence[Feature]) -> None:
        self.features = tuple(features)
        self.kinds = {kind.record: kind for kind in (*_OPEN, *(each for f in features for each in f.kinds))}
        self.commands = tuple(command for feature in features for command in feature.commands)
        self.actions = _joined(feature.actions for feature in features)
        self.wakes = _joined(feature.wakes for feature in features)
        self.recognises = tuple(each for feature in features for each in feature.recognises)
        self.fallback = next((f.fallback for f in features if f.fallback), None)
        self._beginning: dict[str, list[tuple[str, Command]]] = {}
        for word, command in ((folded(word), each) for each in self.commands for word in each.words):
            self._beginning.setdefault(word[:1], []).append((word, command))
        self._check()

    def beginning(self, text: str) -> Iterable[Command]:
        """The commands that a text may be: those with a word that it begins with, in their order."""
        meant = folded(text)
        return {c.name: c for word, c in self._beginning.get(meant[:1], ()) if meant.startswith(word)}.values()

    def hearing(self, fact: object) -> Sequence[Callable[[Turn, Any], Effects]]:
        """The listeners to this kind of fact, in the order of the features."""
        return [feature.hears[type(fact)] for feature in self.features if type(fact) in feature.hears]

    def _check(self) -> None:
        owners: dict[str, Command] = {}
        for feature in self.features:
            names = [c.name for c in feature.commands] + list(feature.actions) + list(feature.wakes)
            strays = [name for name in names if not name.startswith(f"{feature.name}.")]
            if strays:
                raise ValueError(f"feature {feature.name}: {strays} must begin with {feature.name!r}")
        for command in self.commands:
            for word in command.words:
                other = owners.setdefault(word.casefold(), command)
                if other is not command and not (other.claims and command.claims):
                    raise ValueError(f"both {other.name} and {command.name} want the word {word!r} without claims")


def _joined(tables: Iterable[Mapping[str, R]]) -> dict[str, R]:
    joined: dict[str, R] = {}
    for table in tables:
        twice = joined.keys() & table.keys()
        if twice:
            raise ValueError(f"two features handle {sorted(twice)}")
        joined.update(table)
    return joined
