"""What reaches the bot of what people do: every payload of the notes."""

import json

import pytest

from tests.fakes.dingtalk import CLIENT_ID, FakeDingTalk
from tests.fakes.dingtalk.probe import Probe

ROOM = "cidTeamA/+x=="


def test_a_direct_message(fake: FakeDingTalk) -> None:
    data = fake.said("user0102", "你好").data
    assert data["conversationType"] == "1"
    assert data["conversationId"].startswith("cid")
    assert not {"conversationTitle", "atUsers", "isInAtList"} & set(data)
    assert (data["senderStaffId"], data["senderNick"], data["robotCode"]) == ("user0102", "赵敏", CLIENT_ID)
    assert (data["msgtype"], data["text"]) == ("text", {"content": "你好"})
    assert data["sessionWebhookExpiredTime"] - data["createAt"] == 90 * 60 * 1000
    assert "/robot/sendBySession?session=" in data["sessionWebhook"]


def test_a_group_message_has_the_bot_cut_out_and_the_others_in_no_order(fake: FakeDingTalk) -> None:
    event = fake.said("user0102", "@合拍 赞 @王磊 修好了", ROOM, [("王磊", "user0415")], to_bot=True)
    data = event.data
    assert event.reaches
    assert data["text"] == {"content": " 赞 @王磊 修好了"}
    assert (data["conversationType"], data["conversationId"], data["conversationTitle"]) == ("2", ROOM, "华东组")
    assert {each.get("staffId") for each in data["atUsers"]} == {None, "user0415"}
    assert data["chatbotUserId"] in [each["dingtalkId"] for each in data["atUsers"]]
    assert data["isInAtList"] is True
    first = {
        fake.said("user0102", "@合拍", ROOM, [("王磊", "user0415")], True).data["atUsers"][0].get("staffId")
        for _ in range(20)
    }
    assert first == {None, "user0415"}


def test_a_group_message_without_the_bot_does_not_reach_it(fake: FakeDingTalk) -> None:
    assert not fake.said("user0102", "大家好", ROOM).reaches
    fake.removed("user0102", ROOM)
    assert not fake.said("user0102", "@合拍 在吗", ROOM, to_bot=True).reaches


async def test_what_does_not_reach_it_is_not_pushed(probe: Probe, fake: FakeDingTalk) -> None:
    listener = await probe.listen()
    await fake.push(fake.said("user0102", "大家好", ROOM))
    await fake.push(fake.invited("user0102", ROOM))
    await fake.push(fake.said("user0102", "你好"))
    assert [each["text"]["content"] for each in listener.data] == ["你好"]


@pytest.mark.parametrize(
    ("media", "msgtype", "fields"),
    [
        ("image", "picture", {"downloadCode", "pictureDownloadCode"}),
        ("voice", "audio", {"duration", "downloadCode", "recognition"}),
        ("video", "video", {"duration", "videoType", "downloadCode"}),
        ("file", "file", {"spaceId", "fileName", "fileId", "downloadCode"}),
        ("sticker", "unknownMsgType", {"unknownMsgType"}),
    ],
)
def test_media(fake: FakeDingTalk, media: str, msgtype: str, fields: set[str]) -> None:
    data = fake.said("user0102", "", media=media).data
    assert (data["msgtype"], set(data["content"])) == (msgtype, fields)
    assert "text" not in data


def test_media_in_a_group(fake: FakeDingTalk) -> None:
    image = fake.said("user0102", "看图", ROOM, to_bot=True, media="image")
    assert [each.get("type", each.get("text")) for each in image.data["content"]["richText"]] == [
        "@合拍",
        "picture",
        "看图",
    ]
    assert image.reaches
    assert not fake.said("user0102", "", ROOM, to_bot=True, media="voice").reaches


async def test_a_file_can_be_fetched(probe: Probe, fake: FakeDingTalk) -> None:
    code = fake.said("user0102", "", media="file").data["content"]["downloadCode"]
    _, answer = await probe.post("/v1.0/robot/messageFiles/download", downloadCode=code, robotCode=CLIENT_ID)
    assert (await probe.call("GET", answer["downloadUrl"]))[1] == "the bytes of a file"


async def test_an_answer_names_the_message_it_quotes(probe: Probe, fake: FakeDingTalk) -> None:
    param = json.dumps({"content": "做完了吗?"})
    path = "/v1.0/robot/oToMessages/batchSend"
    await probe.post(path, robotCode=CLIENT_ID, userIds=["user0102"], msgKey="sampleText", msgParam=param)
    asked = fake.messages[0]
    data = fake.said("user0102", "做完了", reply_to=asked.id).data
    assert data["text"]["isReplyMsg"] is True
    assert data["text"]["repliedMsg"]["msgId"] == data["originalMsgId"]
    assert data["originalProcessQueryKey"] == asked.key


def test_an_application_not_published_knows_nobody(fake: FakeDingTalk) -> None:
    fake.site.switches.published = False
    data = fake.said("user0102", "你好").data
    assert data["senderStaffId"] == ""
    assert data["senderUnionId"]


def test_a_change_of_manager(fake: FakeDingTalk) -> None:
    event = fake.moved("user0415", "user0102")
    assert event.headers["eventType"] == "user_modify_org"
    diff = event.data["diffInfo"]
    assert (diff["prev"]["managerUserid"], diff["curr"]["managerUserid"]) == ("manager4713", "user0102")


def test_nobody_unknown_can_act(fake: FakeDingTalk) -> None:
    with pytest.raises(ValueError, match="nobody has the userId"):
        fake.said("nobody", "你好")
    with pytest.raises(ValueError, match="no group has the id"):
        fake.said("user0102", "你好", "cidteama/+x==")
