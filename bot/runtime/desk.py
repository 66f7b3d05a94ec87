"""What an adapter finds at hand: the `Host` of one platform, on our storage."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta

from bot.kernel.cards import Card
from bot.kernel.events import Troubled
from bot.kernel.ids import DeliveryKey, EventId, Platform
from bot.kernel.people import RESTORED, Note
from bot.ports.adapter import Envelope
from bot.ports.clock import Clock
from bot.ports.storage import Storage, Transaction

TROUBLE = "trouble"
"""The source of envelopes that say what is wrong with a platform."""

_THERE, _OVER = "there", "over"


class Desk:
    """The `Host` of `platform`. `accept` is the bot's door in; `real` the time on the wall, which notes go by."""

    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        real: Clock,
        platform: Platform,
        accept: Callable[[Envelope], Awaitable[bool]],
        sends: Callable[[Platform], bool] = lambda _: True,
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._real = real
        self._platform = platform
        self._accept = accept
        self._sends = sends

    def now(self) -> datetime:
        return self._clock.now()

    async def standing(self, key: DeliveryKey) -> Sequence[Card]:
        found = await self._storage.transact(lambda tx: tx.outbox.standing_by_key(key))
        return tuple(card for _, card in found.parts) if found else ()

    async def note(self, name: str) -> str:
        now = self._real.now()
        return await self._storage.transact(lambda tx: _noted(tx, self._id(name), now))

    async def put_note(self, name: str, text: str, lasts: timedelta | None = None) -> None:
        until = (self._real.now() + lasts).astimezone(UTC).isoformat() if lasts else ""
        await self._storage.transact(lambda tx: tx.records.save([Note(self._id(name), text, until)]))

    async def count(self, name: str, by: int) -> int:
        now = self._real.now()

        def work(tx: Transaction) -> int:
            total = int(_noted(tx, self._id(name), now) or 0) + by
            tx.records.save([Note(self._id(name), str(total))])
            return total

        return await self._storage.transact(work)

    def sends(self) -> bool:
        return self._sends(self._platform)

    async def trouble(self, subject: str, zh: str, en: str, over: bool = False) -> None:
        name = f"trouble:{subject}"
        times, _, state = (await self.note(name) or f"0:{_OVER}").partition(":")
        if (state == _OVER) is over:
            return
        told = {"platform": self._platform, "subject": subject, "zh": zh, "en": en, "over": over}
        # Numbered: a crash between the two writes tells it once, and its next time is told again.
        times, state = (times, _OVER) if over else (str(int(times) + 1), _THERE)
        # After a restore the numbers begin again where the backup had them, and what has been said is not said again.
        restored = await self._storage.transact(lambda tx: tx.records.get(Note, RESTORED))
        number = f"{times}:{state}" + (f":{restored.text}" if restored else "")
        await self._accept(Envelope(TROUBLE, f"{self._platform}:{subject}:{number}", self.now(), told))
        await self.put_note(name, f"{times}:{state}")

    def _id(self, name: str) -> str:
        return f"{self._platform}:{name}"


def _noted(tx: Transaction, id: str, now: datetime) -> str:
    found = tx.records.get(Note, id)
    if found is None or (found.until and datetime.fromisoformat(found.until) <= now):
        return ""
    return found.text


def troubled(envelope: Envelope) -> Troubled:
    """The event in an envelope that `trouble` wrote."""
    payload = envelope.payload
    return Troubled(
        EventId(envelope.event_id),
        envelope.received,
        payload["platform"],
        payload["subject"],
        payload["zh"],
        payload["en"],
        payload["over"],
    )
