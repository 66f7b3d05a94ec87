"""The addresses for answers that come with messages: for 90 minutes, without a token, and able to mention."""

from collections import OrderedDict
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from adapters.dingtalk.limits import SESSION_LEFT
from bot.ports.host import Host

CHATS = 2_000


class Sessions:
    """The latest of each chat, in memory: without one, the robot's own API sends. `base`: the host they must be on."""

    def __init__(self, host: Host, base: str) -> None:
        self._host = host
        self._begin = f"{base}/robot/sendBySession?"
        self._chats: OrderedDict[str, tuple[str, datetime]] = OrderedDict()

    def learn(self, chat: str, data: Mapping[str, Any]) -> None:
        """An address on any other host is not kept: what we say would go there."""
        url, until = data.get("sessionWebhook"), data.get("sessionWebhookExpiredTime")
        if not isinstance(url, str) or not url.startswith(self._begin) or not isinstance(until, int):
            return
        self._chats[chat] = (url, datetime.fromtimestamp(until / 1000, UTC))
        self._chats.move_to_end(chat)
        if len(self._chats) > CHATS:
            self._chats.popitem(last=False)

    def of(self, chat: str) -> str:
        """Empty if there is none that will live a little longer."""
        url, until = self._chats.get(chat, ("", datetime.min.replace(tzinfo=UTC)))
        return url if until - self._host.now() >= SESSION_LEFT else ""

    def forget(self, chat: str) -> None:
        """The platform does not take it any more."""
        self._chats.pop(chat, None)
