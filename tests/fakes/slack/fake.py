"""A Slack of our own on this machine: one workspace, one installed app, the Web API, Socket Mode and HTTP mode."""

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from aiohttp import web

from tests.fakes.common.faults import Faults
from tests.fakes.slack.api import Api
from tests.fakes.slack.deeds import Deeds
from tests.fakes.slack.drawing import Handle
from tests.fakes.slack.files import Files
from tests.fakes.slack.http_mode import HttpMode
from tests.fakes.slack.methods import table
from tests.fakes.slack.modals import Modals
from tests.fakes.slack.params import Params
from tests.fakes.slack.people import about
from tests.fakes.slack.rates import Rates
from tests.fakes.slack.records import Ack, Call, Channel, Event, Json, Message, Part
from tests.fakes.slack.replies import Replies
from tests.fakes.slack.sockets import Sockets
from tests.fakes.slack.views import Views
from tests.fakes.slack.workspace import BOT_USER, SCOPES, Workspace

BOT_TOKEN = "xoxb-fake-bot-token"
APP_TOKEN = "xapp-fake-app-token"
SIGNING_SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
SUBSCRIBED = (
    "message.im message.channels message.groups app_mention app_home_opened reaction_added reaction_removed"
    " member_joined_channel member_left_channel channel_left group_left channel_rename user_change team_join"
    " app_uninstalled tokens_revoked"
)
LOCALES = {"zh": "zh-CN", "en": "en-US"}
UPLOAD = 1 << 30


