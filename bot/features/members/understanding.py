"""What nobody understood, help, about, and why a message came."""

from collections.abc import Iterator

from bot.features.members import cards, phrases, rules
from bot.kernel.cards import Card, Paragraph, Quote, plain
from bot.kernel.effects import Effect
from bot.kernel.features import Command, PersonTurn
from bot.kernel.intents import Press, Words
from bot.kernel.routing import OVERLONG
from bot.kernel.text import shorten, squash

_MEDIA = {
    "": phrases.SAID_NOTHING,
    "sticker": phrases.STICKER,
    OVERLONG: phrases.OVERLONG,
    "press": phrases.STALE_PRESS,
}


def fallback(turn: PersonTurn, words: Words) -> Iterator[Effect]:
    """Never silence in a direct chat, never noise in a group: the answer always goes to the person alone."""
    yield turn.answer(_answer(turn, words))


def _answer(turn: PersonTurn, words: Words) -> Card:
    locale, name = turn.locale, turn.person.name
    if not turn.person.active:
        return cards.sentence(phrases.INACTIVE, locale)
    if words.media or not words.text:
        said = _MEDIA.get(words.media, phrases.MEDIA)
        return cards.with_help(locale, said.line(locale, name=name))
    if rules.is_greeting(words.text):
        return cards.with_help(locale, phrases.HELLO.line(locale, name=name))
    if rules.is_thanks(words.text):
        return cards.lines(phrases.WELCOME.line(locale, name=name))
    if rules.is_assent(words.text):
        return cards.sentence(phrases.FINE, locale)
    return cards.not_understood(locale, words.text, rules.closest(words.text, offered(turn)))


def offered(turn: PersonTurn) -> tuple[Command, ...]:
    """The commands for this person in this chat."""
    return tuple(command for command in turn.offers.commands if command.offered(turn))


def help(turn: PersonTurn, wanted: Words | Press) -> Iterator[Effect]:
    """All this person can do here, or the one thing they named."""
    commands = offered(turn)
    text = squash(wanted.text)
    named = [each for each in commands if text in (squash(word) for word in each.words)] if text else []
    if named:
        yield turn.answer(cards.help_on(turn.locale, named[0]))
    elif text:
        yield turn.answer(_no_such_help(turn, wanted.text, rules.closest(text, commands)))
    else:
        yield turn.answer(cards.help_list(turn.locale, commands, not turn.direct))


def _no_such_help(turn: PersonTurn, text: str, nearest: Command | None) -> Card:
    said = phrases.HELP_UNKNOWN.line(turn.locale, text=cards.quoted(text))
    guess = [phrases.DID_YOU_MEAN.line(turn.locale, usage=nearest.usage.text(turn.locale))] if nearest else []
    return cards.with_help(turn.locale, said, *guess, phrases.TRY_HELP.text(turn.locale))


def about(turn: PersonTurn, _: Words) -> Iterator[Effect]:
    yield turn.answer(cards.about(turn.locale, turn.person.pushes))


def why(turn: PersonTurn, _: Words) -> Iterator[Effect]:
    """Why the newest message that nobody asked for came, and how to get fewer."""
    locale = turn.locale
    push = next((each for each in turn.standing if each.rule), None)
    if push is None:
        yield turn.answer(cards.lines(phrases.WHY_NONE.text(locale)))
        return
    reason = phrases.WHY_REASON.line(locale, title=cards.quoted(_beginning(push.card)), reason=push.reason)
    change = phrases.WHY_CHANGE.text(locale, count=turn.person.pushes)
    yield turn.answer(cards.lines(reason, phrases.WHY_RULE.text(locale, rule=push.rule), change))


def _beginning(card: Card) -> str:
    """The first words of a card, to name it by."""
    first = next((plain(block.line) for block in card.blocks if isinstance(block, Paragraph | Quote)), "")
    return shorten(card.title or first, 20)
