"""The last answer is in: the share is given, confirmed, and told to whom it concerns."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from bot.features.checkins import cards, phrases, rules
from bot.features.checkins.enabling import rehearse
from bot.features.checkins.lookup import Share, is_late
from bot.features.checkins.model import (
    NO_CARD,
    SEEN,
    Occurrence,
    Participation,
    PrivateAnswer,
    Report,
    Setup,
    Status,
    obligation_id,
    report_id,
)
from bot.features.checkins.report_cards import trial_report
from bot.features.checkins.rules import Reply
from bot.features.checkins.templates import BLOCKER
from bot.features.checkins.wording import local_clock, shown
from bot.kernel.cards import Line, Said
from bot.kernel.effects import Disarm, Effect, Save, Tell
from bot.kernel.facts import AnswersGiven, BlockerRaised, BlockerSolved, MetricRecorded, ObligationMet
from bot.kernel.features import PersonTurn
from bot.kernel.ids import derive
from bot.kernel.questions import NumberQuestion, ScaleQuestion

SOURCE = "checkin"
"""The source of numbers that people type themselves."""


def finish(
    turn: PersonTurn,
    before: Share,
    after: Share,
    replies: Mapping[str, Reply],
    private: tuple[PrivateAnswer, ...],
    source: str,
) -> Iterator[Effect]:
    """Every question is answered: `before` the replies just taken, `after` with them."""
    first = before.participation.status is not Status.ANSWERED
    done = rules.finished(after.participation, turn.now, is_late(turn, before), source)
    kept = _all_private(turn, before, private)
    raised = _blocker(turn, after, done, kept) if first or BLOCKER in replies else None
    if first or BLOCKER in replies:
        done = replace(done, blocker=raised.id if raised else "")
    given = after.now(replace(done, asked=NO_CARD))
    yield Save(given.participation)
    if source == SEEN:
        yield turn.answer(cards.reworded(before, replies), "checkins/reworded")
    else:
        line = _line(turn, given, replies, first)
        yield turn.answer(cards.received(given, line, turn.offers, turn.person.pushes), "checkins/received")
    yield Disarm(f"checkins.again:{done.id}")
    if given.checkin.trial:
        yield from _tried(turn, given)
        return
    if before.participation.blocker and before.participation.blocker != done.blocker:
        yield Tell(BlockerSolved(before.participation.blocker, turn.person.id, withdrawn=True))
    yield from _told(turn, given, kept, first)
    if raised:
        yield Tell(raised)
    yield from _metrics(turn, given, replies, kept, first)


def _tried(turn: PersonTurn, share: Share) -> Iterator[Effect]:
    """The end of a trial: what the group would have seen, and the way to switch on."""
    yield turn.answer(trial_report(share, turn.person), "checkins/trial")
    setup = turn.reads.get(Setup, share.checkin.chat) if share.checkin.chat else None
    if setup and setup.choices:
        yield turn.answer(rehearse(turn, setup, tried=True), "checkins/tried")


def _all_private(turn: PersonTurn, share: Share, new: tuple[PrivateAnswer, ...]) -> Mapping[str, PrivateAnswer]:
    stored = turn.reads.find(PrivateAnswer, participation=share.participation.id) if share.participation.kept else ()
    return {each.question: each for each in (*stored, *new) if each.words.text}


def _line(turn: PersonTurn, share: Share, replies: Mapping[str, Reply], first: bool) -> Line:
    locale, participation, checkin = share.locale, share.participation, share.checkin
    report = turn.reads.get(Report, report_id(checkin.id, participation.day))
    if not first:
        return _updated(share, replies, report is not None)
    how = phrases.CHANGE_HOW.line(locale)
    audience = Said(checkin.audience)
    if checkin.trial:
        return (*phrases.RECEIVED_QUIETLY.line(locale), *how)
    if participation.late:
        late = phrases.RECEIVED_LATE if checkin.chat else phrases.RECEIVED_LATE_QUIETLY
        return (*late.line(locale), *how)
    if checkin.chat is None:
        return (*phrases.RECEIVED_QUIETLY.line(locale), *how)
    if report:
        return (*phrases.RECEIVED_POSTED.line(locale, audience=audience), *how)
    occurrence = turn.reads.get(Occurrence, participation.occurrence)
    closes = occurrence.closes if occurrence else rules.closes(checkin, participation.day, participation.zone)
    end = local_clock(closes, participation.zone)
    return (*phrases.RECEIVED.line(locale, end=end, audience=audience), *how)


def _updated(share: Share, replies: Mapping[str, Reply], posted: bool) -> Line:
    locale, name = share.locale, next(iter(replies))
    number = share.number(name)
    if len(replies) > 1:
        line = phrases.REPLACED.line(locale)
    elif name in share.participation.kept:
        line = phrases.UPDATED_PRIVATELY.line(locale, number=number)
    else:
        value = share.participation.value(name) or ""
        line = phrases.UPDATED.line(locale, number=number, answer=shown(name, value, locale))
    return line + (phrases.REPORT_TOO.line(locale) if posted else ())


def _blocker(
    turn: PersonTurn, share: Share, done: Participation, kept: Mapping[str, PrivateAnswer]
) -> BlockerRaised | None:
    """What somebody needs, for the team or for the manager; words kept to oneself raise nothing."""
    private = kept.get(BLOCKER) if BLOCKER in done.kept else None
    text = private.words.text if private and private.reader else done.value(BLOCKER)
    if not text:
        return None
    mentions = tuple((name, person) for name, person in done.mentions if f"@{name}" in text)
    id = derive("blocker", done.id, str(len(done.versions)))
    return BlockerRaised(id, done.person, done.team, text, done.day, mentions, private is not None)


def _told(turn: PersonTurn, share: Share, kept: Mapping[str, PrivateAnswer], first: bool) -> Iterator[Effect]:
    given = share.participation
    yield Tell(ObligationMet(obligation_id(given.id)))
    yield Tell(
        AnswersGiven(
            occurrence=given.occurrence,
            person=given.person,
            team=given.team,
            day=given.day,
            answers={each.name: each.value for each in given.answers if each.name not in given.kept},
            late=given.late,
            revised=not first,
            private=tuple((name, each.words) for name, each in kept.items() if name in given.kept),
        )
    )


def _metrics(
    turn: PersonTurn, share: Share, replies: Mapping[str, Reply], kept: Mapping[str, PrivateAnswer], first: bool
) -> Iterator[Effect]:
    given = share.participation
    for question in share.questions:
        if not first and question.name not in replies:
            continue
        value = ""
        if isinstance(question, NumberQuestion):
            value = given.value(question.name) or ""
        elif isinstance(question, ScaleQuestion) and question.name in kept:
            value = kept[question.name].words.text
        if value:
            day = rules.measured_on(question, given.day, turn.calendar)
            yield Tell(MetricRecorded(given.person, question.name, day, Decimal(value), SOURCE))