class FakeSlack:
    """`limits`: rates are enforced, by `clock`. `url`: the bot's base_url is this with `/api/` behind it.

    `emoji_names`: emoji that people type reach the bot as `:tada:` (their code points are in its blocks).
    """

    def __init__(
        self, now: Callable[[], datetime], *, limits: bool = True, scopes: str = SCOPES, subscribed: str = SUBSCRIBED,
        emoji_names: bool = True, reusable_tickets: bool = False, patience: float = 20.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        self.faults = Faults()
        self.acks: list[Ack] = []
        self.workspace = Workspace(now, scopes)
        self.views = Views(self.workspace)
        self.files = Files()
        self.replies = Replies(self.workspace)
        self.sockets = Sockets(self.workspace, self.acks, patience, reusable_tickets)
        self.http = HttpMode(SIGNING_SECRET, self.acks)
        methods = table(self.views, self.files, self.sockets.open_connection)
        rates = Rates(clock) if limits else None
        self.api = Api(self.workspace, methods, self.faults, rates, BOT_TOKEN, APP_TOKEN)
        self.deeds = Deeds(self.workspace, self.views, self.replies, set(subscribed.split()), emoji_names)
        self.modals = Modals(self.workspace, self.views, self.replies)
        self.url = ""
        self._runner: web.AppRunner | None = None

    @property
    def calls(self) -> list[Call]:
        return self.api.calls

    @property
    def alarms(self) -> list[str]:
        return self.workspace.alarms

    @property
    def messages(self) -> Sequence[Message]:
        """What the bot has on people's screens."""
        return [each for each in self.workspace.messages if each.by_bot]

    @property
    def alternate(self) -> bool:
        """Spread payloads over all open connections in turn."""
        return self.sockets.alternate

    @alternate.setter
    def alternate(self, value: bool) -> None:
        self.sockets.alternate = value

    @property
    def request_url(self) -> str:
        """Where payloads are posted; empty: Socket Mode."""
        return self.http.url

    @request_url.setter
    def request_url(self, value: str) -> None:
        self.http.url = value

    async def start(self, port: int = 0) -> None:
        app = web.Application(client_max_size=UPLOAD)
        app.router.add_route("GET", "/api/{method}", self.api.handle)
        app.router.add_route("POST", "/api/{method}", self.api.handle)
        app.router.add_get("/link/", self.sockets.handle)
        app.router.add_post("/response/{id}", self.replies.handle)
        app.router.add_post("/upload/{id}", self._upload)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1, handle_signals=False)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        self.sockets.base = self.replies.base = self.files.base = self.url

    async def stop(self) -> None:
        await self.sockets.disconnect("reset")
        runner, self._runner = self._runner, None
        if runner:
            await runner.cleanup()

    async def _upload(self, request: web.Request) -> web.Response:
        """The bytes, raw or as a form's only file."""
        if request.content_type == "multipart/form-data":
            posted = list((await request.post()).values())
            data = posted[0].file.read() if len(posted) == 1 and isinstance(posted[0], web.FileField) else b""
        else:
            data = await request.read()
        if not self.files.received(request.match_info["id"], data):
            return web.Response(status=400, text="bad upload")
        return web.Response(text=f"OK - {len(data)}")

    def hire(self, user: str, name: str, **profile: str) -> None:
        """A person: `timezone`, `locale` (zh, en), `department`, `staff_no`, `email`, `manager` (an id)."""
        locale = profile.pop("locale", "zh")
        zone = profile.pop("timezone", "Asia/Shanghai")
        self.workspace.add_user(user, name, tz=zone, locale=LOCALES.get(locale, locale), **profile)  # type: ignore[arg-type]

    def fire(self, user: str) -> Event:
        """The account is deactivated."""
        self.workspace.users[user]["deleted"] = True
        return self._changed("user_change", user)

    def joins(self, user: str, name: str, **profile: str) -> Event:
        """A new account."""
        self.hire(user, name, **profile)
        return self._changed("team_join", user)

    def _changed(self, kind: str, user: str) -> Event:
        found = about(self.workspace, self.workspace.users[user], locale=True)
        return self.deeds.event({"type": kind, "user": found, "event_ts": self.workspace.stamp()})

    def found(self, room: str, title: str, members: Sequence[str], bot: bool = True, private: bool = False) -> None:
        """A channel."""
        inside = [*members, *([BOT_USER] if bot else [])]
        self.workspace.channels[room] = Channel(room, title, inside, private, created=self.workspace.seconds())

    def said(
        self, user: str, text: str, room: str = "", mentions: Sequence[tuple[str, str]] = (), to_bot: bool = False,
        reply_to: str = "", media: str = "", thread: str = "",
    ) -> Event:  # fmt: skip
        """See `Deeds`, where the other deeds are, and `Modals` for those in modals and on the Home tab."""
        return self.deeds.said(user, text, room, mentions, to_bot, reply_to, media, thread)

    def pressed(self, user: str, message_id: str, handle: Handle) -> Event:
        return self.deeds.pressed(user, message_id, handle)

    def submitted(self, user: str, message_id: str, handle: Handle, values: Mapping[str, str]) -> Event:
        return self.deeds.submitted(user, message_id, handle, values)

    def invited(self, user: str, room: str) -> Event:
        return self.deeds.invited(user, room)

    def removed(self, user: str, room: str) -> Event:
        return self.deeds.removed(user, room)

    def edited(self, user: str, message_id: str, text: str, mentions: Sequence[tuple[str, str]] = ()) -> Event:
        return self.deeds.edited(user, message_id, text, mentions)

    def recalled(self, user: str, message_id: str) -> Event:
        return self.deeds.recalled(user, message_id)

    def reacted(self, user: str, message_id: str, emoji: str, off: bool = False) -> Event:
        return self.deeds.reacted(user, message_id, emoji, off)

    def opened(self, user: str, tab: str = "home") -> Event:
        return self.deeds.opened(user, tab)

    def message_action(self, user: str, callback_id: str, message_id: str) -> Event:
        return self.modals.message_action(user, callback_id, self.deeds.message(message_id))

    def revoke(self, error: str = "token_revoked") -> Event:
        """The bot's token is worth nothing from now on."""
        self.api.revoked = error
        event = {"type": "tokens_revoked", "tokens": {"bot": [BOT_USER], "oauth": []}}
        return self.deeds.event({**event, "event_ts": self.workspace.stamp()})

    def too_many(self) -> Event:
        """The notice that events were held back: more than 30,000 in an hour."""
        payload: Json = {"token": "x", "type": "app_rate_limited", "team_id": "T0HEPAIHQ", "api_app_id": "A0HEPAIAPP"}
        return Event((Part("events_api", {**payload, "minute_rate_limited": self.workspace.seconds() // 60 * 60}),))

    async def push(self, event: Event) -> None:
        """Deliver it. The same event again is Slack's redelivery: the same ids, marked as a retry.

        Raises NotAcknowledged if the bot does not answer in time. Waits for a connection if there is none.
        """
        attempt, event.deliveries = event.deliveries, event.deliveries + 1
        bodies = await asyncio.gather(*(self._deliver(part, attempt) for part in event.parts))
        for part, body in zip(event.parts, bodies, strict=True):
            if event.answered and not attempt:
                event.answered(part, body)

    async def _deliver(self, part: Part, attempt: int) -> Any:
        if not attempt and "trigger_id" in part.payload:
            self.views.delivered(part.payload["trigger_id"])
        if self.http.url:
            return await self.http.deliver(part, attempt)
        return await self.sockets.deliver(part, attempt)

    async def disconnect(self, how: str = "reset") -> None:
        """The connections go, in one of `sockets.WAYS`; the bot is expected to come back by itself."""
        await self.sockets.disconnect(how)

    def call(self, method: str, **arguments: object) -> Json:
        """What a method would do, without HTTP and tokens: for tests of the table itself. Raises `Refusal`."""
        return self.api.methods[method].do(self.workspace, Params(dict(arguments)))
