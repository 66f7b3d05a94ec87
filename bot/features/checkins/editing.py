"""Changing an answer, and taking the answers of a day back: until the day ends, the report follows."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from bot.features.checkins import phrases, question_cards, rules
from bot.features.checkins.finishing import SOURCE
from bot.features.checkins.guarding import share_pressed, usable
from bot.features.checkins.lookup import Share, shares_today
from bot.features.checkins.model import PrivateAnswer, Report, Status, report_id
from bot.features.checkins.receiving import receive
from bot.features.checkins.taking import Mentions, take
from bot.features.checkins.wording import label, shown
from bot.kernel.cards import Button, Private, say
from bot.kernel.effects import Effect, Revise, Save, Tell
from bot.kernel.facts import AnswersWithdrawn, BlockerSolved, MetricRecorded
from bot.kernel.features import PersonTurn
from bot.kernel.intents import Press, Words
from bot.kernel.questions import Invalid, NumberQuestion, Question, ScaleQuestion

EDIT = "edit"
_NUMBERED = re.compile(
    r"(?:第|question\s)?\s*([0-9]{1,2})\s*题?(?:[\s::,,.、]+|$|(?=\D))(.*)", re.DOTALL | re.IGNORECASE
)


_COUNTED = re.compile(r"\s*[0-9]{1,2}\s*(?:个|条|处|项|次|份|版|天|点|%|bugs?\b)", re.IGNORECASE)


def means_change(turn: PersonTurn, words: Words) -> bool:
    """`改 2 上线` in the middle of a question; `改文案` and `改 2 个 bug` are answers to it."""
    numbered = _NUMBERED.fullmatch(words.text.strip()) is not None and not _COUNTED.match(words.text)
    return not turn.asked or numbered


def change(turn: PersonTurn, words: Words) -> Iterator[Effect]:
    """`改 2 上线对账`; bare it asks which and what."""
    share = _changeable(turn)
    if share is None:
        yield turn.answer(say(phrases.CHANGE_NOTHING.line(turn.locale)))
        return
    found = _NUMBERED.fullmatch(words.text.strip())
    if found is None:
        yield turn.answer(question_cards.which_question(share))
        return
    number, text = int(found[1]), found[2].strip()
    if not 1 <= number <= len(share.questions):
        count = len(share.questions)
        yield turn.answer(say(phrases.CHANGE_UNKNOWN.line(turn.locale, number=number, count=count)))
        return
    question = share.questions[number - 1]
    if not text:
        yield turn.answer(question_cards.rewrite(share, question))
        return
    yield from _changed(turn, share, question, text, words.mentions)


def which(turn: PersonTurn, press: Press) -> Iterator[Effect]:
    """The button `改`."""
    share = _today(turn, press)
    if share is None:
        yield turn.answer(say(phrases.CHANGE_NOTHING.line(turn.locale)))
    else:
        yield turn.answer(question_cards.which_question(share))


def rewrite(turn: PersonTurn, press: Press) -> Iterator[Effect]:
    """One question chosen: ask for its new words."""
    share = _today(turn, press)
    question = share.question(press.args.get("q", "")) if share else None
    if share is None or question is None:
        yield turn.answer(say(phrases.CHANGE_NOTHING.line(turn.locale)))
        return
    chosen = phrases.TAKEN_DOWN.line(turn.locale, answer=label(question, turn.locale))
    yield Revise(press.source, say(phrases.CHANGE_WHICH.line(turn.locale) + chosen))
    yield turn.answer(question_cards.rewrite(share, question), "checkins/rewrite")


def rewritten(turn: PersonTurn, press: Press) -> Iterator[Effect]:
    """The new words, typed or picked."""
    share = _today(turn, press)
    question = share.question(press.args.get("q", "")) if share else None
    if share is None or question is None:
        yield turn.answer(say(phrases.CHANGE_NOTHING.line(turn.locale)))
        return
    text = press.args.get("v", press.text)
    done = phrases.CHANGE_DONE.line(turn.locale, number=share.number(question.name))
    yield Revise(press.source, say(done))
    yield from _changed(turn, share, question, text, press.mentions, press.media)


def _changed(
    turn: PersonTurn, share: Share, question: Question, text: str, mentions: Mentions, media: str = ""
) -> Iterator[Effect]:
    reply = take(question, text, mentions, media)
    if isinstance(reply, Invalid):
        lead = question_cards.refused(share, question, reply)
        yield turn.answer(question_cards.after(lead, question_cards.rewrite(share, question)), "checkins/rewrite")
        return
    number, answer = share.number(question.name), shown(question.name, reply.value, turn.locale)
    said = phrases.UPDATED_PRIVATELY if reply.audience else phrases.UPDATED
    lead = said.line(turn.locale, number=number, answer=answer)
    yield from receive(turn, share, {question.name: reply}, EDIT, lead)


def _changeable(turn: PersonTurn) -> Share | None:
    """The share of today with something in it, the one acted on last first."""
    return next((share for share in shares_today(turn) if share.participation.answers), None)


def _today(turn: PersonTurn, press: Press) -> Share | None:
    """The share of a card: the person's own, of today."""
    share = share_pressed(turn, press)
    return share if share and usable(turn, share) else None


def undo(turn: PersonTurn, wanted: Words | Press) -> Iterator[Effect]:
    """`撤回`: the answers of today are gone from the report, and awaited again."""
    share = _today(turn, wanted) if isinstance(wanted, Press) else _undoable(turn)
    status = share.participation.status if share else None
    if share is None or status not in (Status.ANSWERED, Status.SKIPPED):
        yield turn.answer(say(phrases.NOTHING_TO_UNDO.line(turn.locale)))
        return
    before = share.participation
    again = Button(phrases.AGAIN_BUTTON.text(turn.locale), question_cards.act("start", before))
    yield Save(rules.withdrawn(before, turn.now))
    if status is Status.SKIPPED:
        yield turn.answer(say(phrases.SKIP_TAKEN_BACK.line(turn.locale), again))
        return
    yield from _private_gone(turn, share)
    if not share.checkin.trial:
        yield Tell(AnswersWithdrawn(before.occurrence, before.person, before.team, before.day))
        yield from _facts_gone(turn, share)
    posted = turn.reads.get(Report, report_id(share.checkin.id, before.day)) is not None
    said = phrases.TAKEN_BACK if posted else phrases.TAKEN_BACK_QUIETLY
    yield turn.answer(say(said.line(turn.locale), again))


def _private_gone(turn: PersonTurn, share: Share) -> Iterator[Effect]:
    for each in turn.reads.find(PrivateAnswer, participation=share.participation.id):
        yield Save(replace(each, words=Private(each.person, ""), reader=None))


def _facts_gone(turn: PersonTurn, share: Share) -> Iterator[Effect]:
    given = share.participation
    if given.blocker:
        yield Tell(BlockerSolved(given.blocker, given.person, withdrawn=True))
    for question in share.questions:
        if isinstance(question, NumberQuestion | ScaleQuestion) and given.value(question.name) is not None:
            day = rules.measured_on(question, given.day, turn.calendar)
            yield Tell(MetricRecorded(given.person, question.name, day, None, SOURCE))


def undoable_since(turn: PersonTurn) -> datetime | None:
    """When the newest thing was done that `撤回` would undo here."""
    share = _undoable(turn)
    return share.participation.acted_at if share else None


def _undoable(turn: PersonTurn) -> Share | None:
    settled = [s for s in shares_today(turn) if s.participation.status in (Status.ANSWERED, Status.SKIPPED)]
    return settled[0] if settled else None
