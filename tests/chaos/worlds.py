"""The platforms as they are on a working day: with their limits on, and a note of every call that exceeded one."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from time import monotonic
from typing import Any

from bot.playing.worlds import storage_at
from bot.runtime.clocks import SystemClock
from tests.worlds import world_of
from tests.worlds.base import PlatformWorld

ALL = ("feishu", "dingtalk", "wecom", "slack")
_OPEN = {"rates", "per_minute", "per_hour", "pause_ms"}
"""Settings by which a test lifts the limits; here the bot keeps what is published."""


def open_worlds(folder: Path, platforms: Sequence[str] = ALL) -> Mapping[str, PlatformWorld[Any]]:
    """Each with its fake, not yet started. A fake's `exceeded` fills with what came too fast."""
    return {name: _world(name, folder) for name in platforms}


def settings_of(world: PlatformWorld[Any]) -> Mapping[str, object]:
    return {key: value for key, value in world.settings().items() if key not in _OPEN} | (
        {"pause_ms": 100} if world.platform == "dingtalk" else {}
    )


def _world(name: str, folder: Path) -> PlatformWorld[Any]:
    world = world_of(name)(storage_at(f"sqlite:///{folder}/no.db", folder))
    world.house.clock = SystemClock()  # type: ignore[assignment]
    _limited(name, world.fake)
    return world


def _limited(name: str, fake: Any) -> None:
    """Its rates count, whatever a world of dialogs thinks of them."""
    fake.exceeded = []
    match name:
        case "slack":
            from tests.fakes.slack.rates import Rates

            fake.api._rates = Rates()
            _watch(fake.api._rates, "wait", fake.exceeded, bool)
            fake.sockets._patience = 5.0
        case "feishu":
            fake.platform.rates.on = True
            _watch(fake.platform.rates, "_full", fake.exceeded, bool)
            fake.link.patience = 5.0
        case "dingtalk":
            from tests.fakes.dingtalk.meter import Window

            fake.site.per_second = Window(20, 1.0)
            _watch(fake.site.per_second, "full", fake.exceeded, bool)
            fake.gateway.patience = 5.0
        case "wecom":
            from tests.fakes.wecom.rates import Windows

            for part in (fake.app, fake.frames):
                part._windows = Windows(monotonic, 30, 1000)
                _watch(part._windows, "take", fake.exceeded, lambda taken: not taken)
            fake.link.answering.loses = True
            fake.link.patience = 5.0


def _watch(where: Any, name: str, exceeded: list[str], too_fast: Callable[[Any], bool]) -> None:
    asked = getattr(where, name)

    def watched(*arguments: Any) -> Any:
        answer = asked(*arguments)
        if too_fast(answer):
            exceeded.append(f"{arguments[0]} at {monotonic():.2f}")
        return answer

    setattr(where, name, watched)
