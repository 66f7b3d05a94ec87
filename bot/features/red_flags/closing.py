"""The manager answers: talked, resources, false alarm, passed on; and the line for the person."""

from collections.abc import Iterator
from dataclasses import replace

from bot.features.red_flags import cards, manager_cards, phrases, telling
from bot.features.red_flags.flags import (
    around,
    closure,
    finished_cards,
    flag_of,
    manager_card,
    names_of,
    quiet,
    superior_of,
)
from bot.features.red_flags.model import UNSENT, Flag, Outcome, Stage
from bot.kernel.cards import Line, Private, Said
from bot.kernel.effects import Effect, Revise, Save, Withdraw
from bot.kernel.features import PersonTurn
from bot.kernel.intents import Press
from bot.kernel.organisation import answers_for
from bot.kernel.phrases import Phrase
from bot.kernel.text import shorten

LINE_LIMIT = 500


def talked(turn: PersonTurn, press: Press) -> Iterator[Effect]:
    """`已沟通`, or words written to the card: both close it, and a line for the person is welcome."""
    yield from _close(turn, press, Outcome.TALKED, phrases.CLOSED_TALKED, phrases.LINE_ASK)


def words(turn: PersonTurn, press: Press) -> Iterator[Effect]:
    """Free text on the card closes it as talked. With several flags open it is asked which one was meant."""
    found = turn.reads.find(Flag, addressee=turn.person.id, stage=Stage.RAISED)
    waiting = [flag for flag in found if _is_theirs(turn, flag)]
    if len(waiting) > 1:
        named = [(flag, names_of(turn, flag)[0]) for flag in waiting]
        yield turn.answer(manager_cards.which(turn.locale, named))
    else:
        yield from talked(turn, press)


def resources(turn: PersonTurn, press: Press) -> Iterator[Effect]:
    """`我给资源 …`: what follows is the line for the person."""
    yield from _close(turn, press, Outcome.RESOURCES, phrases.CLOSED_RESOURCES, phrases.RESOURCES_ASK, line=press.text)


def false_alarm(turn: PersonTurn, press: Press) -> Iterator[Effect]:
    yield from _close(turn, press, Outcome.FALSE_ALARM, phrases.CLOSED_FALSE, None)


def _close(
    turn: PersonTurn,
    press: Press,
    outcome: Outcome,
    closed: Phrase,
    ask: Phrase | None,
    line: str = "",
    remark: str = "",
) -> Iterator[Effect]:
    flag = _open(turn, press)
    if flag is None:
        yield _refused(turn, press)
        return
    me = turn.person
    done = replace(
        flag,
        stage=Stage.CLOSED,
        outcome=outcome,
        closed_on=turn.today(me.timezone),
        closure=turn.key("closure"),
        answered=True,
        words=Private(me.id, shorten(line, LINE_LIMIT)) if line else None,
    )
    yield Save(done)
    yield from quiet(flag)
    yield from finished_cards(turn, done)
    yield closure(turn, done, me.name)
    about = around(turn, done)
    name = Said(about.person.name)
    if done.words:
        yield turn.answer(cards.card(closed.line(me.locale, name=name), _passed_line(turn, done)))
    elif ask:
        yield turn.answer(manager_cards.for_line(done, about, closed, ask))
    else:
        yield turn.answer(cards.card(closed.line(me.locale, name=name)))


def line(turn: PersonTurn, press: Press) -> Iterator[Effect]:
    """The line for the person, written after the card was closed."""
    flag = _closed(turn, press)
    if flag is None:
        yield _refused(turn, press)
    elif not press.text:
        yield turn.answer(cards.card(phrases.LINE_EMPTY.text(turn.locale)))
    else:
        person, _ = names_of(turn, flag)
        written = replace(flag, words=Private(turn.person.id, shorten(press.text, LINE_LIMIT)))
        yield Save(written)
        yield Revise(flag.closure, cards.closure(person, written, turn.person.name))
        yield Revise(press.source, cards.card(_passed_line(turn, written)))


def no_line(turn: PersonTurn, press: Press) -> Iterator[Effect]:
    flag = _closed(turn, press)
    if flag is None:
        yield _refused(turn, press)
        return
    person, _ = names_of(turn, flag)
    yield Revise(press.source, cards.card(phrases.LINE_NONE_DONE.line(turn.locale, name=Said(person.name))))


def reopen(turn: PersonTurn, press: Press) -> Iterator[Effect]:
    """Not talked yet after all: possible until the person was told."""
    flag = _closed(turn, press)
    if flag is None:
        yield _refused(turn, press)
        return
    person, _ = names_of(turn, flag)
    goes = turn.arrives(flag.closure)
    if goes is not None and goes <= turn.now:
        yield turn.answer(cards.card(phrases.REOPEN_LATE.line(turn.locale, name=Said(person.name))))
        return
    opened = replace(flag, stage=Stage.RAISED, outcome=None, closed_on=None, closure=UNSENT, answered=False)
    yield Save(opened)
    yield Withdraw(flag.closure)
    yield Revise(opened.told, manager_card(turn, opened))
    yield Revise(press.source, cards.card(phrases.REOPENED.text(turn.locale)))


def pass_on(turn: PersonTurn, press: Press) -> Iterator[Effect]:
    """`转给刘总`: the superior answers for it from now on."""
    flag = _open(turn, press)
    if flag is None:
        yield _refused(turn, press)
        return
    person, _ = names_of(turn, flag)
    superior = superior_of(turn, turn.person, person)
    if superior is None:
        yield turn.answer(cards.card(phrases.NOBODY_TO_PASS.text(turn.locale)))
        return
    yield from telling.hand_to(turn, flag, superior, turn.person.id)


def _passed_line(turn: PersonTurn, flag: Flag) -> Line:
    person, _ = names_of(turn, flag)
    assert flag.words  # noqa: S101 - just written
    return phrases.LINE_DONE.line(turn.locale, name=Said(person.name), text=flag.words)


def _open(turn: PersonTurn, press: Press) -> Flag | None:
    """The flag, if this person answers for it now."""
    flag = flag_of(turn, press)
    return flag if flag and _is_theirs(turn, flag) and flag.stage is Stage.RAISED else None


def _closed(turn: PersonTurn, press: Press) -> Flag | None:
    flag = flag_of(turn, press)
    return flag if flag and _is_theirs(turn, flag) and flag.answered and not flag.words else None


def _is_theirs(turn: PersonTurn, flag: Flag) -> bool:
    """Looked at again at every press: who was told then need not answer for the person any more."""
    person, _ = names_of(turn, flag)
    today = turn.today(person.timezone)
    return flag.addressee == turn.person.id and answers_for(turn.reads, turn.person, person, today)


def _refused(turn: PersonTurn, press: Press) -> Effect:
    flag = flag_of(turn, press)
    phrase = phrases.CLOSED_ALREADY if flag and _is_theirs(turn, flag) else phrases.NOT_YOURS
    return turn.answer(cards.card(phrase.text(turn.locale)))
