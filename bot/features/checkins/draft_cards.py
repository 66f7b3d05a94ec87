"""Words that wait for a decision, as they were understood."""

from bot.features.checkins import phrases as p
from bot.features.checkins.lookup import Share
from bot.features.checkins.model import Draft
from bot.features.checkins.templates import LIMIT
from bot.features.checkins.wording import answer_text, label
from bot.kernel.cards import (
    Action,
    Button,
    Buttons,
    Card,
    Fields,
    Inline,
    Line,
    Paragraph,
    Private,
    Text,
    say,
)
from bot.kernel.people import Locale
from bot.kernel.phrases import Phrase
from bot.kernel.questions import Answer, Question, parse
from bot.kernel.text import shorten


def understood_fields(share: Share, draft: Draft, open_too: bool = True) -> Fields:
    """What a message was taken to say, question by question; what it left open is said too, if wanted."""
    given = dict(draft.fields)
    rows: list[tuple[str, Line]] = []
    for each in share.questions:
        if each.name in given:
            rows.append((label(each, share.locale), (_kept(each, given[each.name], share.locale),)))
        elif open_too and each.required and share.participation.value(each.name) is None:
            rows.append((label(each, share.locale), p.NOT_MENTIONED.line(share.locale)))
    return Fields(tuple(rows))


def _kept(question: Question, words: Private, locale: Locale) -> Inline:
    parsed = parse(question, words.text)
    value = parsed.value if isinstance(parsed, Answer) else words.text
    text = answer_text(question.name, value, locale)
    return Text(text) if text != words.text else Private(words.owner, shorten(text, LIMIT))


def draft_button(draft: Draft, do: str, text: str, words: tuple[str, ...] = ()) -> Button:
    return Button(text, Action("checkins.draft", {"d": draft.id, "do": do}), words=words)


def confirm(share: Share, draft: Draft, title: Phrase, *buttons: Button) -> Card:
    """`我这样记,对吗?` with what was understood."""
    return Card((Paragraph(title.line(share.locale)), understood_fields(share, draft), Buttons(buttons)))


def which_day(question: Line, draft: Draft, first: str, second: str) -> Card:
    return say(question, draft_button(draft, "first", first), draft_button(draft, "second", second))


def held_back(draft: Draft, manager: str, locale: Locale) -> Card:
    """AT-16: words kept back until the person says who may read them."""
    title = p.HELD_BACK if len(draft.fields) == 1 else p.HELD_BACK_MANY
    return Card(
        (
            Paragraph(title.line(locale)),
            *(Paragraph((words,)) for _, words in draft.fields),
            Buttons(
                (
                    draft_button(draft, "manager", p.ONLY_MANAGER.text(locale, manager=manager)),
                    draft_button(draft, "self", p.ONLY_ME.text(locale)),
                    draft_button(draft, "team", p.TO_GROUP.text(locale)),
                )
            ),
        )
    )


def kept_ahead(draft: Draft, line: Line, locale: Locale, also_today: bool = True) -> Card:
    """Kept for a coming day; `also_today`: it could have been meant for today."""
    keep = draft_button(draft, "keep", p.YES.text(locale), ("好的", "ok"))
    instead = (draft_button(draft, "today", p.FOR_TODAY.text(locale)),) if also_today else ()
    return say(line, keep, *instead)


def decided(share: Share, draft: Draft) -> Card:
    """A draft's card once it is used: what was taken, nothing to press."""
    return Card((understood_fields(share, draft, open_too=False),))
