"""What a person chooses for themself: how many messages, which language, which time zone."""

from collections.abc import Iterator
from dataclasses import replace
from zoneinfo import ZoneInfo

from bot.features.members import cards, phrases, rules
from bot.kernel.cards import Card
from bot.kernel.effects import Effect, Revise, Save
from bot.kernel.features import PersonTurn
from bot.kernel.intents import Press, Words
from bot.kernel.people import Locale
from bot.kernel.phrases import Phrase

EXAMPLES = {Locale.ZH: "上海、柏林、America/New_York", Locale.EN: "Shanghai, Berlin, America/New_York"}


def fewer(turn: PersonTurn, _: Words) -> Iterator[Effect]:
    yield from _choose(turn, rules.fewer(turn.person.pushes), phrases.FEWER_ALREADY)


def more(turn: PersonTurn, _: Words) -> Iterator[Effect]:
    yield from _choose(turn, rules.more(turn.person.pushes), phrases.MORE_ALREADY)


def _choose(turn: PersonTurn, count: int, already: Phrase) -> Iterator[Effect]:
    if count == turn.person.pushes:
        yield turn.answer(cards.pushes(turn.locale, already.text(turn.locale, count=count), count))
        return
    yield Save(replace(turn.person, pushes=count))
    yield turn.answer(_chosen(turn, count))


def pushes(turn: PersonTurn, press: Press) -> Iterator[Effect]:
    """A number of messages a day chosen by button: pressed twice it is chosen once."""
    wanted = press.args.get("count", "")
    if wanted not in {str(n) for n in range(rules.FEWEST_PUSHES, rules.MOST_PUSHES + 1)}:
        yield turn.answer(cards.sentence(phrases.STALE_PRESS, turn.locale))
        return
    if int(wanted) != turn.person.pushes:
        yield Save(replace(turn.person, pushes=int(wanted)))
    yield Revise(press.source, _chosen(turn, int(wanted)))


def _chosen(turn: PersonTurn, count: int) -> Card:
    said = phrases.MORE_NOW if count > turn.person.pushes else phrases.FEWER_NOW
    said = phrases.FEWER_NOW_ONE if count == 1 else said
    return cards.pushes(turn.locale, said.text(turn.locale, count=count), count)


def language(turn: PersonTurn, wanted: Words | Press) -> Iterator[Effect]:
    """`语言 English`, or the button that says it; bare it asks."""
    named = wanted.args.get("locale", "") if isinstance(wanted, Press) else wanted.text
    if not named:
        yield turn.answer(cards.languages(turn.locale, phrases.LANGUAGE_ASK.text(turn.locale)))
        return
    locale = rules.language_of(named)
    if locale is None:
        unknown = phrases.LANGUAGE_UNKNOWN.line(turn.locale, text=cards.quoted(named))
        yield turn.answer(cards.languages(turn.locale, unknown))
        return
    if locale is not turn.locale:
        yield Save(replace(turn.person, locale=locale))
    said = cards.sentence(phrases.LANGUAGE_NOW, locale)
    yield Revise(wanted.source, said) if isinstance(wanted, Press) and wanted.source else turn.answer(said)


def timezone(turn: PersonTurn, words: Words) -> Iterator[Effect]:
    """A city or an IANA name; an unknown one changes nothing and is answered with names alike."""
    if not words.text:
        yield turn.answer(cards.lines(_zone(turn, phrases.ZONE_ASK, turn.person.timezone)))
        return
    meant = rules.zone_meant(words.text)
    if meant.name is None:
        yield turn.answer(
            cards.lines(
                phrases.ZONE_UNKNOWN.line(
                    turn.locale,
                    text=cards.quoted(words.text),
                    zone=rules.zone_text(turn.person.timezone),
                    examples=", ".join(meant.alike) or EXAMPLES[turn.locale],
                )
            )
        )
        return
    if meant.name != turn.person.timezone:
        yield Save(replace(turn.person, timezone=meant.name))
    yield turn.answer(cards.lines(_zone(turn, phrases.ZONE_NOW, meant.name)))


def _zone(turn: PersonTurn, phrase: Phrase, zone: str) -> str:
    time = turn.now.astimezone(ZoneInfo(zone)).strftime("%H:%M")
    return phrase.text(turn.locale, zone=rules.zone_text(zone), time=time)
