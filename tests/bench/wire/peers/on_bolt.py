"""slack-bolt's AsyncApp with its own aiohttp server and its default client.

https://docs.slack.dev/tools/bolt-python/concepts/async
"""

import json
import sys
from pathlib import Path
from typing import Any

from slack_bolt.async_app import AsyncApp

PORT, PLATFORM, REPLY, TOKEN, SECRET = sys.argv[1:]
reply = json.loads(Path(REPLY).read_text(encoding="utf-8"))
app = AsyncApp(token=TOKEN, signing_secret=SECRET)
app.client.base_url = f"{PLATFORM}/api/"


@app.message("")
async def answer(say: Any) -> None:
    await say(text=reply["text"], blocks=reply["blocks"])


if __name__ == "__main__":
    app.server(int(PORT), "/slack/events", "127.0.0.1").start()
