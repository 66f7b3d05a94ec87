"""The month's quota of the organisation: counted, forecast, told of in time, spared when it runs short.

Free edition: 5,000 calls, 3,000 pushes and webhook sends a calendar month, all internal applications together; what
others use is not seen here. Source: dingtalk-application-development-platform-billing-model.
"""

import asyncio
import logging
from calendar import monthrange
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta, timezone

from bot.ports.host import Host

logger = logging.getLogger(__name__)

CHINA = timezone(timedelta(hours=8))
"""The platform's month."""
LEVELS = (95, 80, 50)
"""Per cent of the limit, used, at which the administrators are told, once each."""
OPEN_TO_MANY = 0.8
"""The part of the month's calls that prompts to many may use: the rest is kept for answers and alerts."""
EVERY = 50
"""Counted in memory before they are written down."""
SECONDS = 30.0
FEWEST_DAYS = 3.0
"""A month's first days tell little: they count as at least so many."""

CALLS, PUSHES = "calls", "pushes"
_NAMES = {CALLS: ("接口调用", "API calls"), PUSHES: ("推送", "pushes")}


class Meter:
    """`limits`: of calls and pushes a month, 0 for any number. What a crash loses is at most `EVERY` counts."""

    def __init__(self, host: Host, limits: Mapping[str, int]) -> None:
        self._host = host
        self._limits = limits
        self._pending: Counter[tuple[str, str]] = Counter()
        self._totals: Counter[tuple[str, str]] = Counter()
        self._known: set[tuple[str, str]] = set()
        self._later: asyncio.Task[None] | None = None
        self._one_at_a_time = asyncio.Lock()

    def call(self) -> None:
        """An API call that counts."""
        self._add(CALLS)

    def push(self) -> None:
        """A message, a press or an event that came, or a webhook send."""
        self._add(PUSHES)

    @property
    def short(self) -> bool:
        """Whether the calls will not last: then messages wait for each other, and what need not change stays."""
        return self.reserved or self.forecast(CALLS) >= 1.0

    @property
    def reserved(self) -> bool:
        """Whether so few calls are left that they are kept for what must go."""
        limit = self._limits[CALLS]
        return bool(limit) and self.used(CALLS) >= OPEN_TO_MANY * limit

    @property
    def prefers_webhooks(self) -> bool:
        """Whether pushes will last better than calls."""
        return self.forecast(PUSHES) < self.forecast(CALLS)

    @property
    def quotas(self) -> Mapping[str, tuple[int, int]]:
        """What is used of how much, of what has a limit."""
        return {kind: (self.used(kind), limit) for kind, limit in self._limits.items() if limit}

    def used(self, kind: str) -> int:
        """So many this month, as far as known."""
        month = self._month(kind)
        return self._totals[month] + self._pending[month]

    def forecast(self, kind: str) -> float:
        """What the month will have used at this rate, as a part of its limit."""
        limit = self._limits[kind]
        if not limit:
            return 0.0
        now = self._host.now().astimezone(CHINA)
        days = monthrange(now.year, now.month)[1]
        gone = now.day - 1 + (now.hour + now.minute / 60) / 24
        used = self.used(kind)
        return (used + used / max(gone, FEWEST_DAYS) * (days - gone)) / limit

    async def flush(self) -> None:
        """Write down what was counted, and tell the administrators what it comes to."""
        async with self._one_at_a_time:
            for kind in (CALLS, PUSHES):
                month = self._month(kind)
                await self._write(month)
                await self._warn(kind, month[1])
            for month in [each for each, count in self._pending.items() if count]:
                await self._write(month)

    async def close(self) -> None:
        """Write down the rest; the administrators are told another time."""
        later, self._later = self._later, None
        if later:
            later.cancel()
            with suppress(asyncio.CancelledError):
                await later
        async with self._one_at_a_time:
            for month in list(self._pending):
                await self._write(month)

    async def spent(self) -> None:
        """The platform says that nothing is left."""
        month = f"{self._host.now().astimezone(CHINA):%Y-%m}"
        await self._host.trouble(
            f"quota.spent.{month}",
            "钉钉本月的接口或推送额度已用完:机器人暂时发不出、也收不到内容。请在钉钉开放平台购买额度,或等到下月。",
            "DingTalk's quota of this month is used up: nothing can be sent or read. Buy more, or wait for next month.",
        )

    def _add(self, kind: str) -> None:
        self._pending[self._month(kind)] += 1
        pressing = sum(self._pending.values()) >= EVERY
        if self._later is None or self._later.done():
            self._later = asyncio.create_task(self._write_later(0.0 if pressing else SECONDS))
            self._hurrying = pressing
        elif pressing and not self._hurrying:
            self._later.cancel()
            self._later = asyncio.create_task(self._write_later(0.0))
            self._hurrying = True

    _hurrying = False

    async def _write_later(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
        try:
            await self.flush()
        except Exception as error:
            # The count stays in memory: the next flush has it.
            logger.warning(
                "the quota could not be written down",
                extra={"action": "dingtalk.quota", "error": type(error).__name__},
            )

    async def _write(self, month: tuple[str, str]) -> None:
        by = self._pending[month]
        if not by and month in self._known:
            return
        total = await self._host.count(f"quota.{month[0]}.{month[1]}", by)
        self._totals[month] = total
        self._pending[month] -= by
        self._known.add(month)

    async def _warn(self, kind: str, month: str) -> None:
        limit, used = self._limits[kind], self.used(kind)
        level = next((each for each in LEVELS if limit and used * 100 >= each * limit), None)
        if level is None:
            return
        zh, en = _NAMES[kind]
        expected = round(self.forecast(kind) * limit)
        await self._host.trouble(
            f"quota.{kind}.{month}.{level}",
            f"钉钉本月{zh}已用 {used} 次,额度 {limit} 次({level}%);按目前用量全月约 {expected} 次。"
            "快用完时机器人会合并发送、少做可省的更新,最后两成只留给回答和提醒;不够请购买额度或停用不需要的事件订阅。",
            f"DingTalk's {en} of this month: {used} of {limit} used ({level} %); at this rate {expected} by its end. "
            "When short, the bot batches more and leaves out updates it can spare, and the last fifth is kept for "
            "answers and alerts; buy more, or unsubscribe events you do not need.",
        )

    def _month(self, kind: str) -> tuple[str, str]:
        return kind, month_of(self._host.now())


def month_of(moment: datetime) -> str:
    return f"{moment.astimezone(CHINA):%Y-%m}"
