"""Cards of the imported template: made, delivered, pressed, answered, changed."""

import asyncio
import json
from typing import Any

import pytest

from tests.fakes.dingtalk import CLIENT_ID, TEMPLATE, FakeDingTalk, Handle, NotAcknowledged, draw
from tests.fakes.dingtalk.probe import CARDS, Probe, acknowledged

ROOM = "cidTeamA/+x=="
MAKE = "/v1.0/card/instances/createAndDeliver"
CHANGE = "/v1.0/card/instances"
BUTTONS = json.dumps(
    [
        {"text": "1 完成", "id": "b1", "style": "primary", "value": '{"a":"done"}'},
        {"text": "2 以后", "id": "b2", "style": "plain", "value": "later"},
    ],
    ensure_ascii=False,
)
HIDDEN = {"name": "ctx", "label": "", "type": "TEXT", "hidden": True, "defaultValue": "k1"}
MOOD = {
    "name": "mood",
    "label": "心情?",
    "type": "SELECT",
    "options": [{"value": "g", "text": "好"}, {"value": "b", "text": "坏"}],
}
DONE = {"name": "done", "label": "做完了什么?", "type": "TEXT_AREA", "required": True}
FORM = json.dumps({"fields": [DONE, MOOD, HIDDEN]}, ensure_ascii=False)
MENU = json.dumps({"fields": [{**MOOD, "name": "pick"}, HIDDEN]}, ensure_ascii=False)


def card(to: str = "user0102", **changes: Any) -> dict[str, Any]:
    body: dict[str, Any] = {
        "cardTemplateId": TEMPLATE,
        "outTrackId": "k1",
        "callbackType": "STREAM",
        "userIdType": 1,
        "cardData": {"cardParamMap": {"title": "签到", "text_1": "做完了吗?", "buttons_1": BUTTONS}},
        "openSpaceId": f"dtv1.card//IM_ROBOT.{to}",
        "imRobotOpenSpaceModel": {
            "supportForward": False,
            "lastMessageI18n": {"ZH_CN": "签到"},
            "searchSupport": {"searchIcon": "", "searchTypeName": '{"ZH_CN":"签到"}', "searchDesc": ""},
            "notification": {"alertContent": "签到", "notificationOff": False},
        },
        "imRobotOpenDeliverModel": {
            "spaceType": "IM_ROBOT",
            "robotCode": CLIENT_ID,
            "extension": {"dynamicSummary": "true"},
        },
    }
    return {name: value for name, value in (body | changes).items() if value is not None}


def in_group(**changes: Any) -> dict[str, Any]:
    return card(
        openSpaceId=f"dtv1.card//IM_GROUP.{ROOM}",
        imRobotOpenSpaceModel=None,
        imRobotOpenDeliverModel=None,
        imGroupOpenSpaceModel={"supportForward": False},
        imGroupOpenDeliverModel={"robotCode": CLIENT_ID},
        **changes,
    )


def variables(**values: Any) -> dict[str, Any]:
    return {"cardParamMap": values}


async def test_the_card_of_the_notes_is_delivered(probe: Probe, fake: FakeDingTalk) -> None:
    _, answer = await probe.post(MAKE, **card())
    (result,) = answer["result"]["deliverResults"]
    assert (result["success"], result["spaceType"], result["spaceId"]) == (True, "IM_ROBOT", "user0102")
    message = fake.messages[0]
    assert (message.id, message.user, message.key) == ("k1", "user0102", result["carrierId"])
    assert draw(message).text == "签到\n做完了吗? [1 完成] [2 以后]"
    assert not fake.alarms


