"""Cards to whoever answers for a person: facts, the person's own words, questions instead of verdicts."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.features.red_flags import phrases
from bot.features.red_flags.cards import card, days_text, paragraph, rule_text, source, state_text
from bot.features.red_flags.model import Flag, Level, Rule
from bot.kernel.cards import Action, Block, Button, Buttons, Card, Line, Quote, Said, Style, Tone
from bot.kernel.people import Locale, Person
from bot.kernel.phrases import Phrase

_QUESTIONS = {
    Rule.METRIC: phrases.QUESTIONS_METRIC,
    Rule.BLOCKER: phrases.QUESTIONS_BLOCKER,
    Rule.MISSED: phrases.QUESTIONS_MISSED,
    Rule.MOOD: phrases.QUESTIONS_MOOD,
}


@dataclass(frozen=True, slots=True)
class Telling:
    """What the manager's card says around the flag: `before`, why it came to this reader; `unseen`, the person
    could not be reached first; `superior`, to whom it may be passed on."""

    reader: Person
    person: Person
    before: Line = ()
    unseen: bool = False
    superior: Person | None = None


def tell(flag: Flag, telling: Telling) -> Card:
    """The manager's card: the facts, the person's own words, questions instead of verdicts."""
    locale = telling.reader.locale
    blocks: list[Block] = [paragraph(telling.before)] if telling.before else []
    blocks += _facts(flag, telling.person, locale)
    if telling.unseen:
        blocks.append(paragraph(phrases.TELL_UNSEEN.line(locale, name=Said(telling.person.name))))
    blocks += _words_of(flag, telling.person, locale)
    questions = phrases.QUESTIONS_NOTED if flag.note and flag.rule is Rule.METRIC else _QUESTIONS[flag.rule]
    first, second = (each.text(locale) for each in questions)
    blocks.append(paragraph(phrases.TELL_QUESTIONS.text(locale, first=first, second=second)))
    blocks.append(Buttons(_verdicts(flag, locale)))
    tone = Tone.ALERT if flag.level is Level.RED else Tone.WARNING
    return Card(tuple(blocks), tone=tone, listens=Action("red_flags.words", {"flag": flag.id}))


def mark(flag: Flag) -> str:
    return "🔴" if flag.level is Level.RED else "🟡"


def _facts(flag: Flag, person: Person, locale: Locale) -> list[Block]:
    name, count = Said(person.name), len(flag.days)
    match flag.rule:
        case Rule.MOOD:
            return [paragraph(phrases.TELL_MOOD.line(locale, name=name))]
        case Rule.BLOCKER:
            said = phrases.TELL_BLOCKER.line(locale, mark=mark(flag), name=name, count=count)
            return [paragraph(said), Quote(person.name, (flag.shown,))]
        case Rule.MISSED:
            said = phrases.TELL_MISSED.line(
                locale, mark=mark(flag), name=name, count=count, values=days_text(flag, locale)
            )
            return [paragraph(said)]
        case Rule.METRIC:
            said = phrases.TELL_METRIC.line(
                locale,
                mark=mark(flag),
                name=name,
                metric=Said(flag.name),
                count=count,
                line=flag.line,
                values=flag.shown,
                source=source(flag.source, locale),
            )
            return [paragraph(said)]


def _words_of(flag: Flag, person: Person, locale: Locale) -> list[Block]:
    name = Said(person.name)
    blocks: list[Block] = []
    if flag.disputed:
        phrase = phrases.TELL_DISPUTE if flag.note else phrases.TELL_DISPUTE_BARE
        blocks.append(paragraph(phrase.line(locale, name=name)))
    elif flag.wants_help:
        blocks.append(paragraph(phrases.TELL_HELP.line(locale, name=name)))
    if flag.note:
        blocks.append(Quote(person.name, (flag.note,)))
    return blocks


def _verdicts(flag: Flag, locale: Locale) -> tuple[Button, ...]:
    args = {"flag": flag.id}
    talked = Button(phrases.TALKED.text(locale), Action("red_flags.talked", args), Style.PRIMARY)
    resources = Button(
        phrases.RESOURCES.text(locale),
        Action("red_flags.resources", args),
        takes=phrases.RESOURCES_HINT.text(locale),
    )
    false_alarm = Button(phrases.FALSE_ALARM.text(locale), Action("red_flags.false_alarm", args))
    return (talked, resources) if flag.rule is Rule.MOOD else (talked, resources, false_alarm)


def told_done(flag: Flag, telling: Telling) -> Card:
    """The manager's card once it is closed: no buttons, and how it ended."""
    locale = telling.reader.locale
    state = state_text(flag, locale, telling.reader.name)
    return Card((*_facts(flag, telling.person, locale), paragraph(f"✅ {state}")))


def remind(flag: Flag, telling: Telling) -> Card:
    """The one reminder, with the way to pass it on."""
    locale, args = telling.reader.locale, {"flag": flag.id}
    who = phrases.REMIND_WHO.line(locale, mark=mark(flag), name=Said(telling.person.name), rule=rule_text(flag, locale))
    buttons = [Button(phrases.TALKED.text(locale), Action("red_flags.talked", args), Style.PRIMARY)]
    if telling.superior:
        label = phrases.PASS.text(locale, name=telling.superior.name)
        buttons.append(Button(label, Action("red_flags.pass", args)))
    if flag.rule is not Rule.MOOD:
        buttons.append(Button(phrases.FALSE_ALARM.text(locale), Action("red_flags.false_alarm", args)))
    return Card(
        (paragraph(phrases.REMIND.text(locale)), paragraph(who), Buttons(tuple(buttons))),
        listens=Action("red_flags.words", args),
    )


def for_line(flag: Flag, telling: Telling, closed: Phrase, asked: Phrase) -> Card:
    """It is closed; would the manager write a line for the person?"""
    locale, args = telling.reader.locale, {"flag": flag.id}
    name = Said(telling.person.name)
    none = Button(phrases.LINE_NONE.text(locale), Action("red_flags.no_line", args))
    reopen = Button(phrases.REOPEN.text(locale), Action("red_flags.reopen", args))
    return Card(
        (
            paragraph(closed.line(locale, name=name)),
            paragraph(asked.line(locale, name=name)),
            Buttons((none, reopen), numbered=False),
        ),
        listens=Action("red_flags.line", args),
    )


def which(locale: Locale, flags: Sequence[tuple[Flag, Person]]) -> Card:
    """Words that may be about any of several flags."""
    buttons = tuple(
        Button(f"{person.name} · {rule_text(flag, locale)}", Action("red_flags.talked", {"flag": flag.id}))
        for flag, person in flags
    )
    return Card((paragraph(phrases.WHICH_FLAG.text(locale)), Buttons(buttons)))


def quiet_team(locale: Locale, team: str) -> Card:
    """For the manager: when most are silent, the check-in is asked about and nobody is."""
    return card(phrases.QUIET_TEAM.line(locale, team=Said(team)), phrases.QUIET_TEAM_HOW.text(locale))


def superiors_count(locale: Locale, team: str, count: int) -> Card:
    """For the manager's superior: how many, never about whom."""
    said = (phrases.COUNT_ONE if count == 1 else phrases.COUNT).line(locale, team=Said(team), count=count)
    return card(said, phrases.COUNT_HOW.text(locale))
