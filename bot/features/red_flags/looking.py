"""Looking at flags: one's own, those one answers for, the digest's line and the list behind it, news after leave."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from bot.features.red_flags import cards, phrases
from bot.features.red_flags.flags import manager_card, names_of
from bot.features.red_flags.model import OPEN, Flag, Outcome, Stage
from bot.kernel.cards import Action, Card, Line, Said
from bot.kernel.effects import Effect
from bot.kernel.features import OneOf, PersonTurn, Section, SectionLine, Span, Turn
from bot.kernel.ids import TeamId
from bot.kernel.intents import Press, Words
from bot.kernel.people import Person, Team

ORDER = 15


def mine(turn: PersonTurn, _: Words) -> Iterator[Effect]:
    """The open flags this person answers for, ready to be answered, and those about themself."""
    to_answer = turn.reads.find(Flag, addressee=turn.person.id, stage=Stage.RAISED)
    own = turn.reads.find(Flag, person=turn.person.id, stage=OneOf(OPEN))
    if own or not to_answer:
        yield turn.answer(cards.card(*_own_rows(turn, own)) if own else _none(turn))
    for flag in to_answer:
        yield turn.answer(manager_card(turn, flag), f"flag/{flag.id}")


def _none(turn: PersonTurn) -> Card:
    return cards.card(phrases.MINE_NONE.text(turn.locale))


def _own_rows(turn: PersonTurn, own: Sequence[Flag]) -> Sequence[Line]:
    return [
        phrases.MINE_OWN.line(turn.locale, rule=Said(cards.rule_text(flag, turn.locale)), state=_state(turn, flag))
        for flag in own
    ]


def _state(turn: Turn, flag: Flag) -> Said:
    person, addressee = names_of(turn, flag)
    return Said(cards.state_text(flag, person.locale, addressee.name if addressee else ""))


def section(turn: Turn, team: Team, first: date, last: date) -> Section | None:
    """How many of a week's alerts each of the team's managers answered. No alert, no line."""
    flags = _told_between(turn, team.id, first, last)
    by_manager: dict[str, list[Flag]] = {}
    for flag in flags:
        _, addressee = names_of(turn, flag)
        if addressee and flag.outcome is not Outcome.CLEARED:
            by_manager.setdefault(addressee.name, []).append(flag)
    if not by_manager:
        return None
    args = {"team": team.id, "first": first.isoformat(), "last": last.isoformat()}
    line: Line = ()
    for name, told in by_manager.items():
        answered = sum(flag.answered for flag in told)
        separator: Line = phrases.AND.line(team.locale) if line else ()
        said = phrases.SECTION.line(team.locale, name=Said(name), answered=answered, count=len(told))
        line = (*line, *separator, *said)
    return Section(ORDER, (SectionLine(line, Action("red_flags.week", args)),))


def week(turn: PersonTurn, press: Press) -> Iterator[Effect]:
    """The list behind the digest's number: of each reader only what they may see."""
    try:
        first, last = (date.fromisoformat(press.args.get(name, "")) for name in ("first", "last"))
    except ValueError:
        first = last = date.min
    seen = _told_between(turn, TeamId(press.args.get("team", "")), first, last)
    if not seen:
        yield turn.answer(cards.card(phrases.LIST_NONE.text(turn.locale)))
        return
    rows = [_row(turn, flag) for flag in seen]
    title = phrases.LIST_TITLE.text(turn.locale)
    yield turn.answer(cards.card(title, *rows, phrases.LIST_OTHERS.text(turn.locale)))


def _row(turn: PersonTurn, flag: Flag) -> Line:
    person, addressee = names_of(turn, flag)
    locale = turn.locale
    state = cards.state_text(flag, locale, addressee.name if addressee else "")
    return phrases.LIST_ROW.line(
        locale, name=Said(person.name), rule=Said(cards.rule_text(flag, locale)), state=Said(state)
    )


def _told_between(turn: Turn, team: TeamId, first: date, last: date) -> Sequence[Flag]:
    if first == date.min:
        return ()
    return turn.reads.find(Flag, team=team, told_on=Span(first, last + timedelta(1)))


def news(turn: Turn, person: Person, first: date, last: date) -> Sequence[Line]:
    """For somebody back from leave: flags that went to others meanwhile, and their own that were closed."""
    lines: list[Line] = []
    for flag in turn.reads.find(Flag, told_on=Span(first, last + timedelta(1))):
        subject, addressee = names_of(turn, flag)
        if flag.instead_of == person.id and addressee:
            passed = phrases.NEWS_PASSED.line(person.locale, name=Said(subject.name), addressee=Said(addressee.name))
            lines.append(passed)
    for flag in turn.reads.find(Flag, person=person.id, stage=Stage.CLOSED):
        if flag.closed_on and first <= flag.closed_on <= last:
            rule = Said(cards.rule_text(flag, person.locale))
            lines.append(phrases.NEWS_CLOSED.line(person.locale, rule=rule, state=_state(turn, flag)))
    return lines
