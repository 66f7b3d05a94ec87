"""DingTalk's servers on loopback: one organisation, one application of ours, everything it is sent and sends."""

import asyncio
import contextlib
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

from aiohttp import web

from tests.fakes.common.faults import Faults
from tests.fakes.dingtalk import deeds
from tests.fakes.dingtalk.acks import CARDS
from tests.fakes.dingtalk.callbacks import Callbacks
from tests.fakes.dingtalk.cards import Card, answered
from tests.fakes.dingtalk.endpoints import endpoints
from tests.fakes.dingtalk.errors import Refusal
from tests.fakes.dingtalk.gateway import CUT_AFTER, Gateway
from tests.fakes.dingtalk.meter import FREE, Quota
from tests.fakes.dingtalk.model import Ack, Call, Event, Handle, Json, Message, Person, Room
from tests.fakes.dingtalk.server import Door
from tests.fakes.dingtalk.site import Site, Switches

CLIENT_ID = "dingfake0hepai"
CLIENT_SECRET = "fake-client-secret"
TEMPLATE = "0b6f2a51-5c1f-4e0e-9a55-6b7a1d5f3c10.schema"
"""The id under which a test may have imported our template."""

_UNKNOWN_HERE = ("timezone", "locale")
_CALLED = {"staff_no": "job_number"}
How = Literal["close", "away", "error", "refresh", "reset", "half", "freeze", "garbage"]


