"""Cards that were answered, or came too late: their buttons go, and a stale press changes nothing."""

from bot.features.promises import cards, phrases
from bot.features.promises.model import Promise
from bot.features.promises.parties import person
from bot.kernel.cards import Card, buttons_of
from bot.kernel.effects import Effect, Revise
from bot.kernel.features import Effects, PersonTurn
from bot.kernel.ids import DeliveryKey
from bot.kernel.intents import Press
from bot.kernel.reader import Reader
from bot.kernel.routing import elsewhere


def closed(turn: PersonTurn, press: Press, promise: Promise) -> list[Effect]:
    """What was answered, without its buttons: the card pressed, and the question it goes back to.

    `promise` as it was before. A reminder belongs to nudges, which closes it when it hears of the outcome;
    a group's card stays for the others.
    """
    answered = {key: _card(turn, key) for key in dict.fromkeys((press.source, promise.card))}
    return [
        Revise(key, cards.without_buttons(card))
        for key, card in answered.items()
        if card and not (key != promise.card and _is_reminder(card))
    ]


def _is_reminder(card: Card) -> bool:
    return any(button.action.name in ("promises.done", "promises.fine") for button, _ in buttons_of(card))


def silenced(turn: PersonTurn, press: Press) -> list[Effect]:
    """A card that listened hears no more, because another asks the same again."""
    card = _card(turn, press.source)
    listened = card is not None and card.listens is not None
    return [Revise(press.source, cards.without_buttons(card))] if card and listened else []


def gone(turn: PersonTurn, press: Press) -> Effects:
    """A press that came too late or from somebody else: how things stand, if that is theirs to know.

    Words meant for something else, which an old card still listened for, go on to where they belong.
    """
    card = _card(turn, press.source)
    listened = card is not None and card.listens is not None
    effects = elsewhere(turn, press) if listened and press.text else None
    return [*(effects if effects is not None else [_standing(turn, press)]), *silenced(turn, press)]


def _standing(turn: PersonTurn, press: Press) -> Effect:
    promise = turn.reads.get(Promise, press.args.get("id", ""))
    if promise is None:
        return turn.answer(cards.sentence(phrases.GONE_UNKNOWN, turn.locale), "gone")
    now = cards.standing(promise, Reader.of(turn.person, turn.now), person(turn, promise.owner))
    return turn.answer(cards.sentence(phrases.GONE, turn.locale, now=now), "gone")


def _card(turn: PersonTurn, of: DeliveryKey) -> Card | None:
    """A card as it stands in this direct chat."""
    parts = (part for each in turn.standing for part in each.parts) if turn.direct else ()
    return next((card for key, card in parts if key == of), None)
