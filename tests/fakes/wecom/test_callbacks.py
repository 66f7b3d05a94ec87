"""Events at the bot's URL: what they say, how often they come, and what a reply may do."""

import contextlib
import xml.etree.ElementTree as ElementTree
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.fakes.wecom import FakeWeCom, NotAcknowledged
from tests.fakes.wecom.conftest import Api, Time, Url
from tests.fakes.wecom.crypto import Envelopes
from tests.fakes.wecom.drawing import Handle, draw
from tests.fakes.wecom.fake import AES_KEY, AGENT, CORP, TOKEN
from tests.fakes.wecom.records import Event
from tests.fakes.wecom.samples import MULTIPLE, TEXT_NOTICE, plain_card

ENVELOPES = Envelopes(TOKEN, AES_KEY, CORP)


def _tree(document: str) -> ElementTree.Element:
    return ElementTree.fromstring(document)  # noqa: S314 - our own


def _opened(url: Url, number: int = -1) -> str:
    """The XML inside the request, its signature checked."""
    query = {name: each[0] for name, each in parse_qs(urlsplit(str(url.got[number].url)).query).items()}
    outer = _tree(url.bodies[number])
    assert (outer.findtext("ToUserName"), outer.findtext("AgentID")) == (CORP, str(AGENT))
    sealed = outer.findtext("Encrypt") or ""
    return ENVELOPES.open(sealed, query["msg_signature"], query["timestamp"], query["nonce"])


def _reply(inner: str) -> str:
    sealed = ENVELOPES.seal(f"<xml><ToUserName>x</ToUserName><FromUserName>y</FromUserName>{inner}</xml>")
    signature = ENVELOPES.sign("1772000001", "nonce", sealed)
    return (
        f"<xml><Encrypt><![CDATA[{sealed}]]></Encrypt><MsgSignature>{signature}</MsgSignature>"
        "<TimeStamp>1772000001</TimeStamp><Nonce>nonce</Nonce></xml>"
    )


async def test_a_text_arrives_as_documented(fake: FakeWeCom, url: Url) -> None:
    await fake.push(fake.said("zhangsan", "done: a < b ]]> & 谢谢\x01"))
    assert _opened(url) == (
        f"<xml><ToUserName><![CDATA[{CORP}]]></ToUserName><FromUserName><![CDATA[ZhangSan]]></FromUserName>"
        "<CreateTime>1789606800</CreateTime><MsgType><![CDATA[text]]></MsgType>"
        "<Content><![CDATA[done: a < b ]]]]><![CDATA[> & 谢谢]]></Content>"
        f"<MsgId>7300000000000000001</MsgId><AgentID>{AGENT}</AgentID></xml>"
    )
    assert [(ack.code, ack.body) for ack in fake.acks] == [(200, "")]


@pytest.mark.parametrize(
    ("media", "fields"),
    [
        ("image", ["PicUrl", "MediaId"]),
        ("voice", ["MediaId", "Format"]),
        ("video", ["MediaId", "ThumbMediaId"]),
        ("file", ["MediaId"]),
    ],
)
async def test_other_messages_arrive_by_their_id(fake: FakeWeCom, url: Url, media: str, fields: list[str]) -> None:
    await fake.push(fake.said("LiSi", "", media=media))
    tags = [each.tag for each in _tree(_opened(url))]
    assert tags == ["ToUserName", "FromUserName", "CreateTime", "MsgType", *fields, "MsgId", "AgentID"]


async def test_a_location_and_a_link_have_fields_of_their_own(fake: FakeWeCom, url: Url) -> None:
    where = {"Location_X": "31.2", "Location_Y": "121.4", "Scale": "15", "Label": "上海", "AppType": "wxwork"}
    await fake.push(fake.said("LiSi", "", media="location", links=where))
    found = _tree(_opened(url))
    assert (found.findtext("MsgType"), found.findtext("Label")) == ("location", "上海")


async def test_events_have_no_message_id(fake: FakeWeCom, url: Url) -> None:
    for event in (fake.opened("LiSi"), fake.subscribed("LiSi"), fake.unsubscribed("LiSi"), fake.clicked("LiSi", "CI")):
        await fake.push(event)
    found = [_tree(_opened(url, number)) for number in range(4)]
    assert [each.findtext("Event") for each in found] == ["enter_agent", "subscribe", "unsubscribe", "click"]
    assert [each.findtext("EventKey") for each in found] == ["", "", "", "CI"]
    assert [each.find("MsgId") for each in found] == [None] * 4


