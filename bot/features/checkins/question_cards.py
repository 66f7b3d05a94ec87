"""One question as a card: asked, put away, asked anew; and all of them as a form."""

from dataclasses import replace
from functools import cache

from bot.features.checkins import phrases as p
from bot.features.checkins.lookup import Share
from bot.features.checkins.model import Participation
from bot.features.checkins.templates import MOODS, YESTERDAY
from bot.features.checkins.wording import day_word, label, shown
from bot.kernel.cards import (
    Action,
    Block,
    Button,
    Buttons,
    Card,
    Form,
    Line,
    Paragraph,
    Said,
    Text,
    say,
)
from bot.kernel.people import Locale
from bot.kernel.questions import ChoiceQuestion, Invalid, Question, ScaleQuestion, TextQuestion
from bot.kernel.text import shorten

PLAN_SHOWN = 60
"""Graphemes of yesterday's plan in the first question."""


def act(name: str, participation: Participation, **args: str) -> Action:
    return Action(f"checkins.{name}", {"p": participation.id, **args})


def question(share: Share, question: Question, lead: Line = ()) -> Card:
    """One question of the talk; `lead` says something first."""
    first = (Paragraph(lead),) if lead else ()
    listens = act("write", share.participation, q=question.name)
    return Card((*first, *question_blocks(share, question)), listens=listens)


def question_blocks(share: Share, question: Question) -> tuple[Block, ...]:
    options = options_of(share, question)
    return (Paragraph(_question_line(share, question)), *((Buttons(options),) if options else ()))


def _question_line(share: Share, question: Question) -> Line:
    return (*_step(share.locale, *share.session.position(question)), *_words_of(share, question))


@cache
def _step(locale: Locale, number: int, count: int) -> Line:
    """`2/3`: the same for everybody."""
    return p.STEP.line(locale, number=number, count=count)


def _words_of(share: Share, question: Question) -> Line:
    participation, locale = share.participation, share.locale
    if isinstance(question, ChoiceQuestion) and question.name == YESTERDAY and participation.plan_day:
        plan = Said(shorten(participation.plan, PLAN_SHOWN))
        if (participation.day - participation.plan_day).days == 1:
            return p.PLANNED_YESTERDAY.line(locale, plan=plan)
        then = day_word(participation.plan_day, participation.day, locale)
        return p.PLANNED_THEN.line(locale, day=then, plan=plan)
    hint = p.HOW_TO_ASK_HELP.line(locale) if isinstance(question, TextQuestion) and question.nothing else ()
    return (Text(question.text), *hint)


def options_of(share: Share, question: Question) -> tuple[Button, ...]:
    match question:
        case ChoiceQuestion(name, _, choices):
            return tuple(_option(share, name, each.value, each.label, each.words) for each in choices)
        case TextQuestion(name) if question.nothing:
            first = question.nothing[0]
            return (_option(share, name, first.value, first.label, first.words),)
        case ScaleQuestion(name, _, top):
            words = MOODS[share.locale] if top == len(MOODS[share.locale]) else [str(n + 1) for n in range(top)]
            scale = tuple(_option(share, name, str(n), word) for n, word in enumerate(words, start=1))
            return scale if question.required else (*scale, _option(share, name, "", p.NO_MOOD.text(share.locale)))
        case _:
            return ()


def _option(share: Share, name: str, value: str, text: str, words: tuple[str, ...] = ()) -> Button:
    return Button(text, act("pick", share.participation, q=name, v=value), words=words)


def taken_down(share: Share, question: Question) -> Card:
    """The question's card once it is answered, or set aside: nothing to press any more."""
    value = share.participation.value(question.name)
    if value is None or (value == "" and not means_nothing(question)):
        mark: Line = p.SET_ASIDE.line(share.locale)
    elif question.name in share.participation.kept:
        mark = p.TAKEN_DOWN_PRIVATELY.line(share.locale)
    else:
        mark = p.TAKEN_DOWN.line(share.locale, answer=shown(question.name, value, share.locale, PLAN_SHOWN))
    step = _step(share.locale, *share.session.position(question))
    bare = _words_of(share, question) if isinstance(question, ChoiceQuestion) else (Text(question.text),)
    return say((*step, *bare, *mark))


def means_nothing(question: Question) -> bool:
    return isinstance(question, TextQuestion) and bool(question.nothing)


def refused(share: Share, question: Question, invalid: Invalid) -> Line:
    """Why a reply does not answer the question."""
    locale, values = share.locale, invalid.values
    match invalid.reason:
        case "too_long":
            return p.TOO_LONG.line(locale, length=values["length"], limit=values["limit"])
        case "overlong":
            return p.MUCH_TOO_LONG.line(locale)
        case "not_a_number":
            return p.NUMBER_PLEASE.line(locale)
        case "out_of_range":
            return p.NUMBER_BETWEEN.line(locale, lowest=values["lowest"], highest=values["highest"])
        case "sticker":
            return p.WORDS_PLEASE.line(locale, otherwise=_otherwise(share, question))
        case "media":
            return p.MEDIA_WORDS_PLEASE.line(locale, otherwise=_otherwise(share, question))
        case "digits":
            return p.WORDS_NOT_DIGITS.line(locale)
        case _:
            return p.WORD_NEEDED.line(locale)


def _otherwise(share: Share, question: Question) -> str:
    options = options_of(share, question)
    if len(options) == 1:
        return p.OR_NOTHING.text(share.locale, word=options[0].label)
    return p.OR_CHOICE.text(share.locale, count=len(options)) if options else ""


def form(share: Share) -> Card:
    """All questions at once, with the plan in view."""
    lead = (Paragraph(_words_of(share, share.questions[0])),) if share.participation.plan else ()
    talk = Button(p.FORM_TALK.text(share.locale), act("start", share.participation))
    whole = Form(share.questions, act("submit", share.participation), p.FORM_SEND.text(share.locale), talk)
    return Card((*lead, Paragraph(p.FORM_HERE.line(share.locale)), whole))


def form_sent(locale: Locale) -> Card:
    return say(p.FORM_SENT.line(locale))


def which_question(share: Share) -> Card:
    """`改哪一题?`"""
    buttons = [
        Button(label(each, share.locale), act("rewrite", share.participation, q=each.name)) for each in share.questions
    ]
    return say(p.CHANGE_WHICH.line(share.locale), *buttons)


def rewrite(share: Share, question: Question) -> Card:
    """Asks for the new words of one answer."""
    number, _ = share.session.position(question)
    line = p.CHANGE_TO.line(share.locale, number=number)
    options = options_of(share, question)
    listens = act("rewritten", share.participation, q=question.name)
    picks = tuple(
        Button(
            each.label,
            act("rewritten", share.participation, q=question.name, v=each.action.args["v"]),
            words=each.words,
        )
        for each in options
    )
    return say(line, *picks, listens=listens)


def after(line: Line, card: Card) -> Card:
    """A card with a sentence before it."""
    return replace(card, blocks=(Paragraph(line), *card.blocks))
