"""Cards of setting a check-in up: the four choices, the rehearsal, the introduction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.features.checkins import phrases_setup as p
from bot.features.checkins.model import CheckIn, Setup, Template
from bot.features.checkins.wording import clock_text, days_text, joined, name_of
from bot.kernel.cards import Action, Block, Button, Buttons, Card, Line, Paragraph, Said, Style, say
from bot.kernel.days import dated_text, day_text
from bot.kernel.ids import ChatId
from bot.kernel.people import Locale, Person
from bot.kernel.phrases import Phrase

WHO, HOUR, ASK, WHERE = "who", "hour", "ask", "where"
EVERYBODY, SOME = 1, 2
USUAL, OTHER = 1, 2
TEMPLATES = {1: Template.DEFAULT, 2: Template.SALES, 3: Template.RESEARCH}
OPTIONS: Mapping[str, tuple[Phrase, ...]] = {
    WHO: (p.EVERYBODY, p.SOME),
    HOUR: (p.USUAL, p.OTHER_HOUR),
    ASK: (p.DEFAULT, p.SALES, p.RESEARCH),
    WHERE: (p.HERE,),
}
"""The questions of the set-up in their order, with what can be chosen."""
_TITLES: Mapping[str, Phrase] = {WHO: p.WHO, HOUR: p.HOUR, ASK: p.ASK, WHERE: p.WHERE}


def hello(chat: ChatId, locale: Locale) -> Card:
    begin = Button(
        p.BEGIN.text(locale), Action("checkins.begin", {"chat": chat}), Style.PRIMARY, words=("开始", "start")
    )
    return say(p.HELLO_GROUP.line(locale), begin, numbered=False)


def choices(setup: Setup, count: int, lead: Line, locale: Locale) -> Card:
    """The four questions in one message; what is chosen already is marked."""
    blocks: list[Block] = [Paragraph(lead)]
    for name in OPTIONS:
        options = _options(setup, name, count)
        blocks.append(Paragraph(_TITLES[name].line(locale)))
        buttons = (_option(setup, name, n, each, count, locale) for n, each in enumerate(options, start=1))
        blocks.append(Buttons(tuple(buttons), numbered=False))
    return Card(tuple(blocks), listens=Action("checkins.choices", {"chat": setup.id}))


def _options(setup: Setup, name: str, count: int) -> tuple[Phrase, ...]:
    """What can be chosen; where it is not known who is in the group, nobody is counted."""
    return (p.SIGNED_UP, p.SOME) if name == WHO and (setup.signed or not count) else OPTIONS[name]


def _option(setup: Setup, name: str, number: int, phrase: Phrase, count: int, locale: Locale) -> Button:
    text = phrase.text(locale, count=count)
    chosen = setup.choices.get(name) == number
    label = p.CHOSEN.text(locale, option=text) if chosen else f"{number} {text}"
    action = Action("checkins.choose", {"chat": setup.id, "q": name, "v": str(number)})
    return Button(label, action, Style.PRIMARY if chosen else Style.PLAIN, words=(text,))


def chosen(setup: Setup, count: int, locale: Locale) -> Card:
    """The choices made, nothing to press any more."""
    lines = [
        Paragraph((*_TITLES[name].line(locale), *_options(setup, name, count)[number - 1].line(locale, count=count)))
        for name, number in sorted(setup.choices.items(), key=lambda pair: list(OPTIONS).index(pair[0]))
    ]
    return Card(tuple(lines))


def ask_people(setup: Setup, line: Line) -> Card:
    return say(line, listens=Action("checkins.people", {"chat": setup.id}))


def ask_to_sign_up(setup: Setup, line: Line, locale: Locale) -> Card:
    """Whoever sets it up says when all have; names can be typed as well."""
    chat = {"chat": setup.id}
    done = Button(p.ALL_THERE.text(locale), Action("checkins.signed", chat), Style.PRIMARY, words=("好了", "done"))
    return say(line, done, numbered=False, listens=Action("checkins.people", chat))


def ask_hour(setup: Setup, line: Line) -> Card:
    return say(line, listens=Action("checkins.hour", {"chat": setup.id}))


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What would happen on the first day."""

    day: date
    asked: Sequence[Person]
    elsewhere: Sequence[Person]
    away: Sequence[Person]


def rehearsal(
    checkin: CheckIn, setup: Setup, seen: Rehearsal, today: date, locale: Locale, tried: bool = False
) -> Card:
    """What the first day would be like, and the two ways on."""
    and_ = p.OR.text(Locale.ZH) if locale is Locale.ZH else ", "
    tomorrow = (seen.day - today).days == 1
    day = (
        p.TOMORROW.text(locale, day=day_text(seen.day, locale, today)) if tomorrow else _dated(seen.day, today, locale)
    )
    line = p.REHEARSAL.line(
        locale,
        day=day,
        count=len(seen.asked),
        time=clock_text(checkin.at),
        elsewhere=_named(p.ELSEWHERE, seen.elsewhere, and_, locale),
        away=_named(p.AWAY, seen.away, and_, locale),
        end=clock_text(checkin.window_end),
    )
    enable = Button(p.ENABLE.text(locale), Action("checkins.enable", {"chat": setup.id}), Style.PRIMARY)
    trial = Button(p.TRY.text(locale), Action("checkins.try", {"chat": setup.id}))
    lead = (Paragraph(p.TRIED.line(locale)),) if tried else ()
    return Card((*lead, Paragraph(line), Buttons((enable, trial))))


def _named(phrase: Phrase, people: Sequence[Person], by: str, locale: Locale) -> Line:
    return phrase.line(locale, names=joined([name_of(each) for each in people], by)) if people else ()


def _dated(day: date, today: date, locale: Locale) -> str:
    return dated_text(day, locale, today)


def intro(checkin: CheckIn, person: Person, first: date, today: date, sees: Line) -> Card:
    """One word to each member before the first prompt: what comes, who sees it, how to get less."""
    locale = person.locale
    what = p.INTRO.line(
        locale,
        name=name_of(person),
        audience=Said(checkin.audience),
        day=dated_text(first, locale, today),
        days=days_text(checkin.weekdays, locale),
        time=clock_text(checkin.at),
        count=len(checkin.questions[locale]),
    )
    return Card((Paragraph(what), Paragraph(sees), Paragraph(p.INTRO_FEWER.line(locale))))


def pick_one(line: Line, action: str, options: Sequence[tuple[str, Mapping[str, str]]]) -> Card:
    """One of several groups or check-ins, by name."""
    return say(line, *(Button(label, Action(action, args)) for label, args in options))
