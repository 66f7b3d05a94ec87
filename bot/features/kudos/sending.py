"""Thanks go out: booked, announced, told to everybody concerned."""

from collections.abc import Iterator, Sequence

from bot.features.kudos import access, cards, phrases
from bot.features.kudos.ledger import booking, next_monday, zone_of
from bot.features.kudos.model import NO_KEY, Draft, Kudos, Story
from bot.kernel.attention import is_quiet
from bot.kernel.cards import Line
from bot.kernel.effects import Arm, Effect, Post, Push, Revise, Save, Tell, Timing
from bot.kernel.facts import KudosGiven
from bot.kernel.features import PersonTurn, Span
from bot.kernel.ids import ChatId
from bot.kernel.organisation import is_away
from bot.kernel.people import Person, ToChat, ToPerson
from bot.kernel.timers import Timer

STORY_TAGS = frozenset(("故事", "story"))


def send(turn: PersonTurn, draft: Draft, receivers: Sequence[Person]) -> Iterator[Effect]:
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
    elif (original := access.gift_of(turn, draft.echoes)) and original.first.stands:
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
