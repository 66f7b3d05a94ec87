"""Cards that ask: the author who and when, the owner whether and by when."""

from collections.abc import Sequence
from datetime import datetime

from bot.features.promises import cards, phrases
from bot.features.promises.model import Kind, Promise
from bot.kernel.cards import Action, Button, Card, Inline, Line, Paragraph, Said, Select, say
from bot.kernel.people import Locale, Person
from bot.kernel.phrases import Phrase
from bot.kernel.reader import Reader
from bot.kernel.text import shorten
from bot.kernel.when import NoTime


def who(promise: Promise, locale: Locale, first: Line | None = None, guess: Person | None = None) -> Card:
    """Who can help; `guess`: somebody they named without mentioning them, offered and never assumed."""
    line = first or phrases.WHO.line(locale, what=cards.what_of(promise))
    offered = (ask_them(guess, locale, "who", promise.id),) if guess else ()
    later = cards.button(phrases.NOT_NOW, locale, "later", promise.id)
    return say(line, *offered, later, listens=cards.listening("who", promise.id))


def ask_them(person: Person, locale: Locale, action: str, id: str) -> Button:
    label = phrases.ASK_THEM.text(locale, name=person.name)
    return Button(label, Action(f"promises.{action}", {"id": id, "to": person.id}))


def by_when(promise: Promise, locale: Locale, fault: NoTime | None = None) -> Card:
    """When it is wanted, asked of its author."""
    phrase = phrases.WHEN_HELP if promise.kind is Kind.HELP else phrases.WHEN_MILESTONE
    let = (cards.button(phrases.LET_THEM, locale, "let", promise.id),) if promise.towards else ()
    line = phrase.line(locale, what=cards.what_of(promise))
    return cards.sentences([*cards.no_time(fault, locale), line], *let, listens=cards.listening("when", promise.id))


def which(people: Sequence[Person], locale: Locale, action: str, id: str) -> Card:
    """Several people may be meant: a list, each with their department."""
    options = tuple(
        Button(
            f"{each.name}·{each.department}" if each.department else each.name,
            Action(f"promises.{action}", {"id": id, "to": each.id}),
        )
        for each in people
    )
    nobody = Button(phrases.NOBODY_OF_THEM.text(locale), Action(f"promises.{action}", {"id": id}))
    question = phrases.WHICH.line(locale)
    return Card((Paragraph(question), Select(phrases.CHOOSE.text(locale), (*options, nobody))))


def request(promise: Promise, reader: Reader, author: Person, passed_by: Person | None = None) -> Card:
    """Somebody is asked for something: accept, name another day, or say whose it is."""
    locale, id = reader.locale, promise.id
    if promise.secret:
        line = phrases.REQUEST_PRIVATE.line(locale, name=Said(author.name), what=promise.secret)
        return say(line, *open_day(promise, locale), cards.button(phrases.TALKED, locale, "talked", id))
    line = _request(promise, reader, author)
    if passed_by:
        line = (*line, *phrases.PASSED_BY.line(locale, by=Said(passed_by.name)))
    elsewhere = cards.button(phrases.PASS, locale, "pass", id, takes="@")
    if promise.due is None:
        return say(line, *open_day(promise, locale), elsewhere)
    accept = cards.button(phrases.ACCEPT, locale, "accept", id, words=cards.YES)
    return say(line, accept, cards.move(promise, locale), elsewhere)


def _request(promise: Promise, reader: Reader, author: Person) -> Line:
    help = promise.kind is Kind.HELP
    values: dict[str, Inline] = {"name": Said(author.name), "what": cards.what_of(promise)}
    if promise.due is None:
        phrase = phrases.REQUEST_OPEN if help else phrases.REQUEST_MILESTONE_OPEN
        return phrase.line(reader.locale, **values)
    phrase = phrases.REQUEST if help else phrases.REQUEST_MILESTONE
    return phrase.line(reader.locale, **values, when=reader.moment(promise.due))


def open_day(promise: Promise, locale: Locale) -> tuple[Button, Button]:
    today = Button(phrases.TODAY.text(locale), Action("promises.move", {"id": promise.id, "text": "今天"}))
    other = cards.button(phrases.OTHER_DAY, locale, "move", promise.id, takes="…")
    return today, other


def move_when(promise: Promise, locale: Locale, fault: NoTime | None = None, first: Line | None = None) -> Card:
    phrase = phrases.MOVE_WHEN if promise.due else phrases.GIVE_WHEN
    lines = [*([first] if first else []), *cards.no_time(fault, locale), phrase.line(locale)]
    return cards.sentences(lines, listens=cards.listening("move", promise.id))


def pass_to(promise: Promise, locale: Locale, first: Line | None = None) -> Card:
    lines = [first or phrases.PASS_TO.line(locale)]
    unknown = cards.button(phrases.UNKNOWN, locale, "unknown", promise.id)
    return cards.sentences(lines, unknown, listens=cards.listening("pass", promise.id))


def replace_with(promise: Promise, locale: Locale, first: Line | None = None) -> Card:
    """Whom else to ask, of the author."""
    line = first or phrases.WHO.line(locale, what=cards.what_of(promise))
    return say(line, listens=cards.listening("replace", promise.id))


def which_promise(held: Sequence[Promise], locale: Locale, question: Phrase, action: str, text: str = "") -> Card:
    """Which of several things in hand is meant; `text` is what was said about it."""
    said = {"text": text} if text else {}
    options = tuple(
        Button(
            shorten(each.what, cards.LABEL) or phrases.PRIVATE_WHAT.text(locale),
            Action(f"promises.{action}", {"id": each.id, **said}),
        )
        for each in held
    )
    return Card((Paragraph(question.line(locale)), Select(phrases.CHOOSE_THING.text(locale), options)))


def reason_for(promise: Promise, reader: Reader, to: datetime) -> Card:
    """A milestone moves with a reason: one sentence."""
    action = Action("promises.reason", {"id": promise.id, "to": to.isoformat()})
    return say(phrases.WHY_MOVE.line(reader.locale, when=reader.moment(to)), listens=action)


def stuck_where(promise: Promise, locale: Locale) -> Card:
    return say(phrases.STUCK_WHERE.line(locale), listens=cards.listening("stuck", promise.id))


def decide_when(promise: Promise, locale: Locale, fault: NoTime | None) -> Card:
    return cards.sentences(
        [*cards.no_time(fault, locale), phrases.MOVE_WHEN.line(locale)], listens=cards.listening("decide", promise.id)
    )
