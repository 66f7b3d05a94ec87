"""`踩`: no minus points; what bothers somebody can be said unsigned about the process, or privately to the person."""

from collections.abc import Iterator

from bot.features.kudos import access, phrases
from bot.features.kudos.choosing import settled
from bot.features.kudos.giving import too_long
from bot.kernel.cards import Action, Button, Card, Paragraph, Quote, Said, say
from bot.kernel.effects import Effect, Post, Push, Revise
from bot.kernel.features import PersonTurn
from bot.kernel.intents import Press, Words
from bot.kernel.names import Found
from bot.kernel.people import Locale, Person, ToPerson


def against(turn: PersonTurn, words: Words) -> Iterator[Effect]:
    """Offer the two ways; nothing is sent or counted."""
    subject = _subject(turn, words)
    locale = turn.locale
    suggest = Button(phrases.SUGGEST.text(locale), Action("kudos.suggest"))
    drop = Button(phrases.NEVER_MIND.text(locale), Action("kudos.nevermind"), words=("cancel",))
    if subject is None:
        yield turn.answer(say(phrases.AGAINST_NOBODY.line(locale), suggest, drop))
        return
    tell = Button(phrases.PRIVATELY.text(locale), Action("kudos.tell", {"to": subject.id}))
    yield turn.answer(say(phrases.AGAINST.line(locale, name=Said(subject.name)), suggest, tell, drop))


def suggest(turn: PersonTurn, press: Press) -> Iterator[Effect]:
    """Ask for the suggestion."""
    yield Revise(press.source, settled(turn, press.source, phrases.SUGGEST.text(turn.locale)))
    yield turn.answer(say(phrases.SUGGEST_WHAT.line(turn.locale), listens=Action("kudos.suggested")))


def suggested(turn: PersonTurn, press: Press) -> Iterator[Effect]:
    """Pass it to the administrators in a slot, without the name: neither words nor hour tell who it was."""
    if refusal := _unusable(turn, press):
        yield turn.answer(refusal)
        return
    for admin in (each for each in turn.reads.find(Person, admin=True) if each.active):
        quote = Quote(phrases.SUGGESTION_AUTHOR.text(admin.locale), (Said(press.text),))
        card = Card((Paragraph(phrases.SUGGESTION.line(admin.locale)), quote))
        why = Push("kudos.suggestion", phrases.WHY_SUGGESTION.text(admin.locale))
        yield Post(ToPerson(admin.id), card, turn.key(f"suggestion/{admin.id}"), why)
    yield Revise(press.source, settled(turn, press.source, "✓"))
    yield turn.answer(say(phrases.SUGGESTED.line(turn.locale)))


def tell(turn: PersonTurn, press: Press) -> Iterator[Effect]:
    """Ask what to say."""
    subject = _colleague(turn, press)
    if subject is None:
        yield turn.answer(say(phrases.CLOSED.line(turn.locale)))
        return
    yield Revise(press.source, settled(turn, press.source, phrases.PRIVATELY.text(turn.locale)))
    line = phrases.TELL_WHAT.line(turn.locale, name=Said(subject.name))
    yield turn.answer(say(line, listens=Action("kudos.told", {"to": subject.id})))


def told(turn: PersonTurn, press: Press) -> Iterator[Effect]:
    """Pass it on under the name of whoever wrote it."""
    subject = _colleague(turn, press)
    refusal = _unusable(turn, press)
    if subject is None or refusal:
        yield turn.answer(refusal or say(phrases.CLOSED.line(turn.locale)))
        return
    why = Push("kudos.told", phrases.WHY_TELLING.text(subject.locale, giver=turn.person.name))
    yield Post(ToPerson(subject.id), telling(subject.locale, turn.person, press.text), turn.key("telling"), why)
    yield Revise(press.source, settled(turn, press.source, "✓"))
    yield turn.answer(say(phrases.TOLD.line(turn.locale, name=Said(subject.name))))


def never_mind(turn: PersonTurn, press: Press) -> Iterator[Effect]:
    yield Revise(press.source, settled(turn, press.source, phrases.NEVER_MIND.text(turn.locale)))


def telling(locale: Locale, giver: Person, text: str) -> Card:
    first = phrases.TELLING.line(locale, giver=Said(giver.name))
    return Card((Paragraph(first), Quote(giver.name, (Said(text),))))


def _subject(turn: PersonTurn, words: Words) -> Person | None:
    """The person meant, if that is certain; nobody is asked back about a name here."""
    if words.mentions:
        return words.mentions[0][1]
    first = words.text.split()[:1]
    found = access.name(turn, first[0].lstrip("@＠")) if first else None
    return found.person if isinstance(found, Found) else None


def _colleague(turn: PersonTurn, press: Press) -> Person | None:
    person = turn.reads.get(Person, press.args.get("to", ""))
    return person if person and person.active and person.id != turn.person.id else None


def _unusable(turn: PersonTurn, press: Press) -> Card | None:
    if not press.text:
        return say(phrases.WORDS_PLEASE.line(turn.locale))
    return too_long(turn, press.text)
