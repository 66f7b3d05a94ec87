"""Cards about one promise: values in, Card out. Listing cards are in `list_cards`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.features.promises import phrases
from bot.features.promises.model import Kind, Promise, State
from bot.kernel.cards import Action, Button, Buttons, Card, Inline, Line, Paragraph, Said, Select, Text, say
from bot.kernel.ids import DeliveryKey
from bot.kernel.people import Locale, Person
from bot.kernel.phrases import Phrase
from bot.kernel.reader import Reader
from bot.kernel.said_days import Reason
from bot.kernel.when import NoTime

LABEL = 20
"""Graphemes of a title on a button."""
NO_CARD = DeliveryKey("")
YES = ("好", "好的", "可以", "行", "ok", "yes", "sure")

_NO_TIME = {
    Reason.NO_SUCH_DAY: phrases.NO_SUCH_DAY,
    Reason.NO_SUCH_TIME: phrases.NO_SUCH_TIME,
    Reason.PAST: phrases.PAST,
    Reason.TOO_FAR: phrases.TOO_FAR,
}


def what_of(promise: Promise) -> Inline:
    return promise.secret or Said(promise.what)


@dataclass(frozen=True, slots=True)
class Wording:
    """How one talks about a promise: the press when it is done, and the sentences to both sides."""

    done: Phrase
    accepted: Phrase
    accepted_told: Phrase
    done_said: Phrase
    given: Phrase


_HELP = Wording(phrases.GIVEN, phrases.ACCEPTED, phrases.ACCEPTED_TOLD, phrases.GIVEN_SAID, phrases.GIVEN_TOLD)
_PRIVATE = Wording(
    phrases.HANDLED,
    phrases.ACCEPTED_PRIVATE,
    phrases.ACCEPTED_TOLD_PRIVATE,
    phrases.HANDLED_SAID,
    phrases.HANDLED_TOLD,
)
_MILESTONE = Wording(
    phrases.DONE,
    phrases.ACCEPTED_MILESTONE,
    phrases.ACCEPTED_TOLD_MILESTONE,
    phrases.DONE_SAID,
    phrases.DONE_TOLD,
)


def wording(promise: Promise) -> Wording:
    """Something is given to somebody, a milestone is finished, a private blocker is settled."""
    if promise.secret:
        return _PRIVATE
    return _HELP if promise.kind is Kind.HELP else _MILESTONE


def button(
    phrase: Phrase, locale: Locale, action: str, id: str, *, takes: str = "", words: tuple[str, ...] = (), **values: str
) -> Button:
    """A press about the record `id`."""
    return Button(phrase.text(locale, **values), Action(f"promises.{action}", {"id": id}), words=words, takes=takes)


def listening(action: str, id: str) -> Action:
    return Action(f"promises.{action}", {"id": id})


def sentence(phrase: Phrase, locale: Locale, **values: str | int | Inline | Line) -> Card:
    return say(phrase.line(locale, **values))


def sentences(lines: Sequence[Line], *buttons: Button, numbered: bool = True, listens: Action | None = None) -> Card:
    """Several paragraphs as one card."""
    last = say(lines[-1], *buttons, numbered=numbered, listens=listens)
    return Card((*(Paragraph(line) for line in lines[:-1]), *last.blocks), listens=listens)


def no_time(fault: NoTime | None, locale: Locale) -> list[Line]:
    """Why the day they named is none; nothing if they named none."""
    return [_NO_TIME[fault.reason].line(locale, said=Said(fault.said))] if fault else []


def move(promise: Promise, locale: Locale) -> Button:
    return button(phrases.MOVE, locale, "move", promise.id, takes="…")


def without_buttons(card: Card) -> Card:
    kept = tuple(block for block in card.blocks if not isinstance(block, Buttons | Select))
    return Card(kept, card.title, card.tone)


# the buttons under reminders


def before_due(promise: Promise, locale: Locale) -> tuple[Button, ...]:
    if promise.kind is Kind.HELP:
        return after_due(promise, locale)
    fine = button(phrases.FINE, locale, "fine", promise.id)
    later = button(phrases.RESCHEDULE, locale, "move", promise.id, takes="…")
    return fine, later, _stuck(promise, locale)


def after_due(promise: Promise, locale: Locale) -> tuple[Button, ...]:
    words = ("完成", "给了", "done", "given")
    return (
        button(wording(promise).done, locale, "done", promise.id, words=words),
        move(promise, locale),
        _stuck(promise, locale),
    )


def _stuck(promise: Promise, locale: Locale) -> Button:
    return button(phrases.STUCK, locale, "stuck", promise.id, takes="…")


# the other side, and managers


def countered(promise: Promise, reader: Reader, owner: Person, judge: Person | None) -> Card:
    """Another day is proposed; it stands unless the author, or the manager they ask, says otherwise."""
    locale, id = reader.locale, promise.id
    when = reader.moment(promise.proposal) if promise.proposal else ""
    line = phrases.COUNTERED_TOLD.line(locale, name=Said(owner.name), when=when, what=what_of(promise))
    agree = button(phrases.AGREE, locale, "agree", id, words=YES)
    if judge is None:
        return say(line, agree, button(phrases.REFUSE_ALONE, locale, "replace", id, takes="@"))
    return say(line, agree, button(phrases.REFUSE, locale, "refuse", id, words=("不行", "no"), name=judge.name))


def judge(promise: Promise, reader: Reader, author: Person, owner: Person) -> Card:
    """Both days, for the one who is asked to decide."""
    locale, id = reader.locale, promise.id
    wish, proposal = (reader.moment(each) if each else "" for each in (promise.due, promise.proposal))
    line = phrases.JUDGE.line(
        locale,
        author=Said(author.name),
        owner=Said(owner.name),
        what=what_of(promise),
        wish=wish,
        proposal=proposal,
    )
    theirs = Button(
        phrases.JUDGE_PROPOSAL.text(locale, when=proposal), Action("promises.decide", {"id": id, "day": "proposal"})
    )
    wished = Button(phrases.JUDGE_WISH.text(locale, when=wish), Action("promises.decide", {"id": id, "day": "wish"}))
    return say(line, theirs, wished, button(phrases.OTHER_DAY, locale, "decide", id, takes="…"))


def approval(promise: Promise, reader: Reader, owner: Person) -> Card:
    """A second move of a milestone, for the manager."""
    locale = reader.locale
    line = phrases.MOVE_APPROVAL.line(
        locale,
        name=Said(owner.name),
        what=what_of(promise),
        when=reader.moment(promise.due) if promise.due else "",
        to=reader.moment(promise.proposal) if promise.proposal else "",
        count=promise.moves + 1,
        reason=Said(promise.reason),
    )
    agree = button(phrases.APPROVE, locale, "approve", promise.id, words=YES)
    return say(line, agree, button(phrases.REJECT, locale, "reject", promise.id))


# what is told


def given(promise: Promise, locale: Locale, owner: Person) -> Card:
    """What was waited for is there; how to say thanks, and the way back if it is not."""
    lines = [wording(promise).given.line(locale, name=Said(owner.name), what=what_of(promise))]
    if promise.kind is Kind.HELP and not promise.secret:
        lines.append(thank(promise, locale, owner))
    return sentences(lines, button(phrases.NOT_GOOD_YET, locale, "reopen", promise.id))


def thank(promise: Promise, locale: Locale, owner: Person) -> Line:
    return phrases.THANK.line(locale, name=Said(owner.name), what=what_of(promise))


def solved(promise: Promise, locale: Locale, helper: Person | None) -> Card:
    lines = [phrases.SOLVED_SAID.line(locale, what=what_of(promise))]
    if helper and not promise.secret:
        lines.append(thank(promise, locale, helper))
    return sentences(lines)


def again(promise: Promise, locale: Locale, author: Person) -> Card:
    """Not there yet after all."""
    line = phrases.REOPENED_TOLD.line(locale, name=Said(author.name), what=what_of(promise))
    return say(line, *after_due(promise, locale))


def rejected(promise: Promise, reader: Reader, judge: Person) -> Card:
    line = phrases.REJECTED_TOLD.line(
        reader.locale,
        name=Said(judge.name),
        what=what_of(promise),
        when=reader.moment(promise.due) if promise.due else "",
    )
    return say(line, *before_due(promise, reader.locale))


def committed(promise: Promise, reader: Reader, remind: datetime | None) -> Card:
    """A milestone of one's own is noted."""
    locale = reader.locale
    when = reader.moment(promise.due) if promise.due else ""
    line = phrases.COMMITTED.line(locale, what=what_of(promise), when=when)
    if remind:
        line = (*line, *phrases.COMMITTED_REMIND.line(locale, when=f"{reader.day(remind)} {reader.time(remind)}"))
    cancel = button(phrases.CANCEL, locale, "cancel", promise.id)
    return say(line, cancel, numbered=False)


