"""What every step of a flag needs: the flag at hand, the people around it, its cards and timers."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime

from bot.features.red_flags import cards, manager_cards, phrases
from bot.features.red_flags.model import OPEN, Flag, Outcome, Rule, Stage
from bot.kernel.cards import Card, Line, Said
from bot.kernel.effects import Disarm, Effect, Post, Push, Revise, Save
from bot.kernel.features import OneOf, PersonTurn, Turn
from bot.kernel.ids import DeliveryKey, PersonId
from bot.kernel.intents import Press
from bot.kernel.organisation import is_away, responsible_for
from bot.kernel.people import Person, ToPerson
from bot.kernel.timers import Timer


def open_flags(turn: Turn, person: PersonId) -> Sequence[Flag]:
    return turn.reads.find(Flag, person=person, stage=OneOf(OPEN))


def latest(turn: Turn, person: PersonId, rule: Rule, about: str) -> date | None:
    """The day the newest closed flag of a rule was closed."""
    found = turn.reads.find(Flag, person=person, stage=Stage.CLOSED)
    closed = [each.closed_on for each in found if (each.rule, each.about) == (rule, about) and each.closed_on]
    return max(closed, default=None)


def flag_of(turn: PersonTurn, press: Press) -> Flag | None:
    """The flag a card is about, if this person may act on it."""
    return turn.reads.get(Flag, press.args.get("flag", ""))


def names_of(turn: Turn, flag: Flag) -> tuple[Person, Person | None]:
    """The person a flag is about, and who answers for it."""
    person = turn.reads.get(Person, flag.person)
    assert person  # noqa: S101 - people are never deleted
    return person, turn.reads.get(Person, flag.addressee) if flag.addressee else None


def tell_timer(flag: Flag, due: datetime) -> Timer:
    return Timer(f"red_flags.tell/{flag.id}", due, "red_flags.tell", {"flag": flag.id})


def remind_timer(flag: Flag, due: datetime) -> Timer:
    return Timer(f"red_flags.remind/{flag.id}", due, "red_flags.remind", {"flag": flag.id})


def around(turn: Turn, flag: Flag) -> manager_cards.Telling:
    """What the card to the flag's addressee says around it."""
    person, reader = names_of(turn, flag)
    assert reader  # noqa: S101 - only flags that were told
    unseen = turn.arrives(flag.asked) is None
    return manager_cards.Telling(reader, person, _before(turn, flag, reader), unseen, superior_of(turn, reader, person))


def _before(turn: Turn, flag: Flag, reader: Person) -> Line:
    """Why it comes to this reader and not to the one first in line."""
    first = turn.reads.get(Person, flag.instead_of) if flag.instead_of else None
    if first is None:
        return ()
    if not first.active:
        phrase = phrases.TELL_INSTEAD_GONE
    elif is_away(turn.reads, first.id, turn.today(first.timezone)):
        phrase = phrases.TELL_INSTEAD
    else:
        phrase = phrases.TELL_PASSED
    return phrase.line(reader.locale, manager=Said(first.name))


def superior_of(turn: Turn, manager: Person, subject: Person) -> Person | None:
    """Who answers for the manager, never the subject themself."""
    above = responsible_for(turn.reads, manager, turn.today(manager.timezone))
    return above.person if above and above.person.id != subject.id else None


def manager_card(turn: Turn, flag: Flag) -> Card:
    return manager_cards.tell(flag, around(turn, flag))


def manager_push(flag: Flag, about: manager_cards.Telling) -> Push:
    phrase = phrases.TELL_WHY_UNSEEN if about.unseen else phrases.TELL_WHY
    return Push("red_flags.alert", phrase.text(about.reader.locale, name=about.person.name))


def clear(turn: Turn, flag: Flag) -> Iterator[Effect]:
    """The cause is gone: the card turns for everybody who has it."""
    person, reader = names_of(turn, flag)
    closed = replace(flag, stage=Stage.CLOSED, outcome=Outcome.CLEARED, closed_on=turn.today(person.timezone))
    yield Save(closed)
    yield from quiet(flag)
    yield Revise(flag.asked, cards.cleared(flag, person.locale))
    if reader:
        for key in _told(flag):
            yield Revise(key, cards.cleared(flag, reader.locale, person.name))


def quiet(flag: Flag) -> Iterator[Effect]:
    """No timer of this flag rings any more."""
    yield Disarm(f"red_flags.tell/{flag.id}")
    yield Disarm(f"red_flags.remind/{flag.id}")


def finished_cards(turn: Turn, flag: Flag) -> Iterator[Effect]:
    """The addressee's cards without their buttons, with how it ended."""
    about = around(turn, flag)
    for key in _told(flag):
        yield Revise(key, manager_cards.told_done(flag, about))


def passed_on(turn: Turn, flag: Flag, reader: Person) -> Iterator[Effect]:
    """The cards of whoever had it before say to whom it went."""
    _, before = names_of(turn, flag)
    if before:
        for key in _told(flag):
            yield Revise(key, cards.card(phrases.PASSED_ON.line(before.locale, name=Said(reader.name))))


def _told(flag: Flag) -> tuple[DeliveryKey, ...]:
    return tuple(key for key in (flag.told, flag.reminder) if key)


def closure(turn: Turn, flag: Flag, manager: str) -> Post:
    """What became of it, to the person it is about."""
    person, _ = names_of(turn, flag)
    why = Push("red_flags.closed", phrases.CLOSURE_WHY.text(person.locale))
    return Post(ToPerson(person.id), cards.closure(person, flag, manager), flag.closure, why)
