"""Effects become rows: records, timers and messages, all in the transaction of the turn that yielded them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.kernel.attention import same_slot, when
from bot.kernel.calendar import Calendar
from bot.kernel.cards import Card
from bot.kernel.copies import filled
from bot.kernel.effects import (
    Adopt,
    Answering,
    Arm,
    Disarm,
    Effect,
    GoOn,
    Post,
    Push,
    Reread,
    Revise,
    Save,
    Tell,
    Timing,
    Withdraw,
)
from bot.kernel.facts import Fact
from bot.kernel.features import OneOf, PersonTurn, Turn
from bot.kernel.ids import DeliveryKey, PersonId, derive
from bot.kernel.organisation import is_away
from bot.kernel.people import ChatRef, Person, ToChat, ToPerson, UserRef
from bot.kernel.timers import local_instant
from bot.ports.adapter import Envelope, Priority
from bot.ports.outbox import Outgoing, Planned
from bot.ports.storage import Transaction
from bot.runtime.ticker import gone_on

_MANY: Final = frozenset({Save, Post})
"""Effects of which a fan-out has a thousand, and few others."""
REREAD = "reread"
"""The source of envelopes that ask a platform for the present words of messages."""


def lane_of(to: ToPerson | ToChat) -> str:
    """Messages to one person, or to one group, keep their order."""
    return f"person:{to.person}" if isinstance(to, ToPerson) else f"chat:{to.chat}"


def apply(tx: Transaction, turn: Turn, effects: Iterable[Effect]) -> list[Fact]:
    """Write what the handler yielded, collected whole first. Returns the facts told, for others to hear."""
    wanted = tuple(effects)
    tx.records.save([each.record for each in wanted if isinstance(each, Save)])
    _post_all(tx, turn, [each for each in wanted if isinstance(each, Post)])
    answered = _unanswered(turn, wanted)
    others = [(number, each) for number, each in enumerate(wanted) if each.__class__ not in _MANY]
    for number, each in others:
        match each:
            case Revise(of, card):
                key = DeliveryKey(derive(turn.event, "revise", of, str(number)))
                tx.outbox.revise(of, card, turn.now, key, answered)
            case Withdraw(key):
                tx.outbox.withdraw(key)
            case Reread(chat, person, refs):
                told = {"chat": chat, "person": person, "refs": list(refs)}
                tx.inbox.accept([Envelope(REREAD, derive(turn.event, chat, *refs), turn.now, told)])
            case GoOn(action, args):
                tx.inbox.accept([gone_on(turn.event, action, args, turn.now)])
            case Adopt(person, into):
                tx.directory.adopt(person, into)
            case _:
                pass
    tx.timers.disarm([each.key for _, each in others if isinstance(each, Disarm)])
    tx.timers.arm([each.timer for _, each in others if isinstance(each, Arm)])
    return [each.fact for _, each in others if isinstance(each, Tell)]


def _unanswered(turn: Turn, wanted: Sequence[Effect]) -> str:
    """The lane of the chat in which a person acts, if nothing new is said there: a changed card then is the answer."""
    if not isinstance(turn, PersonTurn):
        return ""
    lane = lane_of(ToPerson(turn.person.id) if turn.direct else ToChat(turn.chat.id))
    return "" if any(isinstance(each, Post) and lane_of(each.to) == lane for each in wanted) else lane


@dataclass(frozen=True, slots=True)
class _Desk:
    """What planning the posts of one turn needs to know, asked for all people at once."""

    people: Mapping[PersonId, Person]
    users: Mapping[PersonId, UserRef]
    planned: dict[PersonId, list[Planned]]
    again: bool
    """Whether somebody is written to more than once."""


def _post_all(tx: Transaction, turn: Turn, posts: Sequence[Post]) -> None:
    if not posts:
        return
    desk = _desk(tx, turn, posts)
    ready: list[Outgoing] = []
    for post in posts:
        address = _address(tx, desk, post)
        lane = lane_of(post.to)
        if address is None:
            card = filled(post.card, post.words)
            tx.outbox.bury_unaddressed(post.key, lane, card, turn.now, "no platform account is linked")
        elif isinstance(post.to, ToPerson) and isinstance(post.why, Push):
            message = _pushed(tx, turn, desk, post, post.to.person, lane, address)
            joined = _mergeable(desk, message) if post.to.person in desk.planned else None
            if joined and any(each.key == joined for each in ready):
                tx.outbox.put(ready)
                ready = []
            if not (joined and tx.outbox.merge(joined, message)):
                ready.append(message)
            if desk.again:
                desk.planned.setdefault(post.to.person, []).append(Planned(joined or message.key, message.due, True))
        else:
            ready.append(_posted(turn, post, address))
    tx.outbox.put(ready)


def _desk(tx: Transaction, turn: Turn, posts: Sequence[Post]) -> _Desk:
    written = [post.to.person for post in posts if isinstance(post.to, ToPerson)]
    everyone = list(set(written))
    pushed = list({p.to.person for p in posts if isinstance(p.to, ToPerson) and isinstance(p.why, Push)})
    people = {each.id: each for each in tx.records.find(Person, id=OneOf(pushed))} if pushed else {}
    starts = [_midnight(turn.now, zone) for zone in {person.timezone for person in people.values()}]
    planned = tx.outbox.planned(pushed, min(starts)) if starts else {}
    already = {person: list(each) for person, each in planned.items()}
    return _Desk(people, tx.directory.users_of(everyone), already, len(everyone) < len(written))


def _address(tx: Transaction, desk: _Desk, post: Post) -> UserRef | ChatRef | None:
    if isinstance(post.to, ToPerson):
        return desk.users.get(post.to.person)
    chat = tx.directory.chat(post.to.chat)
    return chat.ref if chat else None


def _thread(turn: Turn, post: Post) -> str:
    """What is answered where it was said stays in its thread."""
    here = isinstance(turn, PersonTurn) and isinstance(post.to, ToChat) and post.to.chat == turn.chat.id
    return turn.thread if here and isinstance(turn, PersonTurn) and isinstance(post.why, Answering) else ""


def _posted(turn: Turn, post: Post, address: UserRef | ChatRef) -> Outgoing:
    """An answer, or what a group is told: at once."""
    person = post.to.person if isinstance(post.to, ToPerson) else None
    card, thread = filled(_dated(post), post.words), _thread(turn, post)
    message = Outgoing(post.key, lane_of(post.to), address, card, turn.now, person, thread=thread)
    if not isinstance(post.why, Push):
        return message
    why = post.why
    return replace(message, rule=why.rule, reason=why.reason, priority=Priority.FEW)


def _dated(post: Post) -> Card:
    until = post.why.until if isinstance(post.why, Push) else None
    return replace(post.card, until=until) if until and post.card.until != until else post.card


def _pushed(
    tx: Transaction, turn: Turn, desk: _Desk, post: Post, person_id: PersonId, lane: str, address: UserRef | ChatRef
) -> Outgoing:
    why = post.why
    assert isinstance(why, Push)  # noqa: S101 - the caller matched it
    person = desk.people[person_id]
    due = turn.now
    if why.timing is not Timing.FIXED:
        already = [each.due for each in desk.planned.get(person_id, ())]
        open_on = _Open(tx, turn.calendar, person)
        due = when(why.timing, turn.now, person.timezone, open_on, already, person.pushes)
    return Outgoing(
        post.key,
        lane,
        address,
        _dated(post),
        due,
        person_id,
        why.rule,
        why.reason,
        priority=Priority.MANY if why.timing is Timing.FIXED else Priority.FEW,
        place=why.place,
        words=post.words,
    )


@dataclass(frozen=True, slots=True)
class _Open:
    """Whether a person may be written to on a day: a working day on which they are not away."""

    tx: Transaction
    calendar: Calendar
    person: Person

    def __call__(self, day: date) -> bool:
        return self.calendar.works(day) and not is_away(self.tx.records, self.person.id, day)


def _mergeable(desk: _Desk, message: Outgoing) -> DeliveryKey | None:
    """The waiting push of the same person in the same slot, if there is one."""
    if message.person is None:
        return None
    zone = desk.people[message.person].timezone
    waiting = (each for each in desk.planned.get(message.person, ()) if each.waiting)
    return next((each.key for each in waiting if same_slot(each.due, message.due, zone)), None)


def _midnight(now: datetime, zone: str) -> datetime:
    local = now.astimezone(ZoneInfo(zone)).replace(tzinfo=None, hour=0, minute=0, second=0, microsecond=0)
    return local_instant(local, zone)
