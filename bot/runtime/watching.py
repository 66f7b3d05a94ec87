"""Whether every platform works: asked now and then, told to the administrators when it lasts."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from bot.kernel.ids import Platform
from bot.ports.adapter import Adapter
from bot.ports.host import Host

LASTS = timedelta(minutes=5)
"""A connection that comes back sooner is nobody's business."""
SUBJECT = "connection"


class Watch:
    """`broken`: platforms that could not even be built, and why. `hosts` tell the administrators."""

    def __init__(self, adapters: Sequence[Adapter], broken: Mapping[str, str], hosts: Mapping[str, Host]) -> None:
        self._adapters = adapters
        self._broken = broken
        self._hosts = hosts
        self._failed: dict[Platform, str] = {}
        self._since: dict[str, datetime] = {}

    def failed(self, platform: Platform, why: str) -> None:
        """Its connection ended with this error; empty once it runs again."""
        self._failed[platform] = why

    def states(self) -> Mapping[str, str]:
        """Each platform's trouble, empty where it works."""
        found = {each.platform: self._failed.get(each.platform) or each.health() for each in self._adapters}
        return {**{str(platform): why for platform, why in found.items()}, **self._broken}

    async def look(self, now: datetime, speaks: Callable[[str], bool] = lambda _: True) -> None:
        """Tell what has lasted, and what is over. Of several processes one `speaks` for a platform."""
        for platform, why in self.states().items():
            host = self._hosts.get(platform)
            if host is None or not speaks(platform):
                continue
            if not why:
                self._since.pop(platform, None)
                await host.trouble(SUBJECT, f"{platform} 恢复正常了。", f"{platform} works again.", over=True)
            elif platform in self._broken or now - self._since.setdefault(platform, now) >= LASTS:
                zh, en = f"{platform} 现在收发不了消息:{why}", f"{platform} neither sends nor receives: {why}"
                await host.trouble(SUBJECT, zh, en)
