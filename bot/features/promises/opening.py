"""A promise is in hand: what nudges reminds of, and a look at the leave of who gave it."""

from dataclasses import replace
from datetime import date, datetime, time

from bot.features.promises import cards, phrases, rules
from bot.features.promises.model import LIVE, Promise
from bot.features.promises.parties import owner_and_author, tell
from bot.kernel.cards import Card, Said
from bot.kernel.days import dated_text, range_text
from bot.kernel.effects import Arm, Disarm, Effect, Revise, Tell, Withdraw
from bot.kernel.facts import BlockerInHand, ObligationMet, ObligationOpened
from bot.kernel.features import Turn
from bot.kernel.people import Absence, Person
from bot.kernel.reader import Reader
from bot.kernel.timers import Timer, local_instant

MORNING = time(9, 25)


def obligation(turn: Turn, promise: Promise, owner: Person) -> list[Effect]:
    """What the owner owes, as nudges hears it; words written for the owner alone stay out of it."""
    due = promise.deadline
    if due is None:
        return []
    what = phrases.PRIVATE_WHAT.text(owner.locale) if promise.secret else promise.what
    opened = ObligationOpened(
        id=obligation_id(promise),
        owner=promise.owner,
        due=due,
        what=what,
        buttons=cards.before_due(promise, owner.locale),
        late_buttons=cards.after_due(promise, owner.locale),
        remind=rules.remind_at(promise.kind, due, turn.now, owner.timezone, turn.calendar),
        towards=promise.towards,
    )
    in_hand = [Tell(BlockerInHand(promise.blocker, due))] if promise.blocker else []
    return [Tell(opened), *in_hand]


def obligation_id(promise: Promise) -> str:
    return f"promises:{promise.id}"


def no_obligation(promise: Promise) -> list[Effect]:
    """Met, dropped or handed on: no reminder, and what still waits to be told about it is not."""
    unsaid = [Withdraw(promise.told)] if promise.told else []
    return [Tell(ObligationMet(obligation_id(promise))), Disarm(_leave_key(promise)), *unsaid]


def in_hand(turn: Turn, promise: Promise, owner: Person) -> tuple[Promise, list[Effect]]:
    """The obligation, and the leave it may fall into."""
    watched, effects = watch_leave(turn, promise)
    return watched, [*obligation(turn, watched, owner), *effects]


def watch_leave(turn: Turn, promise: Promise) -> tuple[Promise, list[Effect]]:
    """Due while the owner is away: who waits is told on the first day of the leave, once; undone with the leave."""
    parties = owner_and_author(turn, promise)
    if parties is None or promise.towards is None or promise.state not in LIVE:
        return promise, []
    owner, author = parties
    absence = leave_over(turn, promise, owner)
    if absence is None:
        return _undone(turn, promise, owner, author)
    first = local_instant(datetime.combine(absence.first, MORNING), author.timezone)
    if first > turn.now:
        return promise, [Arm(Timer(_leave_key(promise), first, "promises.leave", {"id": promise.id}))]
    if promise.leave_card:
        return promise, []
    card = away_card(turn, promise, owner, Reader.of(author, turn.now), absence)
    post = tell(turn, author, card, "leave", phrases.LEAVE_WHY)
    return replace(promise, leave_card=post.key), [Disarm(_leave_key(promise)), post]


def leave_over(turn: Turn, promise: Promise, owner: Person) -> Absence | None:
    """The leave in which the promise falls due."""
    if promise.deadline is None:
        return None
    day = Reader.of(owner, turn.now).local(promise.deadline).date()
    return next((each for each in turn.reads.find(Absence, person=owner.id) if each.covers(day)), None)


def back_on(turn: Turn, absence: Absence) -> date:
    return turn.calendar.next_workday(absence.last)


def away_card(turn: Turn, promise: Promise, owner: Person, reader: Reader, absence: Absence) -> Card:
    days = range_text(absence.first, absence.last, reader.locale, reader.today)
    back = dated_text(back_on(turn, absence), reader.locale, reader.today)
    return cards.away_when_due(promise, reader, owner, days, back)


def _undone(turn: Turn, promise: Promise, owner: Person, author: Person) -> tuple[Promise, list[Effect]]:
    gone: list[Effect] = [Disarm(_leave_key(promise))]
    if not promise.leave_card:
        return promise, gone
    reader = Reader.of(author, turn.now)
    when = reader.moment(promise.deadline) if promise.deadline else ""
    card = cards.sentence(
        phrases.LEAVE_UNDONE, author.locale, name=Said(owner.name), what=cards.what_of(promise), when=when
    )
    revised: list[Effect] = [Withdraw(promise.leave_card), Revise(promise.leave_card, card)]
    return replace(promise, leave_card=cards.NO_CARD), [*gone, *revised]


def _leave_key(promise: Promise) -> str:
    return f"promises/leave/{promise.id}"
