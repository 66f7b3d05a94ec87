"""A server with the adapter's callback, and a plain client of it."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import ClientSession

from adapters.feishu.callback import PATH
from bot.runtime.web import Web
from tests.adapters.feishu.served import ANN, Served, served
from tests.fakes.feishu.sealing import encrypt, sign

KEY, TOKEN = "an encrypt key", "vt_fake_verification"
NOW = 1_700_000_000


class Asked:
    """The bot's server and a plain client of it."""

    def __init__(self, one: Served, http: ClientSession, url: str) -> None:
        self.one, self.http, self.url = one, http, url

    async def post(self, raw: bytes, headers: Mapping[str, str] | None = None, **more: Any) -> tuple[int, str]:
        sent = {"Content-Type": "application/json", **(headers or {})}
        async with self.http.post(f"{self.url}{PATH}", data=raw, headers=sent, **more) as answer:
            return answer.status, await answer.text()

    def signed(self, raw: bytes, at: int = NOW, nonce: str = "n0nce", key: str = KEY) -> dict[str, str]:
        headers = {"X-Lark-Request-Timestamp": str(at), "X-Lark-Request-Nonce": nonce}
        return {**headers, "X-Lark-Signature": sign(str(at), nonce, key, raw)}

    def sealed(self, text: str = "hi", **header: Any) -> bytes:
        envelope = self.one.fake._envelope(self.one.fake.said(ANN, text))
        envelope["header"].update(header)
        return json.dumps({"encrypt": encrypt(json.dumps(envelope), KEY)}).encode()


@asynccontextmanager
async def asked(clock: Any = lambda: float(NOW), **settings: Any) -> AsyncIterator[Asked]:
    secrets: dict[str, Any] = {"mode": "http", "encrypt_key": KEY, "verification_token": TOKEN}
    async with served(clock=clock, **{**secrets, **settings}) as one:
        web = Web([one.adapter], "127.0.0.1", 0, _ready)
        port = await web.start()
        one.running = asyncio.create_task(one.adapter.run(one.accept))
        async with ClientSession() as http:
            while one.adapter.health():  # noqa: ASYNC110 - until it has asked who it is
                await asyncio.sleep(0.01)
            yield Asked(one, http, f"http://127.0.0.1:{port}")
        await web.stop()


async def _ready() -> str:
    return ""
