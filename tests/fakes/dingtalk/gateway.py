"""The stream: tickets, connections, frames out, acknowledgements in."""

import asyncio
import json
import random
import time
from collections import deque
from dataclasses import dataclass
from typing import Any

from aiohttp import WSMsgType, web

from tests.fakes.dingtalk.acks import CARDS, expected
from tests.fakes.dingtalk.errors import Page, refused
from tests.fakes.dingtalk.fields import only, parsed
from tests.fakes.dingtalk.link import Link
from tests.fakes.dingtalk.model import Ack, Event, Json, NotAcknowledged
from tests.fakes.dingtalk.request import Request
from tests.fakes.dingtalk.site import Site

TOPICS = (
    ("EVENT", "*"),
    ("CALLBACK", "/v1.0/im/bot/messages/get"),
    ("CALLBACK", "/v1.0/card/instances/callback"),
    ("CALLBACK", "/v1.0/graph/api/invoke"),
    ("CALLBACK", "/v1.0/im/bot/messages/delegate"),
)
DEADLINES = {"/v1.0/card/instances/callback": 2.0, "*": 3.0, "/v1.0/im/bot/messages/get": 10.0}
"""Seconds. For bot messages none is documented: this is how long the fake waits."""
LITTLE = 1.0
ATTEMPTS = 3
CUT_AFTER = 10.0


@dataclass(slots=True)
class Ticket:
    topics: frozenset[tuple[str, str]]
    born: float


