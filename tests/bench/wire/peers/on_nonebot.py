"""NoneBot2 with its Feishu adapter over HTTP, on FastAPI and aiohttp. Runs in .venv-bench.

https://nonebot.dev/docs/advanced/driver and https://github.com/nonebot/adapter-feishu
"""

import json
import sys
from pathlib import Path

import nonebot  # type: ignore[import-not-found]
from nonebot.adapters.feishu import Adapter  # type: ignore[import-not-found]

PORT, PLATFORM, REPLY, TOKEN, SECRET = sys.argv[1:]
# One text as long as the whole of the other's text and blocks.
reply = json.dumps(json.loads(Path(REPLY).read_text(encoding="utf-8")))
nonebot.init(
    driver="~fastapi+~aiohttp",
    host="127.0.0.1",
    port=int(PORT),
    log_level="WARNING",
    feishu_bots=[
        {"app_id": "cli_bench", "app_secret": SECRET, "verification_token": "verification", "api_base": PLATFORM}
    ],
)
nonebot.get_driver().register_adapter(Adapter)
matcher = nonebot.on_message()


async def answer() -> None:
    await matcher.finish(reply)


matcher.handle()(answer)

if __name__ == "__main__":
    nonebot.run()
