"""A message that gave answers was edited or taken back (AT-09, AT-10): the answers follow, and the person hears it."""

from collections.abc import Iterator, Mapping, Sequence

from bot.features.checkins import cards, phrases, question_cards, rules
from bot.features.checkins.editing import EDIT
from bot.features.checkins.guarding import share_pressed, usable
from bot.features.checkins.lookup import Share
from bot.features.checkins.model import (
    SEEN,
    CheckIn,
    Participation,
    PrivateAnswer,
    Report,
    Source,
    Status,
    report_id,
    source_id,
)
from bot.features.checkins.receiving import private_answer, receive
from bot.features.checkins.rules import Reply
from bot.features.checkins.sources import share_said
from bot.features.checkins.taking import Mentions, parts_of, take
from bot.features.checkins.templates import BLOCKER
from bot.kernel.cards import Private, say
from bot.kernel.effects import Effect, Post, Reread, Revise, Save, Tell
from bot.kernel.facts import AnswersGiven, BlockerSolved
from bot.kernel.features import Effects, PersonTurn, Turn
from bot.kernel.ids import ChatId, PersonId
from bot.kernel.intents import Edited, Press, Recalled, Wake
from bot.kernel.people import Person, ToPerson
from bot.kernel.questions import Invalid, Question


def edited(turn: PersonTurn, change: Edited) -> Effects | None:
    """The same words again are no change, and neither are those that answered nothing."""
    found = share_said(turn, change.ref)
    return _reworded(turn, *found, change) if found else None


def _reworded(turn: PersonTurn, source: Source, share: Share, change: Edited) -> Iterator[Effect]:
    replies = _replies(share, source, change.words.text, change.words.mentions)
    changed = {name: each for name, each in replies.items() if not _same(share, name, each)}
    if not changed:
        return
    name, first = next(iter(changed.items()))
    question = share.question(name)
    if not usable(turn, share) or question is None:
        yield turn.answer(say(phrases.EDIT_TOO_LATE.line(turn.locale)))
    elif isinstance(first, Invalid):
        lead = question_cards.refused(share, question, first)
        yield turn.answer(question_cards.after(lead, question_cards.rewrite(share, question)), "checkins/rewrite")
    else:
        taken = {each: reply for each, reply in changed.items() if isinstance(reply, Reply)}
        yield from receive(turn, share, taken, SEEN, cards.edit_seen(share, taken))


def _replies(share: Share, source: Source, text: str, mentions: Mentions) -> Mapping[str, Reply | Invalid]:
    """The edited words as answers to the questions that the message answered before."""
    questions = [each for each in share.questions if each.name in source.questions]
    if len(questions) == 1:
        return {questions[0].name: take(questions[0], text, mentions)}
    fields = parts_of(questions, text).fields
    return {each.name: take(each, fields[each.name], mentions) for each in questions if each.name in fields}


def _same(share: Share, name: str, reply: Reply | Invalid) -> bool:
    return isinstance(reply, Reply) and reply.value == share.participation.value(name)


def decided(turn: PersonTurn, press: Press) -> Iterator[Effect]:
    """`对`, or `用旧的`: the words of the version before stand again."""
    share = share_pressed(turn, press)
    question = share.question(press.args.get("q", "")) if share else None
    if share is None or question is None or not usable(turn, share):
        yield turn.answer(say(phrases.CHANGE_NOTHING.line(turn.locale)))
    elif press.args.get("do") == "new":
        yield Revise(press.source, say(phrases.EDIT_KEPT.line(turn.locale)))
    else:
        yield from _as_before(turn, share, question, press)


def _as_before(turn: PersonTurn, share: Share, question: Question, press: Press) -> Iterator[Effect]:
    old = _in_version(share.participation, press.args.get("do", ""), question.name)
    if old is None:
        yield turn.answer(say(phrases.CHANGE_NOTHING.line(turn.locale)))
        return
    yield Revise(press.source, say(phrases.EDIT_OLD_AGAIN.line(turn.locale)))
    yield from receive(turn, share, {question.name: Reply(old)}, EDIT)


def _in_version(participation: Participation, number: str, question: str) -> str | None:
    versions = participation.versions
    if not (number.isdecimal() and 0 < int(number) <= len(versions)):
        return None
    return next((each.value for each in versions[int(number) - 1].answers if each.name == question), None)


def recalled(turn: Turn, gone: Recalled) -> Effects | None:
    """What the message answered is out of the report at once; its words are kept nowhere."""
    source = turn.reads.get(Source, source_id(gone.chat, gone.ref))
    participation = turn.reads.get(Participation, source.participation) if source else None
    checkin = turn.reads.get(CheckIn, participation.checkin) if participation else None
    person = turn.reads.get(Person, source.person) if source else None
    if source is None or participation is None or checkin is None or person is None:
        return None
    names = [each for each in source.questions if participation.value(each) is not None]
    share = Share.of(checkin, participation, person.locale)
    return _taken_out(turn, share, person, names) if names and person.active else ()


def _taken_out(turn: Turn, share: Share, person: Person, names: Sequence[str]) -> Iterator[Effect]:
    before = share.participation
    after = rules.taken_out(before, names, turn.now)
    yield Save(after)
    for private in turn.reads.find(PrivateAnswer, participation=before.id) if before.kept else ():
        if private.question in names:
            yield Save(private_answer(before, private.question, Private(person.id, ""), None))
    if BLOCKER in names and before.blocker:
        yield Tell(BlockerSolved(before.blocker, person.id, withdrawn=True))
    if before.status is Status.ANSWERED and not share.checkin.trial:
        answers = {each.name: each.value for each in after.answers if each.name not in after.kept}
        yield Tell(AnswersGiven(before.occurrence, person.id, before.team, before.day, answers, before.late, True))
    posted = turn.reads.get(Report, report_id(share.checkin.id, before.day)) is not None
    yield Post(ToPerson(person.id), cards.taken_out(share.now(after), names[0], posted), turn.key("checkins/recalled"))


def read_again(turn: Turn, wake: Wake) -> Iterator[Effect]:
    """Shortly before the report, where the platform tells nobody of an edit."""
    messages: dict[tuple[ChatId, PersonId], list[str]] = {}
    for source in turn.reads.find(Source, occurrence=wake.args["occurrence"], reread=True):
        messages.setdefault((source.chat, source.person), []).append(source.ref)
    for (chat, person), refs in messages.items():
        yield Reread(chat, person, tuple(refs))
