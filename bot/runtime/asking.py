"""What only a platform can say: who a stranger is, what is new about somebody, what stands in a message by now.

A turn that needs it stops before anything is written; the platform is asked outside any transaction, the answer is
put on file, and the turn is taken again.
"""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.kernel.events import Event, MessageEdited, MessageRecalled, UserChanged
from bot.kernel.ids import ChatId, EventId, PersonId, Platform
from bot.kernel.people import ChatRef, Profile, UserRef
from bot.ports.adapter import Adapter, Envelope
from bot.ports.storage import Storage, Transaction
from bot.runtime.acting import Surroundings
from bot.runtime.applying import REREAD
from bot.runtime.faults import describe
from bot.runtime.logs import say
from bot.runtime.strangers import introduce, refresh

LOG = logging.getLogger(__name__)
REMEMBERED = 10_000
"""Questions that were asked lately."""
EDIT = "edit"
"""The source of envelopes that say what a reading found."""


@dataclass(frozen=True, slots=True)
class Stranger:
    """Who is this?"""

    user: UserRef


@dataclass(frozen=True, slots=True)
class News:
    """What is new about them? Asked once for each event."""

    user: UserRef
    event: EventId


@dataclass(frozen=True, slots=True)
class Rereading:
    """What do these messages of a chat say now?"""

    envelope: Envelope


Question = Stranger | News | Rereading


class Asks(Exception):
    """A turn needs an answer first."""

    def __init__(self, question: Question) -> None:
        super().__init__("a question to a platform")
        self.question = question


class Asking:
    """Asks, and remembers what was asked, so that the turn goes on the second time."""

    def __init__(self, storage: Storage, adapters: Mapping[Platform, Adapter], around: Surroundings) -> None:
        self._storage = storage
        self._adapters = adapters
        self._around = around
        self._asked: dict[EventId, None] = {}
        self._reading: set[asyncio.Task[None]] = set()
        self._begun = 0

    def before(self, envelope: Envelope, events: Sequence[Event]) -> None:
        """Raises Asks if something must be asked before these events of an envelope are handled."""
        if envelope.event_id in self._asked:
            return
        if envelope.source == REREAD:
            raise Asks(Rereading(envelope))
        for event in events:
            if isinstance(event, UserChanged) and not event.left:
                raise Asks(News(event.user, envelope.event_id))

    async def ask(self, question: Question) -> None:
        match question:
            case Stranger(user):
                known = await self._profile(user) or Profile(user, user.user)
                await self._storage.transact(lambda tx: introduce(tx, known, self._around))
            case News(user, event):
                profile = await self._profile(user)
                if profile:
                    news = profile
                    await self._storage.transact(lambda tx: refresh(tx, news, self._around))
                self._remember(event)
            case Rereading(envelope):
                # In the background: nobody's answer waits for the messages of a whole team to be fetched.
                task = asyncio.create_task(self._reread(envelope))
                self._reading.add(task)
                task.add_done_callback(self._reading.discard)
                self._begun += 1
                self._remember(envelope.event_id)

    def _remember(self, event: EventId) -> None:
        # Not forgotten with its turn: that may yet be undone, together with another's that must ask.
        self._asked[event] = None
        if len(self._asked) > REMEMBERED:
            del self._asked[next(iter(self._asked))]

    async def idle(self) -> int:
        """Return when nothing is being read any more. How much was, since the last time."""
        begun, self._begun = self._begun, 0
        if self._reading:
            await asyncio.wait(self._reading)
        return begun

    async def close(self) -> None:
        """What is being read is given up."""
        for task in self._reading:
            task.cancel()
        await self.idle()

    async def _profile(self, user: UserRef) -> Profile | None:
        adapter = self._adapters.get(user.platform)
        return await adapter.profile(user) if adapter else None

    async def _reread(self, envelope: Envelope) -> None:
        payload = envelope.payload
        found = await self._storage.transact(
            lambda tx: _where(tx, ChatId(payload["chat"]), PersonId(payload["person"]))
        )
        adapter = self._adapters.get(found[0].platform) if found else None
        if found is None or adapter is None:
            return
        chat, user = found
        try:
            words = await adapter.reread(chat, payload["refs"])
        except Exception as error:
            say(LOG, logging.WARNING, "Messages could not be read again", "asking.reread", error=describe(error))
            return
        edits = [
            Envelope(EDIT, f"{envelope.dedupe}:{ref}", envelope.received, _edit(chat, user, ref, text), chat.chat)
            for ref, text in words.items()
        ]
        await self._storage.transact(lambda tx: tx.inbox.accept(edits))


def _where(tx: Transaction, id: ChatId, person: PersonId) -> tuple[ChatRef, UserRef] | None:
    chat = tx.directory.chat(id)
    if chat is None:
        return None
    theirs = [user for user in tx.directory.accounts_of(person) if user.platform == chat.ref.platform]
    return (chat.ref, theirs[-1]) if theirs else None


def _edit(chat: ChatRef, user: UserRef, ref: str, text: str | None) -> Mapping[str, object]:
    where = {"platform": chat.platform, "tenant": chat.tenant, "chat": chat.chat, "direct": chat.direct}
    return {**where, "user": user.user, "ref": ref, "text": text}


def edit_read(envelope: Envelope) -> Event:
    """The event in an envelope that a rereading wrote."""
    payload = envelope.payload
    platform = Platform(payload["platform"])
    chat = ChatRef(platform, payload["tenant"], payload["chat"], payload["direct"])
    at: datetime = envelope.received
    if payload["text"] is None:
        return MessageRecalled(envelope.event_id, at, chat, payload["ref"])
    user = UserRef(platform, payload["tenant"], payload["user"])
    return MessageEdited(envelope.event_id, at, user, chat, payload["ref"], payload["text"])
