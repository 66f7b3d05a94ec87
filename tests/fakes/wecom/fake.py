"""The fake WeCom: one company with one self-built app and one AI bot, on one loopback port."""

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from aiohttp import web

from tests.fakes.common.faults import Faults
from tests.fakes.wecom.board import Board
from tests.fakes.wecom.callbacks import Callbacks
from tests.fakes.wecom.company import Company, Member
from tests.fakes.wecom.crypto import Envelopes
from tests.fakes.wecom.deeds import Deeds
from tests.fakes.wecom.directory import Directory
from tests.fakes.wecom.drawing import Handle
from tests.fakes.wecom.forgery import Forger
from tests.fakes.wecom.frames import Frames
from tests.fakes.wecom.gate import Gate, Incoming
from tests.fakes.wecom.groups import AppChats, Webhooks
from tests.fakes.wecom.link import Link
from tests.fakes.wecom.media import Media
from tests.fakes.wecom.rates import Windows
from tests.fakes.wecom.records import Ack, Call, Event, Intake, Journal, Json, Message
from tests.fakes.wecom.sending import AppMessages
from tests.fakes.wecom.tokens import Tokens

CORP, AGENT, SECRET = "ww1a2b3c4d5e6f7890", 1000002, "app-secret-0123456789abcdef"
TOKEN, AES_KEY = "QDG6eK", "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
BOT, BOT_SECRET = "aibHEPAI0001", "aibot-secret-0123456789abcdef"
BIGGEST = 64 * 2**20


