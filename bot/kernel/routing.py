"""From an event to who handles it: pure, and the same on every platform."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.kernel.cards import Action, Card, buttons_of
from bot.kernel.events import ActionTriggered
from bot.kernel.features import Command, Effects, Offers, PersonTurn, Standing
from bot.kernel.ids import DeliveryKey
from bot.kernel.intents import Press, Words
from bot.kernel.replies import Match, free_text, pressed
from bot.kernel.text import folded, squash

OVERLONG = "overlong"
"""The `media` of a message longer than the bot reads; its text is left out."""


@dataclass(frozen=True, slots=True)
class Understood:
    """Who handles the event (`by`), already holding what was wanted."""

    by: str
    handle: Callable[[PersonTurn], Effects]


def understand_press(event: ActionTriggered, offers: Offers) -> Understood | None:
    """A button or a form. None for an action no feature knows: a card of an older or foreign make."""
    handler = offers.actions.get(event.action)
    if handler is None:
        return None
    press = Press(event.action, event.args, event.source, values=event.values, text=event.values.get("text", ""))
    return Understood(event.action, lambda turn: handler(turn, press))


def understand_words(words: Words, to_bot: bool, turn: PersonTurn, offers: Offers) -> Understood | None:
    """A message. In a direct chat somebody always answers; in a group None means silence.

    Order: a button's word or digit, a command, the card that waits for text, a recogniser, the fallback.
    In a group that does not address the bot only the exact words of its own buttons are heard.
    """
    if not words.media:
        found = _press(words, to_bot, turn.standing, offers) or (_command(words, turn, offers) if to_bot else None)
        if found:
            return found
    if not to_bot:
        return None
    return _listening(words, turn.standing, offers) or _recognised(words, turn, offers) or _fallback(words, offers)


def elsewhere(turn: PersonTurn, press: Press) -> Effects | None:
    """Free text that a listening card cannot use: what a recogniser makes of it, None if nothing."""
    found = _recognised(Words(press.text, press.mentions, press.media), turn, turn.offers)
    return found.handle(turn) if found else None


def _press(words: Words, to_bot: bool, standing: Sequence[Standing], offers: Offers) -> Understood | None:
    if not words.text:
        return None
    match = pressed(words.text, [each.card for each in standing])
    if match is None or (not to_bot and words.text.strip().isdigit()):
        return None
    return _pressing(match, words, standing, offers)


def _listening(words: Words, standing: Sequence[Standing], offers: Offers) -> Understood | None:
    match = free_text(words.text, [each.card for each in standing])
    return _pressing(match, words, standing, offers) if match else None


def _pressing(match: Match, words: Words, standing: Sequence[Standing], offers: Offers) -> Understood | None:
    name, args = match.action.name, match.action.args
    handler = offers.actions.get(name)
    if handler is None:
        return None
    shown = next((each for each in standing if _shows(each.card, match.action)), None)
    source = shown.part_with(name, args) if shown else DeliveryKey("")
    press = Press(name, args, source, match.text, mentions=words.mentions, media=words.media)
    return Understood(name, lambda turn: handler(turn, press))


def _shows(card: Card, action: Action) -> bool:
    return card.listens is action or any(button.action is action for button, _ in buttons_of(card))


def _command(words: Words, turn: PersonTurn, offers: Offers) -> Understood | None:
    likely = offers.beginning(words.text)
    named = [(command, rest) for command in likely if (rest := rest_after(command, words.text)) is not None]
    matches = [
        (command, rest)
        for command, rest in named
        if not rest or command.accepts is None or command.accepts(turn, Words(rest, words.mentions))
    ]
    if not matches:
        return None
    longest = min(len(rest) for _, rest in matches)
    command, rest = max((m for m in matches if len(m[1]) == longest), key=lambda match: _claimed(match[0], turn))
    wanted = Words(rest, words.mentions)
    return Understood(command.name, lambda turn: command.handle(turn, wanted))


def _claimed(command: Command, turn: PersonTurn) -> datetime:
    return (command.claims(turn) if command.claims else None) or datetime.min.replace(tzinfo=UTC)


def rest_after(command: Command, text: str) -> str | None:
    """The text after the command's word; None if the text is not this command.

    A word ends at the end, a space, a digit, an `@`, a `#` or a colon: 赞助商 is not 赞.
    """
    meant = folded(text)
    for word in command.words:
        if not meant.startswith(folded(word)):
            continue
        rest = text[len(word) :]
        if not squash(rest):
            return ""
        if command.takes and (rest[0].isspace() or rest[0].isdigit() or rest[0] in "@＠#＃:："):
            return rest.strip().lstrip(":：").strip()
    return None


def _recognised(words: Words, turn: PersonTurn, offers: Offers) -> Understood | None:
    for recogniser in offers.recognises:
        effects = recogniser(turn, words)
        if effects is not None:
            return Understood("recognised", lambda _, found=tuple(effects): found)  # type: ignore[misc]
    return None


def _fallback(words: Words, offers: Offers) -> Understood | None:
    handler = offers.fallback
    return Understood("fallback", lambda turn: handler(turn, words)) if handler else None
