"""What red flags hear: missed and given answers, blockers, values of metrics, people who left."""

from collections.abc import Iterator
from dataclasses import replace
from zoneinfo import ZoneInfo

from bot.features.red_flags.flags import clear, names_of, open_flags, quiet
from bot.features.red_flags.model import (
    Flag,
    Misses,
    OpenBlocker,
    Outcome,
    Reading,
    Rule,
    Stage,
    metric_key,
    reading_id,
)
from bot.features.red_flags.rules import NEEDED, after_answer, shown_number
from bot.features.red_flags.telling import hand_to_responsible, still_holds
from bot.kernel.cards import Private
from bot.kernel.effects import Effect, Save
from bot.kernel.facts import (
    AnswersGiven,
    AnswersMissed,
    BlockerInHand,
    BlockerRaised,
    BlockerSolved,
    MetricRecorded,
    PersonLeft,
)
from bot.kernel.features import Turn
from bot.kernel.people import Person


def on_missed(turn: Turn, fact: AnswersMissed) -> Iterator[Effect]:
    standing = turn.reads.get(Misses, fact.person)
    days = {*(standing.days if standing else ()), fact.day}
    yield Save(Misses(fact.person, fact.team, tuple(sorted(days))))


def on_answers(turn: Turn, fact: AnswersGiven) -> Iterator[Effect]:
    """An answer ends the row, a late one too; a flag raised for the row is cleared."""
    standing = turn.reads.get(Misses, fact.person)
    if standing is None or not standing.days:
        return
    left = after_answer(standing.days, fact.day)
    if left == standing.days:
        return
    yield Save(replace(standing, days=left))
    for flag in open_flags(turn, fact.person):
        if flag.rule is Rule.MISSED and len(left) < NEEDED:
            yield from clear(turn, flag)


def on_blocker(turn: Turn, fact: BlockerRaised) -> Iterator[Effect]:
    """A blocker told of again is as old as it was, and in the same hands."""
    known, text = turn.reads.get(OpenBlocker, fact.id), Private(fact.person, fact.text)
    fresh = OpenBlocker(fact.id, fact.person, fact.team, text, fact.day)
    yield Save(replace(known, text=text) if known and not known.solved else fresh)


def on_in_hand(turn: Turn, fact: BlockerInHand) -> Iterator[Effect]:
    """Whoever waits for a promised day is not stuck: the days count anew once it has passed."""
    blocker = turn.reads.get(OpenBlocker, fact.id)
    person = turn.reads.get(Person, blocker.person) if blocker else None
    if blocker and person and not blocker.solved:
        yield Save(replace(blocker, in_hand=fact.until.astimezone(ZoneInfo(person.timezone)).date()))


def on_solved(turn: Turn, fact: BlockerSolved) -> Iterator[Effect]:
    blocker = turn.reads.get(OpenBlocker, fact.id)
    if blocker is None or blocker.solved:
        return
    yield Save(replace(blocker, solved=True))
    for flag in open_flags(turn, blocker.person):
        if (flag.rule, flag.about) == (Rule.BLOCKER, blocker.id):
            yield from clear(turn, flag)


def on_metric(turn: Turn, fact: MetricRecorded) -> Iterator[Effect]:
    """A value, or grey. What could not be read never wipes out what was; a corrected value may clear a flag."""
    metric = metric_key(fact.metric)
    id = reading_id(fact.person, metric, fact.day)
    if fact.value is None and turn.reads.get(Reading, id) is not None:
        return
    value = None if fact.value is None else Private(fact.person, shown_number(fact.value))
    reading = Reading(id, fact.person, metric, fact.day, value, fact.source)
    yield Save(reading)
    for flag in open_flags(turn, fact.person):
        if (flag.rule, flag.about) == (Rule.METRIC, metric) and not still_holds(turn, flag, reading):
            yield from clear(turn, flag)


def on_left(turn: Turn, fact: PersonLeft) -> Iterator[Effect]:
    """Flags about somebody who left end without a word; those they answered for go to who answers now."""
    for flag in open_flags(turn, fact.person):
        person, _ = names_of(turn, flag)
        today = turn.today(person.timezone)
        yield Save(replace(flag, stage=Stage.CLOSED, outcome=Outcome.CLEARED, closed_on=today))
        yield from quiet(flag)
    for flag in turn.reads.find(Flag, addressee=fact.person, stage=Stage.RAISED):
        yield from hand_to_responsible(turn, flag)