class FakeDingTalk:
    """`now`: the time stamped on messages, and of the month; `limits`: enforce calls a second (of real time)."""

    def __init__(
        self,
        now: Callable[[], datetime],
        *,
        limits: bool = True,
        quota: tuple[int, int] | None = FREE,
        template: str = "",
        switches: Switches | None = None,
    ) -> None:
        month = Quota(now, quota)
        self.site = Site(now, CLIENT_ID, CLIENT_SECRET, limits, month, switches or Switches())
        self.cards: dict[str, Card] = {}
        self.gateway = Gateway(self.site)
        self.callbacks = Callbacks(self.site)
        self._runner: web.AppRunner | None = None
        self._cutting: set[asyncio.Task[None]] = set()
        if template:
            self.import_template(template)

    async def start(self, port: int = 0) -> None:
        app = web.Application()
        door = Door(self.site, endpoints(self.gateway, self.cards, self.callbacks))
        app.router.add_get("/connect", self.gateway.connect)
        app.router.add_get("/files/{code}", self._file)
        app.router.add_route("*", "/{path:.*}", door.handle)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port)
        await site.start()
        self.site.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        self.gateway.stopped.set()
        for task in self._cutting:
            task.cancel()
        for link in list(self.gateway.links):
            link.reset()
        if self._runner:
            await self._runner.cleanup()

    @property
    def url(self) -> str:
        """Of both API hosts and the gateway."""
        return self.site.url

    @property
    def faults(self) -> Faults:
        return self.site.faults

    @property
    def calls(self) -> list[Call]:
        return self.site.calls

    @property
    def acks(self) -> list[Ack]:
        return self.site.acks

    @property
    def alarms(self) -> list[str]:
        return self.site.alarms

    @property
    def messages(self) -> Sequence[Message]:
        return self.site.messages

    @property
    def alternate(self) -> bool:
        """Whether the connections are served in turn."""
        return self.gateway.alternate

    @alternate.setter
    def alternate(self, value: bool) -> None:
        self.gateway.alternate = value

    def import_template(self, id: str = TEMPLATE, published: bool = True) -> str:
        """An administrator imports our template; saved only, it is not published."""
        self.site.templates[id] = published
        return id

    def hire(self, user: str, name: str, **profile: Any) -> Person:
        """A person, or changes of one. A time zone and a language it does not know, so it takes and forgets them."""
        known = {_CALLED.get(key, key): value for key, value in profile.items() if key not in _UNKNOWN_HERE}
        return self.site.company.hire(user, name, **known)

    def found(self, room: str, title: str, members: Sequence[str], bot: bool = True) -> Room:
        return self.site.company.found(room, title, members, bot)

    def said(
        self,
        user: str,
        text: str,
        room: str = "",
        mentions: Sequence[tuple[str, str]] = (),
        to_bot: bool = False,
        reply_to: str = "",
        media: str = "",
        thread: str = "",
    ) -> Event:
        """`text` as typed, with `@name` for each of `mentions` (name, userId). There are no threads here."""
        if thread:
            raise ValueError("there are no threads here")
        return self._noted(deeds.said(self.site, user, text, room, mentions, to_bot, reply_to, media))

    def pressed(self, user: str, message_id: str, handle: Handle) -> Event:
        """A button of a message: one of a card calls back, one of another message makes the person say its words."""
        return self._noted(deeds.pressed(self.site, self.cards, user, message_id, handle))

    def submitted(self, user: str, message_id: str, handle: Handle, values: Mapping[str, str]) -> Event:
        return self._noted(deeds.submitted(self.site, self.cards, user, message_id, handle, values))

    def happened(self, kind: str, data: Mapping[str, Any]) -> Event:
        """An event of the organisation, by its eventType."""
        return self._noted(deeds.happened(self.site, kind, data))

    def invited(self, user: str, room: str) -> Event:
        """The robot joins a group: the platform tells nobody."""
        self.site.company.room(room).bot = True
        return self._silent(f"{user} brought the bot into {room}", user)

    def removed(self, user: str, room: str) -> Event:
        """The robot leaves a group: the platform tells nobody."""
        self.site.company.room(room).bot = False
        return self._silent(f"{user} took the bot out of {room}", user)

    def left(self, user: str) -> Event:
        """Somebody leaves the organisation."""
        self.site.company.person(user).active = False
        return self.happened("user_leave_org", {"timeStamp": self._ms(), "userId": [user]})

    def moved(self, user: str, manager: str) -> Event:
        """An administrator gives somebody another manager."""
        person = self.site.company.person(user)
        before, person.manager = person.manager, manager
        prev, curr = ({"name": person.name, "managerUserid": each} for each in (before, manager))
        diff = {"userid": user, "prev": prev, "curr": curr}
        return self.happened("user_modify_org", {"timeStamp": self._ms(), "userId": [user], "diffInfo": diff})

    async def push(self, event: Event) -> None:
        """Deliver it; returns when it is acknowledged. The same event again is the platform's redelivery.

        Raises NotAcknowledged after the platform's deadline and a little. What the platform tells no bot is no push.
        """
        if not event.reaches:
            return
        free = event.type == "EVENT" and deeds.FREE_EVENTS.fullmatch(event.headers["eventType"])
        data = event.data
        if not event.pushes and not free and not self.site.quota.push():
            data = event.data = deeds.stripped(event)
        event.pushes += 1
        card = self.cards.get(data.get("outTrackId", "")) if event.topic == CARDS else None
        if card:
            self.site.unanswered.add(card.id)
        try:
            answer = await self._delivered(event, data, card)
        finally:
            if card:
                self.site.unanswered.discard(card.id)
        if card and isinstance(answer.get("response"), dict):
            try:
                answered(self.site, card, event.by, answer["response"])
            except Refusal as problem:
                self.site.alarm(f"the answer to a press: {problem}")

    async def ping(self) -> None:
        await self.gateway.ping()

    async def disconnect(self, how: How = "reset", cut_after: float = CUT_AFTER) -> None:
        """Something happens to every connection. `refresh`: the disconnect frame, nothing new, a cut after so long."""
        for link in list(self.gateway.links):
            match how:
                case "close" | "away" | "error":
                    await link.close({"close": 1000, "away": 1001, "error": 1011}[how])
                case "refresh":
                    await self.gateway.system("disconnect", {"reason": "connection is expired"}, link)
                    link.leaving = True
                    task = asyncio.create_task(_later(cut_after, link.reset))
                    self._cutting.add(task)
                    task.add_done_callback(self._cutting.discard)
                case "reset":
                    link.reset()
                case "half":
                    link.half()
                case "freeze":
                    link.freeze()
                case "garbage":
                    await link.text('{"specVersion":"1.0","type":')
        await asyncio.sleep(0)

    async def _delivered(self, event: Event, data: Json, card: Card | None) -> Json:
        route = card.route if card and card.callback == "HTTP" else ""
        if self.callbacks.wants(event, route):
            return await self.callbacks.push(event, data, route)
        return await self.gateway.push(event, data)

    async def _file(self, raw: web.Request) -> web.Response:
        return web.Response(body=self.site.media.get(raw.match_info["code"], b""))

    def _noted(self, event: Event) -> Event:
        self.site.events.append(event)
        self.site.changed(event)
        return event

    def _silent(self, what: str, by: str) -> Event:
        return self._noted(Event("EVENT", "*", {"what": what}, reaches=False, by=by))

    def _ms(self) -> str:
        return str(int(self.site.now().timestamp() * 1000))


async def _later(seconds: float, then: Callable[[], None]) -> None:
    with contextlib.suppress(asyncio.CancelledError):
        await asyncio.sleep(seconds)
        then()
