"""The section [platforms.feishu]: what must be there, and what is said when it is not; no secret is ever shown."""

from typing import Any

import pytest

from adapters.feishu.settings import read
from bot.kernel.options import OptionError

LEAST: dict[str, object] = {"app_id": "cli_1", "app_secret": "abc123def"}
HTTP: dict[str, object] = {**LEAST, "mode": "http", "encrypt_key": "e1", "verification_token": "vt_1"}


def test_two_keys_are_enough() -> None:
    settings = read(LEAST)
    assert (settings.mode, settings.connections, settings.base_url) == ("socket", 1, "https://open.feishu.cn")
    assert settings.max_age == 300


def test_lark_and_private_deployments_have_addresses_of_their_own() -> None:
    assert read({**LEAST, "base_url": "https://open.larksuite.com/"}).base_url == "https://open.larksuite.com"


def test_callbacks_need_both_secrets() -> None:
    assert read(HTTP).encrypt_key.reveal() == "e1"
    for key in ("encrypt_key", "verification_token"):
        with pytest.raises(OptionError, match=f"{key} is needed: without it anybody could pose"):
            read({name: value for name, value in HTTP.items() if name != key})


@pytest.mark.parametrize("secret", ["changeme", "CHANGE-ME", "xxxx", "<app secret>", "***", "...", "secret"])
@pytest.mark.parametrize("key", ["app_secret", "encrypt_key", "verification_token"])
def test_sec_001_a_placeholder_is_no_secret(key: str, secret: str) -> None:
    with pytest.raises(OptionError, match=f"{key} is needed"):
        read({**HTTP, key: secret})


@pytest.mark.parametrize(
    "table",
    [
        {},
        {"app_id": "cli_1"},
        {**LEAST, "app_id": ""},
        {**LEAST, "app_secret": "  "},
        {**LEAST, "app_secret": 5},
        {**LEAST, "mode": "websocket"},
        {**LEAST, "base_url": "open.feishu.cn"},
        {**LEAST, "connections": 0},
        {**LEAST, "connections": 51},
        {**LEAST, "connections": True},
        {**LEAST, "max_age": 10},
        {**LEAST, "menu": ["签到"]},
        {**LEAST, "menu": {"k": ""}},
        {**LEAST, "menu": {"k" * 31: "签到"}},
        {**LEAST, "app_idd": "x"},
        {**HTTP, "encrypt_key": ""},
    ],
)
def test_what_is_wrong_is_named(table: dict[str, Any]) -> None:
    with pytest.raises(OptionError, match=r"platforms\.feishu"):
        read(table)


def test_secrets_are_shown_nowhere() -> None:
    settings = read({**HTTP, "app_secret": "s3cret-one", "encrypt_key": "s3cret-two", "verification_token": "s3cret-3"})
    assert "s3cret" not in repr(settings)
    with pytest.raises(OptionError) as refused:
        read({**HTTP, "app_secret": ["s3cret-one"]})
    assert "s3cret" not in str(refused.value)


def test_the_menu_is_a_table_of_words() -> None:
    assert read({**LEAST, "menu": {"menu_checkin": " 签到 "}}).menu == {"menu_checkin": "签到"}
