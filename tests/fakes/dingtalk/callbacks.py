"""The HTTP mode: what the platform posts to a public address instead of pushing it down the stream."""

import json
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout

from tests.fakes.dingtalk.acks import CARDS, MESSAGES
from tests.fakes.dingtalk.company import CORP
from tests.fakes.dingtalk.content import hook_content
from tests.fakes.dingtalk.crypto import card_sign, decrypt, encrypt, event_sign, robot_sign
from tests.fakes.dingtalk.errors import Refusal, refused
from tests.fakes.dingtalk.fields import Kinds, only, parsed
from tests.fakes.dingtalk.model import Ack, Event, Json, Message, NotAcknowledged
from tests.fakes.dingtalk.request import Request
from tests.fakes.dingtalk.site import Site

EVENT_SECONDS = 2.5
SECONDS = {MESSAGES: 10.0, CARDS: 2.0}


@dataclass(slots=True)
class Console:
    """What the console holds: where to post, empty for stream, and the secrets of events."""

    robot_url: str = ""
    event_url: str = ""
    event_token: str = "tok"
    aes_key: str = "a" * 43
    real_time: Callable[[], float] = time.time


class Callbacks:
    """Posts, and judges the answers. `routes`: what was registered for cards, by callbackRouteKey."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self.console = Console()
        self.routes: dict[str, tuple[str, str]] = {}

    async def register(self, site: Site, request: Request) -> Json:
        """POST /v1.0/card/callbacks/register."""
        wanted = {"callbackRouteKey": str, "callbackUrl": str}
        body = only(request.body, "callbacks/register", wanted, {"apiSecret": str, "forceUpdate": bool})
        if body["callbackRouteKey"] in self.routes and not body.get("forceUpdate"):
            raise refused("param.invalid", "callbackRouteKey 已存在")
        secret = body.get("apiSecret", "") or site.fresh("sec")
        self.routes[body["callbackRouteKey"]] = (body["callbackUrl"], secret)
        return {"success": True, "result": {"callbackUrl": body["callbackUrl"], "apiSecret": secret}}

    def wants(self, event: Event, route: str = "") -> bool:
        """Whether this goes by HTTP."""
        urls = {MESSAGES: self.console.robot_url, CARDS: route}
        return bool(urls.get(event.topic, self.console.event_url))

    async def push(self, event: Event, data: Json, route: str = "") -> Json:
        """Post it and return the decoded answer."""
        match event.topic:
            case topic if topic == MESSAGES:
                return await self._robot(event, data)
            case topic if topic == CARDS:
                return await self._card(event, data, route)
            case _:
                return await self._event(event, data)

    async def _robot(self, event: Event, data: Json) -> Json:
        stamp = self._stamp()
        headers = {"timestamp": stamp, "sign": robot_sign(self._site.client_secret, stamp)}
        answer = await self._post(event, self.console.robot_url, data, headers, {}, SECONDS[MESSAGES])
        if answer and answer != {"msgtype": "empty"}:
            id, at = self._site.fresh("http"), self._site.now()
            room = data["conversationId"] if data["conversationType"] == "2" else ""
            wire, names = hook_content(answer), self._site.names()
            self._site.show(Message(id, id, "webhook", wire, at, at, room, "" if room else event.by, names=names))
        return answer

    async def _card(self, event: Event, data: Json, route: str) -> Json:
        if route not in self.routes:
            raise NotAcknowledged(f"no address is registered for the route {route!r}")
        url, secret = self.routes[route]
        stamp = self._stamp()
        headers = {"x-ddpaas-signature-timestamp": stamp, "x-ddpaas-signature": card_sign(secret, stamp)}
        return {"response": await self._post(event, url, data, headers, {}, SECONDS[CARDS])}

    async def _event(self, event: Event, data: Json) -> Json:
        console = self.console
        flat = {f"{name[0].upper()}{name[1:]}": value for name, value in data.items()}
        flat |= {"EventType": event.headers["eventType"], "CorpId": CORP, "EventId": event.headers["eventId"]}
        encrypted = encrypt(console.aes_key, self._site.client_id, json.dumps(flat, ensure_ascii=False))
        stamp, nonce = self._stamp(), secrets.token_hex(4)
        query = {"msg_signature": event_sign(console.event_token, stamp, nonce, encrypted)}
        query |= {"timestamp": stamp, "nonce": nonce}
        body = {"encrypt": encrypted}
        answer = await self._post(event, console.event_url, body, {}, query, EVENT_SECONDS)
        self._check(answer)
        return answer

    def _check(self, answer: Json) -> None:
        """An event's answer is an encrypted and signed `success`."""
        wanted: Kinds = {"msg_signature": str, "encrypt": str, "timeStamp": (str, int), "nonce": str}
        try:
            only(answer, "answer to an event", wanted)
        except Refusal as problem:
            raise NotAcknowledged(str(problem)) from None
        signed = event_sign(self.console.event_token, str(answer["timeStamp"]), answer["nonce"], answer["encrypt"])
        said = decrypt(self.console.aes_key, self._site.client_id, answer["encrypt"])
        if signed != answer["msg_signature"] or said != "success":
            raise NotAcknowledged("an event was not answered with a signed success")

    async def _post(
        self, event: Event, url: str, body: Json, headers: dict[str, str], query: dict[str, str], seconds: float
    ) -> Json:
        start = time.monotonic()
        try:
            async with (
                ClientSession(timeout=ClientTimeout(seconds)) as http,
                http.post(url, json=body, headers=headers, params=query) as response,
            ):
                status, text = response.status, await response.text()
        except (TimeoutError, ClientError) as problem:
            raise NotAcknowledged(f"{event.topic}: {type(problem).__name__}") from None
        answer: Any = parsed(text) if text else {}
        self._site.acks.append(Ack(event.topic, "", status, answer, time.monotonic() - start, 0))
        if status != 200 or not isinstance(answer, dict):
            raise NotAcknowledged(f"{event.topic} was answered with {status}")
        return answer

    def _stamp(self) -> str:
        return str(int(self.console.real_time() * 1000))
