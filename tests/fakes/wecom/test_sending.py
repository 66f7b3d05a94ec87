"""message/send, update_template_card and recall: answers, limits, and what vanishes in silence."""

from typing import Any

import pytest
from aiohttp import FormData

from tests.fakes.wecom import FakeWeCom
from tests.fakes.wecom.conftest import Api, Time
from tests.fakes.wecom.drawing import draw
from tests.fakes.wecom.fake import AGENT
from tests.fakes.wecom.samples import BUTTONS, TEXT_NOTICE, plain_card, without


def _texts(fake: FakeWeCom) -> list[str]:
    return [draw(each).text for each in fake.messages]


@pytest.mark.parametrize(
    "body",
    [
        {"msgtype": "text", "text": {"content": 'line\nline <a href="https://x.example">link</a>'}},
        {"msgtype": "markdown", "markdown": {"content": '**D**\n> <font color="warning">2 overdue</font>'}},
        {"msgtype": "textcard", "textcard": {"title": "a", "description": "b", "url": "https://x.example"}},
        {"msgtype": "news", "news": {"articles": [{"title": "a", "url": "https://x.example"}]}},
    ],
)
async def test_the_documents_messages_are_taken(api: Api, fake: FakeWeCom, body: dict[str, Any]) -> None:
    answer = await api.send(**body)
    assert answer == {"errcode": 0, "errmsg": "ok", "invaliduser": "", "msgid": fake.messages[0].id}
    assert [(each.user, each.room) for each in fake.messages] == [("ZhangSan", "")]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"agentid": 1}, 40056),
        ({"agentid": str(AGENT)}, 40056),
        ({"msgtype": "card"}, 40008),
        ({"text": {"content": ""}}, 44004),
        ({"text": {}}, 40058),
        ({"text": {"content": "a", "mentioned_list": []}}, 40058),
        ({"safe": 3}, 40058),
        ({"touser": "nobody"}, 81013),
        ({"touser": ""}, 81013),
        ({"touser": "|".join(f"u{each}" for each in range(1001))}, 40032),
        ({"msgtype": "image", "image": {"media_id": "old"}, "text": None}, 40058),
        ({"duplicate_check_interval": 4 * 3600 + 1}, 40058),
    ],
)
async def test_what_it_does_not_accept(api: Api, fake: FakeWeCom, body: dict[str, Any], code: int) -> None:
    good = {"touser": "ZhangSan", "agentid": AGENT, "msgtype": "text", "text": {"content": "hello"}}
    assert (await api.post("message/send", {**good, **body}))["errcode"] == code
    assert fake.messages == []


async def test_some_of_the_receivers_may_be_invalid_in_any_case_of_letters(api: Api, fake: FakeWeCom) -> None:
    fake.company.members["wangwu"].visible = False
    fake.company.members["lisi"].licensed = False
    answer = await api.text("hello", touser="zhangSAN|WangWu|NoBody|LiSi")
    assert (answer["errcode"], answer["invaliduser"], answer["unlicenseduser"]) == (0, "wangwu|nobody", "lisi")
    assert [each.user for each in fake.messages] == ["ZhangSan"]


async def test_everybody_and_departments_are_reached(api: Api, fake: FakeWeCom) -> None:
    await api.text("all", touser="@all")
    await api.text("ours", touser="", toparty="1|2")
    assert [each.user for each in fake.messages] == ["ZhangSan", "LiSi", "WangWu"] * 2


async def test_a_text_of_more_than_2048_bytes_is_cut_in_silence_and_noted(api: Api, fake: FakeWeCom) -> None:
    assert (await api.text("合" * 683))["errcode"] == 0
    assert _texts(fake) == ["合" * 682]
    assert fake.alarms == ["a text of 2049 bytes was cut to 2048 in silence"]


async def test_the_surplus_to_one_member_vanishes_in_silence_and_is_noted(
    api: Api, fake: FakeWeCom, time: Time
) -> None:
    for number in range(31):
        assert (await api.text(str(number)))["errcode"] == 0
    assert len(fake.messages) == 30
    assert "dropped in silence" in fake.alarms[0]
    await api.text("another member", touser="LiSi")
    time.passes(seconds=61)
    await api.text("later")
    assert _texts(fake)[-2:] == ["another member", "later"]


async def test_an_identical_request_is_not_delivered_twice(api: Api, fake: FakeWeCom, time: Time) -> None:
    body = {"enable_duplicate_check": 1, "duplicate_check_interval": 600}
    first, second = await api.text("hello", **body), await api.text("hello", **body)
    assert first == second
    assert len(fake.messages) == 1
    await api.text("hello!", **body)
    time.passes(seconds=601)
    await api.text("hello", **body)
    assert _texts(fake) == ["hello", "hello!", "hello"]


