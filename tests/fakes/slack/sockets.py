"""Socket Mode (D-socket): tickets, connections, and payloads delivered to any one of them until acknowledged."""

import asyncio
import time
import uuid
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.fakes.slack.limits import DEADLINE, GRACE, SOCKETS, TICKET_LIFE
from tests.fakes.slack.link import Link
from tests.fakes.slack.params import Params
from tests.fakes.slack.records import Ack, Json, NotAcknowledged, Part
from tests.fakes.slack.workspace import APP, Workspace

FRAMES = ("refresh", "warning", "link_disabled", "too_many_websockets")
WAYS = ("reset", "clean", "close", "half", "freeze", *FRAMES)


@dataclass(slots=True)
class _Waiting:
    """A payload on its way."""

    part: Part
    attempt: int
    sent: float
    done: asyncio.Event = field(default_factory=asyncio.Event)
    ack: Ack | None = None


class Sockets:
    """The gateway. UNVERIFIED: that tickets work once only, and for how long (`reusable`, limits.TICKET_LIFE)."""

    def __init__(self, ws: Workspace, acks: list[Ack], patience: float, reusable: bool = False) -> None:
        self._ws = ws
        self._acks = acks
        self._patience = patience
        self._reusable = reusable
        self._tickets: dict[str, float] = {}
        self._waiting: dict[str, _Waiting] = {}
        self._turn = 0
        self._new = asyncio.Event()
        self._tried = asyncio.Event()
        self.base = ""
        self.links: list[Link] = []
        self.alternate = False
        self.stale = 0
        """So many tickets to come are good for nothing, ever."""
        self.refuse = ""
        """Every connection is answered with this disconnect frame at once."""
        self.tries: list[str] = []
        """The tickets brought, in order, also those refused."""

    def open_connection(self, ws: Workspace, p: Params) -> Json:
        """apps.connections.open"""
        ticket = str(uuid.uuid4())
        if self.stale:
            self.stale -= 1
        else:
            self._tickets[ticket] = time.monotonic()
        return {"url": f"{self.base.replace('http', 'ws', 1)}/link/?ticket={ticket}&app_id={APP}"}

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """GET /link/: a good ticket once, or 408."""
        ticket = request.query.get("ticket", "")
        self.tries.append(ticket)
        self._tried.set()
        born = self._tickets.get(ticket) if self._reusable else self._tickets.pop(ticket, None)
        if born is None or time.monotonic() - born > TICKET_LIFE:
            return web.Response(status=408, text="the ticket is not valid")
        link = Link(request, self._heard, self._ws.alarm)
        self.links.append(link)
        reason = self.refuse or ("too_many_websockets" if len(self.links) > SOCKETS else "")
        try:
            return await link.serve(len(self.links), APP, lambda: self._welcome(link, reason))
        finally:
            self.links.remove(link)

    async def _welcome(self, link: Link, reason: str) -> None:
        if reason:
            await link.say_goodbye(reason)
        self._new.set()

    async def deliver(self, part: Part, attempt: int, envelope: str = "") -> Any:
        """Send to one connection, and return the bot's answer. Raises NotAcknowledged after three seconds."""
        missed = not self.open_links()
        link = await self._link()
        id = envelope or str(uuid.uuid4())
        frame: Json = {"envelope_id": id, "type": part.kind, "payload": part.payload}
        frame["accepts_response_payload"] = part.answerable
        if part.kind == "events_api":
            late = attempt + (1 if missed and not attempt else 0)
            frame |= {"retry_attempt": late, "retry_reason": "timeout" if late else ""}
        waiting = self._waiting[id] = _Waiting(part, attempt, time.monotonic())
        try:
            await link.send(frame)
            await asyncio.wait_for(waiting.done.wait(), DEADLINE + GRACE)
        except TimeoutError:
            raise NotAcknowledged(f"{part.kind}: no acknowledgement within {DEADLINE} s") from None
        finally:
            del self._waiting[id]
        if waiting.ack is None or waiting.ack.seconds > DEADLINE:
            raise NotAcknowledged(f"{part.kind}: acknowledged after more than {DEADLINE} s")
        return waiting.ack.body

    def open_links(self) -> list[Link]:
        return [each for each in self.links if each.open]

    async def _link(self) -> Link:
        """Any one of the connections; the next in turn where they alternate."""
        deadline = time.monotonic() + self._patience
        while not (there := self.open_links()):
            await self._opened(deadline)
        if not self.alternate:
            return there[0]
        self._turn += 1
        return there[self._turn % len(there)]

    def _heard(self, frame: Json) -> None:
        id, body = frame["envelope_id"], frame.get("payload")
        waiting = self._waiting.get(id)
        if waiting is None:
            self._ws.alarm(f"an acknowledgement that comes too late, or for nothing: {id}")
            return
        seconds = time.monotonic() - waiting.sent
        kind = waiting.part.kind
        if unknown := set(frame) - {"envelope_id", "payload"}:
            self._ws.alarm(f"an acknowledgement with {', '.join(sorted(unknown))}")
        if body and not waiting.part.answerable:
            self._ws.alarm("an answer to a payload that accepts none")
        if seconds > DEADLINE:
            self._ws.alarm(f"{kind} acknowledged after {seconds:.1f} s")
        waiting.ack = Ack(id, kind, 200, body, seconds, waiting.attempt)
        self._acks.append(waiting.ack)
        waiting.done.set()

    async def connected(self, count: int = 1) -> None:
        """Return once so many connections are open, or raise NotAcknowledged when patience ends."""
        deadline = time.monotonic() + self._patience
        while len(self.open_links()) < count:
            await self._opened(deadline)

    async def _opened(self, deadline: float) -> None:
        self._new.clear()
        try:
            await asyncio.wait_for(self._new.wait(), max(0.0, deadline - time.monotonic()))
        except TimeoutError:
            raise NotAcknowledged(f"no connection for {self._patience} s") from None

    async def tried(self, times: int) -> None:
        """Return once so many connections have been attempted."""
        while len(self.tries) < times:
            self._tried.clear()
            await self._tried.wait()

    async def disconnect(self, how: str) -> None:
        """Every connection ends, or is told to, or goes deaf, in one of `WAYS`."""
        if how not in WAYS:
            raise ValueError(f"no such way: {how!r}; there are {', '.join(WAYS)}")
        for link in list(self.links):
            if how == "freeze":
                link.frozen = True
            elif how in FRAMES:
                await link.say_goodbye("refresh_requested" if how == "refresh" else how)
            else:
                await link.end(how)
