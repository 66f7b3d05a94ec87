"""Cards that list thanks: one's own, the wall, a week's."""

from collections.abc import Sequence

from bot.features.kudos import phrases
from bot.features.kudos.cards import Gift, names, points_of, reason_of
from bot.features.kudos.model import Highlight, Kudos
from bot.features.kudos.rules import Sum
from bot.kernel.cards import Block, Bold, Card, Fields, Line, Paragraph, Said, Text
from bot.kernel.people import Locale, Person


def mine(locale: Locale, got: Sum, gave: Sum, left: int, latest: Sequence[Line], proud: Sequence[Line]) -> Card:
    """A person's own page; nobody else is shown it."""
    rows: list[tuple[str, Line]] = [
        (phrases.MINE_GOT.text(locale), _sum(locale, got)),
        (phrases.MINE_GAVE.text(locale), _sum(locale, gave)),
        (phrases.MINE_LEFT.text(locale), phrases.POINTS.line(locale, points=left)),
    ]
    blocks: list[Block] = [Fields(tuple(rows))]
    if latest:
        blocks += [_heading(phrases.MINE_LATEST.text(locale)), *map(Paragraph, latest)]
    else:
        blocks.append(Paragraph(phrases.MINE_NONE.line(locale)))
    if proud:
        blocks += [_heading(phrases.HIGHLIGHTS.text(locale)), *map(Paragraph, proud)]
    return Card(tuple(blocks), phrases.MINE_TITLE.text(locale))


def got(locale: Locale, day: str, kudos: Kudos, giver: Person) -> Line:
    return phrases.MINE_LINE.line(
        locale,
        day=day,
        giver=Said(giver.name),
        points=points_of(locale, kudos.points),
        reason=reason_of(locale, kudos.reason),
        quiet=phrases.QUIETLY.text(locale) if kudos.private else "",
    )


def highlight(locale: Locale, day: str, each: Highlight) -> Line:
    return phrases.HIGHLIGHT_LINE.line(locale, day=day, text=each.text)


def story(locale: Locale, day: str, gift: Gift) -> Line:
    receivers, reason = names(locale, gift.receivers), reason_of(locale, gift.first.reason)
    return phrases.STORY_LINE.line(locale, day=day, giver=Said(gift.giver.name), receivers=receivers, reason=reason)


def line(locale: Locale, kudos: Kudos, giver: Person, receiver: Person) -> Line:
    reason = reason_of(locale, kudos.reason)
    return phrases.LIST_LINE.line(locale, giver=Said(giver.name), receiver=Said(receiver.name), reason=reason)


def listed(title: str, lines: Sequence[Line]) -> Card:
    return Card(tuple(Paragraph((Text("· "), *each)) for each in lines), title)


def _heading(text: str) -> Paragraph:
    return Paragraph((Bold(text),))


def _sum(locale: Locale, total: Sum) -> Line:
    return phrases.TIMES_POINTS.line(locale, times=total.times, points=total.points)