async def test_a_card_for_nobody_is_http_200(probe: Probe, fake: FakeDingTalk) -> None:
    _, answer = await probe.post(MAKE, **card("nobody"))
    assert answer["result"]["deliverResults"][0]["success"] is False
    assert not fake.messages


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"outTrackId": ""}, "param.outTrackIdEmpty"),
        ({"cardTemplateId": ""}, "param.cardTemplateIdEmpty"),
        ({"cardTemplateId": "1366a1eb-bc54-4859-ac88-517c56a9acb1.schema"}, "param.templateNotExist"),
        ({"openSpaceId": ""}, "param.openSpaceIdEmpty"),
        ({"openSpaceId": "IM_ROBOT.user0102"}, "param.openSpaceIdInvalid"),
        ({"imRobotOpenDeliverModel": None}, "param.openDeliverModelEmpty"),
        ({"imRobotOpenDeliverModel": {"robotCode": "x"}}, "param.openDeliverModelError"),
        ({"imGroupOpenDeliverModel": {"robotCode": CLIENT_ID}}, "param.openDeliverModelError"),
        ({"imRobotOpenSpaceModel": None}, "param.invalid"),
        ({"cardData": {}}, "param.cardPublicDataEmpty"),
        ({"callbackType": "stream"}, "param.invalid"),
        ({"privateData": {"nobody": variables(note="x")}}, "param.userIdNotExist"),
        ({"openDynamicDataConfig": {}}, "invalidParameter"),
        ({"cardData": variables(text_1=1)}, "param.invalid"),
        ({"cardData": variables(text_1="好" * 342)}, "param.invalid"),
        ({"cardData": variables(buttons_1="1 完成")}, "param.invalid"),
        ({"cardData": variables(buttons_1='[{"text":"a","id":"b"}]')}, "param.invalid"),
        ({"cardData": variables(buttons_1=BUTTONS, buttons_2=BUTTONS)}, "param.invalid"),
        ({"cardData": variables(form_1=FORM)}, "param.invalid"),
        ({"cardData": variables(submit_1="提交")}, "param.invalid"),
        ({"cardData": variables(form_1='{"fields":[{"name":"a","label":"b","type":"RATE"}]}')}, "param.invalid"),
        ({"cardData": variables(tone="pink")}, "param.invalid"),
    ],
)
async def test_what_is_refused(probe: Probe, fake: FakeDingTalk, changes: Any, code: str) -> None:
    assert await probe.code(MAKE, **card(**changes)) == code
    assert not fake.messages


async def test_a_template_must_be_published(probe: Probe, fake: FakeDingTalk) -> None:
    fake.import_template(published=False)
    assert await probe.code(MAKE, **card()) == "param.templateUnpublished"


async def test_an_unknown_variable_is_ignored_and_an_alarm(probe: Probe, fake: FakeDingTalk) -> None:
    assert await probe.code(MAKE, **card(cardData=variables(text_1="好", text_9="no", note="private"))) == ""
    assert draw(fake.messages[0]).text == "好"
    assert len(fake.alarms) == 2


async def test_the_same_track_makes_no_second_card(probe: Probe, fake: FakeDingTalk) -> None:
    await probe.post(MAKE, **card())
    assert await probe.code(MAKE, **card()) == "param.cardAlreadyExist"
    assert len(fake.messages) == 1
    fake.site.switches.repeat_silently = True
    assert await probe.code(MAKE, **card(cardData=variables(text_1="anders"))) == ""
    assert [draw(each).text for each in fake.messages] == ["签到\n做完了吗? [1 完成] [2 以后]"]


async def test_an_update_replaces_all_unless_told_to_go_by_key(probe: Probe, fake: FakeDingTalk) -> None:
    await probe.post(MAKE, **card())
    body = {"outTrackId": "k1", "cardData": variables(text_1="已记下")}
    await probe.call("PUT", CHANGE, {**body, "cardUpdateOptions": {"updateCardDataByKey": True}})
    assert draw(fake.messages[0]).text == "签到\n已记下 [1 完成] [2 以后]"
    _, answer = await probe.call("PUT", CHANGE, body)
    assert answer == {"success": True, "result": True}
    assert (draw(fake.messages[0]).text, fake.messages[0].version) == ("已记下", 3)
    assert (await probe.call("PUT", CHANGE, {**body, "outTrackId": "k2"}))[1]["code"] == "param.cardNotExist"


async def test_a_press_calls_back_and_its_answer_changes_the_card(probe: Probe, fake: FakeDingTalk) -> None:
    options = {"updateCardDataByKey": True}
    response = {
        "cardUpdateOptions": options,
        "cardData": variables(text_1="收到"),
        "userPrivateData": variables(note="谢谢"),
    }
    listener = await probe.listen(lambda frame: acknowledged(frame, {"response": response}))
    await probe.post(MAKE, **card())
    button = draw(fake.messages[0]).pressables[0]
    await fake.push(fake.pressed("user0102", "k1", button.handle))
    (data,) = listener.data
    assert (data["type"], data["outTrackId"], data["userId"], data["userIdType"]) == (
        "actionCallback",
        "k1",
        "user0102",
        1,
    )
    pressed = {"cardPrivateData": {"actionIds": ["b1"], "params": {"value": '{"a":"done"}'}}}
    assert json.loads(data["content"]) == json.loads(data["value"]) == pressed
    assert draw(fake.messages[0]).text == "签到\n收到 [1 完成] [2 以后]"
    assert draw(fake.messages[0], "user0102").text.endswith("[2 以后]\n谢谢")
    assert not fake.alarms


async def test_a_press_that_comes_again_has_the_same_message_id(probe: Probe, fake: FakeDingTalk) -> None:
    listener = await probe.listen()
    await probe.post(MAKE, **card())
    event, again = (fake.pressed("user0102", "k1", Handle("button", "b1", "x")) for _ in range(2))
    for each in (event, event, again):
        await fake.push(each)
    first, second, other = (each["headers"]["messageId"] for each in listener.frames)
    assert first == second != other