async def test_a_change_of_the_directory_comes_from_sys(fake: FakeWeCom, url: Url) -> None:
    await fake.push(fake.contact("update_user", UserID="zhangsan", NewUserID="zhangsan01", MainDepartment="2"))
    assert _opened(url) == (
        f"<xml><ToUserName><![CDATA[{CORP}]]></ToUserName><FromUserName><![CDATA[sys]]></FromUserName>"
        "<CreateTime>1789606800</CreateTime><MsgType><![CDATA[event]]></MsgType>"
        "<Event><![CDATA[change_contact]]></Event><ChangeType>update_user</ChangeType>"
        "<UserID><![CDATA[zhangsan]]></UserID><NewUserID><![CDATA[zhangsan01]]></NewUserID>"
        "<MainDepartment>2</MainDepartment></xml>"
    )


async def test_a_member_may_get_another_id_or_leave(api: Api, fake: FakeWeCom, url: Url) -> None:
    await fake.push(fake.renamed("lisi", "LiSi2"))
    assert "<UserID><![CDATA[LiSi]]></UserID><NewUserID><![CDATA[LiSi2]]></NewUserID>" in _opened(url)
    assert (await api.get("user/get", userid="lisi"))["errcode"] == 60111
    assert (await api.get("user/get", userid="lisi2"))["name"] == "李四"
    await fake.push(fake.left("lisi2"))
    assert "<ChangeType>delete_user</ChangeType><UserID><![CDATA[LiSi2]]></UserID>" in _opened(url)
    assert (await api.text("hello", touser="LiSi2"))["errcode"] == 81013


async def test_a_press_names_button_task_and_a_fresh_code(api: Api, fake: FakeWeCom, url: Url) -> None:
    await api.card(plain_card("ci-1"))
    codes = []
    for _ in range(2):
        await fake.push(fake.pressed("ZhangSan", fake.messages[0].id, Handle("button", "done")))
        found = _tree(_opened(url))
        names = ("Event", "EventKey", "TaskId", "CardType")
        assert [found.findtext(name) for name in names] == [
            *("template_card_event", "done", "ci-1", "button_interaction"),
        ]
        assert found.find("SelectedItems") is None
        codes.append(found.findtext("ResponseCode"))
    assert len(set(codes)) == 2
    change = {"agentid": AGENT, "userids": ["zhangsan"], "response_code": codes[0], "button": {"replace_name": "好"}}
    assert (await api.post("message/update_template_card", change))["errcode"] == 0
    assert (await api.post("message/update_template_card", change))["errcode"] == 40058
    assert draw(fake.messages[0]).text == "完成了吗?\n(好)"


async def test_a_submitted_card_tells_what_was_chosen(api: Api, fake: FakeWeCom, url: Url) -> None:
    await api.card(MULTIPLE)
    event = fake.submitted("ZhangSan", fake.messages[0].id, Handle("submit", "ci:submit"), {"load": "over"})
    await fake.push(event)
    assert (
        "<SelectedItems><SelectedItem><QuestionKey><![CDATA[mood]]></QuestionKey><OptionIds><OptionId><![CDATA[ok]]>"
        "</OptionId></OptionIds></SelectedItem><SelectedItem><QuestionKey><![CDATA[load]]></QuestionKey><OptionIds>"
        "<OptionId><![CDATA[over]]></OptionId></OptionIds></SelectedItem></SelectedItems></xml>"
    ) in _opened(url)


async def test_an_entry_of_a_cards_menu_is_another_event(api: Api, fake: FakeWeCom, url: Url) -> None:
    await api.card(TEXT_NOTICE)
    await fake.push(fake.pressed("ZhangSan", fake.messages[0].id, Handle("menu", "mute:7d")))
    found = _tree(_opened(url))
    assert (found.findtext("Event"), found.findtext("EventKey")) == ("template_card_menu_event", "mute:7d")


async def test_only_what_is_there_is_pressed_by_whom_it_is_before(api: Api, fake: FakeWeCom) -> None:
    await api.card(plain_card("t1"))
    with pytest.raises(ValueError, match="no button"):
        fake.pressed("ZhangSan", fake.messages[0].id, Handle("button", "other"))
    with pytest.raises(ValueError, match="not before"):
        fake.pressed("LiSi", fake.messages[0].id, Handle("button", "done"))


