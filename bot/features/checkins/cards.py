"""The cards of an ordinary day: the prompt, its questions, what was understood and received."""

from dataclasses import replace
from datetime import datetime, time
from zoneinfo import ZoneInfo

from bot.features.checkins import phrases as p
from bot.features.checkins.lookup import Share
from bot.features.checkins.model import CheckIn, Draft, Participation
from bot.features.checkins.templates import LIMIT, MOODS, YESTERDAY
from bot.features.checkins.wording import answer_text, clock_text, day_word, joined, label, shown
from bot.kernel.calendar import Day
from bot.kernel.cards import (
    Action,
    Block,
    Button,
    Buttons,
    Card,
    Fields,
    Form,
    Inline,
    Line,
    Paragraph,
    Private,
    Quote,
    Said,
    Style,
    Text,
    say,
)
from bot.kernel.features import Offers
from bot.kernel.people import Locale, Person
from bot.kernel.phrases import Phrase
from bot.kernel.questions import Answer, ChoiceQuestion, Invalid, Question, ScaleQuestion, TextQuestion, parse
from bot.kernel.text import shorten

NOON = time(12)
PLAN_SHOWN = 60
"""Graphemes of yesterday's plan in the first question."""


def act(name: str, participation: Participation, **args: str) -> Action:
    return Action(f"checkins.{name}", {"p": participation.id, **args})


class Greeting:
    """Who is greeted, how much is asked, until when, and who reads it: the same for all but the name."""

    def __init__(self, checkin: CheckIn, closes: datetime, now: datetime, zone: str, day: Day, locale: Locale) -> None:
        self._locale = locale
        self._hello = p.GOOD_MORNING if now.astimezone(ZoneInfo(zone)).time() < NOON else p.GOOD_AFTERNOON
        self._end = clock_text(closes.astimezone(ZoneInfo(zone)).time())
        self._day = day
        self._readers = (
            p.GOES_NOWHERE.line(locale) if checkin.trial else p.GOES_TO.line(locale, audience=Said(checkin.audience))
        )
        self._rest: dict[int, Line] = {}

    def to(self, name: str, count: int) -> Line:
        if count not in self._rest:
            self._rest[count] = self._after_hello(count)
        return self._hello.line(self._locale, name=Said(name)) + self._rest[count]

    def _after_hello(self, count: int) -> Line:
        counted = (p.COUNT if self._day.swapped else p.TODAY_COUNT).line(self._locale, count=count, end=self._end)
        return (*self._swapped(), *counted, *self._readers)

    def _swapped(self) -> Line:
        holiday = self._day.called(self._locale)
        if not self._day.swapped:
            return ()
        return p.SWAPPED.line(self._locale, holiday=holiday) if holiday else p.SWAPPED_PLAIN.line(self._locale)


