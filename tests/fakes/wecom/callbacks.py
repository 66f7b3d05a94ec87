"""Pushing the app's events to the bot's URL: sealed, signed, with a deadline and tries, and what comes back.

https://developer.work.weixin.qq.com/document/path/90238 and 90241
"""

import io
import secrets
import time
from dataclasses import dataclass
from urllib.parse import urlencode

from aiohttp import ClientError, ClientSession, ClientTimeout, TCPConnector

from tests.fakes.wecom import xml
from tests.fakes.wecom.board import Board
from tests.fakes.wecom.cards import check_card
from tests.fakes.wecom.crypto import Envelopes, Unreadable
from tests.fakes.wecom.records import Event, Journal, Json, Message, NotAcknowledged, Refusal
from tests.fakes.wecom.sending import AppMessages, changed

DEADLINE = 5.0
CHECK_DEADLINE = 1.0
TRIES = 3
ANSWERABLE = (
    "subscribe",
    "enter_agent",
    "LOCATION",
    "click",
    "view",
    "template_card_event",
    "template_card_menu_event",
)
REPLY = {"Encrypt", "MsgSignature", "TimeStamp", "Nonce"}


@dataclass(frozen=True, slots=True)
class Post:
    """One request as it went out, to be sent again as it is."""

    query: str
    body: bytes


class Callbacks:
    """`corp` and `agent` stand in every envelope. `tries`, `deadline`: how often and how long."""

    def __init__(self, envelopes: Envelopes, agent: int, app: AppMessages, board: Board, journal: Journal) -> None:
        self.envelopes, self.agent = envelopes, agent
        self._app, self._board, self._journal = app, board, journal
        self.tries, self.deadline = TRIES, DEADLINE
        self.posts: list[Post] = []
        self._http: ClientSession | None = None

    async def start(self) -> None:
        # The platform waits for none of its own connections: aiohttp would let some wait for long.
        self._http = ClientSession(connector=TCPConnector(limit=0), trust_env=False)

    async def stop(self) -> None:
        if self._http:
            await self._http.close()

    async def verify(self) -> None:
        """The check that the console makes of a URL. NotAcknowledged unless it answers rightly within a second."""
        word = str(secrets.randbelow(10**19))
        sealed = self.envelopes.seal(word)
        query = self._query(sealed, echostr=sealed)
        code, answer, _ = await self._ask("GET", query, b"", CHECK_DEADLINE)
        if code != 200 or answer != word:
            raise NotAcknowledged(f"the URL answered {code} {answer[:100]!r} where {word!r} was due")

    async def push(self, event: Event) -> None:
        """Until it is taken, or given up: the same event each time, sealed and signed anew."""
        for _ in range(self.tries):
            post = self.post(event.payload)
            self.posts.append(post)
            code, answer, seconds = await self._ask("POST", post.query, post.body, self.deadline)
            self._journal.ack(event.id, code, answer, seconds)
            if code == 200:
                self._answered(event, answer)
                return
        raise NotAcknowledged(f"{event.kind} {event.id}: {self._journal.acks[-1].code} after {self.tries} tries")

    async def raw(self, post: Post) -> int:
        """The HTTP status for a request of any make, 0 if none comes."""
        return (await self._ask("POST", post.query, post.body, self.deadline))[0]

    def post(self, payload: str) -> Post:
        sealed = self.envelopes.seal(payload)
        return Post(self._query(sealed), self.body(sealed))

    def body(self, sealed: str) -> bytes:
        fields = {"ToUserName": self.envelopes.receiver, "AgentID": str(self.agent), "Encrypt": sealed}
        # Here AgentID is text, inside the envelope a number.
        return ("<xml>" + "".join(f"<{n}><![CDATA[{v}]]></{n}>" for n, v in fields.items()) + "</xml>").encode()

    def _query(self, sealed: str, **more: str) -> str:
        # Real time: nobody's signatures follow a frozen clock.
        timestamp, nonce = str(int(time.time())), secrets.token_hex(6)
        signature = self.envelopes.sign(timestamp, nonce, sealed)
        return urlencode({"msg_signature": signature, "timestamp": timestamp, "nonce": nonce, **more})

    async def _ask(self, method: str, query: str, body: bytes, deadline: float) -> tuple[int, str, float]:
        if self._http is None or not self._app.callback:
            raise NotAcknowledged("there is no callback URL")
        began = time.monotonic()
        url = f"{self._app.callback}?{query}"
        headers = {"Content-Type": "text/xml"} if body else {}
        try:
            timeout = ClientTimeout(total=deadline)
            data = io.BytesIO(body) if body else None
            async with self._http.request(method, url, data=data, headers=headers, timeout=timeout) as answer:
                text = await answer.text()
                return answer.status, text, time.monotonic() - began
        except (ClientError, TimeoutError, OSError) as error:
            return 0, repr(error), time.monotonic() - began

    def _answered(self, event: Event, answer: str) -> None:
        """An empty body says nothing; another is a passive reply."""
        if not answer:
            return
        try:
            self._reply(event, answer)
        except (ValueError, KeyError, Unreadable, Refusal) as error:
            self._journal.alarm(f"{event.kind} {event.id} was answered with what is no reply: {error!r}")

    def _reply(self, event: Event, answer: str) -> None:
        outer = xml.texts(answer)
        if set(outer) != REPLY:
            raise ValueError(f"an envelope of {sorted(outer)}")
        inner = self.envelopes.open(outer["Encrypt"], outer["MsgSignature"], outer["TimeStamp"], outer["Nonce"])
        reply, fields = xml.root(inner), xml.texts(inner)
        if event.kind not in ("text", "image", "voice", "video", "location", "link", *ANSWERABLE):
            raise ValueError(f"{event.kind} takes no reply")
        match fields.get("MsgType"):
            case "text":
                self._app.passive_text(event.user, fields["Content"])
            case "update_button" if event.kind == "template_card_event":
                name = reply.findtext("Button/ReplaceName")
                if not name:
                    raise ValueError("no Button/ReplaceName")
                self._update(event, {"button": {"replace_name": name}})
            case "update_template_card" if event.kind in ("template_card_event", "template_card_menu_event"):
                found = reply.find("TemplateCard")
                if found is None:
                    raise ValueError("no TemplateCard")
                card = xml.card(found)
                self._journal.folded.extend(check_card(card, "app", updating=True))
                self._update(event, {"template_card": card})
            case kind:
                raise ValueError(f"a reply of the kind {kind} to {event.kind}")

    def _update(self, event: Event, change: Json) -> None:
        """The clicker's own card only."""
        message = self._clicked(event)
        self._board.change(message, changed(message.wire, change))

    def _clicked(self, event: Event) -> Message:
        task = xml.texts(event.payload)["TaskId"]
        for message in reversed(self._board.messages):
            if message.user == event.user and message.wire.get("template_card", {}).get("task_id") == task:
                return message
        raise ValueError(f"no card {task} before {event.user}")
