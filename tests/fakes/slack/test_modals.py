"""Modals and the Home tab: opened within three seconds of a click, checked, stacked, sent, closed."""

import asyncio
from typing import Any

import pytest

from tests.fakes.slack import FakeSlack, views
from tests.fakes.slack.client import Client
from tests.fakes.slack.conftest import ANN
from tests.fakes.slack.drawing import Handle
from tests.fakes.slack.test_sockets import connected


def modal(**more: object) -> dict[str, Any]:
    title = {"type": "plain_text", "text": "Edit goal"}
    return {"type": "modal", "title": title, "callback_id": "goal.edit", "blocks": [], **more}


FIELD = {
    "type": "input",
    "block_id": "t",
    "label": {"type": "plain_text", "text": "Title"},
    "element": {"type": "plain_text_input", "action_id": "title"},
}
SUBMIT = {"type": "plain_text", "text": "Save"}


def click(fake: FakeSlack) -> str:
    """A trigger just delivered."""
    trigger = fake.views.trigger(ANN)
    fake.views.delivered(trigger)
    return trigger


async def test_a_trigger_opens_once(fake: FakeSlack, bot: Client) -> None:
    trigger = click(fake)
    opened = await bot.call("views.open", trigger_id=trigger, view=modal(private_metadata='{"goal":7}'))
    view = opened["view"]
    assert (view["root_view_id"], view["previous_view_id"]) == (view["id"], None)
    assert (view["private_metadata"], view["state"]) == ('{"goal":7}', {"values": {}})
    again = await bot.call("views.open", trigger_id=trigger, view=modal())
    assert again["error"] == "exchanged_trigger_id"
    assert (await bot.call("views.open", trigger_id="1.2.x", view=modal()))["error"] == "invalid_trigger_id"


