"""Cards that ask a giver something before thanks go out."""

from collections.abc import Sequence

from bot.features.kudos import phrases
from bot.features.kudos.cards import names
from bot.features.kudos.model import Draft, read
from bot.features.kudos.rules import AskBare, AskReason, LeaveOut, OverAllowance, OverCap, Question
from bot.kernel.cards import Action, Button, Buttons, Card, Line, Paragraph, Said, Text, say
from bot.kernel.names import Candidates, Doubt, Found, Nobody, Resolution
from bot.kernel.people import Locale, Person
from bot.kernel.phrases import Phrase
from bot.kernel.text import shorten

OFFERED = 8
"""People in one list."""


def who(locale: Locale, draft: Draft, query: str, meant: Resolution) -> Card:
    """Which person is meant: a list, or a request to write it anew. A typed answer is heard as well."""
    listens = Action("kudos.name", {"draft": draft.id})
    if isinstance(meant, Found):
        meant = Candidates((meant.person,), Doubt.PART)
    if isinstance(meant, Nobody):
        line = phrases.NOBODY.line(locale, name=Said(shorten(query, 30))) if query else phrases.WHO.line(locale)
        return say(line, listens=listens)
    shown = meant.people[:OFFERED]
    buttons = [_pick(locale, draft, person, meant.people) for person in shown]
    buttons.append(_drop(locale, draft, phrases.NOT_ANY))
    blocks = [Paragraph(_asking(locale, query, meant))]
    if more := len(meant.people) - len(shown):
        blocks.append(Paragraph(phrases.MORE_PEOPLE.line(locale, count=more)))
    return Card((*blocks, Buttons(tuple(buttons))), listens=listens)


def candidate(locale: Locale, person: Person, among: Sequence[Person]) -> str:
    """A person as one of several: with the department, and the end of the staff number where names are equal."""
    label = person.name
    if person.department:
        label = phrases.CANDIDATE.text(locale, name=person.name, department=person.department)
    namesakes = sum(1 for each in among if each.name == person.name)
    if person.staff_no and namesakes > 1:
        label = phrases.STAFF_TAIL.text(locale, label=label, tail=person.staff_no[-4:])
    return label


def ask(locale: Locale, draft: Draft, receivers: Sequence[Person], question: Question) -> Card:
    """The card of a question of the rules."""
    match question:
        case LeaveOut():
            return _leave_out(locale, draft, question)
        case OverCap(person, room):
            phrase = phrases.CAP_NEAR if room else phrases.CAP_REACHED
            line = phrase.line(locale, name=Said(person.name), **({"room": room} if room else {}))
            return say(line, *_less(locale, draft, room), _bare(locale, draft), _drop(locale, draft))
        case OverAllowance():
            return _over_allowance(locale, draft, question)
        case AskReason():
            named = phrases.THEY if len(draft.slots) > 1 else phrases.HE
            line = phrases.WHAT_DID.line(locale, who=named.text(locale))
            return say(line, listens=Action("kudos.reason", {"draft": draft.id}))
        case AskBare():
            line = phrases.STILL_THIN.line(locale, names=names(locale, receivers))
            yes = Button(phrases.YES.text(locale), Action("kudos.bare", {"draft": draft.id}), words=("yes", "ok", "是"))
            return say(line, yes, _drop(locale, draft))


def echo(locale: Locale, draft: Draft, receivers: Sequence[Person]) -> Card:
    """Joining in somebody's thanks: with a point, without, or with words of one's own."""
    phrase = phrases.ECHO if draft.points else phrases.ECHO_BARE
    like = Button(phrases.ONLY_LIKE.text(locale), Action("kudos.amount", _amount(draft, 0, 0)))
    with_point = Button(
        phrases.YES.text(locale), Action("kudos.amount", _amount(draft, draft.points, 0)), words=("ok",)
    )
    buttons = (with_point, like) if draft.points else (like,)
    listens = Action("kudos.reason", {"draft": draft.id})
    return say(phrase.line(locale, names=names(locale, receivers)), *buttons, listens=listens)


