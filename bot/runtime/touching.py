"""What a turn touches: turns of several processes that touch one thing go one after another, all others side by side.

A person's turn touches the chat, the person, the people mentioned, and the teams they belong to: a team shares its
round of answers, its board and its digest. Whatever no person did (a timer, a change of the directory) touches
everything.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

from bot.kernel.events import (
    ActionTriggered,
    Event,
    MessageEdited,
    MessageReceived,
    PageOpened,
    Reacted,
)
from bot.kernel.features import OneOf
from bot.kernel.ids import PersonId, TeamId
from bot.kernel.people import Chat, ChatRef, Membership, Person, UserRef
from bot.ports.storage import Pending, Touches, Transaction

_BESIDE_OTHERS = (MessageReceived, ActionTriggered, MessageEdited, Reacted, PageOpened)
"""Events whose turns may be taken while others are; any other event is alone."""


def look_up(tx: Transaction, events: Iterable[Event]) -> None:
    """Ask at once for what the turns of a group will ask for one by one: who acts, and where."""
    several = tuple(events)
    people = tx.directory.people_of({user for event in several for user in _users(event)})
    chats = {chat for event in several if (chat := _chat(event))}
    tx.records.find(Person, id=OneOf(sorted(set(people.values()))))
    tx.records.find(Chat, id=OneOf(sorted({tx.directory.id_of(chat) for chat in chats})))


def touches(tx: Transaction, events: Mapping[int, Sequence[Event] | None], rows: Sequence[Pending]) -> Touches:
    """Of each row, by its number. `events` are those in its envelope, None if it cannot be read."""
    users = {user for each in events.values() for event in each or () for user in _users(event)}
    people = tx.directory.people_of(users)
    known = sorted(set(people.values()))
    teams: dict[PersonId, list[TeamId]] = {}
    for membership in tx.records.find(Membership, person=OneOf(known)) if known else ():
        teams.setdefault(membership.person, []).append(membership.team)

    def of(row: Pending) -> Collection[str] | None:
        names = {f"lane:{row.envelope.source}:{row.envelope.lane}"} if row.envelope.lane else set()
        for event in events[row.seq] or ():
            if not isinstance(event, _BESIDE_OTHERS):
                return None
            for user in _users(event):
                person = people.get(user)
                names.add(f"person:{person}" if person else f"user:{user.platform}:{user.tenant}:{user.user}")
                names |= {f"team:{team}" for team in teams.get(person, ())} if person else set()
            chat = _chat(event)
            if chat:
                names.add(f"chat:{chat.platform}:{chat.tenant}:{chat.chat}")
        return names

    return {row.seq: of(row) for row in rows}


def _users(event: Event) -> Sequence[UserRef]:
    match event:
        case MessageReceived():
            return (event.sender, *(each.user for each in event.mentions))
        case ActionTriggered() | MessageEdited() | Reacted() | PageOpened():
            return (event.sender,)
        case _:
            return ()


def _chat(event: Event) -> ChatRef | None:
    match event:
        case MessageReceived() | ActionTriggered() | MessageEdited() | Reacted():
            return event.chat
        case _:
            return None
