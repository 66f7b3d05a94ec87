"""The platform worlds: the real adapter, the vendor's real SDK, and a strict fake of the platform on loopback."""

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.worlds.base import PlatformWorld

PLATFORM_WORLDS: Mapping[str, str] = {
    "feishu": "tests.worlds.feishu:FeishuWorld",
    "dingtalk": "tests.worlds.dingtalk:DingTalkWorld",
    "dingtalk-plain": "tests.worlds.dingtalk:DingTalkPlainWorld",
    "wecom": "tests.worlds.wecom:WeComWorld",
    "slack": "tests.worlds.slack:SlackWorld",
}
"""By name; a second world of DingTalk has no card template, as on the first day of an operator."""


def world_of(name: str) -> "type[PlatformWorld[Any]]":
    """The class; loading it loads the vendor's SDK."""
    module, kind = PLATFORM_WORLDS[name].split(":")
    found: type[PlatformWorld[Any]] = getattr(import_module(module), kind)
    return found
