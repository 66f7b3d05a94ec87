"""Nobody uses up the organisation's month alone: a day's even part of it for each person and each group."""

from collections import Counter
from datetime import datetime, time, timedelta

from adapters.dingtalk.quota import CHINA
from bot.ports.adapter import Unavailable
from bot.ports.host import Host

FEWEST = 20
"""Messages a day, however small the quota."""
DAYS = 30


class Shares:
    """Counts messages to an address by China's day, in memory. `calls`: of the month, 0 for any number."""

    def __init__(self, host: Host, calls: int) -> None:
        self._host = host
        self._most = max(FEWEST, calls // DAYS) if calls else 0
        self._day = ""
        self._sent: Counter[str] = Counter()

    async def check(self, address: str) -> None:
        """Raises Unavailable until midnight once the day's part is used; administrators are told who."""
        now = self._today()
        if not self._most or self._sent[address] < self._most:
            return
        await self._host.trouble(
            f"quota.share.{self._day}",
            f"发给 {address} 的消息今天已有 {self._most} 条,占完全组织额度的一天平均数:其余的明天再发。",
            f"{address} has had {self._most} messages today, a day's even part of the organisation's quota: the rest "
            "goes tomorrow.",
        )
        midnight = datetime.combine(now.date() + timedelta(days=1), time(), CHINA)
        raise Unavailable("this address has had its part of the organisation's quota today", midnight - now)

    def count(self, address: str) -> None:
        """A message went there."""
        self._today()
        self._sent[address] += 1

    def _today(self) -> datetime:
        now = self._host.now().astimezone(CHINA)
        if self._day != f"{now:%Y-%m-%d}":
            self._day = f"{now:%Y-%m-%d}"
            self._sent.clear()
        return now
