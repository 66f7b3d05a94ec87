"""What kudos adds to others' messages: the digest's section, the news after leave; and leave that was called off."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from bot.features.kudos import access, cards, phrases
from bot.features.kudos.cards import names, points_of, reason_of
from bot.features.kudos.model import Kudos, Story, read
from bot.features.kudos.rules import newest_first
from bot.kernel.cards import Action, Line, Said
from bot.kernel.effects import Effect, Post, Push, Save
from bot.kernel.facts import AbsenceChanged
from bot.kernel.features import OneOf, Reads, Section, SectionLine, Span, Turn
from bot.kernel.ids import PersonId
from bot.kernel.organisation import members_of
from bot.kernel.people import Person, Team, ToPerson
from bot.kernel.text import shorten

ORDER = 60
"""Thanks come after progress, blockers and support, before what was asked and done."""
NAMED = 3
"""People named as thanked for the first time; more would be a list."""


def section(turn: Turn, team: Team, first: date, last: date) -> Section | None:
    """How many people were thanked, and who for the first time: reach, never a ranking."""
    thanks = thanked_in(turn.reads, team, first, last)
    if not thanks:
        return None
    receivers = list(dict.fromkeys(each.receiver for each in thanks))
    before = Span(end=access.midnight(first, team.timezone))
    earlier = {
        each.receiver for each in turn.reads.find(Kudos, receiver=OneOf(receivers), given_at=before) if _open(each)
    }
    new = [each for each in receivers if each not in earlier]
    fresh = access.people(turn.reads, new[:NAMED])
    locale = team.locale
    phrase = phrases.SECTION if len(receivers) > 1 else phrases.SECTION_ONE
    line = phrase.line(
        locale,
        count=len(receivers),
        first=phrases.SECTION_FIRST.line(locale, names=names(locale, fresh)) if fresh else "",
    )
    told = _to_tell(turn.reads, thanks, new)
    story = phrases.SECTION_STORY.line(locale, reason=Said(shorten(read(told.reason), 60))) if told else ()
    more = Action("kudos.list", {"team": team.id, "first": first.isoformat(), "last": last.isoformat()})
    return Section(ORDER, (SectionLine((*line, *story), more),))


def thanked_in(reads: Reads, team: Team, first: date, last: date) -> Sequence[Kudos]:
    """The open thanks that members of the team received on these days, as they came."""
    members = [person.id for person in members_of(reads, team.id, last)]
    if not members:
        return ()
    found = reads.find(Kudos, receiver=OneOf(members), given_at=access.days(first, last, team.timezone))
    return sorted((each for each in found if _open(each)), key=lambda each: each.given_at)


def news(turn: Turn, person: Person, first: date, last: date) -> Sequence[Line]:
    """Who thanked a person while they were away: they were not written to then."""
    found = turn.reads.find(Kudos, receiver=person.id, given_at=access.days(first, last, person.timezone))
    missed = newest_first([each for each in found if not each.told])
    givers = {each.id: each for each in access.people(turn.reads, [kudos.giver for kudos in missed])}
    return [_news_line(person, each, givers[each.giver]) for each in missed]


def on_absence(turn: Turn, fact: AbsenceChanged) -> Iterator[Effect]:
    """Leave was called off, so there will be no news: what came meanwhile is told now."""
    person = turn.reads.get(Person, fact.person)
    if person is None or not fact.cancelled:
        return
    found = turn.reads.find(Kudos, receiver=person.id, given_at=access.days(fact.first, fact.last, person.timezone))
    for kudos in found:
        giver = turn.reads.get(Person, kudos.giver)
        if giver and kudos.stands and not kudos.told:
            key = turn.key(f"received/{kudos.id}")
            reason = phrases.WHY_RECEIVED.text(person.locale, giver=giver.name)
            yield Save(replace(kudos, told=key))
            yield Post(
                ToPerson(person.id), cards.received(person.locale, kudos, giver), key, Push("kudos.received", reason)
            )


def _open(kudos: Kudos) -> bool:
    return kudos.stands and not kudos.private


def _to_tell(reads: Reads, thanks: Sequence[Kudos], new: Sequence[PersonId]) -> Kudos | None:
    """The thanks to quote: one saved as a story, else one of somebody thanked for the first time."""
    worded = [each for each in thanks if read(each.reason) and not each.echoes]
    saved = next((each for each in reversed(worded) if reads.get(Story, each.gift)), None)
    return saved or next((each for each in worded if each.receiver in new), None)


def _news_line(person: Person, kudos: Kudos, giver: Person) -> Line:
    locale = person.locale
    points, reason = points_of(locale, kudos.points), reason_of(locale, kudos.reason)
    return phrases.NEWS.line(locale, giver=Said(giver.name), points=points, reason=reason)
