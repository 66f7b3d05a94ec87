"""WeCom's REST API: one token for all calls, refreshed once when it is refused, and errors by their codes."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from aiohttp import ClientError

from adapters.common.http import Answer, Http
from adapters.common.pace import Pace
from adapters.common.token import Fetched, Token
from adapters.wecom.errors import LIMITED, TOKEN, Unknown, send_error
from adapters.wecom.settings import Settings
from bot.ports.adapter import Unavailable

Json = Mapping[str, Any]


class Api:
    """Everything that is posted waits for its turn with `pace`; `**keys`: whom it counts for there."""

    def __init__(self, settings: Settings, pace: Pace) -> None:
        self._settings = settings
        self.pace = pace
        self._http = Http(settings.base_url)
        self._token = Token(self._fetch)
        self._limited = 0

    async def get(self, path: str, **query: str) -> Json:
        """Raises a SendError, or Unknown."""
        return await self._call(lambda token: self._ask("GET", path, None, {**query, "access_token": token}))

    async def post(self, path: str, body: Json, **keys: str) -> Json:
        """Raises a SendError; Unknown if it may have been done all the same."""

        async def ask(token: str) -> Json:
            async with self.pace.turn(**keys):
                return await self._ask("POST", path, body, {"access_token": token})

        return await self._call(ask)

    async def robot(self, key: str, body: Json, **keys: str) -> None:
        """A message by a webhook robot, which needs no token."""
        async with self.pace.turn(**keys):
            data = await self._ask("POST", "webhook/send", body, {"key": key})
        _checked(data)

    async def token(self) -> None:
        """Look whether WeCom gives one."""
        await self._token.get()

    @property
    def http(self) -> Http:
        return self._http

    async def close(self) -> None:
        await self._http.close()

    async def _call(self, ask: Callable[[str], Awaitable[Json]]) -> Json:
        token = await self._token.get()
        data = await ask(token)
        if data.get("errcode") in TOKEN:
            self._token.refused(token)
            token = await self._token.get()
            data = await ask(token)
            if data.get("errcode") in TOKEN:
                # Nobody asks for ever: whoever calls next begins with a new one.
                self._token.refused(token)
        self._slow_down(data.get("errcode") == LIMITED)
        return _checked(data)

    def _slow_down(self, limited: bool) -> None:
        """Nobody says for how long: a second at first, and up to a minute if it goes on."""
        self._limited = self._limited + 1 if limited else 0
        if limited:
            self.pace.pause(min(60.0, 2.0 ** (self._limited - 1)))

    async def _fetch(self) -> Fetched:
        query = {"corpid": self._settings.corp_id, "corpsecret": self._settings.secret.reveal()}
        try:
            data = _checked(await self._ask("GET", "gettoken", None, query))
        except Unknown as error:
            # Nothing was sent yet.
            raise Unavailable(f"no token: {error}") from None
        return Fetched(str(data["access_token"]), float(data["expires_in"]))

    async def _ask(self, method: str, path: str, body: Json | None, query: Mapping[str, str]) -> Json:
        """Errors of the wire leave without their words: an address here holds secrets."""
        try:
            answer = await self._http.call(method, f"/cgi-bin/{path}", body=body, query=query)
        except (ClientError, TimeoutError, OSError) as error:
            raise Unknown(f"{path}: {type(error).__name__}") from None
        return _read(path, answer)


def _read(path: str, answer: Answer) -> Json:
    if answer.status == 429:
        raise Unavailable(f"{path}: too many")
    if answer.status != 200 or "errcode" not in answer.data:
        raise Unknown(f"{path}: HTTP {answer.status}")
    return answer.data


def _checked(data: Json) -> Json:
    code = data.get("errcode")
    if code != 0:
        raise send_error(code if isinstance(code, int) else -1, str(data.get("errmsg", "")))
    return data
