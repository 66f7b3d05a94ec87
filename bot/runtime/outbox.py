"""The one door out: one pump per platform claims → fits → sends → settles, so a slow platform delays no other."""

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.kernel.capabilities import Revision
from bot.kernel.cards import Card, Fields, Line, Mentioned, Paragraph, Quote, stack
from bot.kernel.fitting import fit
from bot.kernel.ids import PersonId
from bot.kernel.people import ChatRef, UserRef
from bot.ports.adapter import PASSAGE, Adapter, Delivery, NotOurs, Passage, Receipt
from bot.ports.clock import Clock
from bot.ports.journal import Journal
from bot.ports.outbox import Claimed
from bot.ports.storage import Storage, Transaction
from bot.runtime.failpoints import passing
from bot.runtime.faults import describe
from bot.runtime.figures import Figures, Sent
from bot.runtime.leading import Leading, sending
from bot.runtime.logs import say
from bot.runtime.settling import settle, taken
from bot.runtime.under_way import Ended, Sending, UnderWay

LOG = logging.getLogger(__name__)
SEND_WITHIN = 25.0
"""Seconds from the claim of a message, all waiting included: less than its lease, so that nobody else sends it too."""
AGAIN = 0.25
"""Seconds after which a pump that waits for slow sends looks for what else has become due."""
TOGETHER = 0.01
"""Seconds for which ended sends wait for others, to be settled in one commit."""

LATE = timedelta(hours=1)
"""What waits for longer than this did so because the platform was down: a person then gets one message of it."""
FOLD_EVERY = timedelta(minutes=1)
ROOM = 8
"""This part of what may be on its way at once must be free before more is claimed."""
SETTLE_AGAIN = 1.0
"""Seconds before what was sent is put on file again, after the database did not answer."""


@dataclass(frozen=True, slots=True)
class _Claims:
    """What was claimed, the users of those mentioned in it, and how many messages had become pointless."""

    claimed: Sequence[Claimed] = ()
    users: Mapping[PersonId, UserRef] = field(default_factory=dict)
    dropped: int = 0