def prompt(share: Share, greeted: Line, draft: Draft | None = None) -> Card:
    """The greeting with the first open question, or with the draft kept for this day."""
    extras = Buttons(
        (
            Button(p.FORM.text(share.locale), act("form", share.participation)),
            Button(p.SKIP_TODAY.text(share.locale), act("skip", share.participation), words=("跳过", "skip", "pass")),
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
        return Card((Paragraph(greeted), kept, understood_fields(share, draft), offered, extras))
    question = share.session.next
    if question is None:
        return Card((Paragraph(greeted),))
    listens = act("write", share.participation, q=question.name)
    return Card((Paragraph(greeted), *_question_blocks(share, question), extras), listens=listens)


def question(share: Share, question: Question, lead: Line = ()) -> Card:
    """One question of the talk; `lead` says something first."""
    first = (Paragraph(lead),) if lead else ()
    listens = act("write", share.participation, q=question.name)
    return Card((*first, *_question_blocks(share, question)), listens=listens)


def _question_blocks(share: Share, question: Question) -> tuple[Block, ...]:
    options = _options(share, question)
    return (Paragraph(_question_line(share, question)), *((Buttons(options),) if options else ()))


def _question_line(share: Share, question: Question) -> Line:
    number, count = share.session.position(question)
    step = p.STEP.line(share.locale, number=number, count=count)
    return (*step, *_words_of(share, question))


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


def _options(share: Share, question: Question) -> tuple[Button, ...]:
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
    if value is None or (value == "" and not _means_nothing(question)):
        mark: Line = p.SET_ASIDE.line(share.locale)
    elif question.name in share.participation.kept:
        mark = p.TAKEN_DOWN_PRIVATELY.line(share.locale)
    else:
        mark = p.TAKEN_DOWN.line(share.locale, answer=shown(question.name, value, share.locale, PLAN_SHOWN))
    number, count = share.session.position(question)
    step = p.STEP.line(share.locale, number=number, count=count)
    bare = _words_of(share, question) if isinstance(question, ChoiceQuestion) else (Text(question.text),)
    return say((*step, *bare, *mark))


def _means_nothing(question: Question) -> bool:
    return isinstance(question, TextQuestion) and bool(question.nothing)


def who_sees(share: Share, checkin: CheckIn, manager: Inline) -> Line:
    """Who reads which answer."""
    locale = share.locale
    numbers = {each.name: n for n, each in enumerate(share.questions, start=1)}
    team = [n for q, n in zip(share.questions, numbers.values(), strict=True) if _for_team(q)]
    stuck = [q for q in share.questions if _means_nothing(q)]
    parts = [
        p.SEES_TEAM.line(locale, numbers=p.AND.text(locale).join(map(str, team)), audience=Said(checkin.audience)),
        *(p.SEES_BLOCKER.line(locale, number=numbers[q.name], manager=manager) for q in stuck),
        *([p.SEES_MOOD.line(locale)] if any(isinstance(q, ScaleQuestion) for q in share.questions) else []),
    ]
    return (*joined(parts, p.SEES_JOIN.text(locale)), *p.SEES_END.line(locale))


def _for_team(question: Question) -> bool:
    return not _means_nothing(question) and not (isinstance(question, ScaleQuestion) and question.private)


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
    options = _options(share, question)
    if len(options) == 1:
        return p.OR_NOTHING.text(share.locale, word=options[0].label)
    return p.OR_CHOICE.text(share.locale, count=len(options)) if options else ""


def form(share: Share) -> Card:
    """All questions at once, with the plan in view."""
    lead = (Paragraph(_words_of(share, share.questions[0])),) if share.participation.plan else ()
    talk = Button(p.FORM_TALK.text(share.locale), act("start", share.participation))
    whole = Form(share.questions, act("submit", share.participation), p.FORM_SEND.text(share.locale), talk)
    return Card((*lead, Paragraph(p.FORM_HERE.line(share.locale)), whole))


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
    options = _options(share, question)
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


def sentence(line: Line, *buttons: Button) -> Card:
    return say(line, *buttons)


def after(line: Line, card: Card) -> Card:
    """A card with a sentence before it."""
    return replace(card, blocks=(Paragraph(line), *card.blocks))


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


def kept_ahead(draft: Draft, line: Line, locale: Locale) -> Card:
    return say(
        line,
        draft_button(draft, "keep", p.YES.text(locale), ("好的", "ok")),
        draft_button(draft, "today", p.FOR_TODAY.text(locale)),
    )


def decided(share: Share, draft: Draft) -> Card:
    """A draft's card once it is used: what was taken, nothing to press."""
    return Card((understood_fields(share, draft, open_too=False),))


def form_sent(locale: Locale) -> Card:
    return say(p.FORM_SENT.line(locale))


def for_manager(person: Person, words: Private, locale: Locale) -> Card:
    """Words somebody wrote for one reader."""
    return Card((Paragraph(p.FOR_YOU_ONLY.line(locale, name=Said(person.name))), Quote(person.name, (words,))))
