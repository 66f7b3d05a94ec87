"""A message as a row of the outbox. Copies of one card are written out once."""

from collections.abc import Callable, Sequence
from typing import Any, NoReturn

from bot.kernel.cards import Card
from bot.kernel.codec import Codec
from bot.kernel.copies import in_json, pattern
from bot.kernel.ids import DeliveryKey, PersonId
from bot.kernel.people import ChatRef, UserRef
from bot.ports.adapter import Priority
from bot.ports.outbox import Outgoing
from storage.parts import Parts, stands
from storage.values import text_of

Recipient = UserRef | ChatRef


def _refuse(owner: PersonId, text: str) -> NoReturn:
    raise TypeError("a card with blanks holds no private words: they are sealed before a blank is filled")


class Messages:
    """Writes rows. What it keeps of cards that many get is forgotten with the transaction."""

    def __init__(self, codec: Codec) -> None:
        self._recipient = codec.writer(Recipient)
        self._parts = codec.writer(Parts)
        self._open_card = Codec(_refuse, _refuse).writer(Card)
        self._patterns: dict[int, tuple[Card, Callable[[Sequence[str]], str]]] = {}

    def forget(self) -> None:
        self._patterns.clear()

    def row(self, message: Outgoing) -> dict[str, Any]:
        due, card = text_of(message.due), message.card
        return {
            "key": message.key,
            "lane": message.lane,
            "platform": message.to.platform,
            "recipient": self._recipient(message.to),
            "person": message.person,
            "rule": message.rule,
            "reason": message.reason,
            "due": due,
            # Those of one minute share its beginning, so that their places decide.
            "at": f"{due[:17]}00.000000{due[26:]}" if message.priority is Priority.MANY else due,
            "state": "waiting",
            "error": "",
            "parts": self._copy(message) if message.words else self.parts(((message.key, card),)),
            "stands": stands(((message.key, card),), message.reason),
            "revises": None,
            "must": 1,
            "thread": message.thread,
            "priority": int(message.priority),
            "place": message.place,
            "until": text_of(card.until) if card.until else "",
        }

    def bare(self, key: DeliveryKey, lane: str, due: str, parts: Parts) -> dict[str, Any]:
        """A row that is no push and goes nowhere yet."""
        return {
            **dict.fromkeys(("platform", "recipient", "rule", "reason", "error", "thread", "until"), ""),
            **dict.fromkeys(("stands", "priority", "place"), 0),
            "key": key,
            "lane": lane,
            "person": None,
            "due": due,
            "at": due,
            "state": "waiting",
            "parts": self.parts(parts) if parts else "",
            "revises": None,
            "must": 1,
        }

    def parts(self, parts: Parts) -> str:
        return self._parts(parts)

    def _copy(self, message: Outgoing) -> str:
        """The parts of a message that is one of many."""
        known = self._patterns.get(id(message.card))
        if known is None:
            known = self._patterns[id(message.card)] = message.card, pattern(self._open_card(message.card))
        copy = known[1]([in_json(word) for word in message.words])
        return f'[["{in_json(message.key)}",{copy}]]'
