"""Every press is looked at first: whose card, which day. A stale or foreign one changes nothing."""

from collections.abc import Iterator

from bot.features.checkins import phrases, question_cards
from bot.features.checkins.lookup import Share, share_now, share_of
from bot.features.checkins.model import Status
from bot.kernel.cards import Button, Card, Said, say
from bot.kernel.days import dated_text
from bot.kernel.effects import Effect, Revise
from bot.kernel.features import PersonTurn
from bot.kernel.intents import Press
from bot.kernel.people import Person


def share_pressed(turn: PersonTurn, press: Press) -> Share | None:
    """The share the pressed card speaks of, whoever's and whenever's it is."""
    return share_of(turn, press.args.get("p", ""))


def usable(turn: PersonTurn, share: Share) -> bool:
    """The person's own, and of today."""
    mine = share.participation.person == turn.person.id
    return mine and share.participation.day == turn.today(share.participation.zone)


def refuse(turn: PersonTurn, share: Share | None, press: Press) -> Iterator[Effect]:
    """One calm sentence; for a day that is over, with the way to today's."""
    if share is None:
        yield turn.answer(say(phrases.NOT_FOUND.line(turn.locale)))
    elif share.participation.person != turn.person.id:
        owner = turn.reads.get(Person, share.participation.person)
        line = phrases.NOT_YOURS.line(turn.locale, name=Said(owner.name if owner else ""))
        yield turn.answer(say(line))
    else:
        if press.source:
            yield Revise(press.source, over(share))
        day = dated_text(share.participation.day, turn.locale, turn.today(turn.person.timezone))
        yield turn.answer(say(phrases.DAY_OVER.line(turn.locale, day=day), *_start_today(turn)))


def _start_today(turn: PersonTurn) -> tuple[Button, ...]:
    now = share_now(turn)
    if now is None or now.participation.status is Status.ANSWERED or not now.participation.asked:
        return ()
    return (Button(phrases.START.text(turn.locale), question_cards.act("start", now.participation)),)


def over(share: Share) -> Card:
    """The card that asked, once it can no longer be answered."""
    question = share.session.next
    return question_cards.taken_down(share, question) if question else say(phrases.ALREADY_DONE.line(share.locale))
