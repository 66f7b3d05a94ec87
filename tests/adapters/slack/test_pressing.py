"""Presses as Slack sends them (platform notes, 2), and those that are none."""

from collections.abc import Mapping
from typing import Any

import pytest

from adapters.slack import keeping
from adapters.slack.settings import PLATFORM
from bot.kernel.events import ActionTriggered, Event
from bot.kernel.people import ChatRef
from tests.adapters.slack.test_decode import US, meaning

PRESS = {
    "type": "block_actions",
    "user": {"id": "U1", "username": "ann", "name": "ann", "team_id": "T1"},
    "team": {"id": "T1", "domain": "acme"},
    "container": {"type": "message", "message_ts": "1750000001.000200", "channel_id": "D1", "is_ephemeral": False},
    "channel": {"id": "D1", "name": "directmessage"},
    "trigger_id": "111.222.abc",
    "state": {
        "values": {
            "n.f0.0.3": {"mood": {"type": "static_select", "selected_option": {"value": "good"}}},
            "n.f0.1.4": {"note": {"type": "plain_text_input", "value": "typed &amp; text"}},
            "n.f1.0.6": {"mood": {"type": "static_select", "selected_option": {"value": "bad"}}},
            "n.f0.2.5": {"left": {"type": "plain_text_input", "value": None}},
        }
    },
}
BUTTON = {
    "type": "button",
    "action_id": "b0.0",
    "block_id": "n.0",
    "text": {"type": "plain_text", "text": "Skip"},
    "value": '{"k":"k1","a":"checkins.skip","x":{"share":"s1"}}',
    "action_ts": "1750000010.123456",
}


def pressed(action: Mapping[str, Any], **more: Any) -> Event | None:
    return meaning(keeping.press({**PRESS, **more, "actions": [action]}, US))


def test_a_button() -> None:
    found = pressed(BUTTON)
    assert isinstance(found, ActionTriggered)
    assert (found.source, found.action, found.args) == ("k1", "checkins.skip", {"share": "s1"})
    assert found.values == {}
    assert found.chat == ChatRef(PLATFORM, "T1", "U1", direct=True)


def test_the_button_of_a_form_brings_its_own_fields() -> None:
    found = pressed({**BUTTON, "action_id": "submit.0"})
    assert isinstance(found, ActionTriggered)
    assert found.values == {"mood": "good", "note": "typed &amp; text", "left": ""}


def test_a_menu() -> None:
    option = {"text": {"type": "plain_text", "text": "Good"}, "value": '{"x":{"n":"2"}}'}
    menu = {"type": "static_select", "action_id": '{"k":"k1","a":"pick","x":{"d":"7"},"i":0}', "block_id": "b1"}
    found = pressed({**menu, "selected_option": option})
    assert isinstance(found, ActionTriggered)
    assert (found.source, found.action, found.args) == ("k1", "pick", {"d": "7", "n": "2"})
    assert pressed({**menu, "selected_option": None}) is None


def test_a_press_in_a_channel_and_one_on_the_home_tab() -> None:
    there = pressed(BUTTON, channel={"id": "C1", "name": "general"})
    home = {name: value for name, value in PRESS.items() if name not in ("channel", "container")}
    body = {**home, "container": {"type": "view", "view_id": "V1"}, "view": {"state": {"values": {}}}}
    here = meaning(keeping.press({**body, "actions": [BUTTON]}, US))
    assert isinstance(there, ActionTriggered)
    assert isinstance(here, ActionTriggered)
    assert there.chat == ChatRef(PLATFORM, "T1", "C1", direct=False)
    assert here.chat == ChatRef(PLATFORM, "T1", "U1", direct=True)


@pytest.mark.parametrize(
    "action",
    [
        {"type": "plain_text_input", "action_id": "note", "block_id": "b4", "value": "typed text"},
        {"type": "users_select", "action_id": "who", "block_id": "b3", "selected_user": "U2"},
        {**BUTTON, "value": "k1"},
        {**BUTTON, "value": '{"k":"k1"}'},
        {**BUTTON, "value": '{"k":"k1","a":"x","x":{"n":1}}'},
        {**BUTTON, "value": "[" * 100_000},
        {"type": "static_select", "action_id": "mood", "selected_option": {"value": "good"}},
    ],
)
def test_what_we_did_not_write_means_nothing(action: Mapping[str, Any]) -> None:
    assert pressed(action) is None


def test_sec_031_a_press_from_another_workspace_is_nobodys() -> None:
    assert keeping.press({**PRESS, "user": {"id": "U1", "team_id": "T2"}, "actions": [BUTTON]}, US) is None
