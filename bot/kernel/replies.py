"""Typed equivalents: every button has a digit or a word, the same on every platform."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from bot.kernel.cards import Action, Block, Button, Buttons, Card, Form, Select, buttons_of
from bot.kernel.text import squash

_LEADING_DIGIT = re.compile(r"^[\[(【]?(\d{1,2})[\])】.、:)]?(?:\s+|(?=[^\d\s]))(.+)$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Match:
    """A reply understood as a press (`button`) or as free text for the card that listens."""

    action: Action
    text: str = ""
    button: Button | None = None


def numbered(card: Card) -> Card:
    """The card with its digits written on the buttons that have one: `完成` becomes `1 完成`."""
    blocks: list[Block] = []
    count = 0
    for block in card.blocks:
        match block:
            case Buttons(buttons, True):
                blocks.append(Buttons(_labelled(buttons, count)))
                count += len(buttons)
            case Select(_, options):
                blocks.append(replace(block, options=_labelled(options, count)))
                count += len(options)
            case _:
                blocks.append(block)
    return replace(card, blocks=tuple(blocks))


def _labelled(buttons: tuple[Button, ...], before: int) -> tuple[Button, ...]:
    # Not `replace`: it takes three times as long, and every message sent passes here.
    return tuple(
        [
            Button(f"{before + i} {each.label}", each.action, each.style, each.words, each.takes)
            for i, each in enumerate(buttons, start=1)
        ]
    )


def digits(card: Card) -> dict[str, Button]:
    """The numbered buttons by their digit."""
    counted = [button for button, has_digit in buttons_of(card) if has_digit]
    return {str(number): button for number, button in enumerate(counted, start=1)}


def pressed(text: str, cards: Sequence[Card]) -> Match | None:
    """The press that a typed reply stands for, among the cards still standing in this chat, newest first.

    An exact word, or a taking button's label with words after it, finds the newest card that shows it. A digit
    belongs to the newest card that has digits, unless a newer one is waiting for free text.
    """
    for card in cards:
        if match := _by_word(card, text):
            return match
    for card in cards:
        if match := _by_digit(card, text):
            return match
        if digits(card) or card.listens:
            return None
    return None


def free_text(text: str, cards: Sequence[Card]) -> Match | None:
    """The newest listening card takes what is no press."""
    listening = next((card.listens for card in cards if card.listens is not None), None)
    return Match(listening, text) if listening else None


def _by_word(card: Card, text: str) -> Match | None:
    word = squash(text)
    for button, _ in buttons_of(card):
        spoken = [_spoken(each) for each in (button.label, *button.words)]
        if word in spoken:
            return Match(button.action, button=button)
        for stem in spoken:
            if button.takes and len(stem) > 1 and word.startswith(stem):
                return Match(button.action, text.strip()[len(stem) :].strip(), button)
    return None


@lru_cache(maxsize=1024)
def _spoken(word: str) -> str:
    """A button's word as it is typed: the same few stand on every card."""
    return squash(word).rstrip("…")


def _by_digit(card: Card, text: str) -> Match | None:
    table = digits(card)
    bare = squash(text).strip("[]()【】")
    if bare in table:
        return Match(table[bare].action, button=table[bare])
    leading = _LEADING_DIGIT.match(text)
    if leading and (button := table.get(str(int(leading[1])))) and button.takes:
        return Match(button.action, leading[2].strip(), button)
    return None


def without_forms(card: Card) -> Card:
    """Each form replaced by the button that starts the same questions as a talk."""
    if not any(isinstance(block, Form) for block in card.blocks):
        return card
    blocks = tuple(Buttons((b.talk,), numbered=False) if isinstance(b, Form) else b for b in card.blocks)
    return replace(card, blocks=blocks)