async def test_a_response_code_comes_with_what_calls_back_only(api: Api, fake: FakeWeCom) -> None:
    assert "response_code" in await api.card(BUTTONS)
    assert "response_code" in await api.card(TEXT_NOTICE)
    assert "response_code" not in await api.card(without(TEXT_NOTICE, "action_menu", "task_id"))
    assert (await api.card(BUTTONS))["errcode"] == 40058, "a task_id may be used once"
    assert (await api.card(plain_card("t2"), safe=1))["errcode"] == 40058
    fake.callback = ""
    assert (await api.card(plain_card("t3")))["errcode"] == 40058, "nobody would hear the press"


async def test_a_card_is_changed_once_within_72_hours(api: Api, fake: FakeWeCom, time: Time) -> None:
    sent = await api.card(plain_card("t1"), touser="ZhangSan|LiSi")
    card = {**plain_card("t1", "完成"), "replace_text": "已处理"}
    change = {"userids": ["zhangsan", "nobody"], "agentid": AGENT, "response_code": sent["response_code"]}
    answer = await api.post("message/update_template_card", {**change, "template_card": card})
    assert answer == {"errcode": 0, "errmsg": "ok", "invaliduser": ["nobody"]}
    assert _texts(fake) == ["完成\n(已处理)", "完成了吗? [1 完成] [2 以后]"]
    assert (await api.post("message/update_template_card", {**change, "template_card": card}))["errcode"] == 40058
    late = await api.card(plain_card("t2"))
    time.passes(hours=72, seconds=1)
    await api.login()
    button = {**change, "response_code": late["response_code"], "button": {"replace_name": "已处理"}}
    assert (await api.post("message/update_template_card", button))["errcode"] == 40058


async def test_a_button_is_replaced_by_words(api: Api, fake: FakeWeCom) -> None:
    sent = await api.card(plain_card("t1"))
    change = {"atall": 1, "agentid": AGENT, "response_code": sent["response_code"], "button": {"replace_name": "好"}}
    assert (await api.post("message/update_template_card", change))["errcode"] == 0
    assert (_texts(fake), draw(fake.messages[0]).pressables) == (["完成了吗?\n(好)"], ())


@pytest.mark.parametrize("change", [{}, {"button": {}}, {"userids": []}, {"userid": ["lisi"]}])
async def test_a_change_that_says_too_little_is_refused(api: Api, fake: FakeWeCom, change: dict[str, Any]) -> None:
    sent = await api.card(plain_card("t1"))
    body = {"agentid": AGENT, "response_code": sent["response_code"], **change}
    assert (await api.post("message/update_template_card", body))["errcode"] == 40058
    assert fake.messages[0].version == 1


async def test_a_message_is_recalled_within_a_day(api: Api, fake: FakeWeCom, time: Time) -> None:
    first, second = await api.text("a"), await api.text("b")
    assert (await api.post("message/recall", {"msgid": first["msgid"]}))["errcode"] == 0
    time.passes(hours=25)
    await api.login()
    assert (await api.post("message/recall", {"msgid": second["msgid"]}))["errcode"] == 40058
    assert (await api.post("message/recall", {"msgid": "none"}))["errcode"] == 40058
    assert [each.gone for each in fake.messages] == [True, False]


async def test_a_name_is_put_in_for_an_id_on_request(api: Api, fake: FakeWeCom) -> None:
    await api.text("$userName=lisi$ 好", enable_id_trans=1)
    await api.text("$userName=lisi$ 好")
    assert _texts(fake) == ["李四 好", "$userName=lisi$ 好"]


async def test_a_file_is_uploaded_and_sent_for_three_days(api: Api, fake: FakeWeCom, time: Time) -> None:
    form = FormData()
    form.add_field("media", b"1,2,3\n4,5,6\n", filename="week.csv", content_type="text/csv")
    url = f"{fake.url}/cgi-bin/media/upload"
    async with api.http.post(url, params={"access_token": api.token, "type": "file"}, data=form) as answer:
        told = await answer.json()
    assert (told["errcode"], told["type"]) == (0, "file")
    stored = fake.media.stored[told["media_id"]]
    assert (stored.name, stored.data) == ("week.csv", b"1,2,3\n4,5,6\n")
    assert (await api.send(msgtype="file", file={"media_id": stored.id}))["errcode"] == 0
    time.passes(days=3, seconds=1)
    await api.login()
    assert (await api.send(msgtype="file", file={"media_id": stored.id}))["errcode"] == 40007
