"""The adapters there are: one line a platform, as import strings, so that only a configured one is imported."""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

ADAPTERS: Mapping[str, str] = {
    "playground": "adapters.playground:build",
    "slack": "adapters.slack:build",
    "dingtalk": "adapters.dingtalk:build",
    "feishu": "adapters.feishu:build",
    "wecom": "adapters.wecom:build",
}


def builder(platform: str) -> Callable[..., Any]:
    """The platform's `build(...) -> Adapter`; its module and libraries are loaded by this call. KeyError if unknown."""
    module, name = ADAPTERS[platform].split(":")
    build: Callable[..., Any] = getattr(import_module(module), name)
    return build