def thank_whom(locale: Locale, draft: Draft, line: Line) -> Card:
    """A person is given; the words are asked for."""
    return say(line, listens=Action("kudos.reason", {"draft": draft.id}))


def _asking(locale: Locale, query: str, meant: Candidates) -> Line:
    name = Said(shorten(query, 30))
    count = len(meant.people)
    match meant.why:
        case Doubt.SAME_NAME:
            return phrases.SEVERAL_SAME.line(locale, name=name, count=count)
        case Doubt.SAME_SOUND if count > 1 and query.isascii():
            return phrases.SEVERAL_SOUND.line(locale, name=name, count=count)
        case Doubt.SAME_SOUND:
            return phrases.MEANT.line(locale, name=name)
        case Doubt.PART:
            return (phrases.MEANT_PART if count > 1 else phrases.MEANT_ONE).line(locale, name=name)


def _pick(locale: Locale, draft: Draft, person: Person, among: Sequence[Person]) -> Button:
    return Button(candidate(locale, person, among), Action("kudos.pick", {"draft": draft.id, "person": person.id}))


def _drop(locale: Locale, draft: Draft, label: Phrase = phrases.NEVER_MIND) -> Button:
    return Button(label.text(locale), Action("kudos.drop", {"draft": draft.id}), words=("算了", "cancel", "no"))


def _bare(locale: Locale, draft: Draft) -> Button:
    return Button(phrases.SEND_BARE.text(locale), Action("kudos.amount", _amount(draft, 0, 0)))


def _less(locale: Locale, draft: Draft, points: int) -> tuple[Button, ...]:
    phrase = phrases.SEND_LESS_EACH if len(draft.slots) > 1 else phrases.SEND_LESS
    button = Button(phrase.text(locale, points=points), Action("kudos.amount", _amount(draft, points, 0)))
    return (button,) if points else ()


def _amount(draft: Draft, points: int, later: int) -> dict[str, str]:
    return {"draft": draft.id, "points": str(points), "later": str(later)}


def _leave_out(locale: Locale, draft: Draft, question: LeaveOut) -> Card:
    said: list[Line] = []
    if question.oneself:
        alone = not question.rest and not question.gone and read(draft.reason)
        phrase = phrases.SELF if alone else phrases.SELF_LEFT_OUT
        said.append(phrase.line(locale))
    if question.gone:
        said.append(phrases.GONE.line(locale, names=names(locale, question.gone)))
    if question.rest:
        said.append(phrases.ONLY_REST.line(locale, names=names(locale, question.rest)))
        yes = Button(phrases.YES.text(locale), Action("kudos.rest", {"draft": draft.id}), words=("yes", "ok", "是"))
        return say(_together(locale, said), yes, _drop(locale, draft))
    if question.oneself and not question.gone and read(draft.reason):
        note = Button(phrases.NOTE_IT.text(locale), Action("kudos.highlight", {"draft": draft.id}), words=("yes", "ok"))
        return say(_together(locale, said), note, _drop(locale, draft, phrases.NO_NEED))
    return say(_together(locale, [*said, phrases.NOTHING_SENT.line(locale)]))


def _together(locale: Locale, lines: Sequence[Line]) -> Line:
    gap = () if locale is Locale.ZH else (Text(" "),)
    return tuple(inline for number, line in enumerate(lines) for inline in ((*gap, *line) if number else line))


def _over_allowance(locale: Locale, draft: Draft, question: OverAllowance) -> Card:
    count = len(draft.slots)
    line = (phrases.SHORT if question.left else phrases.ALL_GIVEN).line(locale, left=question.left)
    if count > 1 and question.left:
        cost = draft.points * count
        line = phrases.SHORT_SEVERAL.line(locale, left=question.left, count=count, points=draft.points, cost=cost)
    buttons = [*_less(locale, draft, question.now), _bare(locale, draft)]
    if question.later:
        label = phrases.SEND_LATER_EACH if count > 1 else phrases.SEND_LATER
        action = Action("kudos.amount", _amount(draft, question.now, question.later))
        buttons.append(Button(label.text(locale, points=question.later), action))
    return say(line, *buttons, _drop(locale, draft))
