"""A bare aiohttp handler: the signature checked, acknowledged, and one shared session that posts the reply."""

import asyncio
import hashlib
import hmac
import json
import sys
from pathlib import Path

from aiohttp import ClientSession, web

PORT, PLATFORM, REPLY, TOKEN, SECRET = sys.argv[1:]
reply = json.loads(Path(REPLY).read_text(encoding="utf-8"))
SESSION = web.AppKey("session", ClientSession)
ANSWERING: set[asyncio.Task[None]] = set()


async def take(request: web.Request) -> web.Response:
    raw = await request.read()
    base = b"v0:" + request.headers["X-Slack-Request-Timestamp"].encode() + b":" + raw
    digest = hmac.new(SECRET.encode(), base, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(f"v0={digest}", request.headers["X-Slack-Signature"]):
        return web.Response(status=401)
    task = asyncio.create_task(answer(request.app[SESSION], json.loads(raw)["event"]["channel"]))
    ANSWERING.add(task)
    task.add_done_callback(ANSWERING.discard)
    return web.Response()


async def answer(session: ClientSession, channel: str) -> None:
    message = {"channel": channel, "text": reply["text"], "blocks": reply["blocks"]}
    async with session.post(f"{PLATFORM}/api/chat.postMessage", json=message) as response:
        await response.json()


async def opened(app: web.Application) -> None:
    app[SESSION] = ClientSession(headers={"Authorization": f"Bearer {TOKEN}"})


if __name__ == "__main__":
    app = web.Application()
    app.on_startup.append(opened)
    app.router.add_post("/slack/events", take)
    web.run_app(app, host="127.0.0.1", port=int(PORT), print=None, access_log=None)
