"""What anybody can look up: one's own kudos, the rules, the story wall, the list behind a digest's number."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from bot.features.kudos import access, lists, phrases
from bot.features.kudos.ledger import ALLOWANCE, MOST_TO_ONE
from bot.features.kudos.model import Highlight, Kudos, Story
from bot.features.kudos.rules import latest_first, newest_first, summed
from bot.features.kudos.telling import thanked_in
from bot.kernel.cards import Card, Paragraph, Text, say
from bot.kernel.days import range_text
from bot.kernel.effects import Effect
from bot.kernel.features import PersonTurn, Span, shown
from bot.kernel.ids import PersonId
from bot.kernel.intents import Press, Words
from bot.kernel.people import Person, Team
from bot.kernel.reader import Reader

LATEST = 5
WALL = 10
LISTED = 30


def mine(turn: PersonTurn, words: Words) -> Iterator[Effect]:
    """What I got and gave, what I have left, and my highlights: in the direct chat, wherever it was asked."""
    me = turn.person
    got, gave = turn.reads.find(Kudos, receiver=me.id), turn.reads.find(Kudos, giver=me.id)
    latest = newest_first(got)[:LATEST]
    givers = _people(turn, [each.giver for each in latest])
    lines = [lists.got(turn.locale, _day(turn, each.given_at), each, givers[each.giver]) for each in latest]
    own = latest_first(turn.reads.find(Highlight, person=me.id), lambda each: each.at)[:LATEST]
    proud = [lists.highlight(turn.locale, _day(turn, each.at), each) for each in own]
    yield turn.answer(lists.mine(turn.locale, summed(got), summed(gave), access.purse(turn, me).left, lines, proud))


def page(turn: PersonTurn) -> Sequence[Card]:
    """The same, on a person's own page."""
    return shown(mine(turn, Words("")))


def rules(turn: PersonTurn, words: Words) -> Iterator[Effect]:
    """The rules as the program applies them, and that they are the defaults."""
    said = [phrase.text(turn.locale, allowance=ALLOWANCE, most=MOST_TO_ONE) for phrase in phrases.RULES]
    said.append(phrases.RULES_UNCHANGED.text(turn.locale))
    yield turn.answer(Card(tuple(Paragraph((Text(line),)) for line in said), phrases.RULES_TITLE.text(turn.locale)))


def no_claim(turn: PersonTurn) -> datetime | None:
    """A word another feature may want more: it is left to them."""
    return None


def stories(turn: PersonTurn, words: Words) -> Iterator[Effect]:
    """The thanks saved lately."""
    saved = turn.reads.find(Story, saved_at=Span(turn.now - access.RECENT))
    newest = latest_first(saved, lambda each: each.saved_at)
    gifts = [gift for each in newest if (gift := access.gift_of(turn, each.gift)) and gift.first.stands]
    shown = [lists.story(turn.locale, _day(turn, gift.first.given_at), gift) for gift in gifts[:WALL]]
    nothing = say(phrases.STORIES_NONE.line(turn.locale))
    yield turn.answer(lists.listed(phrases.STORIES_TITLE.text(turn.locale), shown) if shown else nothing)


def listed(turn: PersonTurn, press: Press) -> Iterator[Effect]:
    """Who was thanked for what, newest first: open thanks only, no points, no count by person."""
    team = turn.reads.get(Team, press.args.get("team", ""))
    first, last = _date(press.args.get("first", "")), _date(press.args.get("last", ""))
    found: Sequence[Kudos] = ()
    if team and first and last:
        found = newest_first(thanked_in(turn.reads, team, first, last))
    people = _people(turn, [person for each in found[:LISTED] for person in (each.giver, each.receiver)])
    lines = [lists.line(turn.locale, each, people[each.giver], people[each.receiver]) for each in found[:LISTED]]
    if not lines or not first or not last:
        yield turn.answer(say(phrases.LIST_NONE.line(turn.locale)))
        return
    if more := len(found) - len(lines):
        lines.append(phrases.LIST_MORE.line(turn.locale, count=more))
    title = phrases.LIST_TITLE.text(turn.locale, days=range_text(first, last, turn.locale))
    yield turn.answer(lists.listed(title, lines))


def _people(turn: PersonTurn, ids: Sequence[PersonId]) -> Mapping[PersonId, Person]:
    return {person.id: person for person in access.people(turn.reads, list(dict.fromkeys(ids)))}


def _day(turn: PersonTurn, instant: datetime) -> str:
    return Reader.of(turn.person, turn.now).day(instant)


def _date(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None
