"""The one door out: one pump per platform claims → fits → sends → settles, so a slow platform delays no other."""

import asyncio
import logging
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from bot.kernel.capabilities import Redelivery, Revision
from bot.kernel.cards import Card, Fields, Line, Mentioned, Paragraph, Quote, stack
from bot.kernel.fitting import fit
from bot.kernel.ids import PersonId
from bot.kernel.people import ChatRef, UserRef
from bot.ports.adapter import Adapter, Delivery, Receipt, SendError
from bot.ports.clock import Clock
from bot.ports.storage import Claimed, Storage, Transaction
from bot.runtime.failpoints import passing
from bot.runtime.faults import describe
from bot.runtime.logs import say
from bot.runtime.retrying import At, next_send

LOG = logging.getLogger(__name__)
GROUP = 200
"""Messages claimed and settled together where the platform or a look-back stops a second copy."""

Outcome = Receipt | Exception


class Pump:
    """Empties the outbox of one platform."""

    def __init__(self, storage: Storage, adapter: Adapter, clock: Clock) -> None:
        self._storage = storage
        self._adapter = adapter
        self._clock = clock
        self._one_at_a_time = asyncio.Lock()
        careful = adapter.capabilities(direct=True).redelivery is Redelivery.NONE
        self._group = 1 if careful else GROUP

    async def send_due(self) -> int:
        """Send everything due. How many rows were sent, put off or given up."""
        total = 0
        async with self._one_at_a_time:
            while True:
                passing("send.before_claim")
                now = self._clock.now()
                claimed, users = await self._storage.transact(lambda tx, at=now: self._claim(tx, at))  # type: ignore[misc]
                if not claimed:
                    return total
                passing("send.claimed")
                outcomes = await asyncio.gather(*(self._send(each, users) for each in claimed))
                passing("send.sent")
                paired = list(zip(claimed, outcomes, strict=True))
                await self._storage.transact(lambda tx, each=paired: self._settle(tx, each))  # type: ignore[misc]
                passing("send.settled")
                total += len(claimed)

    def _claim(self, tx: Transaction, now: datetime) -> tuple[Sequence[Claimed], Mapping[PersonId, UserRef]]:
        claimed = tx.outbox.claim(self._adapter.platform, now, self._group)
        people = list({person for each in claimed for card in each.cards for person in _mentioned(card)})
        users = tx.directory.users_of(people) if people else {}
        return claimed, {p: user for p, user in users.items() if user.platform == self._adapter.platform}

    async def _send(self, claimed: Claimed, users: Mapping[PersonId, UserRef]) -> Outcome:
        direct = not isinstance(claimed.to, ChatRef) or claimed.to.direct
        capabilities = self._adapter.capabilities(direct)
        revises = claimed.revises if capabilities.revision is not Revision.NEVER else None
        try:
            delivery = Delivery(
                claimed.key,
                claimed.to,
                fit(stack(claimed.cards), capabilities).pages,
                claimed.reason,
                revises,
                claimed.attempts,
                users,
            )
            known = await self._adapter.already_sent(delivery) if claimed.uncertain else None
            return known or await self._adapter.send(delivery)
        except Exception as error:
            return error

    def _settle(self, tx: Transaction, outcomes: Sequence[tuple[Claimed, Outcome]]) -> None:
        now = self._clock.now()
        tx.outbox.settle([(claimed, each) for claimed, each in outcomes if isinstance(each, Receipt)], now)
        for claimed, outcome in outcomes:
            if isinstance(outcome, Exception):
                _put_off(tx, claimed, outcome, now)


def _put_off(tx: Transaction, claimed: Claimed, error: Exception, now: datetime) -> None:
    what = f"{type(error).__name__}: {error}" if isinstance(error, SendError) else describe(error)
    decision = next_send(error, claimed.attempts, claimed.due, now)
    if isinstance(decision, At):
        # What broke without a word of the platform may have reached it.
        tx.outbox.postpone(claimed, decision.instant, what, uncertain=not isinstance(error, SendError))
    else:
        tx.outbox.bury(claimed, what)
    outcome = "will be sent again" if isinstance(decision, At) else "was given up; `parked` lists it"
    say(LOG, logging.WARNING, f"A message was not taken and {outcome}", "outbox.failed", seq=claimed.seq, error=what)
    if not isinstance(error, SendError):
        LOG.debug("where it failed", exc_info=error)


def _mentioned(card: Card) -> Iterator[PersonId]:
    for block in card.blocks:
        match block:
            case Paragraph(line) | Quote(_, line):
                yield from _people(line)
            case Fields(rows):
                for _, line in rows:
                    yield from _people(line)
            case _:
                pass


def _people(line: Line) -> Iterator[PersonId]:
    return (inline.person for inline in line if isinstance(inline, Mentioned))
