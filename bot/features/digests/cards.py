"""The digest as a card: values in, Card out."""

from collections.abc import Sequence
from datetime import date

from bot.features.digests import phrases
from bot.features.digests.rules import LINES, Week, label_of, split_days
from bot.kernel.cards import Block, Button, Buttons, Card, Line, Paragraph, Text, plain
from bot.kernel.days import day_text, range_text, runs
from bot.kernel.features import SectionLine
from bot.kernel.people import Locale, Team
from bot.kernel.phrases import Phrase


def digest(team: Team, title: str, lines: Sequence[SectionLine], quiet: str, limit: int | None = LINES) -> Card:
    """A heading and one line each; `limit` lines with the heading, None for all. Every number has its button."""
    locale = team.locale
    shown = lines if limit is None or len(lines) < limit else lines[: limit - 2]
    blocks: list[Block] = [Paragraph(each.line) for each in shown]
    if not lines:
        blocks.append(_text(quiet))
    if len(shown) < len(lines):
        blocks.append(_text(phrases.MORE.text(locale, count=len(lines) - len(shown))))
    buttons = [
        Button(each.label or label_of(plain(each.line), number), each.more)
        for number, each in enumerate([line for line in shown if line.more], start=1)
        if each.more
    ]
    if buttons:
        blocks.append(Buttons(tuple(buttons)))
    return Card(tuple(blocks), title)


def _text(text: str) -> Paragraph:
    line: Line = (Text(text),)
    return Paragraph(line)


def title(team: Team, phrase: Phrase, one: Phrase, days: Sequence[date]) -> str:
    """`华东组 上周(9/14–9/18 及 9/20 补班,共 6 个工作日)`."""
    chosen = one if len(days) == 1 else phrase
    return chosen.text(team.locale, team=team.name, days=days_text(days, team.locale), count=len(days))


def days_text(days: Sequence[date], locale: Locale) -> str:
    """Stretches of working days; those worked on a weekend in exchange are called that."""
    ordinary, swapped = split_days(days)
    comma = "、" if locale is Locale.ZH else ", "
    parts = [comma.join(range_text(*run, locale) for run in runs(ordinary))] if ordinary else []
    if swapped:
        parts.append(phrases.SWAPPED.text(locale, days=comma.join(day_text(day, locale) for day in swapped)))
    return phrases.AND.text(locale).join(parts)


def weekly(team: Team, week: Week, earlier: bool, lines: Sequence[SectionLine], limit: int | None = LINES) -> Card:
    """The digest of a week that is over."""
    phrase = phrases.TITLE_EARLIER if earlier else phrases.TITLE
    one = phrases.TITLE_EARLIER if earlier else phrases.TITLE_ONE
    heading = title(team, phrase, one, week.workdays)
    return digest(team, heading, lines, phrases.QUIET.text(team.locale), limit)


def so_far(team: Team, days: Sequence[date], lines: Sequence[SectionLine]) -> Card:
    """The running week, for one reader."""
    if not days:
        return Card((_text(phrases.NOTHING_YET.text(team.locale, team=team.name)),))
    heading = title(team, phrases.TITLE_NOW, phrases.TITLE_NOW_ONE, days)
    return digest(team, heading, lines, phrases.QUIET_NOW.text(team.locale), None)
