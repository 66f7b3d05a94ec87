"""Appchat, webhook robots, and what an app may read of the company."""

from base64 import b64encode
from hashlib import md5 as fingerprint
from typing import Any

import pytest
from aiohttp import FormData

from tests.fakes.wecom import FakeWeCom
from tests.fakes.wecom.conftest import ROOM, Api, Time
from tests.fakes.wecom.drawing import draw
from tests.fakes.wecom.fake import AGENT
from tests.fakes.wecom.samples import BUTTONS, TEXT_NOTICE, plain_card, without

Json = dict[str, Any]
TEXT: Json = {"msgtype": "text", "text": {"content": "hi"}}
PICTURE = b"\x89PNG\r\n\x1a\n" + b"0" * 20


async def test_an_app_makes_a_group_and_writes_into_it(api: Api, fake: FakeWeCom) -> None:
    body = {"name": "华东组", "owner": "LiSi", "userlist": ["LiSi", "WangWu"], "chatid": "east1"}
    assert await api.post("appchat/create", body) == {"errcode": 0, "errmsg": "ok", "chatid": "east1"}
    assert (await api.post("appchat/send", {"chatid": "east1", "safe": 0, **TEXT}))["errcode"] == 0
    assert (await api.post("appchat/update", {"chatid": "east1", "add_user_list": ["ZhangSan"]}))["errcode"] == 0
    info = (await api.get("appchat/get", chatid="east1"))["chat_info"]
    assert (info["name"], info["userlist"]) == ("华东组", ["LiSi", "WangWu", "ZhangSan"])
    assert [(each.via, each.room) for each in fake.messages] == [("appchat", "east1")]
    assert fake.said("LiSi", "@合拍 hi", "east1", to_bot=True).intake == "", "the app hears no replies there"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"chatid": "a b"}, 86001),
        ({"chatid": "x" * 33}, 86001),
        ({"userlist": ["LiSi"]}, 86006),
        ({"userlist": ["LiSi", "nobody"]}, 86007),
        ({"owner": "ZhangSan"}, 86007),
    ],
)
async def test_a_group_that_cannot_be(api: Api, body: Json, code: int) -> None:
    good = {"name": "华东组", "owner": "LiSi", "userlist": ["LiSi", "WangWu"]}
    assert (await api.post("appchat/create", {**good, **body}))["errcode"] == code


async def test_appchat_reaches_its_own_groups_only_and_sends_no_cards(api: Api, fake: FakeWeCom) -> None:
    assert (await api.post("appchat/send", {"chatid": ROOM, **TEXT}))["errcode"] == 86008
    assert (await api.post("appchat/send", {"chatid": "none", **TEXT}))["errcode"] == 86003
    await api.post("appchat/create", {"owner": "LiSi", "userlist": ["LiSi", "WangWu"], "chatid": "east1"})
    card = {"chatid": "east1", "msgtype": "template_card", "template_card": plain_card()}
    assert (await api.post("appchat/send", card))["errcode"] == 40008
    fake.chats.root = False
    assert (await api.post("appchat/send", {"chatid": "east1", **TEXT}))["errcode"] == 60011


async def test_a_webhook_robot_speaks_twenty_times_a_minute(api: Api, fake: FakeWeCom, time: Time) -> None:
    key = fake.robot(ROOM)
    for _ in range(20):
        assert (await api.post("webhook/send", TEXT, key=key))["errcode"] == 0
    assert (await api.post("webhook/send", TEXT, key=key))["errcode"] == 45009
    time.passes(seconds=61)
    image = {"base64": b64encode(PICTURE).decode(), "md5": fingerprint(PICTURE).hexdigest()}  # noqa: S324
    for body in (
        {"msgtype": "markdown", "markdown": {"content": "<@lisi>"}},
        {"msgtype": "markdown_v2", "markdown_v2": {"content": "- a"}},
        {"msgtype": "template_card", "template_card": without(TEXT_NOTICE, "action_menu")},
        {"msgtype": "image", "image": image},
    ):
        assert (await api.post("webhook/send", body, key=key))["errcode"] == 0
    assert [draw(each).text for each in fake.messages][20:22] == ["@李四", "• a"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"msgtype": "template_card", "template_card": BUTTONS}, 40058),
        ({"msgtype": "text", "text": {"content": "合" * 683}}, 45002),
        ({"msgtype": "markdown", "markdown": {"content": "合" * 1366}}, 45002),
        ({"msgtype": "image", "image": {"base64": "AAAA", "md5": "0" * 32}}, 40058),
        ({"msgtype": "video", "video": {"media_id": "a"}}, 40008),
        ({**TEXT, "chatid": "a"}, 40058),
    ],
)
async def test_what_a_webhook_robot_does_not_send(api: Api, fake: FakeWeCom, body: Json, code: int) -> None:
    assert (await api.post("webhook/send", body, key=fake.robot(ROOM)))["errcode"] == code
    assert (await api.post("webhook/send", TEXT, key="wrong"))["errcode"] == 93000
    assert fake.messages == []