async def test_in_a_group_the_answer_is_seen_by_the_one_who_pressed_only(probe: Probe, fake: FakeDingTalk) -> None:
    response = {"cardData": variables(text_1="收到"), "userPrivateData": variables(note="不是给你的")}
    await probe.listen(lambda frame: acknowledged(frame, {"response": response}))
    await probe.post(MAKE, **in_group())
    await fake.push(fake.pressed("user0415", "k1", Handle("button", "b1", "x")))
    assert draw(fake.messages[0], "user0102").text == "签到\n做完了吗? [1 完成] [2 以后]"
    assert draw(fake.messages[0], "user0415").text == "签到\n做完了吗? [1 完成] [2 以后]\n不是给你的"


async def test_a_card_without_a_callback_type_calls_nobody(probe: Probe, fake: FakeDingTalk) -> None:
    await probe.post(MAKE, **card(callbackType=None))
    assert not fake.pressed("user0102", "k1", Handle("button", "b1", "x")).reaches


async def test_a_form_reports_every_field(probe: Probe, fake: FakeDingTalk) -> None:
    await probe.post(MAKE, **card(cardData=variables(text_1="说说", form_1=FORM, submit_1="提交", buttons_1=BUTTONS)))
    drawn = draw(fake.messages[0])
    assert drawn.text == "说说\n{做完了什么?}\n{心情?: 好|坏} [提交] [1 完成] [2 以后]"
    (form,) = drawn.forms
    event = fake.submitted("user0102", "k1", form.submit.handle, {"done": "合同", "mood": "b"})
    private = json.loads(event.data["content"])["cardPrivateData"]
    assert private["actionIds"] == ["form_1"]
    assert private["params"] == {"form": {"done": "合同", "mood": {"index": 1, "value": "b"}, "ctx": "k1"}}
    with pytest.raises(ValueError, match="做完了什么"):
        fake.submitted("user0102", "k1", form.submit.handle, {"mood": "b"})
    with pytest.raises(ValueError, match="no option"):
        fake.submitted("user0102", "k1", form.submit.handle, {"done": "x", "mood": "c"})


async def test_a_menu_reports_what_was_chosen(probe: Probe, fake: FakeDingTalk) -> None:
    await probe.post(MAKE, **card(cardData=variables(text_1="选吧", form_1=MENU)))
    drawn = draw(fake.messages[0])
    assert drawn.text == "选吧\n{心情?: 好|坏}"
    event = fake.pressed("user0102", "k1", drawn.pressables[1].handle)
    private = json.loads(event.data["content"])["cardPrivateData"]
    assert private["actionIds"] == ["form_1"]
    assert private["params"] == {"form": {"pick": {"index": 1, "value": "b"}, "ctx": "k1"}}


async def test_changing_a_card_before_its_press_is_answered_is_an_alarm(probe: Probe, fake: FakeDingTalk) -> None:
    listener = await probe.listen(lambda _: None)
    await probe.post(MAKE, **card())
    push = asyncio.create_task(fake.push(fake.pressed("user0102", "k1", Handle("button", "b1", "x"))))
    await listener.heard.wait()
    await probe.call("PUT", CHANGE, {"outTrackId": "k1", "cardData": variables(text_1="zu früh")})
    await listener.socket.send_json(acknowledged(listener.frames[0]))
    await push
    assert "before its callback was answered" in fake.alarms[0]


async def test_an_answer_that_is_no_card_response_is_an_alarm(probe: Probe, fake: FakeDingTalk) -> None:
    await probe.listen(lambda frame: acknowledged(frame, {"response": {"cardParamMap": {}}}))
    await probe.post(MAKE, **card())
    await fake.push(fake.pressed("user0102", "k1", Handle("button", "b1", "x")))
    assert "no field cardParamMap" in fake.alarms[0]


async def test_a_press_wants_its_answer_in_time(probe: Probe, fake: FakeDingTalk) -> None:
    fake.gateway.deadlines[CARDS] = fake.gateway.little = 0.01
    await probe.listen(lambda _: None)
    await probe.post(MAKE, **card())
    with pytest.raises(NotAcknowledged):
        await fake.push(fake.pressed("user0102", "k1", Handle("button", "b1", "x")))


async def test_a_mention_needs_both_halves(probe: Probe, fake: FakeDingTalk) -> None:
    text = "<a atId=user0415>王磊</a> <a atId=user0102>赵敏</a>"
    await probe.post(MAKE, **in_group(cardData=variables(text_1=text), cardAtUserIds=["user0415"]))
    assert draw(fake.messages[0]).text == "@王磊 赵敏"
