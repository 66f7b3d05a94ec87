"""The self-built app's door in: its callback, verified, opened, stored, and only then answered with an empty 200.

Anything else is answered 4xx without a reason. WeCom sends again what it got no 200 for, three times in all, each
signed anew; a request that was taken is not taken a second time.
https://developer.work.weixin.qq.com/document/path/90238
"""

import logging
import re
import time
from collections.abc import Callable, Sequence
from contextlib import suppress

from aiohttp import web

from adapters.common.body import body_of
from adapters.common.credentials import Keys
from adapters.wecom.aliases import Aliases
from adapters.wecom.codes import Codes
from adapters.wecom.crypto import BadCallback, Envelopes
from adapters.wecom.notices import told
from adapters.wecom.settings import PLATFORM, Settings
from adapters.wecom.xml import BIGGEST, Node, NotXml, read, text
from bot.kernel.ids import derive
from bot.ports.adapter import Accept, Envelope
from bot.ports.host import Host

logger = logging.getLogger(__name__)
PATH = "/wecom/callback"
WINDOW = 600
"""Seconds a signature's time may be off: clocks five minutes apart, and every retry, fit in."""
BODY_SECONDS = 10.0
REMEMBERED = 200_000
_TIME = re.compile(r"[0-9]{10}", re.ASCII)
_FROM_A_PERSON = ("subscribe", "enter_agent")
_NO_REASON = (BadCallback, NotXml)


class Intake:
    """Closed until the bot runs. `clock`: the wall's, in seconds, which signatures go by."""

    def __init__(
        self,
        settings: Settings,
        host: Host,
        codes: Codes,
        aliases: Aliases,
        clock: Callable[[], float] = time.time,
    ) -> None:
        tokens = [each for each in (settings.token, settings.old_token) if each.reveal()]
        keys = [each for each in (settings.encoding_aes_key, settings.old_encoding_aes_key) if each.reveal()]
        self._keys = Keys(
            Envelopes(tokens[:1], keys[:1], settings.corp_id),
            # The console changes one of the two or both: while it does, any pair may come.
            Envelopes(tokens, keys, settings.corp_id) if settings.old_until else None,
            settings.old_until,
        )
        self._settings, self._host, self._clock = settings, host, clock
        self._codes, self._aliases = codes, aliases
        self._accept: Accept | None = None
        self._taken: dict[tuple[str, str, str], float] = {}
        self.refused = 0
        """Requests that were not WeCom's, or not for us, since the start."""

    def open(self, accept: Accept) -> None:
        self._accept = accept

    def close(self) -> None:
        self._accept = None

    def routes(self) -> Sequence[web.AbstractRouteDef]:
        return (web.get(PATH, self._verify, allow_head=False), web.post(PATH, self._take))

    async def _verify(self, request: web.Request) -> web.Response:
        """The console's check of the address: what it sealed, opened."""
        try:
            signature, timestamp, nonce = self._signed(request)
            word = self._opened((signature, timestamp, nonce), _once(request, "echostr"))
        except BadCallback as error:
            return self._refuse(error)
        return web.Response(body=word, content_type="text/plain")

    async def _take(self, request: web.Request) -> web.Response:
        try:
            signed = self._signed(request)
            # Nobody knows which content type every release sends: XML is told by reading it.
            outer = read(await body_of(request, BIGGEST, BODY_SECONDS))
            document = read(self._opened(signed, text(outer, "Encrypt")))
            self._check_addressee(document)
            if signed in self._taken:
                raise BadCallback("a replay")
        except _NO_REASON as error:
            return self._refuse(error)
        accept = self._accept
        if accept is None:
            return web.Response(status=503)
        try:
            await self._store(document, accept)
        except Exception as error:
            logger.warning(
                "an event was not stored and will be sent again",
                extra={"action": "wecom.not_accepted", "error": type(error).__name__},
            )
            return web.Response(status=503)
        # Only now: a try that failed may come again as it was.
        self._remember(signed)
        return web.Response()

    async def _store(self, document: Node, accept: Accept) -> None:
        event = text(document, "Event")
        about = self._aliases.known(text(document, "UserID"))
        if new := text(document, "NewUserID"):
            await self._aliases.renamed(text(document, "UserID"), new)
        sender = self._aliases.known(text(document, "FromUserName"))
        if event == "template_card_event":
            # Before the press itself: by the time it is answered its card may be changed with this.
            await self._codes.clicked(text(document, "TaskId"), text(document, "ResponseCode"))
        if notice := told(event):
            await self._host.trouble(*notice)
        payload = {"via": "app", **document, "FromUserName": sender, "UserID": about}
        dedupe = _key(document)
        if event in _FROM_A_PERSON:
            # It comes at every look into the chat; only somebody's very first is a greeting.
            if await self._host.note(f"met:{sender}"):
                return
            payload, dedupe = {**payload, "first": "1"}, f"met:{sender}"
        await accept(Envelope(PLATFORM, dedupe, self._host.now(), payload, sender))
        if event in _FROM_A_PERSON:
            await self._host.put_note(f"met:{sender}", "1")

    def _signed(self, request: web.Request) -> tuple[str, str, str]:
        signature, timestamp, nonce = (_once(request, name) for name in ("msg_signature", "timestamp", "nonce"))
        # The signature joins its parts in order of their letters: only their forms keep them apart.
        if not _TIME.fullmatch(timestamp) or not 1 <= len(nonce) <= 128 or len(signature) != 40:
            raise BadCallback("malformed")
        if abs(self._clock() - int(timestamp)) > WINDOW:
            raise BadCallback("not of this time: check the clocks")
        return signature, timestamp, nonce

    def _opened(self, signed: tuple[str, str, str], encrypted: str) -> bytes:
        def fits(envelopes: Envelopes) -> bytes | None:
            with suppress(BadCallback):
                return envelopes.open(*signed, encrypted)
            return None

        found = self._keys.first(self._clock(), fits)
        if found is None:
            raise BadCallback("wrongly signed, or unreadable")
        return found

    def _check_addressee(self, document: Node) -> None:
        """Signed and sealed for this company; some events name no app."""
        agent = text(document, "AgentID")
        if text(document, "ToUserName") != self._settings.corp_id or agent not in ("", str(self._settings.agent_id)):
            raise BadCallback("for another app")

    def _remember(self, signed: tuple[str, str, str]) -> None:
        now = self._clock()
        self._taken[signed] = now
        while self._taken and (len(self._taken) > REMEMBERED or now - next(iter(self._taken.values())) > 2 * WINDOW):
            del self._taken[next(iter(self._taken))]

    def _refuse(self, error: Exception) -> web.Response:
        self.refused += 1
        logger.warning("a callback was refused", extra={"action": "wecom.refused", "why": str(error)})
        return web.Response(status=413 if str(error) == "too large" else 400 if isinstance(error, NotXml) else 401)


def _once(request: web.Request, name: str) -> str:
    found = request.query.getall(name, [])
    if len(found) != 1:
        raise BadCallback("malformed")
    return found[0]


def _key(document: Node) -> str:
    """A message by its id. An event has none: by who did what to what when; two clicks differ in their codes."""
    if message := text(document, "MsgId"):
        return f"app:{message}"
    names = ("FromUserName", "CreateTime", "Event", "EventKey", "TaskId", "ResponseCode")
    contact = ("ChangeType", "UserID", "NewUserID", "Id", "TagId")
    return "app:" + derive(*(text(document, name) for name in (*names, *contact)))