async def test_a_webhook_robot_uploads_with_its_key(api: Api, fake: FakeWeCom) -> None:
    form = FormData()
    form.add_field("media", b"123456", filename="a.txt")
    query = {"key": fake.robot(ROOM), "type": "file"}
    async with api.http.post(f"{fake.url}/cgi-bin/webhook/upload_media", params=query, data=form) as answer:
        media_id = (await answer.json())["media_id"]
    body = {"msgtype": "file", "file": {"media_id": media_id}}
    assert (await api.post("webhook/send", body, key=query["key"]))["errcode"] == 0


async def test_a_member_is_told_without_what_is_private(api: Api, fake: FakeWeCom) -> None:
    fake.company.members["lisi"].leaders = ("WangWu", "nobody")
    fake.company.members["lisi"].mobile = "13800000000"
    answer = await api.get("user/get", userid="LISI")
    assert (answer["userid"], answer["name"], answer["direct_leader"]) == ("LiSi", "李四", ["WangWu"])
    assert not {"mobile", "email", "avatar", "gender", "biz_mail", "qr_code", "address"} & set(answer)
    assert (await api.get("user/get", userid="nobody"))["errcode"] == 60111
    fake.company.members["lisi"].visible = False
    assert (await api.get("user/get", userid="lisi"))["errcode"] == 60011
    assert (await api.post("user/getuserid", {"mobile": "13800000000"}))["errcode"] == 46004


async def test_departments_and_their_members(api: Api) -> None:
    listed = (await api.get("department/simplelist"))["department_id"]
    assert listed == [{"id": 1, "parentid": 0, "order": 1}, {"id": 2, "parentid": 1, "order": 2}]
    assert (await api.get("department/get", id="2"))["department"]["name"] == "研发"
    assert [each["id"] for each in (await api.get("department/list", id="2"))["department"]] == [2]
    brief = (await api.get("user/simplelist", department_id="2"))["userlist"]
    assert brief[0] == {"userid": "ZhangSan", "name": "张三", "department": [2]}
    assert len((await api.get("user/list", department_id="2"))["userlist"]) == 3
    assert (await api.get("department/get", id="9"))["errcode"] == 60003
    assert (await api.post("user/list_id", {"limit": 10}))["errcode"] == 48002


async def test_the_rest_of_what_an_app_reads(api: Api, fake: FakeWeCom, time: Time) -> None:
    fake.company.members["lisi"].open_id = "woLiSi"
    converted = await api.post("batch/openuserid_to_userid", {"open_userid_list": ["woLiSi", "ZhangSan"]})
    assert converted["userid_list"] == [{"open_userid": "woLiSi", "userid": "LiSi"}]
    assert converted["invalid_open_userid_list"] == ["ZhangSan"]
    assert fake.said("LiSi", "@合拍 a", ROOM, to_bot=True).payload["from"] == {"userid": "woLiSi"}
    agent = await api.get("agent/get", agentid=str(AGENT))
    assert len(agent["allow_userinfos"]["user"]) == 3
    assert (await api.get("agent/get", agentid="1"))["errcode"] == 40056
    assert "127.0.0.1" in (await api.get("getcallbackip"))["ip_list"]
    assert (await api.get("get_jsapi_ticket"))["expires_in"] == 7200
    code = fake.directory.authorise("LiSi")
    assert (await api.get("auth/getuserinfo", code=code))["userid"] == "LiSi"
    assert (await api.get("auth/getuserinfo", code=code))["errcode"] == 40029
    code = fake.directory.authorise("stranger")
    assert "openid" in await api.get("auth/getuserinfo", code=code)
    late = fake.directory.authorise("LiSi")
    time.passes(minutes=6)
    assert (await api.get("auth/getuserinfo", code=late))["errcode"] == 40029


async def test_the_apps_menu(api: Api) -> None:
    agent = {"agentid": str(AGENT)}
    sub = {"name": "更多", "sub_button": [{"type": "view", "name": "我的目标", "url": "https://x.example"}]}
    menu = {"button": [{"type": "click", "name": "今日打卡", "key": "CI"}, sub]}
    assert (await api.get("menu/get", **agent))["errcode"] == 46003
    assert (await api.post("menu/create", menu, **agent))["errcode"] == 0
    assert (await api.get("menu/get", **agent))["button"] == menu["button"]
    for bad in (
        {"button": [menu["button"][0]] * 4},
        {"button": [{"type": "click", "name": "今日打卡今日打卡", "key": "CI"}]},
        {"button": [{"type": "click", "name": "a", "key": "k" * 129}]},
        {"button": [{"name": "a", "sub_button": [menu["button"][0]] * 6}]},
    ):
        assert (await api.post("menu/create", bad, **agent))["errcode"] == 40058
    assert (await api.get("menu/delete", **agent))["errcode"] == 0
    assert (await api.get("menu/get", **agent))["errcode"] == 46003
