"""The prompt of a day, and who reads the answers."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bot.features.checkins import phrases as p
from bot.features.checkins import rules
from bot.features.checkins.draft_cards import understood_fields
from bot.features.checkins.lookup import Share
from bot.features.checkins.model import CheckIn, Draft, Participation
from bot.features.checkins.question_cards import PLAN_SHOWN, act, means_nothing, question_blocks
from bot.features.checkins.wording import clock_text, joined
from bot.kernel.calendar import Day
from bot.kernel.cards import (
    Action,
    Button,
    Buttons,
    Card,
    Inline,
    Line,
    Paragraph,
    Said,
    Style,
)
from bot.kernel.copies import blank
from bot.kernel.people import Locale, Person
from bot.kernel.questions import Question, ScaleQuestion
from bot.kernel.text import shorten

NOON = time(12)
_FORM = {each: p.FORM.text(each) for each in Locale}
_SKIP = {each: p.SKIP_TODAY.text(each) for each in Locale}


class Greeting:
    """Who is greeted, how much is asked, until when, and who reads it: the same for all but the name."""

    def __init__(self, checkin: CheckIn, closes: datetime, now: datetime, zone: str, day: Day, locale: Locale) -> None:
        self._locale = locale
        hello = p.GOOD_MORNING if now.astimezone(ZoneInfo(zone)).time() < NOON else p.GOOD_AFTERNOON
        somebody = Said("")
        line = hello.line(locale, name=somebody)
        place = line.index(somebody)
        self._before_name, self._after_name = line[:place], line[place + 1 :]
        self._end = clock_text(closes.astimezone(ZoneInfo(zone)).time())
        self._day = day
        self._readers = (
            p.GOES_NOWHERE.line(locale) if checkin.trial else p.GOES_TO.line(locale, audience=Said(checkin.audience))
        )
        self._rest: dict[int, Line] = {}

    def to(self, name: str, count: int) -> Line:
        if count not in self._rest:
            self._rest[count] = self._after_name + self._after_hello(count)
        return (*self._before_name, Said(name), *self._rest[count])

    def _after_hello(self, count: int) -> Line:
        counted = (p.COUNT if self._day.swapped else p.TODAY_COUNT).line(self._locale, count=count, end=self._end)
        return (*self._swapped(), *counted, *self._readers)

    def _swapped(self) -> Line:
        holiday = self._day.called(self._locale)
        if not self._day.swapped:
            return ()
        return p.SWAPPED.line(self._locale, holiday=holiday) if holiday else p.SWAPPED_PLAIN.line(self._locale)


def prompt(share: Share, greeted: Line, draft: Draft | None = None, until: datetime | None = None) -> Card:
    """The greeting with the first open question, or with the draft kept for this day. `until`: see Card."""
    extras = Buttons(
        (
            Button(_FORM[share.locale], act("form", share.participation)),
            Button(_SKIP[share.locale], act("skip", share.participation), words=("跳过", "skip", "pass")),
        ),
        numbered=False,
    )
    if draft:
        offered = Buttons(
            (
                Button(
                    p.USE_DRAFT.text(share.locale),
                    Action("checkins.draft", {"d": draft.id, "do": "use"}),
                    Style.PRIMARY,
                ),
                Button(p.ANEW.text(share.locale), Action("checkins.draft", {"d": draft.id, "do": "anew"})),
            )
        )
        kept = Paragraph(p.DRAFT_HERE.line(share.locale))
        return Card((Paragraph(greeted), kept, understood_fields(share, draft), offered, extras), until=until)
    question = share.session.next
    if question is None:
        return Card((Paragraph(greeted),), until=until)
    listens = act("write", share.participation, q=question.name)
    return Card((Paragraph(greeted), *question_blocks(share, question), extras), listens=listens, until=until)


_NAME, _PARTICIPATION, _PLAN = map(blank, range(3))


class Prompts:
    """The prompts of one opening: who reads the same questions gets a copy of one card."""

    def __init__(self, checkin: CheckIn, closes: datetime, greetings: Mapping[Locale, Greeting]) -> None:
        self._checkin = checkin
        self._closes = closes
        self._greetings = greetings
        self._cards: dict[tuple[Locale, date | None, bool], Card] = {}

    def to(self, person: Person, participation: Participation) -> tuple[Card, tuple[str, ...]]:
        """A card with blanks, and the words for them."""
        mood = self._checkin.mood and rules.asks_mood(person.id, participation.day)
        kind = person.locale, participation.plan_day, mood
        card = self._cards.get(kind)
        if card is None:
            card = self._cards[kind] = self._card(person.locale, participation)
        plan = participation.plan
        return card, (person.name, participation.id, shorten(plan, PLAN_SHOWN) if plan else "")

    def _card(self, locale: Locale, participation: Participation) -> Card:
        somebodys = replace(participation, id=_PARTICIPATION, plan=_PLAN if participation.plan else "")
        share = Share.of(self._checkin, somebodys, locale)
        return prompt(share, self._greetings[locale].to(_NAME, len(share.questions)), until=self._closes)

    def with_draft(self, person: Person, participation: Participation, draft: Draft) -> Card:
        share = Share.of(self._checkin, participation, person.locale)
        return prompt(share, self._greetings[person.locale].to(person.name, len(share.questions)), draft, self._closes)


def who_sees(share: Share, manager: Inline) -> Line:
    """Who reads which answer."""
    locale = share.locale
    numbers = {each.name: n for n, each in enumerate(share.questions, start=1)}
    team = [n for q, n in zip(share.questions, numbers.values(), strict=True) if _for_team(q)]
    stuck = [q for q in share.questions if means_nothing(q)]
    parts = [
        p.SEES_TEAM.line(
            locale, numbers=p.AND.text(locale).join(map(str, team)), audience=Said(share.checkin.audience)
        ),
        *(p.SEES_BLOCKER.line(locale, number=numbers[q.name], manager=manager) for q in stuck),
        *([p.SEES_MOOD.line(locale)] if any(isinstance(q, ScaleQuestion) for q in share.questions) else []),
    ]
    return (*joined(parts, p.SEES_JOIN.text(locale)), *p.SEES_END.line(locale))


def _for_team(question: Question) -> bool:
    return not means_nothing(question) and not (isinstance(question, ScaleQuestion) and question.private)
