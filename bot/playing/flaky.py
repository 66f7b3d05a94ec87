"""An adapter whose platform fails now and then: before it took the message, or just after."""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime, timedelta

from aiohttp.web import AbstractRouteDef

from bot.kernel.capabilities import Capabilities
from bot.kernel.events import Event
from bot.kernel.ids import DeliveryKey
from bot.kernel.people import ChatRef, Profile, UserRef
from bot.ports.adapter import (
    Accept,
    Adapter,
    Delivery,
    Envelope,
    Finding,
    Receipt,
    Refused,
    Spent,
    Strain,
    Unauthorised,
    Unavailable,
)
from bot.ports.controls import Controls

SOON = timedelta(seconds=1)


class Refusals:
    """Which sends fail: every n-th (0 for none), and the next `coming` ones. Survives a restart of the bot."""

    def __init__(self, every: int = 0) -> None:
        self.every = every
        self.coming = 0
        self.unsent: set[DeliveryKey] = set()
        self.moments: dict[str, datetime] = {}
        """When the platform last took something, by what its receipt says."""
        self._count = 0

    def due(self, key: DeliveryKey) -> bool:
        """Whether this send fails. A message refused once is taken the next time, unless more are coming."""
        if self.coming:
            self.coming -= 1
            return True
        if key in self.unsent or not self.every:
            return False
        self._count += 1
        return self._count % self.every == 0

    def after_storing(self) -> bool:
        """Every other failure comes once the platform has the message: only its answer is lost."""
        return self._count // (self.every or 1) % 2 == 0


class Flaky:
    """The adapter as it is, but for its failures."""

    def __init__(self, adapter: Adapter, refusals: Refusals, controls: Controls) -> None:
        self.platform = adapter.platform
        self._adapter = adapter
        self._refusals = refusals
        self._controls = controls

    def capabilities(self, direct: bool) -> Capabilities:
        return self._adapter.capabilities(direct)

    def decode(self, envelope: Envelope) -> Sequence[Event]:
        return self._adapter.decode(envelope)

    async def send(self, delivery: Delivery) -> Receipt:
        if not self._refusals.due(delivery.key):
            return await self._taken(delivery)
        self._refusals.unsent.add(delivery.key)
        if self._refusals.after_storing():
            await self._taken(delivery)
            self._refusals.unsent.add(delivery.key)
            raise ConnectionResetError("the answer was lost")
        raise Unavailable("too many", SOON)

    async def _taken(self, delivery: Delivery) -> Receipt:
        try:
            receipt = await self._adapter.send(delivery)
        except (Refused, Unauthorised):
            raise
        except Exception:
            # The platform itself fails now and then: what it did not take is not sent yet.
            self._refusals.unsent.add(delivery.key)
            raise
        self._refusals.unsent.discard(delivery.key)
        self._refusals.moments[receipt.native["message"]] = self._controls.now()
        return receipt

    def recall(self, spent: Sequence[Spent]) -> None:
        self._adapter.recall(spent)

    def strain(self) -> Strain:
        return self._adapter.strain()

    async def close(self) -> None:
        await self._adapter.close()

    async def already_sent(self, delivery: Delivery) -> Receipt | None:
        found = await self._adapter.already_sent(delivery)
        if found:
            self._refusals.unsent.discard(delivery.key)
        return found

    async def profile(self, user: UserRef) -> Profile | None:
        return await self._adapter.profile(user)

    async def reread(self, chat: ChatRef, refs: Sequence[str]) -> Mapping[str, str | None]:
        return await self._adapter.reread(chat, refs)

    def health(self) -> str:
        return self._adapter.health()

    def checks(self) -> AsyncIterator[Finding]:
        return self._adapter.checks()

    def routes(self) -> Sequence[AbstractRouteDef]:
        return self._adapter.routes()

    async def run(self, accept: Accept) -> None:
        await self._adapter.run(accept)
