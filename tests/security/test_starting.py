"""2.1, case 1: without a real secret nothing listens, and the key that lacks it is named."""

from collections.abc import Mapping
from typing import Any

import pytest

from adapters.registry import builder
from bot.kernel.options import OptionError
from tests.adapters.wecom.desk import Desk

AES = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
GIVEN: Mapping[str, Mapping[str, Any]] = {
    "feishu": {
        "app_id": "cli_1",
        "app_secret": "4f1c",
        "mode": "http",
        "encrypt_key": "4e1c",
        "verification_token": "v1",
    },
    "slack": {"bot_token": "xoxb-1", "signing_secret": "8f742231b10e8888abcd99", "mode": "http"},
    "dingtalk": {"client_id": "d1", "client_secret": "4f1c", "mode": "http", "callback_path": "k3J9vQ0sWz7Xp1LmN4tR8e"},
    "wecom": {"corp_id": "ww1", "agent_id": 1, "secret": "4f1c", "token": "QDG6eK", "encoding_aes_key": AES},
}
SECRETS = {
    "feishu": ("app_secret", "encrypt_key", "verification_token"),
    "slack": ("bot_token", "signing_secret"),
    "dingtalk": ("client_secret", "callback_path"),
    "wecom": ("secret", "token", "encoding_aes_key"),
}
NO_SECRETS = (
    "",
    " ",
    "\t\n",
    "changeme",
    "CHANGE-ME",
    "secret",
    "token",
    "xxxxxxxx",
    "x" * 40,
    "****",
    "<secret>",
    "...",
)
CASES = [(platform, key) for platform, keys in SECRETS.items() for key in keys]


@pytest.mark.parametrize("platform", GIVEN)
def test_the_settings_of_these_tests_would_start(platform: str) -> None:
    assert builder(platform)(GIVEN[platform], Desk())


@pytest.mark.parametrize(("platform", "key"), CASES)
def test_sec_001_an_empty_secret_or_a_placeholder_keeps_the_intake_from_starting(platform: str, key: str) -> None:
    for value in NO_SECRETS:
        with pytest.raises(OptionError, match=key):
            builder(platform)({**GIVEN[platform], key: value}, None)
    with pytest.raises(OptionError, match=key):
        builder(platform)({name: each for name, each in GIVEN[platform].items() if name != key}, None)
