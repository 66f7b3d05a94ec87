"""`赞`: read the message, ask what must be asked, send."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from bot.features.kudos import access, grammar, phrases, questions
from bot.features.kudos.model import Draft, Slot, Wording
from bot.features.kudos.rules import ASKED_FOR, REASON_LIMIT, LeaveOut, next_question
from bot.features.kudos.sending import send
from bot.kernel.cards import Bold, Card, Private, Said, asks, say
from bot.kernel.effects import Arm, Disarm, Effect, Save
from bot.kernel.features import PersonTurn
from bot.kernel.intents import Words
from bot.kernel.names import LONGEST, Candidates, Doubt, Found, Nobody, Resolution, starts_with
from bot.kernel.people import Person
from bot.kernel.text import graphemes, squash
from bot.kernel.timers import Timer

_THANKS_TO_BOT = frozenset(("谢谢", "谢谢你", "多谢", "谢啦", "thx", "ty", "thanks a lot"))
_OPENING = re.compile(r"(?:谢谢你|谢谢|多谢|感谢|thx)[\s,，:：]*", re.IGNORECASE)


def give(turn: PersonTurn, words: Words) -> Iterator[Effect]:
    """Thank people openly."""
    yield from _begin(turn, words, private=False)


def give_privately(turn: PersonTurn, words: Words) -> Iterator[Effect]:
    """Thank people so that nobody else sees it."""
    yield from _begin(turn, words, private=True)


def recognise(turn: PersonTurn, words: Words) -> Iterable[Effect] | None:
    """`谢谢 @王磊 …` and `感谢王磊…` without a space; and a plain word of thanks to the bot itself."""
    if turn.direct and squash(words.text) in _THANKS_TO_BOT:
        return (turn.answer(say(phrases.WELCOME.line(turn.locale))),)
    opening = _OPENING.match(words.text)
    if opening is None:
        return None
    rest = words.text[opening.end() :].lstrip()
    if words.mentions or starts_with(rest[:LONGEST], turn.reads, turn.readings):
        return give(turn, replace(words, text=rest))
    return None


def _begin(turn: PersonTurn, words: Words, private: bool) -> Iterator[Effect]:
    asked = grammar.read(
        words,
        cache(lambda query: access.name(turn, query)),
        lambda text: starts_with(text, turn.reads, turn.readings),
    )
    if refusal := _refusal(turn, asked):
        yield turn.answer(refusal)
        return
    chat = None if turn.direct or private else turn.chat.id
    reason = wording(turn, asked.reason, private)
    draft = Draft(
        turn.key("draft"), turn.person.id, chat, asked.slots, asked.points or 0, reason, asked.tags, private, turn.now
    )
    yield from proceed(turn, draft)


def wording(turn: PersonTurn, reason: str, private: bool) -> Wording:
    return Private(turn.person.id, reason) if private else reason


def _refusal(turn: PersonTurn, asked: grammar.Asked) -> Card | None:
    """The answer to what can be no thanks at all."""
    locale = turn.locale
    usage = Bold(phrases.GIVE_USAGE.text(locale))
    if asked.everybody:
        return say(phrases.EVERYBODY.line(locale, most=grammar.MOST_PEOPLE))
    if asked.bot:
        return say(phrases.TO_BOT.line(locale))
    if not asked.slots:
        return say(phrases.HOW_TO.line(locale, usage=usage))
    if len(asked.slots) > grammar.MOST_PEOPLE:
        return say(phrases.TOO_MANY.line(locale, most=grammar.MOST_PEOPLE))
    if asked.odd:
        return say(phrases.ODD_POINTS.line(locale, written=Said(asked.odd[:24])))
    return too_long(turn, asked.reason)


def too_long(turn: PersonTurn, reason: str) -> Card | None:
    length = sum(1 for _ in graphemes(reason)) if len(reason) > REASON_LIMIT else 0
    if length <= REASON_LIMIT:
        return None
    return say(phrases.TOO_LONG.line(turn.locale, count=length, limit=REASON_LIMIT))


def timer_key(draft: Draft) -> str:
    return f"kudos.expire/{draft.id}"


def proceed(turn: PersonTurn, draft: Draft) -> Iterator[Effect]:
    """Ask the next question about the draft, or send it."""
    unclear = next((slot for slot in draft.slots if slot.person is None), None)
    if unclear:
        meant = _meant(turn, unclear)
        if isinstance(meant, Found):
            yield from proceed(turn, filled(draft, unclear, meant.person))
            return
        yield from ask(turn, draft, questions.who(turn.locale, draft, unclear.query, meant))
        return
    receivers = access.people(turn.reads, list(dict.fromkeys(slot.person for slot in draft.slots if slot.person)))
    question = next_question(draft, receivers, access.purse(turn, turn.person))
    if question is None:
        yield from send(turn, draft, receivers)
        yield from closing(draft)
        return
    card = questions.ask(turn.locale, draft, receivers, question)
    if isinstance(question, LeaveOut) and not asks(card):
        yield turn.answer(card)
        yield from closing(draft)
        return
    yield from ask(turn, draft, card)


def filled(draft: Draft, slot: Slot, person: Person) -> Draft:
    """The draft with this name settled; somebody named twice counts once."""
    known = Slot(slot.query, person.id)
    slots: dict[str | None, Slot] = {}
    for each in (known if each == slot else each for each in draft.slots):
        slots.setdefault(each.person or f"?{each.query}", each)
    return replace(draft, slots=tuple(slots.values()))


def _meant(turn: PersonTurn, slot: Slot) -> Resolution:
    meant = access.name(turn, slot.query) if slot.query else Nobody()
    if slot.glued and isinstance(meant, Found):
        meant = Candidates((meant.person,), Doubt.PART)
    return access.nearest_first(turn, meant) if isinstance(meant, Candidates) else meant


def ask(turn: PersonTurn, draft: Draft, card: Card) -> Iterator[Effect]:
    question = turn.answer(card)
    yield question
    yield Save(replace(draft, card=question.key, asked=True, asked_at=turn.now))
    yield Arm(Timer(timer_key(draft), turn.now + ASKED_FOR, "kudos.expire", {"draft": draft.id}))


def closing(draft: Draft) -> Iterator[Effect]:
    """The draft is done with: its words are not kept."""
    if draft.card:
        blank: Wording = Private(draft.giver, "") if isinstance(draft.reason, Private) else ""
        yield Save(replace(draft, reason=blank, open=False))
        yield Disarm(timer_key(draft))