async def test_three_seconds_later_a_trigger_is_expired(
    fake: FakeSlack, bot: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    trigger = click(fake)
    monkeypatch.setattr(views, "TRIGGER_LIFE", -1.0)
    assert (await bot.call("views.open", trigger_id=trigger, view=modal()))["error"] == "expired_trigger_id"


@pytest.mark.parametrize(
    "view",
    [
        {"type": "home", "blocks": []},
        {"type": "modal", "blocks": []},
        modal(title={"type": "plain_text", "text": "x" * 25}),
        modal(submit={"type": "plain_text", "text": "x" * 25}),
        modal(close={"type": "plain_text", "text": "x" * 25}),
        modal(private_metadata="x" * 3001),
        modal(callback_id="x" * 256),
        modal(blocks=[{"type": "divider"}] * 101),
        modal(blocks=[FIELD]),
        modal(color="red"),
    ],
)
async def test_what_is_no_modal_is_refused(fake: FakeSlack, bot: Client, view: dict[str, Any]) -> None:
    answer = await bot.call("views.open", trigger_id=click(fake), view=view)
    assert answer["error"] == "invalid_arguments"
    assert answer["response_metadata"]["messages"][0].endswith("]")


async def test_limits_of_a_modal_can_be_reached(fake: FakeSlack, bot: Client) -> None:
    most = modal(
        title={"type": "plain_text", "text": "x" * 24}, private_metadata="x" * 3000, blocks=[{"type": "divider"}] * 100
    )
    assert (await bot.call("views.open", trigger_id=click(fake), view=most))["ok"]
    words = {"type": "section", "text": {"type": "mrkdwn", "text": "界" * 3000}}
    large = await bot.call("views.push", trigger_id=click(fake), view=modal(blocks=[words] * 28))
    assert large["error"] == "view_too_large"


async def test_modals_stack_three_high(fake: FakeSlack, bot: Client) -> None:
    assert (await bot.call("views.push", trigger_id=click(fake), view=modal()))["error"] == "not_found"
    first = (await bot.call("views.open", trigger_id=click(fake), view=modal(external_id="e1")))["view"]
    same = await bot.call("views.push", trigger_id=click(fake), view=modal(external_id="e1"))
    assert same["error"] == "duplicate_external_id"
    second = (await bot.call("views.push", trigger_id=click(fake), view=modal()))["view"]
    assert (second["root_view_id"], second["previous_view_id"]) == (first["id"], first["id"])
    assert (await bot.call("views.push", trigger_id=click(fake), view=modal()))["ok"]
    assert (await bot.call("views.push", trigger_id=click(fake), view=modal()))["error"] == "push_limit_reached"


async def test_a_modal_is_changed_unless_it_has_changed(fake: FakeSlack, bot: Client) -> None:
    view = (await bot.call("views.open", trigger_id=click(fake), view=modal()))["view"]
    new = modal(blocks=[{"type": "divider"}])
    changed = await bot.call("views.update", view_id=view["id"], hash=view["hash"], view=new)
    assert changed["view"]["id"] == view["id"]
    assert changed["view"]["hash"] != view["hash"]
    stale = await bot.call("views.update", view_id=view["id"], hash=view["hash"], view=new)
    assert stale["error"] == "hash_conflict"
    assert (await bot.call("views.update", view_id="V0", view=new))["error"] == "not_found"
    assert (await bot.call("views.update", view=new))["error"] == "invalid_arguments"


async def test_the_home_tab_is_published(fake: FakeSlack, bot: Client) -> None:
    home = {"type": "home", "blocks": [{"type": "divider"}]}
    first = (await bot.call("views.publish", user_id=ANN, view=home))["view"]
    assert (await bot.call("views.publish", user_id=ANN, view=home, hash=first["hash"]))["ok"]
    assert (await bot.call("views.publish", user_id=ANN, view=home, hash=first["hash"]))["error"] == "hash_conflict"
    assert (await bot.call("views.publish", user_id=ANN, view=modal()))["error"] == "invalid_arguments"
    assert fake.views.homes[ANN]["id"] == first["id"]


async def opened(fake: FakeSlack, bot: Client, **more: object) -> dict[str, Any]:
    view = modal(blocks=[FIELD], submit=SUBMIT, **more)
    found: dict[str, Any] = (await bot.call("views.open", trigger_id=click(fake), view=view))["view"]
    return found


async def test_a_submission_carries_what_was_typed(fake: FakeSlack, bot: Client) -> None:
    view = await opened(fake, bot)
    (part,) = fake.modals.filled(ANN, view["id"], {"title": "Ship it"}).parts
    assert part.payload["type"] == "view_submission"
    assert part.payload["view"]["state"]["values"] == {"t": {"title": {"type": "plain_text_input", "value": "Ship it"}}}
    assert part.payload["response_urls"] == []
    assert "channel" not in part.payload
    with pytest.raises(ValueError, match="has to be filled in"):
        fake.modals.filled(ANN, view["id"], {})


@pytest.mark.parametrize(
    ("answer", "left", "alarms"),
    [
        (None, 0, 0),
        ({"response_action": "clear"}, 0, 0),
        ({"response_action": "errors", "errors": {"t": "Too short"}}, 1, 0),
        ({"response_action": "errors", "errors": {"nowhere": "Too short"}}, 1, 1),
        ({"response_action": "update", "view": modal()}, 1, 0),
        ({"response_action": "push", "view": modal()}, 2, 0),
        ({"response_action": "push", "view": {"type": "modal"}}, 1, 1),
        ({"response_action": "shout"}, 1, 1),
    ],
)
async def test_the_answer_to_a_submission_is_carried_out(
    fake: FakeSlack, bot: Client, answer: Any, left: int, alarms: int
) -> None:
    view = await opened(fake, bot)
    link = await connected(bot)
    pushing = asyncio.ensure_future(fake.push(fake.modals.filled(ANN, view["id"], {"title": "x"})))
    frame = await link.receive_json(timeout=5)
    await link.send_json({"envelope_id": frame["envelope_id"], **({"payload": answer} if answer else {})})
    await pushing
    assert len(fake.views.stacks[ANN]) == left
    assert len(fake.alarms) == alarms
    assert fake.modals.errors.get(view["id"]) == (answer or {}).get("errors")


async def test_closing_is_told_only_where_asked_for(fake: FakeSlack, bot: Client) -> None:
    quiet = await opened(fake, bot)
    assert fake.modals.dismissed(ANN, quiet["id"]).parts == ()
    loud = await opened(fake, bot, notify_on_close=True)
    (part,) = fake.modals.dismissed(ANN, loud["id"]).parts
    assert (part.payload["type"], part.payload["is_cleared"]) == ("view_closed", False)
    assert fake.views.stacks[ANN] == []


async def test_a_press_on_the_home_tab_has_no_channel(fake: FakeSlack, bot: Client) -> None:
    button = {"type": "button", "action_id": "go", "text": SUBMIT, "value": "k"}
    home = {"type": "home", "blocks": [{"type": "actions", "block_id": "a", "elements": [button]}]}
    view = (await bot.call("views.publish", user_id=ANN, view=home))["view"]
    (part,) = fake.modals.pressed_in(ANN, view["id"], Handle("a", "go")).parts
    assert part.payload["container"] == {"type": "view", "view_id": view["id"]}
    assert part.payload["actions"][0]["value"] == "k"
    assert not {"channel", "message", "response_url"} & set(part.payload)


async def test_shortcuts(fake: FakeSlack) -> None:
    (glob,) = fake.modals.shortcut(ANN, "give_kudos").parts
    assert (glob.payload["type"], glob.payload["callback_id"]) == ("shortcut", "give_kudos")
    assert "channel" not in glob.payload
    said = fake.said(ANN, "look at this")
    id = f"{said.parts[0].payload['event']['channel']}:{said.parts[0].payload['event']['ts']}"
    (local,) = fake.message_action(ANN, "flag_message", id).parts
    assert (local.payload["type"], local.payload["message"]["text"]) == ("message_action", "look at this")
    assert local.payload["message_ts"] == local.payload["message"]["ts"]
