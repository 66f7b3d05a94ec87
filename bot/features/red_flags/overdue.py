"""Nobody reacted: one reminder the next working day, then silence, and a bare number to the superior on Monday."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from bot.features.red_flags import manager_cards, phrases, telling, timing
from bot.features.red_flags.flags import around, names_of, remind_timer, superior_of
from bot.features.red_flags.model import Flag, Stage
from bot.kernel.effects import Arm, Effect, Post, Push, Save
from bot.kernel.features import Turn
from bot.kernel.ids import PersonId
from bot.kernel.intents import Wake
from bot.kernel.organisation import answers_for, is_away, responsible_for
from bot.kernel.people import Person, Team, ToPerson

PATIENCE = 2
"""Working days after which an alert counts as not responded to."""


def remind(turn: Turn, wake: Wake) -> Iterator[Effect]:
    """The only reminder; if the addressee is away or no longer in charge, the flag goes to who answers instead."""
    flag = turn.reads.get(Flag, wake.args["flag"])
    if flag is None or flag.stage is not Stage.RAISED or flag.reminder:
        return
    person, addressee = names_of(turn, flag)
    assert addressee  # noqa: S101 - a raised flag has one
    if is_away(turn.reads, person.id, turn.today(person.timezone)):
        yield Arm(remind_timer(flag, timing.next_day_at(turn, person, turn.now) - timing.EARLY))
        return
    in_charge = answers_for(turn.reads, addressee, person, turn.today(person.timezone))
    if not (in_charge and addressee.active) or is_away(turn.reads, addressee.id, turn.today(addressee.timezone)):
        yield from _move_on(turn, flag, person, addressee)
        return
    went = turn.arrives(flag.told)
    if went and went > turn.now:
        yield Arm(remind_timer(flag, timing.next_day_at(turn, addressee, went) - timing.EARLY))
        return
    reminded = replace(flag, reminder=turn.key("reminder"))
    yield Save(reminded)
    why = Push("red_flags.reminder", phrases.REMIND_WHY.text(addressee.locale))
    yield Post(ToPerson(addressee.id), manager_cards.remind(reminded, around(turn, reminded)), reminded.reminder, why)


def _move_on(turn: Turn, flag: Flag, person: Person, addressee: Person) -> Iterator[Effect]:
    other = responsible_for(turn.reads, person, turn.today(person.timezone))
    if other and other.person.id != addressee.id:
        yield from telling.hand_to(turn, flag, other.person, addressee.id)
    else:
        yield Arm(remind_timer(flag, timing.next_day_at(turn, addressee, turn.now) - timing.EARLY))


def count_for_superiors(turn: Turn, team: Team) -> Iterator[Effect]:
    """On the week's first working day: how many of a team's alerts wait too long. No name of any employee."""
    today = turn.today(team.timezone)
    if today != turn.calendar.first_workday_of_week(today):
        return
    waiting: Counter[PersonId] = Counter()
    for flag in turn.reads.find(Flag, team=team.id, stage=Stage.RAISED):
        person, addressee = names_of(turn, flag)
        late = flag.told_on is not None and turn.calendar.add_workdays(flag.told_on, PATIENCE) <= today
        if late and addressee and not is_away(turn.reads, person.id, turn.today(person.timezone)):
            superior = superior_of(turn, addressee, person)
            waiting.update([superior.id] if superior else [])
    for id, count in waiting.items():
        superior = turn.reads.get(Person, id)
        if superior:
            why = Push("red_flags.count", phrases.COUNT_WHY.text(superior.locale))
            card = manager_cards.superiors_count(superior.locale, team.name, count)
            yield Post(ToPerson(superior.id), card, turn.key(f"count/{superior.id}"), why)
