"""What is said, and to whom, where somebody's message cannot be taken at all: never silence, never too often."""

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from typing import Any

from adapters.dingtalk.api import Api
from adapters.dingtalk.fields import text_in
from adapters.dingtalk.sessions import Sessions
from bot.ports.host import Host

logger = logging.getLogger(__name__)

HOUR = 3600.0
WHO = (
    "我看不到你是谁,还帮不上忙:请管理员发布应用版本,并把你加入可见范围。\n"
    "I cannot see who you are: ask an administrator to publish a version, and to let you use the bot."
)
SPENT = (
    "钉钉本月的额度用完了,你刚说的内容没有传到我这里,管理员会知道。\n"
    "What you said did not reach me: DingTalk's quota of this month is used up. The administrators are told."
)


class Notices:
    """`clock`: of durations."""

    def __init__(self, host: Host, api: Api, sessions: Sessions, clock: Callable[[], float] = time.monotonic) -> None:
        self._host = host
        self._api = api
        self._sessions = sessions
        self._clock = clock
        self._told: dict[str, float] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def about(self, data: Mapping[str, Any]) -> None:
        """Something may be wrong with this message: the administrators are told now, its sender a moment later."""
        if data.get("errorCode"):
            await self._api.meter.spent()
            self._tell(data, SPENT)
        elif not text_in(data, "senderStaffId"):
            await self._host.trouble(
                "strangers",
                "有人给机器人发了消息,但钉钉没说是谁:请在开放平台发布应用版本,并检查可见范围。",
                "Somebody wrote to the bot and DingTalk does not say who: publish a version and check who may see it.",
            )
            self._tell(data, WHO)

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _tell(self, data: Mapping[str, Any], text: str) -> None:
        who, now = text_in(data, "senderId"), self._clock()
        if now - self._told.get(who, -HOUR) < HOUR:
            return
        self._told = {each: at for each, at in self._told.items() if now - at < HOUR} | {who: now}
        # Only the message's own address leads to somebody who has no userId.
        direct = str(data.get("conversationType", "1")) != "2"
        user, chat = text_in(data, "senderStaffId"), text_in(data, "conversationId")
        if url := self._sessions.of(user if direct and user else chat):
            task = asyncio.create_task(self._say(url, text))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _say(self, url: str, text: str) -> None:
        try:
            await self._api.webhook(url, {"msgtype": "text", "text": {"content": text}})
        except Exception as error:
            logger.info("a notice was not taken", extra={"action": "dingtalk.notice", "error": type(error).__name__})
