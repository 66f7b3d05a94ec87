"""A client with one shared aiohttp session: the same message again and again, so many of them under way."""

import asyncio
import json
import sys
from pathlib import Path

from aiohttp import ClientSession

MESSAGE, COUNT, AT_ONCE, PLATFORM, TOKEN = sys.argv[1:]
message = json.loads(Path(MESSAGE).read_text(encoding="utf-8"))


async def post(session: ClientSession, left: "list[int]") -> None:
    while left:
        number = left.pop()
        body = {**message, "channel": f"D{number:08}"}
        async with session.post(f"{PLATFORM}/api/chat.postMessage", json=body) as response:
            assert (await response.json())["ok"]


async def main() -> None:
    async with ClientSession(headers={"Authorization": f"Bearer {TOKEN}"}) as session:
        left = list(range(int(COUNT)))
        await asyncio.gather(*(post(session, left) for _ in range(int(AT_ONCE))))


if __name__ == "__main__":
    asyncio.run(main())
