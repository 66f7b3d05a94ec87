"""Cards of red flags: values in, Card out."""

from bot.features.red_flags import phrases
from bot.features.red_flags.model import CHECKIN, TYPED, Flag, Outcome, Rule
from bot.kernel.cards import (
    Action,
    Button,
    Buttons,
    Card,
    Line,
    Paragraph,
    Private,
    Quote,
    Said,
    Text,
    Tone,
)
from bot.kernel.days import day_text
from bot.kernel.people import Locale, Person

_DONE = {
    Outcome.TALKED: phrases.DONE_TALKED,
    Outcome.RESOURCES: phrases.DONE_RESOURCES,
    Outcome.FALSE_ALARM: phrases.DONE_FALSE,
    Outcome.CLEARED: phrases.DONE_CLEARED,
    Outcome.DECLINED: phrases.DONE_DECLINED,
}
_CLOSURES = {
    Outcome.TALKED: phrases.CLOSURE_TALKED,
    Outcome.RESOURCES: phrases.CLOSURE_RESOURCES,
    Outcome.FALSE_ALARM: phrases.CLOSURE_FALSE,
}


def card(*lines: Line | str, tone: Tone = Tone.PLAIN) -> Card:
    return Card(tuple(paragraph(line) for line in lines), tone=tone)


def paragraph(line: Line | str) -> Paragraph:
    return Paragraph((Text(line),) if isinstance(line, str) else line)


def rule_text(flag: Flag, locale: Locale) -> str:
    """The rule in a few words."""
    match flag.rule:
        case Rule.METRIC:
            return phrases.RULE_METRIC.text(locale, metric=flag.name)
        case Rule.BLOCKER:
            return phrases.RULE_BLOCKER.text(locale)
        case Rule.MISSED:
            return phrases.RULE_MISSED.text(locale)
        case Rule.MOOD:
            return phrases.RULE_MOOD.text(locale)


def state_text(flag: Flag, locale: Locale, addressee: str) -> str:
    """Where the flag stands, for the person it is about or the one who answers for it."""
    if flag.outcome and flag.closed_on:
        return _DONE[flag.outcome].text(locale, day=day_text(flag.closed_on, locale))
    if addressee:
        return phrases.STATE_RAISED.text(locale, manager=addressee)
    return phrases.STATE_ASKED.text(locale)


# to the person


def ask(person: Person, flag: Flag, time: str, manager: str) -> Card:
    """The first word, to the person alone."""
    locale = person.locale
    if flag.rule is Rule.MOOD:
        return ask_about_mood(person, flag, manager)
    then = phrases.ASK_THEN.line(locale, time=time, manager=Said(manager))
    return Card((paragraph(_fact(person, flag)), paragraph(then), Buttons(_answers(locale, flag))))


def _fact(person: Person, flag: Flag) -> Line:
    name, count = Said(person.name), len(flag.days)
    match flag.rule:
        case Rule.BLOCKER:
            return phrases.ASK_BLOCKER.line(person.locale, name=name, count=count, text=flag.shown)
        case Rule.MISSED:
            return phrases.ASK_MISSED.line(person.locale, name=name, count=count, values=days_text(flag, person.locale))
        case _:
            return phrases.ASK_METRIC.line(
                person.locale, name=name, metric=Said(flag.name), count=count, line=flag.line, values=flag.shown
            )


def days_text(flag: Flag, locale: Locale) -> str:
    return ("、" if locale is Locale.ZH else ", ").join(day_text(day, locale) for day in flag.days)


def _answers(locale: Locale, flag: Flag) -> tuple[Button, ...]:
    args = {"flag": flag.id}
    solved = Button(phrases.SOLVED.text(locale), Action("red_flags.solved", args))
    wrong = Button(
        phrases.DISPUTE.text(locale),
        Action("red_flags.dispute", args),
        words=("数据不对", "wrong data"),
        takes=phrases.DISPUTE_HINT.text(locale),
    )
    return (
        solved if flag.rule is Rule.BLOCKER else wrong,
        Button(
            phrases.BUSY.text(locale),
            Action("red_flags.busy", args),
            words=("在忙别的", "busy"),
            takes=phrases.BUSY_HINT.text(locale),
        ),
        Button(
            phrases.HELP.text(locale),
            Action("red_flags.help", args),
            words=("需要帮忙", "need help"),
            takes=phrases.HELP_HINT.text(locale),
        ),
    )


def ask_about_mood(person: Person, flag: Flag, manager: str) -> Card:
    locale, args = person.locale, {"flag": flag.id}
    said = phrases.ASK_MOOD.line(locale, name=Said(person.name), values=flag.shown, manager=Said(manager))
    yes = Button(phrases.MOOD_YES.text(locale, manager=manager), Action("red_flags.mood_yes", args))
    no = Button(phrases.MOOD_NO.text(locale), Action("red_flags.mood_no", args))
    return Card((paragraph(said), Buttons((yes, no))))


def asked_again(person: Person, flag: Flag, chosen: str) -> Card:
    """The person's card once they have chosen: its buttons are gone, what they chose is seen."""
    note = (Quote(person.name, (flag.note,)),) if flag.note else ()
    return Card((paragraph(_fact(person, flag)), paragraph(chosen), *note))


def for_words(said: Line, locale: Locale, action: str, flag: Flag) -> Card:
    """Asks for one sentence, and can be left without."""
    none = Button(phrases.NO_NOTE.text(locale), Action("red_flags.no_note", {"flag": flag.id}))
    return Card((paragraph(said), Buttons((none,), numbered=False)), listens=Action(action, {"flag": flag.id}))


def cleared(flag: Flag, locale: Locale, name: str = "") -> Card:
    """The cause is gone; for the person, or with their `name` for the one who answers for them."""
    match flag.rule:
        case Rule.BLOCKER:
            what = phrases.WHAT_BLOCKER.line(locale, text=flag.shown)
        case Rule.MISSED:
            what = phrases.WHAT_MISSED.line(locale)
        case _:
            what = phrases.WHAT_METRIC.line(locale, metric=Said(flag.name), line=flag.line)
    named: Line = (Said(name), Text(" · ")) if name else ()
    return card((*named, *phrases.CLEARED.line(locale, what=what)), tone=Tone.GOOD)


def closure(person: Person, flag: Flag, manager: str) -> Card:
    """What became of it, told to the person; with the manager's line once there is one."""
    assert flag.outcome  # noqa: S101 - closed flags only
    rule = rule_text(flag, person.locale)
    what = f"「{rule}」" if person.locale is Locale.ZH else f"“{rule}”"
    said = _CLOSURES[flag.outcome].line(person.locale, manager=Said(manager), what=what)
    words = (Quote(manager, (flag.words,)),) if flag.words else ()
    return Card((paragraph(said), *words))


# numbers


def source(said: str, locale: Locale) -> Said:
    """Where values came from: our own sources in the reader's language, others as they are called."""
    own = {TYPED: phrases.TYPED_BY_HAND, CHECKIN: phrases.FROM_CHECKIN}
    return Said("、".join(own[each].text(locale) if each in own else each for each in said.split("、")))


def recorded(locale: Locale, name: str, metric: str, day: str, value: Private, said_source: str) -> Card:
    """A value was noted; `name` where it is somebody else's."""
    phrase = phrases.RECORDED_FOR if name else phrases.RECORDED
    origin = source(said_source, locale)
    return card(phrase.line(locale, name=Said(name), metric=Said(metric), day=day, value=value, source=origin))
