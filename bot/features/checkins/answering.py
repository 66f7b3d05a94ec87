"""Presses and words on a card that asks: each looked at first - whose card, which day, still open?"""

from collections.abc import Iterator

from bot.features.checkins import cards, phrases, prompt_cards, question_cards, wishes
from bot.features.checkins.days import ask_which_day, could_be_for, keep_ahead
from bot.features.checkins.drafts import confirm_parts
from bot.features.checkins.guarding import over, refuse, share_pressed, usable
from bot.features.checkins.lookup import Share
from bot.features.checkins.pausing import later
from bot.features.checkins.pausing import skip_share as skip
from bot.features.checkins.people import manager_of
from bot.features.checkins.receiving import ask, receive
from bot.features.checkins.taking import parts_of, take, take_all
from bot.features.checkins.wording import shown
from bot.kernel.cards import Inline, Line, Said, Text, say
from bot.kernel.effects import Effect, Revise
from bot.kernel.features import Effects, PersonTurn
from bot.kernel.intents import Press, Words
from bot.kernel.questions import Invalid, Question
from bot.kernel.routing import elsewhere

TALK, FORM, TEXT = "talk", "form", "text"


def pick(turn: PersonTurn, press: Press) -> Iterator[Effect]:
    """A one-tap answer."""
    share = share_pressed(turn, press)
    question = share.question(press.args.get("q", "")) if share else None
    if share is None or question is None or not usable(turn, share):
        yield from refuse(turn, share, press)
        return
    given = share.participation.value(question.name)
    if given is not None:
        yield from _given(turn, share, question, given, press)
        return
    reply = take(question, press.args.get("v", ""))
    if isinstance(reply, Invalid):
        yield from ask(turn, share, question_cards.refused(share, question, reply))
    else:
        yield from receive(turn, share, {question.name: reply}, TALK)


def write(turn: PersonTurn, press: Press) -> Iterator[Effect]:
    """Free text written to a card that asks: an answer, several at once, or something else altogether."""
    share = share_pressed(turn, press)
    if share is None or share.participation.person != turn.person.id:
        yield from refuse(turn, share, press)
    elif press.text and not press.media and could_be_for(turn, share, press.text):
        yield from ask_which_day(turn, share, press.text, press.mentions)
    elif not usable(turn, share) or share.session.finished:
        yield Revise(press.source, over(share))
        yield from _elsewhere(turn, press)
    else:
        yield from _wish(turn, share, press) or _answer(turn, share, press)


def _wish(turn: PersonTurn, share: Share, press: Press) -> Effects | None:
    """What the words want, if not to answer."""
    if press.media:
        return None
    if wishes.asks_who_sees(press.text):
        return ask(turn, share, who_sees(turn, share) + phrases.GO_ON.line(turn.locale))
    if wishes.is_skip(press.text):
        return skip(turn, share)
    if wishes.is_snooze(press.text):
        return later(turn, share)
    coming = wishes.ahead(press.text)
    return keep_ahead(turn, share, coming, press.mentions) if coming else None


def _answer(turn: PersonTurn, share: Share, press: Press) -> Iterator[Effect]:
    question = share.session.next
    if question is None:
        return
    if not press.media:
        open_ones = [each for each in share.questions if share.participation.value(each.name) is None]
        parts = parts_of(open_ones, press.text)
        if parts.several:
            yield from confirm_parts(turn, share, parts, TEXT, press.mentions)
            return
    reply = take(question, press.text, press.mentions, press.media)
    if isinstance(reply, Invalid):
        yield from ask(turn, share, question_cards.refused(share, question, reply))
    else:
        yield from receive(turn, share, {question.name: reply}, TALK)


def form(turn: PersonTurn, press: Press) -> Iterator[Effect]:
    """`一次填完`: the form where the platform has one, else how to say it all in one sentence."""
    share = share_pressed(turn, press)
    if share is None or not usable(turn, share):
        yield from refuse(turn, share, press)
    elif share.session.finished:
        yield from already(turn, share)
    elif turn.capabilities.forms:
        yield turn.answer(question_cards.form(share), "checkins/form")
    else:
        yield from ask(turn, share, phrases.FORM_NONE.line(turn.locale))


def submit(turn: PersonTurn, press: Press) -> Iterator[Effect]:
    """The form, filled in: what is right is taken, what is not is asked again in the talk."""
    share = share_pressed(turn, press)
    if share is None or not usable(turn, share):
        yield from refuse(turn, share, press)
        return
    if share.session.finished:
        yield from already(turn, share)
        return
    taken = take_all(share.questions, {name: value.strip() for name, value in press.values.items()}, press.mentions)
    wrong = taken.invalid[0] if taken.invalid else None
    question = share.question(wrong.question) if wrong else None
    lead = question_cards.refused(share, question, wrong) if wrong and question else ()
    if taken.replies:
        yield from receive(turn, share, taken.replies, FORM, lead)
        yield Revise(press.source, question_cards.form_sent(share.locale))
    else:
        yield from ask(turn, share, lead)


def start(turn: PersonTurn, press: Press) -> Iterator[Effect]:
    """`开始答`: the first open question."""
    share = share_pressed(turn, press)
    if share is None or not usable(turn, share):
        yield from refuse(turn, share, press)
    elif share.session.finished:
        yield from already(turn, share)
    else:
        yield from ask(turn, share)


def already(turn: PersonTurn, share: Share) -> Iterator[Effect]:
    """Today's answers as they stand, and what can be done with them."""
    yield turn.answer(cards.state(share, phrases.ALREADY_DONE.line(turn.locale), turn.offers, turn.person.pushes))


def who_sees(turn: PersonTurn, share: Share) -> Line:
    """AT-15."""
    manager = manager_of(turn.reads, turn.person, share.participation.day)
    named: Inline = Said(manager.name) if manager else Text(phrases.YOUR_MANAGER.text(turn.locale))
    return prompt_cards.who_sees(share, named)


def _given(turn: PersonTurn, share: Share, question: Question, given: str, press: Press) -> Iterator[Effect]:
    """A question already answered: the same press again is no news, another one changes nothing."""
    same = take(question, press.args.get("v", ""))
    if not isinstance(same, Invalid) and (same.value == given or question.name in share.participation.kept):
        return
    number = share.number(question.name)
    if question.name in share.participation.kept:
        line = phrases.ALREADY_PRIVATE.line(turn.locale, number=number)
    else:
        line = phrases.ALREADY_SAID.line(turn.locale, number=number, answer=shown(question.name, given, turn.locale))
    yield turn.answer(say(line))


def _elsewhere(turn: PersonTurn, press: Press) -> Effects:
    """Words to a card that is over belong to whoever recognises them, or to the fallback."""
    found = elsewhere(turn, press)
    if found is not None:
        return found
    words = Words(press.text, press.mentions, press.media)
    return turn.offers.fallback(turn, words) if turn.offers.fallback else ()
