"""One event, one turn: who acts, who handles it, what follows; all inside the transaction it is given."""

import logging
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property

from bot.kernel.calendar import Calendar, CalendarDay, Day
from bot.kernel.capabilities import Capabilities
from bot.kernel.effects import Effect, Tell
from bot.kernel.events import ActionTriggered, BotAdded, BotRemoved, Event, MessageReceived, TimerFired
from bot.kernel.facts import Fact, GroupJoined
from bot.kernel.features import Effects, Offers, PersonTurn, Readings, Standing, Turn
from bot.kernel.ids import EventId
from bot.kernel.intents import Wake, Words
from bot.kernel.people import Chat, ChatRef, Locale, Person, ToChat, ToPerson, UserRef
from bot.kernel.routing import OVERLONG, Understood, understand_press, understand_words
from bot.kernel.text import clean
from bot.ports.storage import Transaction
from bot.runtime.applying import apply, lane_of
from bot.runtime.logs import say
from bot.runtime.scoped import ScopedReads

LOG = logging.getLogger(__name__)
STANDING = 8
"""How many of the newest cards of a chat can still be answered by typing."""
FACTS_PER_TURN = 100_000
"""Facts may tell facts; more than this in one turn is a circle, and a bug of ours."""


class NeedsProfile(Exception):
    """A stranger acted, or was mentioned: ask the platform who they are, then take the turn again."""

    def __init__(self, user: UserRef) -> None:
        super().__init__("a stranger")
        self.user = user


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What every turn needs from outside its transaction.

    `days`: the almanac under the operator's settings; what administrators say in chat comes on top.
    `timezone` and `locale` are those of people whose platform does not say; longer messages than `max_chars`
    are not read.
    """

    offers: Offers
    days: Calendar
    readings: Readings
    capabilities: Callable[[ChatRef], Capabilities]
    timezone: str = "Asia/Shanghai"
    locale: Locale = Locale.ZH
    max_chars: int = 8000


def take_turn(tx: Transaction, event: Event, now: datetime, around: Surroundings) -> None:
    """Handle one event. Raises NeedsProfile before anything is written if somebody in it is unknown."""
    turn = _turn(tx, event.id, now, around)
    match event:
        case TimerFired():
            _finish(tx, turn, _woken(turn, event))
        case BotAdded():
            _finish(tx, turn, _added(tx, turn, event))
        case BotRemoved():
            say(LOG, logging.INFO, "The bot was taken out of a group", "turn.removed", event=event.id)
        case MessageReceived() | ActionTriggered():
            _person_acts(tx, turn, event, around)
        case _:
            say(LOG, logging.DEBUG, "An event nobody handles yet", "turn.unhandled", event=event.id)


def start_features(tx: Transaction, event: EventId, now: datetime, around: Surroundings) -> None:
    """Let every feature arm its standing timers."""
    turn = _turn(tx, event, now, around)
    for feature in around.offers.features:
        if feature.starts:
            _finish(tx, turn, feature.starts(turn))


def calendar_of(tx: Transaction, around: Surroundings) -> Calendar:
    """The operator's calendar, under the days that administrators set in chat."""
    return replace(around.days, overrides=_SaidDays(tx, around.days.overrides))


class _SaidDays(Mapping[date, Day]):
    """Read when first asked: most turns never look at the calendar."""

    def __init__(self, tx: Transaction, own: Mapping[date, Day]) -> None:
        self._tx, self._own = tx, own

    @cached_property
    def _days(self) -> Mapping[date, Day]:
        said = {date.fromisoformat(each.id): Day(each.works, each.name) for each in self._tx.records.find(CalendarDay)}
        return {**self._own, **said}

    def __getitem__(self, day: date) -> Day:
        return self._days[day]

    def __iter__(self) -> Iterator[date]:
        return iter(self._days)

    def __len__(self) -> int:
        return len(self._days)


def _turn(tx: Transaction, event: EventId, now: datetime, around: Surroundings) -> Turn:
    return Turn(
        event=event,
        now=now,
        reads=tx.records,
        calendar=calendar_of(tx, around),
        readings=around.readings,
        offers=around.offers,
        arrives=tx.outbox.arrives,
    )


