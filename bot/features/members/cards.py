"""Cards of members: values in, Card out."""

from collections.abc import Iterable, Sequence

from bot.features.members import phrases
from bot.features.members.rules import FEWEST_PUSHES, MOST_PUSHES
from bot.kernel.cards import Action, Block, Bold, Button, Buttons, Card, Line, Paragraph, Said, Style, Text, say
from bot.kernel.features import Command
from bot.kernel.people import Locale, Person, Team
from bot.kernel.phrases import Phrase
from bot.kernel.text import shorten

QUOTED = 40
"""Characters shown of what was not understood."""


def paragraphs(lines: Iterable[Line | str]) -> tuple[Paragraph, ...]:
    return tuple(Paragraph((Text(line),) if isinstance(line, str) else line) for line in lines)


def lines(*each: Line | str, title: str = "") -> Card:
    """A card of a few paragraphs."""
    return Card(paragraphs(each), title)


def quoted(text: str) -> Said:
    return Said(shorten(" ".join(text.split()), QUOTED))


def help_button(locale: Locale) -> Button:
    return Button(phrases.HELP_BUTTON.text(locale), Action("members.help"))


def with_help(locale: Locale, *each: Line | str) -> Card:
    """A few paragraphs and the way to help. Not numbered: a digit still means the card before this one."""
    return Card((*paragraphs(each), Buttons((help_button(locale),), numbered=False)))


def not_understood(locale: Locale, text: str, nearest: Command | None) -> Card:
    guess = [phrases.DID_YOU_MEAN.line(locale, usage=Bold(nearest.usage.text(locale)))] if nearest else []
    first = phrases.NOT_UNDERSTOOD.line(locale, text=quoted(text))
    return with_help(locale, first, *guess, phrases.TRY_HELP.text(locale))


def help_list(locale: Locale, commands: Sequence[Command], in_group: bool) -> Card:
    """One line a feature, this one last: what can be written, as it is written."""
    topics: dict[str, list[str]] = {}
    for each in sorted(commands, key=lambda command: _topic(command) == "members"):
        topics.setdefault(_topic(each), []).append(each.usage.text(locale))
    title = (phrases.HELP_TITLE_GROUP if in_group else phrases.HELP_TITLE).text(locale)
    rows = ["· " + "  |  ".join(dict.fromkeys(usages)) for usages in topics.values()]
    return lines(*rows, phrases.HELP_MORE.text(locale), title=title)


def _topic(command: Command) -> str:
    return command.name.partition(".")[0]


def help_on(locale: Locale, command: Command) -> Card:
    usage, what = Bold(command.usage.text(locale)), command.help.text(locale)
    words = "  ".join(command.words)
    return lines(
        phrases.USAGE_AND_HELP.line(locale, usage=usage, help=what), phrases.HELP_WORDS.text(locale, words=words)
    )


def about(locale: Locale, pushes: int) -> Card:
    said = (phrases.ABOUT, phrases.ABOUT_SIGHT)
    return with_help(locale, *(each.text(locale) for each in said), phrases.ABOUT_PUSHES.text(locale, count=pushes))


def pushes(locale: Locale, first: str, count: int) -> Card:
    """What was decided, what still comes, and the way to another number."""
    buttons = tuple(
        Button(phrases.COUNT_BUTTON.text(locale, count=wanted), Action("members.pushes", {"count": str(wanted)}))
        for wanted in range(FEWEST_PUSHES, MOST_PUSHES + 1)
        if wanted != count
    )
    return Card((*paragraphs((first, phrases.STILL_COMES.text(locale))), Buttons(buttons, numbered=False)))


def languages(locale: Locale, first: Line | str) -> Card:
    buttons = (
        Button("中文", Action("members.language", {"locale": Locale.ZH.value})),
        Button("English", Action("members.language", {"locale": Locale.EN.value})),
    )
    return say(first, *buttons, numbered=False)


def members(locale: Locale, team: Team, rows: Sequence[tuple[Person, Sequence[str]]]) -> Card:
    """The people of a team, each with what is worth knowing (department, manager, leave)."""
    phrase = phrases.MEMBERS_TITLE_ONE if len(rows) == 1 else phrases.MEMBERS_TITLE
    title = phrase.text(locale, team=team.name, count=len(rows))
    shown = (
        Paragraph((Said(person.name), *((Text(" · " + " · ".join(about)),) if about else ()))) for person, about in rows
    )
    return Card(tuple(shown), title)


def confirm(locale: Locale, question: Line, yes: Action, no: Action) -> Card:
    return say(
        question,
        Button(phrases.CONFIRM.text(locale), yes, Style.DANGER, words=("是", "yes", "y")),
        Button(phrases.CANCEL.text(locale), no, words=("no", "n", "取消")),
    )


def back(locale: Locale, news: Sequence[Line], shown: int = 6) -> Card:
    """What concerned a person while they were away; `news` is not empty."""
    count = len(news)
    first = phrases.BACK_ONE.text(locale) if count == 1 else phrases.BACK.text(locale, count=count)
    rest = [phrases.BACK_MORE.text(locale, count=count - shown)] if count > shown else []
    dotted = ((Text("· "), *line) for line in news[:shown])
    return lines(first, *dotted, *rest, phrases.BACK_NO_CHECKINS.text(locale))


def listing(first: str, rows: Sequence[Line | str], *last: str, buttons: Sequence[Button] = ()) -> Card:
    blocks: list[Block] = list(paragraphs([first, *rows, *last]))
    if buttons:
        blocks.append(Buttons(tuple(buttons)))
    return Card(tuple(blocks))


def intro(locale: Locale, name: str, team: str) -> Card:
    return lines(
        phrases.INTRO.line(locale, name=Said(name), team=Said(team)),
        phrases.INTRO_WHAT.text(locale),
        phrases.ABOUT_SIGHT.text(locale),
        phrases.INTRO_FEWER.text(locale),
    )


def names(people: Iterable[Person], locale: Locale) -> Line:
    """Names as inlines, with the language's comma between them."""
    shown: list[Said | Text] = []
    for person in people:
        if shown:
            shown.append(Text("、" if locale is Locale.ZH else ", "))
        shown.append(Said(person.name))
    return tuple(shown)


def sentence(phrase: Phrase, locale: Locale) -> Card:
    return say(phrase.text(locale))
