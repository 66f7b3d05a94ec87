"""What follows an answer: the confirmation, what stands for today, once more, a word for the manager."""

from collections.abc import Mapping
from datetime import datetime

from bot.features.checkins import phrases as p
from bot.features.checkins.lookup import Share
from bot.features.checkins.model import Participation
from bot.features.checkins.question_cards import act
from bot.features.checkins.rules import Reply
from bot.features.checkins.templates import LIMIT
from bot.features.checkins.wording import label, shown
from bot.kernel.cards import (
    Action,
    Button,
    Buttons,
    Card,
    Fields,
    Line,
    Paragraph,
    Private,
    Quote,
    Said,
    say,
)
from bot.kernel.features import Offers
from bot.kernel.people import Locale, Person
from bot.kernel.questions import Question


def received(share: Share, line: Line, offers: Offers, pushes: int) -> Card:
    """The confirmation, with what can still be done."""
    return say(line, *_afterwards(share, offers, pushes), numbered=False)


def state(share: Share, line: Line, offers: Offers, pushes: int) -> Card:
    """What stands for today, question by question."""
    values = share.participation
    rows = tuple(
        (label(each, share.locale), _standing(share, each))
        for each in share.questions
        if values.value(each.name) is not None
    )
    return Card((Paragraph(line), Fields(rows), Buttons(_afterwards(share, offers, pushes), numbered=False)))


def _standing(share: Share, question: Question) -> Line:
    if question.name in share.participation.kept:
        return p.KEPT_PRIVATELY.line(share.locale)
    return (shown(question.name, share.participation.value(question.name) or "", share.locale, LIMIT),)


def _afterwards(share: Share, offers: Offers, pushes: int) -> tuple[Button, ...]:
    fewer = Action("members.pushes", {"count": str(pushes - 1)})
    return (
        Button(p.CHANGE.text(share.locale), act("edit", share.participation)),
        Button(p.TAKE_BACK.text(share.locale), act("undo", share.participation)),
        *((Button(p.FEWER.text(share.locale), fewer),) if pushes > 1 and fewer.name in offers.actions else ()),
    )


def edit_seen(share: Share, replies: Mapping[str, Reply]) -> Line:
    """What an edited message now says in place of what it said."""
    name = next(iter(replies))
    answer = shown(name, replies[name].value, share.locale)
    return p.EDIT_SEEN.line(share.locale, number=share.number(name), answer=answer)


def reworded(before: Share, replies: Mapping[str, Reply]) -> Card:
    """An edited message was taken: right, or the words of the version before?"""
    name, version = next(iter(replies)), str(len(before.participation.versions))
    return say(
        edit_seen(before, replies),
        Button(p.EDIT_RIGHT.text(before.locale), act("reworded", before.participation, q=name, do="new")),
        Button(p.EDIT_OLD.text(before.locale), act("reworded", before.participation, q=name, do=version)),
    )


def taken_out(share: Share, name: str, posted: bool) -> Card:
    """A recalled message: its answer is gone; all of it, or answer anew?"""
    number, given = share.number(name), share.participation
    return say(
        (p.RECALLED_POSTED if posted else p.RECALLED).line(share.locale, number=number),
        Button(p.RECALL_ALL.text(share.locale), act("undo", given)),
        Button(p.RECALL_ONE.text(share.locale, number=number), act("rewrite", given, q=name)),
    )


def once_more(line: Line, participation: Participation, at: datetime, locale: Locale) -> Card:
    """`想下午 2 点再问一次吗?`"""
    instant = at.isoformat()
    return say(
        line,
        Button(
            p.YES.text(locale), act("again", participation, at=instant, do="yes"), words=("好的", "可以", "ok", "sure")
        ),
        Button(
            p.NO_NEED.text(locale), act("again", participation, at=instant, do="no"), words=("不用了", "不要", "no")
        ),
    )


def for_manager(person: Person, words: Private, locale: Locale) -> Card:
    """Words somebody wrote for one reader."""
    return Card((Paragraph(p.FOR_YOU_ONLY.line(locale, name=Said(person.name))), Quote(person.name, (words,))))
