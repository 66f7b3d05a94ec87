"""`赞`: read the message, ask what must be asked, send."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from bot.features.kudos import access, cards, grammar, phrases, questions
from bot.features.kudos.ledger import booking, next_monday, zone_of
from bot.features.kudos.model import NO_KEY, Draft, Kudos, Slot, Story, Wording
from bot.features.kudos.rules import ASKED_FOR, REASON_LIMIT, LeaveOut, next_question
from bot.kernel.attention import is_quiet
from bot.kernel.cards import Bold, Card, Line, Private, Said, asks, say
from bot.kernel.effects import Arm, Disarm, Effect, Post, Push, Revise, Save, Tell, Timing
from bot.kernel.facts import KudosGiven
from bot.kernel.features import PersonTurn, Span
from bot.kernel.ids import ChatId
from bot.kernel.intents import Words
from bot.kernel.names import LONGEST, Candidates, Doubt, Found, Nobody, Resolution, starts_with
from bot.kernel.organisation import is_away
from bot.kernel.people import Person, ToChat, ToPerson
from bot.kernel.text import graphemes, squash
from bot.kernel.timers import Timer

_THANKS_TO_BOT = frozenset(("谢谢", "谢谢你", "多谢", "谢啦", "thx", "ty", "thanks a lot"))
_OPENING = re.compile(r"(?:谢谢|多谢|感谢|谢谢你|thx)[\s,，:：]*", re.IGNORECASE)
STORY_TAGS = frozenset(("故事", "story"))


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


def proceed(turn: PersonTurn, draft: Draft, note: Line = ()) -> Iterator[Effect]:
    """Ask the next question about the draft, or send it. `note` explains why a question comes again."""
    unclear = next((slot for slot in draft.slots if slot.person is None), None)
    if unclear:
        meant = _meant(turn, unclear)
        if isinstance(meant, Found):
            yield from proceed(turn, filled(draft, unclear, meant.person), note)
            return
        yield from ask(turn, draft, questions.who(turn.locale, draft, unclear.query, meant, note))
        return
    receivers = access.people(turn.reads, list(dict.fromkeys(slot.person for slot in draft.slots if slot.person)))
    question = next_question(draft, receivers, access.purse(turn, turn.person))
    if question is None:
        yield from _send(turn, draft, receivers)
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


def _send(turn: PersonTurn, draft: Draft, receivers: Sequence[Person]) -> Iterator[Effect]:
    """Book, announce, tell everybody concerned: all receivers or none."""
    chat = None if draft.private else draft.chat or access.channel(turn, receivers)
    confirmation = turn.key("answer")
    kudos = tuple(
        Kudos(
            turn.key(f"kudos/{receiver.id}"),
            turn.key("gift"),
            turn.person.id,
            receiver.id,
            draft.points,
            draft.reason,
            draft.tags,
            draft.private,
            turn.now,
            chat,
            turn.key("announcement") if chat and not draft.echoes else NO_KEY,
            NO_KEY if _is_away(turn, receiver) else turn.key(f"received/{receiver.id}"),
            confirmation,
            draft.echoes,
        )
        for receiver in receivers
    )
    gift = cards.Gift(kudos, turn.person, access.told_apart(turn, receivers))
    week = access.week(turn, turn.person)
    for each in kudos:
        yield Save(each)
        yield from (Save(entry) for entry in booking(each, each.points, week, turn.now))
    if chat:
        yield from _tell_group(turn, draft, gift, chat)
    yield from _tell_receivers(turn, gift)
    left = access.purse(turn, turn.person).left - draft.points * len(kudos)
    notes = tuple(_notes(turn, draft, gift))
    yield turn.answer(cards.sent(turn.locale, gift, left, draft.later, notes))
    if draft.later:
        due = next_monday(turn.now, zone_of(turn.reads, turn.person, turn.now))
        yield Arm(Timer(later_key(gift), due, "kudos.later", {"gift": gift.first.gift, "points": str(draft.later)}))
    yield from closing(draft)
    for each in kudos:
        yield Tell(KudosGiven(each.id, each.giver, each.receiver, each.points, each.private))


def later_key(gift: cards.Gift) -> str:
    return f"kudos.later/{gift.first.gift}"


def _tell_group(turn: PersonTurn, draft: Draft, gift: cards.Gift, chat: ChatId) -> Iterator[Effect]:
    locale = access.language_of(turn.reads, chat, turn.locale)
    if not draft.echoes:
        starred = not STORY_TAGS.isdisjoint(tag.casefold() for tag in draft.tags)
        if starred:
            yield Save(Story(gift.first.gift, gift.first.gift, turn.person.id, turn.now))
        yield Post(ToChat(chat), cards.announcement(locale, gift, starred=starred), gift.first.announced)
    elif original := access.gift_of(turn, draft.echoes):
        joined = (*access.echoes_of(turn.reads, draft.echoes), turn.person)
        starred = turn.reads.get(Story, draft.echoes) is not None
        card = cards.announcement(locale, original, tuple(dict.fromkeys(joined)), starred)
        yield Revise(original.first.announced, card)


def _tell_receivers(turn: PersonTurn, gift: cards.Gift) -> Iterator[Effect]:
    """At once within working hours; what follows on the same day waits for a slot. Those away get it as news."""
    original = access.gift_of(turn, gift.first.echoes)
    joined = (original.giver, original.first.reason) if original else None
    for kudos, receiver in zip(gift.kudos, gift.receivers, strict=True):
        if kudos.told:
            card = cards.received(receiver.locale, kudos, turn.person, joined)
            reason = phrases.WHY_RECEIVED.text(receiver.locale, giver=turn.person.name)
            timing = Timing.SLOT if _thanked_today(turn, receiver) else Timing.DUE_TODAY
            yield Post(ToPerson(receiver.id), card, kudos.told, Push("kudos.received", reason, timing))


def _thanked_today(turn: PersonTurn, receiver: Person) -> bool:
    since = access.midnight(turn.today(receiver.timezone), receiver.timezone)
    return any(turn.reads.find(Kudos, receiver=receiver.id, given_at=Span(since)))


def _is_away(turn: PersonTurn, receiver: Person) -> bool:
    return is_away(turn.reads, receiver.id, turn.today(receiver.timezone))


def _is_off(turn: PersonTurn, receiver: Person) -> bool:
    """Whether the message to a receiver has to wait."""
    return _is_away(turn, receiver) or is_quiet(turn.now, receiver.timezone, turn.calendar.works)


def _notes(turn: PersonTurn, draft: Draft, gift: cards.Gift) -> Iterator[Line]:
    """What the giver should know about this one."""
    locale = turn.locale
    if draft.private:
        yield phrases.SENT_PRIVATE.line(locale, names=cards.names(locale, gift.receivers))
        if not turn.direct:
            yield phrases.NEXT_TIME_DIRECT.line(locale)
    elif gift.first.chat is None:
        yield phrases.NO_GROUP.line(locale)
    if off := [person for person in gift.receivers if _is_off(turn, person)]:
        yield phrases.OFF_WORK.line(locale, names=cards.names(locale, off))
