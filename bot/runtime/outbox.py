"""The one door out: one pump per platform claims → fits → sends → settles, so a slow platform delays no other."""

import asyncio
import logging
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from bot.kernel.capabilities import Revision
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
SEND_WITHIN = 25.0
"""Seconds for one message, waiting for its turn included: less than its lease, so that nobody else sends it too."""
AGAIN = 0.25
"""Seconds after which a pump that waits for slow sends looks for what else has become due."""
TOGETHER = 0.02
"""Seconds for which ended sends wait for others, to be settled in one commit."""

Outcome = Receipt | Exception


class Pump:
    """Empties the outbox of one platform. As many messages are on their way at once as its adapter allows."""

    def __init__(self, storage: Storage, adapter: Adapter, clock: Clock) -> None:
        self._storage = storage
        self._adapter = adapter
        self._clock = clock
        self._one_at_a_time = asyncio.Lock()
        self._most = adapter.capabilities(direct=True).in_flight

    async def send_due(self) -> int:
        """Send everything due. How many rows were sent, put off or given up."""
        total = 0
        sending: dict[asyncio.Task[Outcome], Claimed] = {}
        async with self._one_at_a_time:
            try:
                while True:
                    await self._fill(sending)
                    if not sending:
                        return total
                    total += await self._settle_some(sending)
            finally:
                # What was on its way may have arrived: its lease tells the next who looks.
                for task in sending:
                    task.cancel()

    async def _fill(self, sending: dict[asyncio.Task[Outcome], Claimed]) -> None:
        """Claim what there is room for, and start to send it."""
        room = self._most - len(sending)
        if room * 4 < self._most:
            return
        passing("send.before_claim")
        now = self._clock.now()
        claimed, users = await self._storage.transact(lambda tx: self._claim(tx, now, room))
        if claimed:
            passing("send.claimed")
        for each in claimed:
            sending[asyncio.create_task(self._send(each, users))] = each

    async def _settle_some(self, sending: dict[asyncio.Task[Outcome], Claimed]) -> int:
        """Wait a while for the first, a moment for others that end together, and settle those."""
        await asyncio.wait(sending, timeout=AGAIN, return_when=asyncio.FIRST_COMPLETED)
        await asyncio.wait(sending, timeout=TOGETHER)
        done = [(each, task.result()) for task, each in sending.items() if task.done()]
        for task in [task for task in sending if task.done()]:
            del sending[task]
        if done:
            passing("send.sent")
            await self._storage.transact(lambda tx: self._settle(tx, done))
            passing("send.settled")
        return len(done)

    def _claim(self, tx: Transaction, now: datetime, room: int) -> tuple[Sequence[Claimed], Mapping[PersonId, UserRef]]:
        claimed = tx.outbox.claim(self._adapter.platform, now, room)
        people = list({person for each in claimed for card in each.cards for person in _mentioned(card)})
        users = tx.directory.users_of(people) if people else {}
        return claimed, {p: user for p, user in users.items() if user.platform == self._adapter.platform}

    async def _send(self, claimed: Claimed, users: Mapping[PersonId, UserRef]) -> Outcome:
        direct = not isinstance(claimed.to, ChatRef) or claimed.to.direct
        capabilities = self._adapter.capabilities(direct)
        revises = claimed.revises
        if revises and capabilities.revision is Revision.NEVER:
            if not claimed.must:
                return revises
            revises = None
        try:
            delivery = Delivery(
                claimed.key,
                claimed.to,
                fit(stack(claimed.cards), capabilities).pages,
                claimed.reason,
                revises,
                claimed.attempts,
                users,
                claimed.must,
                claimed.thread,
            )
            async with asyncio.timeout(SEND_WITHIN):
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
