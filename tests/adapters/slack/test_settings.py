"""Settings of an operator: what is wrong is named with its remedy, and no secret is shown."""

import re
from pathlib import Path

import pytest

from adapters.slack.limits import SCOPES
from adapters.slack.settings import read
from bot.kernel.options import OptionError

GOOD = {"bot_token": "xoxb-1-secret", "app_token": "xapp-1-secret"}
MANIFEST = Path(__file__).parents[3] / "deploy" / "platforms" / "slack-manifest.yaml"


def test_two_tokens_are_enough() -> None:
    found = read(GOOD)
    assert (found.mode, found.base_url, found.connections) == ("socket", "https://slack.com/api", 1)
    assert "1-secret" not in repr(found)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"bot_token": ""}, "bot_token"),
        ({"bot_token": "xapp-1-secret"}, "xoxb-"),
        ({"bot_token": 7}, "bot_token"),
        ({"app_token": "xoxb-1-secret"}, "xapp-"),
        ({"mode": "websocket"}, '"socket", "http"'),
        ({"mode": "http"}, "signing_secret"),
        ({"mode": "http", "signing_secret": "short"}, "signing_secret"),
        ({"mode": "http", "signing_secret": "  "}, "signing_secret"),
        ({"base_url": "slack.com"}, "base_url"),
        ({"connections": 11}, "1 to 10"),
        ({"connections": True}, "connections"),
        ({"path": "events"}, "/slack/events"),
        ({"rates": "fast"}, "published"),
        ({"bot_tokens": "xoxb-1-secret"}, 'did you mean "bot_token"'),
    ],
)
def test_what_is_wrong_is_named(change: dict[str, object], says: str) -> None:
    with pytest.raises(OptionError, match=re.escape(says)) as failure:
        read({**GOOD, **change})
    assert "1-secret" not in str(failure.value)
    assert "[platforms.slack]" in str(failure.value)


@pytest.mark.parametrize("missing", GOOD)
def test_a_missing_token_is_named(missing: str) -> None:
    with pytest.raises(OptionError, match=missing):
        read({name: value for name, value in GOOD.items() if name != missing})


def test_the_manifest_asks_for_what_the_bot_needs() -> None:
    text = MANIFEST.read_text(encoding="utf-8")
    scopes = set(re.findall(r"^      - ([a-z_.]+:[a-z_.]+|commands)$", text, re.MULTILINE))
    assert scopes == SCOPES | {"users.profile:read"}
    events = set(re.findall(r"^      - ([a-z_.]+)$", text, re.MULTILINE)) - {"commands"}
    assert {"message.im", "message.channels", "app_mention", "reaction_added", "member_joined_channel"} <= events
    assert {"app_home_opened", "user_change", "team_join", "channel_left", "group_left"} <= events
    assert "callback_id: give_kudos\n" in text
    assert text.count("should_escape: true") >= 3
