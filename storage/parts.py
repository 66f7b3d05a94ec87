"""The cards of one message, each under its key: one, or several that were merged."""

from dataclasses import replace

from bot.kernel.cards import Card, asks
from bot.kernel.ids import DeliveryKey
from storage.values import text_of

Parts = tuple[tuple[DeliveryKey, Card], ...]


def stands(parts: Parts, reason: str) -> int:
    return int(reason != "" or any(asks(card) for _, card in parts))


def lasting(card: Card, old: Card) -> Card:
    """In place of the old one, and as long as that."""
    return card if card.until == old.until else replace(card, until=old.until)


def until_of(parts: Parts) -> str:
    """When the first of them becomes pointless; empty if none does."""
    return min((text_of(card.until) for _, card in parts if card.until), default="")
