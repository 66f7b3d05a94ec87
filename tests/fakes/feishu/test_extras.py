"""Reactions, pins, buzzes, chips, only-you cards, late updates and uploads."""

import asyncio

from aiohttp import FormData

from tests.fakes.feishu import FakeFeishu
from tests.fakes.feishu.conftest import ANN, BEN, TEAM, Client, Clock, button, card, markdown
from tests.fakes.feishu.drawing import draw


async def test_a_reaction_comes_and_goes(fake: FakeFeishu, bot: Client) -> None:
    heard = fake.said(ANN, "hi").event["message"]["message_id"]
    path = f"im/v1/messages/{heard}/reactions"
    made = await bot.call("POST", path, {"reaction_type": {"emoji_type": "OnIt"}})
    assert made.body["data"]["reaction_type"] == {"emoji_type": "OnIt"}
    fake.reacted(ANN, heard, "THUMBSUP")
    rows = (await bot.call("GET", path, reaction_type="THUMBSUP")).body["data"]["items"]
    assert [(each["operator"]["operator_id"], each["operator"]["operator_type"]) for each in rows] == [(ANN, "user")]
    assert (await bot.call("DELETE", f"{path}/{rows[0]['reaction_id']}")).code == 230001
    assert (await bot.call("DELETE", f"{path}/{made.body['data']['reaction_id']}")).code == 0
    assert len((await bot.call("GET", path)).body["data"]["items"]) == 1
    assert (await bot.call("POST", path, {"reaction_type": {"emoji_type": "thumbsup"}})).code == 231001


async def test_a_late_update_waits_for_the_answer_and_works_twice(fake: FakeFeishu, bot: Client, clock: Clock) -> None:
    id = (await bot.send(card(button("A")))).body["data"]["message_id"]
    listener = await bot.listen()
    event = fake.pressed(ANN, id, draw(fake.messages[0]).pressables[0].handle)
    body = {"token": event.token, "card": card(markdown("new"))}
    assert (await bot.call("POST", "interactive/v1/card/update", body)).code == 300030
    await fake.link.connected()
    pushing = asyncio.create_task(fake.push(event))
    frame, _ = await listener.event()
    await listener.ack(frame)
    await pushing
    assert (await bot.call("POST", "interactive/v1/card/update", body)).code == 0
    assert draw(fake.messages[0]).text == "new"
    assert (await bot.call("POST", "interactive/v1/card/update", body)).code == 0
    assert (await bot.call("POST", "interactive/v1/card/update", body)).code == 300040
    clock.forward(minutes=31)
    assert (await bot.call("POST", "interactive/v1/card/update", body)).code == 300030


async def test_an_only_you_card_is_for_a_member_of_a_group(fake: FakeFeishu, bot: Client) -> None:
    body = {"chat_id": TEAM, "open_id": ANN, "msg_type": "interactive", "card": card(button("A"))}
    id = (await bot.call("POST", "ephemeral/v1/send", body)).body["data"]["message_id"]
    (message,) = fake.messages
    assert (message.room, message.only) == (TEAM, ANN)
    assert (await bot.call("POST", "ephemeral/v1/send", {**body, "open_id": "ou_stranger"})).code == 230001
    direct = fake.platform.company.direct(BEN).id
    assert (await bot.call("POST", "ephemeral/v1/send", {**body, "chat_id": direct, "open_id": BEN})).code == 230001
    assert (await bot.call("POST", "ephemeral/v1/delete", {"message_id": id})).code == 0
    assert fake.messages[0].gone


async def test_chips_stand_under_the_newest_message(fake: FakeFeishu, bot: Client, clock: Clock) -> None:
    old = (await bot.send({"text": "1"}, kind="text")).body["data"]["message_id"]
    new = (await bot.send({"text": "2"}, kind="text")).body["data"]["message_id"]
    body = {"follow_ups": [{"content": "Later"}]}
    assert (await bot.call("POST", f"im/v1/messages/{old}/push_follow_up", body)).code == 230001
    assert (await bot.call("POST", f"im/v1/messages/{new}/push_follow_up", body)).code == 0
    four = {"follow_ups": [{"content": "x"}] * 4}
    assert (await bot.call("POST", f"im/v1/messages/{new}/push_follow_up", four)).code == 230001
    clock.forward(seconds=601)
    assert (await bot.call("POST", f"im/v1/messages/{new}/push_follow_up", body)).code == 230001


async def test_pins_and_buzzes(fake: FakeFeishu, bot: Client) -> None:
    id = (await bot.send({"text": "1"}, kind="text")).body["data"]["message_id"]
    assert (await bot.call("POST", "im/v1/pins", {"message_id": id})).body["data"]["pin"]["message_id"] == id
    assert (await bot.call("DELETE", f"im/v1/pins/{id}")).code == 0
    buzz = f"im/v1/messages/{id}/urgent_app"
    answer = await bot.call("PATCH", buzz, {"user_id_list": [ANN, "ou_stranger"]}, user_id_type="open_id")
    assert answer.body["data"]["invalid_user_id_list"] == ["ou_stranger"]
    theirs = fake.said(ANN, "hi").event["message"]["message_id"]
    path = f"im/v1/messages/{theirs}/urgent_app"
    assert (await bot.call("PATCH", path, {"user_id_list": [ANN]}, user_id_type="open_id")).code == 230001


async def test_an_image_is_uploaded_and_sent(fake: FakeFeishu, bot: Client) -> None:
    await bot.call("GET", "bot/v3/info")
    form = FormData()
    form.add_field("image_type", "message")
    form.add_field("image", b"\x89PNG" + b"\x00\xff" * 10, filename="chart.png")
    headers = {"Authorization": f"Bearer {bot.token}"}
    async with bot.http.post(f"{fake.url}/open-apis/im/v1/images", data=form, headers=headers) as answer:
        key = (await answer.json())["data"]["image_key"]
    assert fake.platform.files[key] == ("chart.png", b"\x89PNG" + b"\x00\xff" * 10)
    assert (await bot.send({"image_key": key}, kind="image")).code == 0
    empty = FormData()
    empty.add_field("image_type", "message")
    empty.add_field("image", "raw, without a file name")
    async with bot.http.post(f"{fake.url}/open-apis/im/v1/images", data=empty, headers=headers) as answer:
        assert (await answer.json())["code"] in (230001, 234001)
    assert (await bot.call("POST", "im/v1/images", {"image_type": "message"})).code == 230001