def away_when_due(promise: Promise, reader: Reader, owner: Person, days: str, back: str) -> Card:
    """Told on the first day of the leave of somebody who owes something in it."""
    locale, id = reader.locale, promise.id
    line = phrases.LEAVE_TOLD.line(
        locale,
        name=Said(owner.name),
        days=days,
        what=what_of(promise),
        back=back,
        when=reader.moment(promise.deadline) if promise.deadline else "",
    )
    wait = button(phrases.WAIT, locale, "wait", id)
    return say(line, wait, button(phrases.SOMEBODY_ELSE, locale, "replace", id, takes="@"))


def standing(promise: Promise, reader: Reader, owner: Person | None) -> Line:
    """How a promise stands, in a few words."""
    locale = reader.locale
    name = Said(owner.name) if owner else Text("")
    match promise.state:
        case State.MET:
            return phrases.NOW_MET.line(locale)
        case State.DROPPED:
            return phrases.NOW_DROPPED.line(locale)
        case State.DRAFT:
            return (phrases.NOW_DRAFT if owner else phrases.NOW_NOBODY).line(locale)
        case State.ASKED:
            return phrases.NOW_ASKED.line(locale, name=name)
        case State.COUNTERED | State.JUDGED | State.ACCEPTED:
            when = reader.moment(promise.deadline) if promise.deadline else ""
            return phrases.NOW_ACCEPTED.line(locale, name=name, when=when)
