"""The manager hears, after the person did: who it is today, when, and what if nobody reacts."""

from collections.abc import Iterator
from dataclasses import replace
from zoneinfo import ZoneInfo

from bot.features.red_flags import manager_cards, timing
from bot.features.red_flags.flags import (
    around,
    clear,
    manager_push,
    names_of,
    passed_on,
    remind_timer,
    tell_timer,
)
from bot.features.red_flags.model import UNSENT, Flag, Reading, Rule, Stage
from bot.features.red_flags.rules import level_of
from bot.features.red_flags.values import line_of, row_of
from bot.kernel.effects import Arm, Effect, Post, Save
from bot.kernel.features import Turn
from bot.kernel.ids import PersonId
from bot.kernel.intents import Wake
from bot.kernel.organisation import is_away, responsible_for
from bot.kernel.people import Person, ToPerson


def tell(turn: Turn, wake: Wake) -> Iterator[Effect]:
    """The head start is over. Never before the person's own message went; frozen while they are away."""
    flag = turn.reads.get(Flag, wake.args["flag"])
    if flag is None or flag.stage is not Stage.ASKED:
        return
    person, _ = names_of(turn, flag)
    if not still_holds(turn, flag):
        yield from clear(turn, flag)
        return
    arrives = turn.arrives(flag.asked)
    ends = timing.head_start_ends(turn, person, arrives) if arrives else turn.now
    if is_away(turn.reads, person.id, turn.today(person.timezone)):
        ends = timing.next_day_at(turn, person, turn.now)
    if flag.held_until and flag.held_until > ends:
        ends = flag.held_until
    if ends - timing.EARLY > turn.now:
        yield Arm(tell_timer(flag, ends - timing.EARLY))
        return
    yield from hand_to_responsible(turn, flag)


def hand_to_responsible(turn: Turn, flag: Flag) -> Iterator[Effect]:
    """To whoever answers for the person today; if there is nobody at all, it is tried again the next day."""
    person, _ = names_of(turn, flag)
    responsible = responsible_for(turn.reads, person, turn.today(person.timezone))
    if responsible is None:
        yield Arm(tell_timer(flag, timing.next_day_at(turn, person, turn.now)))
        return
    skipped = responsible.instead_of.id if responsible.instead_of else None
    yield from hand_to(turn, flag, responsible.person, skipped)


def hand_to(turn: Turn, flag: Flag, reader: Person, instead_of: PersonId | None) -> Iterator[Effect]:
    """The card goes in the reader's next slot, and one reminder stands for their working day after."""
    goes = timing.next_slot(turn, reader)
    raised = replace(
        flag,
        stage=Stage.RAISED,
        addressee=reader.id,
        instead_of=instead_of,
        told=turn.key(f"told/{flag.id}/{reader.id}"),
        told_on=goes.astimezone(ZoneInfo(reader.timezone)).date(),
        reminder=UNSENT,
    )
    about = around(turn, raised)
    yield Save(raised)
    yield from passed_on(turn, flag, reader)
    yield Post(ToPerson(reader.id), manager_cards.tell(raised, about), raised.told, manager_push(raised, about))
    yield Arm(remind_timer(raised, timing.next_day_at(turn, reader, goes) - timing.EARLY))


def still_holds(turn: Turn, flag: Flag, changed: Reading | None = None) -> bool:
    """Whether the values that raised a metric's flag would raise it still, as they are now or with one changed."""
    if flag.rule is not Rule.METRIC:
        return True
    line = line_of(turn, flag)
    if line is None:
        return False
    person, _ = names_of(turn, flag)
    row = row_of(turn, person, flag.about, line, flag.raised_on, changed)
    return level_of(len(row.days)) is not None