class Gateway:
    """All connections of the application. `alternate`: served in turn, else at random."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._tickets: dict[str, Ticket] = {}
        self._random = random.Random(7)
        self._arrived = asyncio.Condition()
        self._turn = 0
        self._count = 0
        self.links: list[Link] = []
        self.alternate = False
        self.opening: deque[str] = deque()
        """How the next POSTs to open a connection go wrong: hang, broken, html, unauthorised."""
        self.refuse_tickets = 0
        """So many connections are refused at the upgrade, though their ticket is good."""
        self.storm = 0
        """So many connections are closed cleanly as soon as they are there."""
        self.patience = 10.0
        """Seconds that a push waits for a connection."""
        self.deadlines = dict(DEADLINES)
        """Seconds that the platform waits for an acknowledgement, by topic."""
        self.little = LITTLE
        """Seconds more, before it is said to be missing."""
        self.opened = 0
        """How many connections there have been."""
        self.stopped = asyncio.Event()

    async def open(self, site: Site, request: Request) -> Json:
        """POST /v1.0/gateway/connections/open."""
        await self._misbehave()
        wanted = {"clientId": str, "clientSecret": str, "subscriptions": list}
        body = only(request.body, "connections/open", wanted, {"ua": str, "localIp": str, "extras": dict})
        if (body["clientId"], body["clientSecret"]) != (site.client_id, site.client_secret):
            raise refused("invalidClientIdOrSecret", "无效的clientId或者clientSecret")
        topics = set()
        for each in body["subscriptions"]:
            one = only(each, "subscription", {"type": str, "topic": str})
            if (one["type"], one["topic"]) not in TOPICS:
                raise refused("invalidParameter", alarm=f"no topic {one['type']} {one['topic']}")
            topics.add((one["type"], one["topic"]))
        if not topics:
            raise refused("invalidParameter", alarm="no subscription")
        ticket = site.fresh("3d0f")
        self._tickets[ticket] = Ticket(frozenset(topics), time.monotonic())
        return {"endpoint": f"{site.url.replace('http', 'ws', 1)}/connect", "ticket": ticket}

    async def connect(self, raw: web.Request) -> web.StreamResponse:
        """The WebSocket. A ticket serves once, for 90 s."""
        ticket = self._tickets.pop(raw.query.get("ticket", ""), None)
        if ticket is None:
            self._site.alarm("a connection with a ticket that never was, or was used before")
        late = ticket and time.monotonic() - ticket.born > self._site.switches.ticket_seconds
        refuse = self.refuse_tickets > 0
        self.refuse_tickets -= refuse
        if ticket is None or late or refuse:
            return web.Response(status=401)
        socket = web.WebSocketResponse(autoping=False)
        await socket.prepare(raw)
        self._count += 1
        self.opened += 1
        link = Link(self._count, socket, raw.transport, ticket.topics)
        self._site.changed(f"-- connection {link.number} is open")
        if self.storm:
            self.storm -= 1
            await socket.close(code=1000)
            return socket
        await self._serve(link)
        return socket

    async def push(self, event: Event, data: Json) -> Json:
        """Deliver it and return the acknowledgement's data. NotAcknowledged after the deadline and a little."""
        kind = (event.type, event.topic)
        stays = self._site.switches.same_message_id or event.topic == CARDS
        for _ in range(ATTEMPTS):
            if not event.message_id or not stays:
                event.message_id = f"{self._site.fresh('0ae8')}_1"
            link = await self._link(kind, event)
            answer = await self._once(link, event, event.message_id, data)
            if answer is not None:
                return answer
            if not self._site.switches.redelivers:
                break
        raise NotAcknowledged(f"{event.topic}: the connection went before the acknowledgement")

    async def system(self, topic: str, data: Json, link: Link, message_id: str = "") -> None:
        """A SYSTEM frame, in the form of the documents' samples: without specVersion."""
        headers = {"topic": topic, "contentType": "application/json", "time": _ms()}
        if message_id:
            headers["messageId"] = message_id
        await link.send({"type": "SYSTEM", "headers": headers, "data": json.dumps(data)})

    async def ping(self) -> None:
        """Both kinds of ping on every connection; returns when the echoes are there, or raises NotAcknowledged."""
        for link in list(self.links):
            id, opaque = self._site.fresh("ping"), self._site.fresh()
            waiting = link.expect(id)
            await link.socket.ping()
            await self.system("ping", {"opaque": opaque}, link, id)
            answer = await _within(waiting, self.deadlines["*"], f"ping on connection {link.number}")
            if answer is None or parsed(answer.get("data", "")) != {"opaque": opaque}:
                self._site.alarm("a ping was not echoed")

    async def _serve(self, link: Link) -> None:
        self.links.append(link)
        async with self._arrived:
            self._arrived.notify_all()
        try:
            async for message in link.socket:
                if message.type is WSMsgType.PING:
                    await link.pong(message.data)
                elif message.type is WSMsgType.TEXT:
                    self._take(link, message.data)
                elif message.type is not WSMsgType.PONG:
                    self._site.alarm(f"a frame that is no text: {message.type.name}")
        finally:
            link.gone()
            self.links.remove(link)
            self._site.changed(f"-- connection {link.number} is gone")

    def _take(self, link: Link, text: str) -> None:
        frame = parsed(text)
        try:
            body = only(frame, "ack", {"code": int, "headers": dict, "message": str, "data": str})
            only(body["headers"], "ack headers", {"messageId": str, "contentType": str})
        except Exception as problem:
            self._site.alarm(f"no acknowledgement: {problem}")
            return
        if body["code"] not in (200, 400, 404, 500):
            self._site.alarm(f"an acknowledgement with the code {body['code']}")
        if not link.answer(body["headers"]["messageId"], body):
            self._site.alarm("an acknowledgement of nothing, twice, or on another connection")

    async def _once(self, link: Link, event: Event, message_id: str, data: Json) -> Json | None:
        """None: the connection went first."""
        waiting, start = link.expect(message_id), time.monotonic()
        await link.send(_frame(event, message_id, link, self._site, data))
        deadline = self.deadlines.get(event.topic, self.deadlines["*"])
        answer = await _within(waiting, deadline + self.little, event.topic)
        if answer is None:
            return None
        seconds = time.monotonic() - start
        if seconds > deadline:
            self._site.alarm(f"{event.topic} was acknowledged after {seconds:.1f} s")
        content = parsed(answer["data"])
        self._site.acks.append(Ack(event.topic, message_id, answer["code"], content, seconds, link.number))
        self._site.changed(self._site.acks[-1])
        if answer["code"] != 200:
            raise NotAcknowledged(f"{event.topic} was answered with {answer['code']} {answer['message']}")
        if problem := expected(event, content):
            self._site.alarm(problem)
        return content if isinstance(content, dict) else {}

    async def _link(self, kind: tuple[str, str], event: Event) -> Link:
        """A connection that has subscribed to this."""

        def able() -> list[Link]:
            known = kind in TOPICS  # a frame of another kind is the platform's mistake, and may go anywhere
            return [each for each in self.links if (kind in each.topics or not known) and not each.leaving]

        if not able():
            if not self._site.switches.buffers:
                raise NotAcknowledged(f"{event.topic}: there is no connection, it is lost")
            async with self._arrived:
                try:
                    async with asyncio.timeout(self.patience):
                        await self._arrived.wait_for(able)
                except TimeoutError:
                    raise NotAcknowledged(f"{event.topic}: nobody has connected in time") from None
        links = able()
        self._turn += 1
        return links[self._turn % len(links)] if self.alternate else self._random.choice(links)

    async def _misbehave(self) -> None:
        match self.opening.popleft() if self.opening else "":
            case "hang":
                await self.stopped.wait()
                raise refused("system.busy", status=500)
            case "broken":
                raise refused("system.error", "系统错误", status=500)
            case "unauthorised":
                raise refused("invalidClientIdOrSecret", status=401)
            case "html":
                raise Page


async def _within(waiting: "asyncio.Future[Json | None]", seconds: float, what: str) -> Json | None:
    try:
        async with asyncio.timeout(seconds):
            return await waiting
    except TimeoutError:
        raise NotAcknowledged(f"{what} was not acknowledged within {seconds:.0f} s") from None


def _frame(event: Event, message_id: str, link: Link, site: Site, data: Json) -> Json:
    headers: dict[str, Any] = {"messageId": message_id, "topic": event.topic, "time": _ms()}
    headers |= {"contentType": "application/json", "appId": "9a2b-hepai", "connectionId": f"conn-{link.number}"}
    text = json.dumps(data, ensure_ascii=False)
    return {"specVersion": "1.0", "type": event.type, "headers": headers | event.headers, "data": text}


def _ms() -> str:
    return str(int(time.time() * 1000))
