"""Messages to put, and a sender to take them, for the tests of the outbox."""

from datetime import UTC, datetime, timedelta

from bot.kernel.cards import Action, Button, Card, plain, say
from bot.kernel.features import Standing
from bot.kernel.ids import DeliveryKey, PersonId, Platform
from bot.kernel.people import UserRef
from bot.ports.adapter import Receipt
from bot.ports.outbox import Claimed, Outgoing
from bot.ports.storage import Storage

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DESK = Platform("desk")
ANN = PersonId("ann")


def later(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


def asking(text: str) -> Card:
    """A card with a button."""
    return say(text, Button("好", Action("toy.ok")))


def letter(
    key: str,
    lane: str = "ann",
    minutes: float = 0,
    *,
    card: Card | None = None,
    rule: str = "",
    reason: str = "",
    platform: Platform = DESK,
) -> Outgoing:
    to = UserRef(platform, "acme", lane)
    card = card or say(f"text of {key}")
    return Outgoing(DeliveryKey(key), lane, to, card, later(minutes), PersonId(lane), rule, reason)


def push(key: str, lane: str = "ann", minutes: float = 0, reason: str = "because") -> Outgoing:
    return letter(key, lane, minutes, rule="toy.rule", reason=reason)


async def put(storage: Storage, *letters: Outgoing) -> None:
    await storage.transact(lambda tx: tx.outbox.put(letters))


async def claim(
    storage: Storage,
    minutes: float = 0,
    limit: int = 100,
    platform: Platform = DESK,
    many: int | None = None,
    term: int = 0,
) -> list[Claimed]:
    return list(await storage.transact(lambda tx: tx.outbox.claim(platform, later(minutes), limit, many, term)))


async def settle(storage: Storage, *claimed: Claimed, minutes: float = 0) -> int:
    proven = [(each, Receipt({"id": f"native of {each.key}"})) for each in claimed]
    return await storage.transact(lambda tx: tx.outbox.settle(proven, later(minutes)))


async def send(storage: Storage, minutes: float = 0) -> list[str]:
    """Everything due, one claim after another: the texts in the order they went."""
    texts: list[str] = []
    while claimed := await claim(storage, minutes):
        texts += [text for each in claimed for text in texts_of(each.cards)]
        await settle(storage, *claimed, minutes=minutes)
    return texts


async def revise(storage: Storage, of: str, text: str, key: str, minutes: float = 0) -> bool:
    return await storage.transact(
        lambda tx: tx.outbox.revise(DeliveryKey(of), say(text), later(minutes), DeliveryKey(key))
    )


async def standing(storage: Storage, lane: str = "ann", limit: int = 10) -> list[Standing]:
    return list(await storage.transact(lambda tx: tx.outbox.standing(lane, limit)))


def texts_of(cards: tuple[Card, ...]) -> list[str]:
    return [plain(block.line) for card in cards for block in card.blocks[:1] if hasattr(block, "line")]
