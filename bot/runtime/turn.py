"""One event, one turn: who acts, who handles it, what follows; all inside the transaction it is given."""

import logging
from dataclasses import replace
from datetime import datetime
from typing import assert_never

from bot.kernel.effects import Revise, Tell
from bot.kernel.events import (
    ActionTriggered,
    BotAdded,
    BotRemoved,
    Event,
    MessageEdited,
    MessageRecalled,
    MessageReceived,
    PageOpened,
    Reacted,
    TimerFired,
    Troubled,
    UserChanged,
)
from bot.kernel.facts import GroupJoined, PlatformTroubled
from bot.kernel.features import Effects, PersonTurn, Turn
from bot.kernel.ids import DeliveryKey, EventId
from bot.kernel.intents import Wake, Words
from bot.kernel.people import ToChat, ToPerson
from bot.kernel.routing import OVERLONG, Understood, understand_press, understand_words
from bot.kernel.text import clean
from bot.ports.storage import Transaction
from bot.runtime import changes
from bot.runtime.acting import NeedsProfile, Surroundings, acting, finish, person_of, turn_of
from bot.runtime.applying import lane_of
from bot.runtime.calling import called
from bot.runtime.logs import say

__all__ = ["NeedsProfile", "Surroundings", "start_features", "take_turn"]

LOG = logging.getLogger(__name__)


def take_turn(tx: Transaction, event: Event, now: datetime, around: Surroundings) -> None:
    """Handle one event. Raises NeedsProfile before anything is written if somebody in it is unknown."""
    turn = turn_of(tx, event.id, now, around)
    match event:
        case TimerFired():
            finish(tx, turn, _woken(turn, event))
        case BotAdded():
            finish(tx, turn, _added(tx, turn, event))
        case BotRemoved():
            say(LOG, logging.INFO, "The bot was taken out of a group", "turn.removed", event=event.id)
        case MessageReceived() | ActionTriggered():
            _person_acts(tx, turn, event, around)
        case MessageEdited():
            changes.edited(tx, turn, event, around)
        case MessageRecalled():
            changes.recalled(tx, turn, event)
        case Reacted():
            changes.reacted(tx, turn, event, around)
        case PageOpened():
            changes.page_opened(tx, turn, event, around)
        case UserChanged():
            changes.user_changed(tx, turn, event)
        case Troubled():
            finish(tx, turn, [Tell(PlatformTroubled(event.platform, event.subject, event.zh, event.en, event.over))])
        case _:
            assert_never(event)


def start_features(tx: Transaction, event: EventId, now: datetime, around: Surroundings) -> None:
    """Let every feature arm its standing timers."""
    turn = turn_of(tx, event, now, around)
    for feature in around.offers.features:
        if feature.starts:
            finish(tx, turn, feature.starts(turn))


def _woken(turn: Turn, event: TimerFired) -> Effects:
    handler = turn.offers.wakes.get(event.action)
    if handler is None:
        say(LOG, logging.WARNING, "A timer of an unknown kind was dropped", "turn.timer", kind=event.action)
        return ()
    return handler(turn, Wake(event.action, event.args, event.scheduled_for))


def _added(tx: Transaction, turn: Turn, event: BotAdded) -> Effects:
    chat = tx.directory.chat_of(event.chat, event.title)
    people = [person_of(tx, user) for user in (event.sender, *event.members)]
    yield Tell(GroupJoined(chat.id, event.title, people[0].id, tuple(person.id for person in people[1:])))


def _person_acts(tx: Transaction, ready: Turn, event: MessageReceived | ActionTriggered, around: Surroundings) -> None:
    ref, thread = (event.ref, event.thread) if isinstance(event, MessageReceived) else ("", "")
    turn = acting(tx, ready, event.sender, event.chat, around, ref, thread)
    if event.chat.direct:
        tx.directory.used(event.sender, turn.now)
    understood = _understood(tx, event, turn, around)
    if understood is None:
        return
    say(LOG, logging.DEBUG, "An event was understood", "turn.understood", event=event.id, by=understood.by)
    finish(tx, turn, understood.handle(turn))


def _understood(
    tx: Transaction, event: MessageReceived | ActionTriggered, turn: PersonTurn, around: Surroundings
) -> Understood | None:
    fallback = around.offers.fallback
    if not turn.person.active:
        return Understood("inactive", lambda each: fallback(each, Words("")) if fallback else ())
    if isinstance(event, ActionTriggered):
        press = _with_part(tx, event, turn)
        found = understand_press(press, around.offers)
        if found and event.source and not press.source:
            found = _forwarded(found)
        stale = Understood("unknown press", lambda each: fallback(each, Words("", media="press")) if fallback else ())
        return found or stale
    words = _words(tx, event, around.max_chars)
    if not turn.capabilities.hears_mentions:
        words = replace(words, mentions=(*words.mentions, *called(words.text, turn.reads, turn.readings)))
    return understand_words(words, event.to_bot, turn, around.offers)


def _forwarded(found: Understood) -> Understood:
    """A card that somebody carried elsewhere stays as it is: what would change it, who pressed is told alone."""

    def handle(turn: PersonTurn) -> Effects:
        for number, effect in enumerate(found.handle(turn)):
            if isinstance(effect, Revise) and not effect.of:
                yield turn.answer(effect.card, f"forwarded/{number}")
            else:
                yield effect

    return Understood(found.by, handle)


def _is_elsewhere(lane: str, turn: PersonTurn) -> bool:
    """Whether a message stands in somebody else's direct chat, or in another group than the one pressed in."""
    if lane.startswith("person:"):
        return lane != lane_of(ToPerson(turn.person.id))
    return not turn.direct and lane != lane_of(ToChat(turn.chat.id))


def _with_part(tx: Transaction, event: ActionTriggered, turn: PersonTurn) -> ActionTriggered:
    """The press named by the part of the message that offers it, by none if that stands elsewhere; clean in what was
    typed into it."""
    standing = tx.outbox.standing_by_key(event.source)
    if standing and _is_elsewhere(standing.lane, turn):
        return replace(event, source=DeliveryKey(""), values={n: clean(value) for n, value in event.values.items()})
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
    mentions = tuple((each.name, person_of(tx, each.user)) for each in event.mentions)
    if len(event.text) > max_chars:
        return Words("", mentions, OVERLONG)
    return Words(clean(event.text), mentions, event.media)