class Pump:
    """Empties the outbox of one platform. As many messages are on their way at once as its adapter allows."""

    def __init__(
        self,
        storage: Storage,
        adapter: Adapter,
        clock: Clock,
        leading: Leading,
        figures: Figures,
        journal: Journal,
    ) -> None:
        self._storage = storage
        self._adapter = adapter
        self._clock = clock
        self._leading = leading
        self._figures = figures
        self._journal = journal
        self._lease = sending(adapter.platform)
        self._term = -1
        self._folded = datetime.min.replace(tzinfo=UTC)
        self._one_at_a_time = asyncio.Lock()
        self._closed = False
        self._most = adapter.capabilities(direct=True).in_flight

    async def send_due(self) -> int:
        """Send everything due, if this process is the platform's sender. How many rows were sent, put off, given up."""
        total = 0
        done: Sequence[Ended] = ()
        under_way = UnderWay(self._most, self._send, lambda: self._held() == self._term)
        async with self._one_at_a_time:
            try:
                await self._fold()
                while True:
                    await self._exchange(done, under_way)
                    if not under_way:
                        return total
                    done = await under_way.some_ended(AGAIN, TOGETHER)
                    total += len(done)
            finally:
                # What was on its way may have arrived: its lease tells the next who looks.
                under_way.cancel()

    def close(self) -> None:
        """Nothing further is sent; what is on its way is waited for and put on file."""
        self._closed = True

    async def _fold(self) -> None:
        """Make one message of what a person missed while the platform was down."""
        now, platform = self._clock.now(), self._adapter.platform
        if not self._closed and self._leading.term(self._lease) and now >= self._folded + FOLD_EVERY:
            self._folded = now
            folded = await self._storage.transact(lambda tx: tx.outbox.fold_late(platform, now, LATE))
            if folded:
                self._figures.folded(platform, folded)
                say(LOG, logging.INFO, "Late messages were put together", "outbox.folded", count=folded)

    async def _exchange(self, done: Sequence[Ended], under_way: UnderWay) -> None:
        """In one transaction put on file what has ended, and claim what there is room for; then begin to send that.

        What was sent must not be sent again: however long the database is away, this waits for it.
        """
        if done:
            # Before the database: were it lost in this moment, its backup would not say this again.
            self._journal.note(taken(done))
            passing("send.sent")
        back = under_way.take_back()
        claimed: Sequence[Sending] | None = None
        while claimed is None:
            try:
                claimed = await self._exchanged(done, back, under_way)
            except Exception as error:
                if not (done or back or under_way):
                    raise
                sentence = "What was sent could not be put on file yet"
                say(LOG, logging.ERROR, sentence, "outbox.settle", error=describe(error))
                await asyncio.sleep(SETTLE_AGAIN)
        under_way.add(claimed)

    def _held(self) -> int | None:
        """The term under which something may be sent now; None if nothing may."""
        return None if self._closed else self._leading.term(self._lease)

    async def _exchanged(
        self, done: Sequence[Ended], back: Sequence[Sending], under_way: UnderWay
    ) -> Sequence[Sending]:
        term = self._held()
        room, many = under_way.room(len(done))
        claims = term is not None and room >= max(1, self._most // ROOM)
        if term is not None and term != self._term:
            # What went out under an earlier term is settled before anything is claimed under a new one.
            claims = claims and not (under_way or done or back)
            if claims:
                await self._take_over(term)
        if not (done or back or claims):
            return ()
        if claims:
            passing("send.before_claim")
        now = self._clock.now()

        def work(tx: Transaction) -> tuple[Sequence[Sent], _Claims]:
            ended = settle(tx, done, now) if done else ()
            if back:
                tx.outbox.give_back([each.claimed for each in back])
            return ended, self._claim(tx, now, room, many) if claims else _Claims()

        ended, found = await self._storage.transact(work)
        for outcome, count in Counter(ended).items():
            self._figures.sent(self._adapter.platform, outcome, count)
        if done:
            passing("send.settled")
        if found.dropped:
            self._figures.withdrawn(found.dropped)
            sentence = "Messages had become pointless and were dropped"
            say(LOG, logging.INFO, sentence, "outbox.pointless", count=found.dropped)
        if found.claimed:
            passing("send.claimed")
        is_ours, at = self._is_ours(self._term), asyncio.get_running_loop().time()
        return [
            Sending(each, found.users, Passage(each.priority, is_ours, again=each.attempts > 1), at)
            for each in found.claimed
        ]

    def _is_ours(self, term: int) -> Callable[[], bool]:
        return lambda: self._leading.term(self._lease) == term

    async def _take_over(self, term: int) -> None:
        """What others used of the limits since we last sent counts on; what was before that, and ours, does already."""
        platform = self._adapter.platform
        spent = await self._storage.transact(lambda tx: tx.outbox.spent(platform))
        self._adapter.recall([each for each in spent if each.term > self._term])
        self._term = term

    def _claim(self, tx: Transaction, now: datetime, room: int, many: int) -> _Claims:
        dropped = tx.outbox.drop_pointless(now)
        claimed = tx.outbox.claim(self._adapter.platform, now, room, many, self._term)
        people = list({person for each in claimed for card in each.cards for person in _mentioned(card)})
        users = tx.directory.users_of(people) if people else {}
        ours = {person: user for person, user in users.items() if user.platform == self._adapter.platform}
        return _Claims(claimed, ours, dropped)

    async def _send(self, sending: Sending) -> Receipt:
        """Raises a SendError if it was certainly not taken; what else comes out leaves that open."""
        claimed, passage = sending.claimed, sending.passage
        PASSAGE.set(passage)
        began = time.monotonic()
        direct = not isinstance(claimed.to, ChatRef) or claimed.to.direct
        capabilities = self._adapter.capabilities(direct)
        revises = claimed.revises
        if revises and capabilities.revision is Revision.NEVER:
            if not claimed.must:
                return revises
            revises = None
        sending.in_place = revises is not None
        try:
            delivery = Delivery(
                claimed.key,
                claimed.to,
                fit(stack(claimed.cards), capabilities).pages,
                claimed.reason,
                revises,
                claimed.attempts,
                sending.users,
                claimed.must,
                claimed.thread,
            )
            if not passage.is_ours():
                raise NotOurs("another process sends for this platform now")
            async with asyncio.timeout_at(sending.claimed_at + SEND_WITHIN):
                known = await self._adapter.already_sent(delivery) if claimed.uncertain else None
                return known or await self._adapter.send(delivery)
        finally:
            self._figures.send_took(self._adapter.platform, time.monotonic() - began)


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
