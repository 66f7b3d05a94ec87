"""A turn is made ready: who acts, what they may see, what stands in their chat; and its effects are applied."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from bot.kernel.calendar import Calendar, CalendarDay, Day
from bot.kernel.capabilities import Capabilities
from bot.kernel.effects import Effect
from bot.kernel.facts import Fact
from bot.kernel.features import Offers, PersonTurn, Readings, Standing, Turn
from bot.kernel.ids import EventId
from bot.kernel.people import Chat, ChatRef, Locale, Person, ToChat, ToPerson, UserRef
from bot.ports.storage import Transaction
from bot.runtime.applying import apply, lane_of
from bot.runtime.scoped import ScopedReads

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


def calendar_of(tx: Transaction, around: Surroundings) -> Calendar:
    """The operator's calendar, under the days that administrators set in chat."""
    return Calendar(around.days.almanac, _SaidDays(tx, around.days.overrides))


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


def turn_of(tx: Transaction, event: EventId, now: datetime, around: Surroundings) -> Turn:
    return Turn(
        event=event,
        now=now,
        reads=tx.records,
        calendar=calendar_of(tx, around),
        readings=around.readings,
        offers=around.offers,
        arrives=tx.outbox.arrives,
    )


def finish(tx: Transaction, turn: Turn, effects: Iterable[Effect]) -> None:
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


def acting(
    tx: Transaction,
    turn: Turn,
    sender: UserRef,
    ref: ChatRef,
    around: Surroundings,
    message: str = "",
    thread: str = "",
) -> PersonTurn:
    """The same turn with a person acting in it. Raises NeedsProfile if nobody knows them."""
    person, chat = person_of(tx, sender), tx.directory.chat_of(ref)
    return PersonTurn(
        event=turn.event,
        now=turn.now,
        reads=ScopedReads(tx.records, person, around.offers.kinds),
        calendar=turn.calendar,
        readings=turn.readings,
        offers=turn.offers,
        arrives=turn.arrives,
        person=person,
        chat=chat,
        capabilities=around.capabilities(ref),
        standing=_standing(tx, person, chat),
        ref=message,
        thread=thread,
    )


def _standing(tx: Transaction, person: Person, chat: Chat) -> Sequence[Standing]:
    lane = lane_of(ToPerson(person.id) if chat.ref.direct else ToChat(chat.id))
    return tx.outbox.standing(lane, STANDING)


def person_of(tx: Transaction, user: UserRef) -> Person:
    known = tx.directory.person_of(user)
    person = tx.records.get(Person, known) if known else None
    if person is None:
        raise NeedsProfile(user)
    return person