def _finish(tx: Transaction, turn: Turn, effects: Iterable[Effect]) -> None:
    """Apply effects, then let the facts they told be heard, and those their hearers tell, in order."""
    facts = deque[Fact](apply(tx, turn, effects))
    for heard in range(FACTS_PER_TURN):
        if not facts:
            return
        fact = facts.popleft()
        for number, hear in enumerate(turn.offers.hearing(fact)):
            hearing = _hearing(tx, turn, f"{heard}.{number}")
            facts.extend(apply(tx, hearing, hear(hearing, fact)))
    raise RecursionError("facts go in a circle")


def _hearing(tx: Transaction, turn: Turn, place: str) -> Turn:
    """Nobody's turn, seeing everything; with keys of its own, so that two hearers of one label write two rows."""
    return Turn(
        event=EventId(f"{turn.event}#{place}"),
        now=turn.now,
        reads=tx.records,
        calendar=turn.calendar,
        readings=turn.readings,
        offers=turn.offers,
        arrives=turn.arrives,
    )


def _woken(turn: Turn, event: TimerFired) -> Effects:
    handler = turn.offers.wakes.get(event.action)
    if handler is None:
        say(LOG, logging.WARNING, "A timer of an unknown kind was dropped", "turn.timer", kind=event.action)
        return ()
    return handler(turn, Wake(event.action, event.args, event.scheduled_for))


def _added(tx: Transaction, turn: Turn, event: BotAdded) -> Effects:
    chat = tx.directory.chat_of(event.chat, event.title)
    people = [_person(tx, user) for user in (event.sender, *event.members)]
    yield Tell(GroupJoined(chat.id, event.title, people[0].id, tuple(person.id for person in people[1:])))


def _person_acts(tx: Transaction, turn: Turn, event: MessageReceived | ActionTriggered, around: Surroundings) -> None:
    person = _person(tx, event.sender)
    chat = tx.directory.chat_of(event.chat)
    if event.chat.direct:
        tx.directory.used(event.sender, turn.now)
    acting = PersonTurn(
        event=turn.event,
        now=turn.now,
        reads=ScopedReads(tx.records, person, around.offers.kinds),
        calendar=turn.calendar,
        readings=turn.readings,
        offers=turn.offers,
        arrives=turn.arrives,
        person=person,
        chat=chat,
        capabilities=around.capabilities(event.chat),
        standing=_standing(tx, person, chat),
        ref=event.ref if isinstance(event, MessageReceived) else "",
        thread=event.thread if isinstance(event, MessageReceived) else "",
    )
    understood = _understood(tx, event, acting, around)
    if understood is None:
        return
    say(LOG, logging.DEBUG, "An event was understood", "turn.understood", event=event.id, by=understood.by)
    _finish(tx, acting, understood.handle(acting))


def _understood(
    tx: Transaction, event: MessageReceived | ActionTriggered, turn: PersonTurn, around: Surroundings
) -> Understood | None:
    fallback = around.offers.fallback
    if not turn.person.active:
        return Understood("inactive", lambda each: fallback(each, Words("")) if fallback else ())
    if isinstance(event, ActionTriggered):
        found = understand_press(_with_part(tx, event), around.offers)
        stale = Understood("unknown press", lambda each: fallback(each, Words("", media="press")) if fallback else ())
        return found or stale
    return understand_words(_words(tx, event, around.max_chars), event.to_bot, turn, around.offers)


def _with_part(tx: Transaction, event: ActionTriggered) -> ActionTriggered:
    """The press named by the part of the message that offers it; clean in what was typed into it."""
    standing = tx.outbox.standing_by_key(event.source)
    return ActionTriggered(
        event.id,
        event.at,
        event.sender,
        event.chat,
        standing.part_with(event.action, event.args) if standing else event.source,
        event.action,
        event.args,
        {name: clean(value) for name, value in event.values.items()},
    )


def _words(tx: Transaction, event: MessageReceived, max_chars: int) -> Words:
    mentions = tuple((each.name, _person(tx, each.user)) for each in event.mentions)
    if len(event.text) > max_chars:
        return Words("", mentions, OVERLONG)
    return Words(clean(event.text), mentions, event.media)


def _standing(tx: Transaction, person: Person, chat: Chat) -> Sequence[Standing]:
    lane = lane_of(ToPerson(person.id) if chat.ref.direct else ToChat(chat.id))
    return tx.outbox.standing(lane, STANDING)


def _person(tx: Transaction, user: UserRef) -> Person:
    known = tx.directory.person_of(user)
    person = tx.records.get(Person, known) if known else None
    if person is None:
        raise NeedsProfile(user)
    return person
