"""Mode "http": messages and presses posted to us. The signature covers a moment, not the body, so the address itself
must be secret, the moment recent, and one signature good for one body only.

Sources: robot-message-type (sign), event-callback-card (x-ddpaas-signature).
"""

import asyncio
import base64
import hashlib
import hmac
import logging
import re
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from aiohttp import web

from adapters.common.body import body_of
from adapters.common.credentials import keys
from adapters.common.strict_json import NotJson, loads_strict
from adapters.dingtalk.cards import Cards
from adapters.dingtalk.intake import Intake
from adapters.dingtalk.limits import BODY
from adapters.dingtalk.settings import Settings
from bot.ports.adapter import Misconfigured, Refused, Unauthorised

logger = logging.getLogger(__name__)

WINDOW = 300.0
"""Seconds that a signature is good for; DingTalk would allow an hour."""
READ_WITHIN = 10.0
AGAIN = 60.0
_MOMENT = re.compile(r"[0-9]{13}")


class Callbacks:
    """`clock`: the time on the wall, which signatures are dated by."""

    def __init__(
        self, settings: Settings, intake: Intake, cards: Cards, clock: Callable[[], float] = time.time
    ) -> None:
        self._settings = settings
        self._intake = intake
        self._cards = cards
        self._clock = clock
        self._keys = keys(settings.client_secret, settings.old_client_secret, settings.old_until)
        self._bodies: dict[tuple[str, str], tuple[float, str]] = {}
        self.state = ""

    @property
    def _base(self) -> str:
        return f"/callback/dingtalk/{self._settings.callback_path.reveal()}"

    def routes(self) -> Sequence[web.AbstractRouteDef]:
        return (web.post(f"{self._base}/robot", self._robot), web.post(f"{self._base}/card", self._card))

    async def run(self) -> None:
        """Tell the platform where cards report to, and stay. Raises Misconfigured where it does not let us."""
        while self._settings.card_template_id:
            url = f"{self._settings.public_url.rstrip('/')}{self._base}/card"
            try:
                await self._cards.register(url, self.card_secret)
                self.state = ""
                break
            except (Refused, Unauthorised) as error:
                raise Misconfigured(f"the address for presses could not be registered: {error}") from error
            except Exception as error:
                self.state = f"the address for presses is not registered yet ({type(error).__name__})"
                await asyncio.sleep(AGAIN)
        await asyncio.Event().wait()

    @property
    def card_secret(self) -> str:
        """What presses are signed with: the same at every start, and of no use for anything else."""
        return _of_cards(self._settings.client_secret.reveal())

    async def _robot(self, request: web.Request) -> web.Response:
        sign = lambda secret, moment: _sign(secret, f"{moment}\n{secret}")  # noqa: E731 - it needs no name of its own
        data, digest = await self._read(request, ("timestamp", "sign"), sign)
        await self._stored(self._intake.message(data, digest))
        return web.json_response({"msgtype": "empty"})

    async def _card(self, request: web.Request) -> web.Response:
        names = ("x-ddpaas-signature-timestamp", "x-ddpaas-signature")
        data, _ = await self._read(request, names, lambda secret, moment: _sign(_of_cards(secret), moment))
        # Nothing else tells two presses of one button apart.
        await self._stored(self._intake.press(data, request.headers[names[0]]))
        return web.json_response({})

    async def _stored(self, storing: Any) -> None:
        try:
            await storing
        except Exception as error:
            logger.warning(
                "a callback could not be stored", extra={"action": "dingtalk.not_stored", "error": type(error).__name__}
            )
            raise web.HTTPServiceUnavailable from error

    async def _read(
        self, request: web.Request, names: tuple[str, str], sign: Callable[[str, str], str]
    ) -> tuple[Mapping[str, Any], str]:
        """The body and its digest, after everything about it was found good; nothing is parsed before."""
        moments, signs = (request.headers.getall(name, []) for name in names)
        if len(moments) != 1 or len(signs) != 1 or not _MOMENT.fullmatch(moments[0]):
            raise web.HTTPUnauthorized
        now, given = self._clock(), signs[0].encode("utf-8", "replace")
        if abs(now - int(moments[0]) / 1000) > WINDOW:
            raise web.HTTPUnauthorized
        if not self._keys.first(now, lambda key: hmac.compare_digest(sign(key, moments[0]).encode(), given) or None):
            raise web.HTTPUnauthorized
        body = await body_of(request, BODY, READ_WITHIN, ("application/json",))
        digest = hashlib.sha256(body).hexdigest()
        self._once((moments[0], signs[0]), digest)
        try:
            data = loads_strict(body)
        except NotJson:
            raise web.HTTPBadRequest from None
        if not isinstance(data, Mapping):
            raise web.HTTPBadRequest
        return data, digest

    def _once(self, signed: tuple[str, str], digest: str) -> None:
        now = self._clock()
        self._bodies = {each: kept for each, kept in self._bodies.items() if now - kept[0] < 2 * WINDOW}
        if self._bodies.setdefault(signed, (now, digest))[1] != digest:
            raise web.HTTPUnauthorized


def _of_cards(secret: str) -> str:
    """What presses are signed with, made of the application's secret."""
    return hmac.new(secret.encode(), b"hepai card callbacks", hashlib.sha256).hexdigest()


def _sign(key: str, text: str) -> str:
    return base64.b64encode(hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()).decode()