class FakeWeCom:
    """`now`: the time on messages, codes and events. `limits`: enforce rates, by `clock` in seconds.

    `callback`: the URL that the console would hold; without it the app hears nothing.
    """

    def __init__(
        self, now: Callable[[], datetime], *, limits: bool = True, clock: Callable[[], float] = time.monotonic
    ) -> None:
        def windows(minute: int, hour: int) -> Windows | None:
            return Windows(clock, minute, hour) if limits else None

        self.faults = Faults()
        self.alternate = False
        """Without a meaning here: an AI bot has one connection."""
        self.url = ""
        self.journal = Journal(now)
        self.company = Company()
        self.media = Media(now)
        self.board = Board(self.company, self.journal, now)
        self.tokens = Tokens(CORP, SECRET, clock)
        self.app = AppMessages(AGENT, self.company, self.board, self.journal, self.media, now, windows(30, 1000))
        self.callbacks = Callbacks(Envelopes(TOKEN, AES_KEY, CORP), AGENT, self.app, self.board, self.journal)
        self.forger = Forger(self.callbacks)
        self.frames = Frames(self.company, self.board, self.journal, self.media, now, windows(30, 1000))
        self.link = Link(BOT, BOT_SECRET, self.frames, self.journal, self.faults)
        self.chats = AppChats(self.company, self.board, self.journal, self.media)
        self.webhooks = Webhooks(self.company, self.board, self.journal, self.media, windows(20, 2**31))
        self.directory = Directory(AGENT, self.company, now)
        self.gate = Gate(self.journal, self.faults, self.tokens)
        self._deeds = Deeds(CORP, AGENT, BOT, self.company, self.board, now)
        self._runner: web.AppRunner | None = None
        self._routes()

    @property
    def calls(self) -> list[Call]:
        return self.journal.calls

    @property
    def acks(self) -> list[Ack]:
        return self.journal.acks

    @property
    def alarms(self) -> list[str]:
        return self.journal.alarms

    @property
    def messages(self) -> Sequence[Message]:
        return self.board.messages

    @property
    def callback(self) -> str:
        return self.app.callback

    @callback.setter
    def callback(self, url: str) -> None:
        self.app.callback = url

    async def start(self, port: int = 0) -> None:
        app = web.Application(client_max_size=BIGGEST)
        app.router.add_get("/ws", self.link.serve)
        app.router.add_route("*", "/{path:.*}", self.gate.answer)
        self._runner = web.AppRunner(app, shutdown_timeout=0.2)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        await self.callbacks.start()

    async def stop(self) -> None:
        await self.callbacks.stop()
        await self.link.stop()
        if self._runner:
            await self._runner.cleanup()

    @property
    def ws_url(self) -> str:
        return f"{self.url.replace('http', 'ws', 1)}/ws"

    def settings(self) -> dict[str, object]:
        """What the bot must be told to work with this company."""
        return {
            **{"corp_id": CORP, "agent_id": AGENT, "secret": SECRET, "token": TOKEN, "encoding_aes_key": AES_KEY},
            **{"aibot_id": BOT, "aibot_secret": BOT_SECRET, "base_url": self.url, "aibot_url": self.ws_url},
        }

    def hire(self, user: str, name: str, department: str = "", **profile: str) -> Member:
        """What WeCom's directory has no field for (time zone, language) is left out."""
        told = {each: profile[each] for each in ("position", "alias", "mobile", "open_id") if each in profile}
        return self.company.hire(user, name, department, **told)

    def found(self, room: str, title: str, members: Sequence[str], bot: bool = True) -> None:
        """A group with the AI bot in it has been written to; without, it is cold."""
        self.company.found(room, title, members, bot=bot, warm=bot)

    def robot(self, room: str) -> str:
        """A webhook robot for this group: its key."""
        self.company.rooms[room].webhook = f"00000000-0000-4000-8000-{len(room):012d}{room[:4]}"
        return self.company.rooms[room].webhook

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
        to: Intake = "app",
        links: Json | None = None,
    ) -> Event:
        """Mentions of others are words in the text and nothing more. `to`: whose direct chat. `links`: a link's or a
        location's fields."""
        return self._deeds.said(user, text, room, to_bot, reply_to, media, to, links)

    def pressed(self, user: str, message_id: str, handle: Handle) -> Event:
        return self._deeds.pressed(user, message_id, handle, {})

    def submitted(self, user: str, message_id: str, handle: Handle, values: Mapping[str, str]) -> Event:
        return self._deeds.pressed(user, message_id, handle, values)

    def invited(self, user: str, room: str) -> Event:
        """The AI bot joins a group: nobody tells it."""
        self.company.rooms[room].bot = True
        return self._deeds.untold("invited", user, room)

    def removed(self, user: str, room: str) -> Event:
        self.company.rooms[room].bot = False
        return self._deeds.untold("removed", user, room)

    def opened(self, user: str) -> Event:
        return self._deeds.app_event(user, "enter_agent")

    def entered(self, user: str) -> Event:
        return self._deeds.entered(user)

    def subscribed(self, user: str) -> Event:
        return self._deeds.app_event(user, "subscribe")

    def unsubscribed(self, user: str) -> Event:
        return self._deeds.app_event(user, "unsubscribe")

    def clicked(self, user: str, key: str) -> Event:
        """An entry of the app's menu."""
        return self._deeds.app_event(user, "click", key)

    def happened(self, user: str, kind: str, key: str = "") -> Event:
        """Any other event of the app: its name is not checked."""
        return self._deeds.app_event(user, kind, key)

    def contact(self, change: str, **fields: str) -> Event:
        """`update_user` and its like, with the fields as WeCom spells them."""
        return self._deeds.contact(change, fields)

    def renamed(self, user: str, new: str) -> Event:
        """The administrator gives a member another id: it is the only one from now on."""
        member = self.company.members.pop(user.lower())
        old, member.user = member.user, new
        self.company.members[new.lower()] = member
        return self.contact("update_user", UserID=old, NewUserID=new)

    def left(self, user: str) -> Event:
        """A member is no longer with the company."""
        self.company.members[user.lower()].active = False
        return self.contact("delete_user", UserID=self.company.members[user.lower()].user)

    async def push(self, event: Event) -> None:
        """Deliver, and return when it is taken; NotAcknowledged if it is not."""
        if event.intake == "app":
            await self.callbacks.push(event)
        elif event.intake == "aibot":
            await self.link.push(event)

    async def disconnect(self, how: str = "reset") -> None:
        await self.link.disconnect(how)

    def _routes(self) -> None:
        add, directory = self.gate.add, self.directory
        add("gettoken", "GET", self._token, "corpid", "corpsecret", token=False)
        add("message/send", "POST", self.app.send, sends=True)
        add("message/update_template_card", "POST", self.app.update, sends=True)
        add("message/recall", "POST", self.app.recall, sends=True)
        add("appchat/create", "POST", self.chats.create)
        add("appchat/update", "POST", self.chats.update)
        add("appchat/get", "GET", self.chats.get, "chatid")
        add("appchat/send", "POST", self.chats.send, sends=True)
        add("webhook/send", "POST", self.webhooks.send, "key", token=False, sends=True)
        add("webhook/upload_media", "POST", self.webhooks.upload, "key", "type", token=False, upload=True)
        add("media/upload", "POST", lambda call: self.media.upload(call.query["type"], call.body), "type", upload=True)
        add("user/get", "GET", directory.user, "userid")
        add("user/simplelist", "GET", directory.simple_users, "department_id")
        add("user/list", "GET", directory.users, "department_id")
        add("user/list_id", "POST", directory.all_ids)
        add("user/getuserid", "POST", directory.by_mobile)
        add("batch/openuserid_to_userid", "POST", directory.plain_ids)
        add("department/simplelist", "GET", directory.departments, "id")
        add("department/list", "GET", directory.all_departments, "id")
        add("department/get", "GET", directory.department, "id")
        add("agent/get", "GET", directory.agent, "agentid")
        add("auth/getuserinfo", "GET", directory.login, "code")
        add("get_jsapi_ticket", "GET", directory.ticket)
        add("getcallbackip", "GET", directory.callback_addresses)
        add("menu/create", "POST", directory.create_menu, "agentid")
        add("menu/get", "GET", directory.get_menu, "agentid")
        add("menu/delete", "GET", directory.delete_menu, "agentid")

    def _token(self, incoming: Incoming) -> Json:
        return self.tokens.get(incoming.query["corpid"], incoming.query["corpsecret"])
