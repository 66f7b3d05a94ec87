"""2.1, case 13: a secret that is being replaced is good until its end, and no second longer."""

import logging
from collections.abc import Mapping
from typing import Any

import pytest

from adapters.registry import builder
from bot.kernel.options import OptionError
from tests.fakes.wecom.crypto import Envelopes
from tests.security.door import NOW
from tests.security.doors import opened

END = NOW + 60
UNTIL = "2026-09-21T22:14:20+08:00"
"""The same moment, as an operator writes it."""
OLDER: Mapping[str, Mapping[str, Any]] = {
    "feishu": {"old_encrypt_key": "an older encrypt key", "old_verification_token": "vt_older_one"},
    "dingtalk": {"old_client_secret": "an older client secret"},
    "dingtalk-card": {"old_client_secret": "an older client secret"},
    "slack": {"old_signing_secret": "an older signing secret"},
    "wecom": {"old_token": "OlderToken1", "old_encoding_aes_key": "Zy" * 21 + "A"},
}
GIVEN: Mapping[str, Mapping[str, Any]] = {
    "feishu": {"app_id": "cli_1", "app_secret": "s3cr3t-1"},
    "dingtalk": {"client_id": "ding1", "client_secret": "s3cr3t-1"},
    "slack": {"bot_token": "xoxb-1", "app_token": "xapp-1"},
    "wecom": {
        "corp_id": "ww1",
        "agent_id": 1,
        "secret": "s3cr3t-1",
        "token": "t0",
        "encoding_aes_key": "Ab" * 21 + "A",
    },
}


def _older(door: Any, id: str) -> Any:
    """What still comes under the secret before."""
    match door.name:
        case "wecom":
            seals = Envelopes("OlderToken1", "Zy" * 21 + "A", door.seals.receiver)
            return door.signed(door.content(id), at=int(door.clock), nonce=f"n{id}", seals=seals)
        case "feishu":
            content = door.content(id, token="vt_older_one")
            return door.signed(content, int(door.clock), secret="an older encrypt key")
        case _:
            stamp = int(door.clock) * door.unit
            (secret,) = OLDER[door.name].values()
            return door.signed(door.content(id), stamp, secret=secret)


@pytest.mark.parametrize("name", OLDER)
async def test_sec_013_the_old_secret_is_taken_until_its_end_and_refused_a_second_later(
    name: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    async with opened(name, **OLDER[name], old_until=UNTIL) as door:
        assert await door.send(door.honest("10")) == 200
        door.clock = END - 1
        assert await door.send(_older(door, "11")) == 200
        assert await door.send(door.honest("12", at=int(door.clock) * door.unit, nonce="n12")) == 200
        assert [vars(each)["key"] for each in caplog.records if getattr(each, "action", "") == "callback.key"] == [
            "old",
            "now",
        ]
        assert not [text for text in caplog.messages for secret in OLDER[name].values() if secret in text]
        door.clock = END + 1
        assert await door.send(_older(door, "13")) == 401, "without a restart"
        assert await door.send(door.honest("14", at=int(door.clock) * door.unit, nonce="n14")) == 200
        assert len(door.taken) == 4


@pytest.mark.parametrize("name", OLDER)
async def test_sec_013_without_an_old_secret_only_the_present_one_counts(name: str) -> None:
    async with opened(name) as door:
        assert await door.send(_older(door, "11")) == 401
        assert door.taken == []


@pytest.mark.parametrize("name", [each for each in OLDER if "-" not in each])
def test_sec_013_an_old_secret_needs_an_end(name: str) -> None:
    given = GIVEN[name]
    for table, says in (
        ({**given, **OLDER[name]}, "needs old_until"),
        ({**given, "old_until": UNTIL}, "the end of nothing"),
        ({**given, **OLDER[name], "old_until": "tomorrow"}, "old_until must be a date and time with its zone"),
        (
            {**given, **OLDER[name], "old_until": "2026-12-01T00:00:00"},
            "old_until must be a date and time with its zone",
        ),
    ):
        with pytest.raises(OptionError, match=says) as caught:
            builder(name)(table, None)
        assert "older" not in str(caught.value).lower().replace("old_", "")
