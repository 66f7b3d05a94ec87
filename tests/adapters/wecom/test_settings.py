"""What an operator can get wrong in [platforms.wecom], and what they are told."""

from typing import Any

import pytest

from adapters.wecom.settings import read
from bot.kernel.options import OptionError

APP: dict[str, Any] = {
    "corp_id": "ww1a2b3c4d5e6f7890",
    "agent_id": 1000002,
    "secret": "app-secret-0123456789",
    "token": "QDG6eK",
    "encoding_aes_key": "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C",
}
BOT: dict[str, Any] = {"aibot_id": "aib1", "aibot_secret": "bot-secret-0123456789"}


def test_an_app_or_a_bot_or_both() -> None:
    assert (read(APP).app, read(APP).aibot, read(APP).tenant) == (True, False, APP["corp_id"])
    assert (read(BOT).app, read(BOT).aibot, read(BOT).tenant) == (False, True, "aib1")
    both = read({**APP, **BOT})
    assert both.app
    assert both.aibot
    assert both.aibot_url == "wss://openws.work.weixin.qq.com"
    assert both.base_url == "https://qyapi.weixin.qq.com"


@pytest.mark.parametrize("missing", APP)
def test_half_an_app_is_named(missing: str) -> None:
    with pytest.raises(OptionError, match=missing):
        read({name: value for name, value in APP.items() if name != missing})


@pytest.mark.parametrize("missing", BOT)
def test_half_a_bot_is_named(missing: str) -> None:
    with pytest.raises(OptionError, match=missing):
        read({name: value for name, value in BOT.items() if name != missing})


def test_nothing_at_all_says_what_there_could_be() -> None:
    with pytest.raises(OptionError, match="neither an app nor an AI bot"):
        read({})


@pytest.mark.parametrize(
    ("key", "value", "says"),
    [
        ("encoding_aes_key", "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2", "43 letters"),
        ("token", "changeme", "placeholder"),
        ("token", "  ", "not empty"),
        ("agent_id", "12a", "whole number"),
        ("agent_id", True, "whole number"),
        ("base_url", "qyapi.weixin.qq.com", "address"),
        ("webhooks", {"wr1": "nokey"}, "robots"),
        ("webhooks", "x", "robots"),
        ("public_url", "wss://bot.example.com", "address"),
        ("aeskey", "x", "unknown key"),
    ],
)
def test_a_wrong_value_is_named_and_no_secret_shown(key: str, value: Any, says: str) -> None:
    with pytest.raises(OptionError, match=says) as caught:
        read({**APP, key: value})
    assert "jWmYm7" not in str(caught.value)
    assert "nokey" not in str(caught.value)


def test_numbers_may_come_from_the_environment_and_robots_by_their_address() -> None:
    hook = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa"
    found = read({**APP, "agent_id": "1000002", "webhooks": {"wrA": hook}})
    assert found.agent_id == 1000002
    assert found.webhooks["wrA"].reveal() == "693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa"
    assert "693a" not in repr(found)
    assert APP["secret"] not in repr(found)