async def test_what_is_not_taken_comes_three_times_sealed_anew(fake: FakeWeCom, url: Url) -> None:
    url.answers = [(500, ""), (503, ""), (200, "")]
    await fake.push(fake.said("LiSi", "hello"))
    assert [ack.code for ack in fake.acks] == [500, 503, 200]
    assert len(set(url.bodies)) == 3
    assert len({_opened(url, number) for number in range(3)}) == 1
    url.always = (404, "")
    with pytest.raises(NotAcknowledged, match="404 after 3 tries"):
        await fake.push(fake.said("LiSi", "hello"))
    assert len(url.got) == 6


async def test_an_answer_after_the_deadline_is_none(fake: FakeWeCom, url: Url) -> None:
    fake.callbacks.deadline, fake.callbacks.tries = 0.05, 1
    url.waits.clear()
    url.always = (0, "")
    with pytest.raises(NotAcknowledged):
        await fake.push(fake.said("LiSi", "hello"))
    assert [ack.code for ack in fake.acks] == [0]


async def test_the_same_event_again_is_the_same_document(fake: FakeWeCom, url: Url) -> None:
    event = fake.said("LiSi", "hello")
    await fake.push(event)
    await fake.push(event)
    assert _opened(url, 0) == _opened(url, 1)


async def test_a_url_is_verified_by_the_word_it_decrypts(fake: FakeWeCom, url: Url) -> None:
    url.always = (200, "wrong")
    with pytest.raises(NotAcknowledged, match="wrong"):
        await fake.callbacks.verify()
    query = parse_qs(urlsplit(str(url.got[0].url)).query)
    sealed, signature = query["echostr"][0], query["msg_signature"][0]
    assert ENVELOPES.open(sealed, signature, query["timestamp"][0], query["nonce"][0]).isdigit()


async def _pressed(api: Api, fake: FakeWeCom) -> Event:
    await api.card(plain_card("t1"), touser="ZhangSan|LiSi")
    return fake.pressed("LiSi", fake.messages[1].id, Handle("button", "done"))


async def test_a_reply_changes_the_card_of_who_pressed_alone(api: Api, fake: FakeWeCom, url: Url) -> None:
    event = await _pressed(api, fake)
    button = "<MsgType>update_button</MsgType><Button><ReplaceName>好</ReplaceName></Button>"
    card = (
        "<MsgType>update_template_card</MsgType><TemplateCard><CardType>button_interaction</CardType>"
        "<MainTitle><Title>完成</Title></MainTitle><ButtonList><Text>改</Text><Style>1</Style><Key>edit</Key></ButtonList>"
        "<ButtonList><Text>撤</Text><Key>undo</Key></ButtonList></TemplateCard>"
    )
    url.answers = [(200, _reply(button)), (200, _reply(card))]
    await fake.push(event)
    assert [draw(each).text for each in fake.messages] == ["完成了吗? [1 完成] [2 以后]", "完成了吗?\n(好)"]
    await fake.push(event)
    assert draw(fake.messages[1]).text == "完成 [改] [撤]"
    assert fake.alarms == []


async def test_a_reply_of_words_is_a_message(fake: FakeWeCom, url: Url) -> None:
    url.always = (200, _reply("<MsgType>text</MsgType><Content>你好</Content>"))
    await fake.push(fake.opened("LiSi"))
    assert [(each.user, draw(each).text) for each in fake.messages] == [("LiSi", "你好")]


@pytest.mark.parametrize(
    "answer",
    ["ok", "success", '{"errcode":0}', "<xml><Encrypt>x</Encrypt></xml>", _reply("<MsgType>update_button</MsgType>")],
)
async def test_a_body_that_is_no_reply_is_noted(fake: FakeWeCom, url: Url, answer: str) -> None:
    url.always = (200, answer)
    await fake.push(fake.said("LiSi", "hello"))
    assert len(fake.alarms) == 1
    assert fake.messages == []


async def test_a_forged_callback_is_what_it_says(fake: FakeWeCom, url: Url) -> None:
    """A URL that opens envelopes as this file does refuses most; the rest is up to whoever writes one."""
    event = fake.said("LiSi", "hello")
    opened = {}
    for how in fake.forger.ways:
        assert await fake.forger.send(event, how) == 200
        with contextlib.suppress(Exception):
            opened[how] = _opened(url)
    whole = {how for how, inside in opened.items() if inside == event.payload}
    assert whole == {"stale", "bomb", "huge"}
    assert set(opened) - whole == {"doctype inside", "garbage inside", "huge inside"}


async def test_a_replay_is_the_same_to_the_byte(fake: FakeWeCom, url: Url, time: Time) -> None:
    await fake.push(fake.said("LiSi", "hello"))
    assert await fake.forger.replay() == 200
    assert url.bodies[0] == url.bodies[1]
    assert url.got[0].url == url.got[1].url
