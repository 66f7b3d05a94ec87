"""What most platforms answer alike: an adapter says only what is different."""

from collections.abc import AsyncIterator, Mapping, Sequence

from aiohttp.web import AbstractRouteDef

from adapters.common.pace import Pace
from bot.kernel.people import ChatRef
from bot.ports.adapter import Delivery, Finding, Priority, Receipt, Spent, Strain


class Plain:
    """The base of adapters: nothing to look back at, nothing to reread, no routes, no complaint.

    `limiters`: everything that paces its calls.
    """

    limiters: Sequence[Pace] = ()

    async def already_sent(self, delivery: Delivery) -> Receipt | None:
        return None

    async def reread(self, chat: ChatRef, refs: Sequence[str]) -> Mapping[str, str | None]:
        return {}

    def health(self) -> str:
        return ""

    async def checks(self) -> AsyncIterator[Finding]:
        nothing: tuple[Finding, ...] = ()
        for finding in nothing:
            yield finding

    def recall(self, spent: Sequence[Spent]) -> None:
        """Without limits there is nothing to remember."""

    def strain(self) -> Strain:
        waiting = {each: sum(pace.waiting[each] for pace in self.limiters) for each in Priority}
        return Strain(sum(pace.waited for pace in self.limiters), waiting)

    def routes(self) -> Sequence[AbstractRouteDef]:
        return ()

    async def close(self) -> None:
        """It holds nothing."""
