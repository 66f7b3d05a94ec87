"""Payloads as the platform's documents and live logs have them, and what each of them means here."""

import json
from typing import Any

CORP = "ww1a2b3c4d5e6f7890"
PRESS = json.dumps({"k": "d1", "a": "checkins.skip", "x": {"id": "7"}})


def xml(**fields: str) -> bytes:
    """A decrypted document; a value that begins with `<` stands as it is."""
    inner = "".join(f"<{k}>{v if v.startswith('<') else f'<![CDATA[{v}]]>'}</{k}>" for k, v in fields.items())
    return f"<xml>{inner}</xml>".encode()


def said(text: str, **more: str) -> bytes:
    return xml(
        ToUserName=CORP,
        FromUserName="zhangsan",
        CreateTime="1772000001",
        MsgType="text",
        Content=text,
        MsgId="7300000000000000001",
        AgentID="1000002",
        **more,
    )


def event(name: str, **more: str) -> bytes:
    fields = {"FromUserName": "zhangsan", **more}
    return xml(ToUserName=CORP, CreateTime="1772000100", MsgType="event", Event=name, AgentID="1000002", **fields)


CLICK = event(
    "template_card_event",
    FromUserName="LiSi",
    EventKey=PRESS,
    TaskId="ci-20260302-lisi-1",
    CardType="multiple_interaction",
    ResponseCode="RC_xxx",
    SelectedItems=(
        "<SelectedItem><QuestionKey><![CDATA[mood]]></QuestionKey><OptionIds><OptionId><![CDATA[good]]></OptionId>"
        "</OptionIds></SelectedItem><SelectedItem><QuestionKey><![CDATA[risk]]></QuestionKey><OptionIds>"
        "<OptionId><![CDATA[none]]></OptionId></OptionIds></SelectedItem>"
    ),
)
CONTACT = xml(
    ToUserName=CORP,
    FromUserName="sys",
    CreateTime="1772000300",
    MsgType="event",
    Event="change_contact",
    ChangeType="update_user",
    UserID="ZhangSan",
    NewUserID="zhangsan01",
    Department="1,2",
    MainDepartment="2",
    IsLeaderInDept="0,1",
    DirectLeader="wangwu",
)


def frame(kind: str, content: Any = None, **more: Any) -> dict[str, Any]:
    """The body of a frame of the long connection, from a group."""
    return {
        **{"msgid": "1f8d6f54", "aibotid": "aibVG", "chatid": "wrQoP7Cw", "chattype": "group"},
        **{"from": {"userid": "ZhangSan"}, "msgtype": kind, kind: content},
        **more,
    }


def direct(kind: str, content: Any = None, **more: Any) -> dict[str, Any]:
    return {**frame(kind, content, chattype="single", **more), "chatid": None}


GROUP_TEXT = frame("text", {"content": "@CheckBot /kudos lisi thanks"})
GROUP_CLICK = frame(
    "event",
    {
        "eventtype": "template_card_event",
        "template_card_event": {
            "card_type": "vote_interaction",
            "event_key": PRESS,
            "task_id": "ci-0302",
            "selected_items": {"selected_item": [{"question_key": "mood", "option_ids": {"option_id": ["good"]}}]},
        },
    },
    create_time=1772000400,
)
MIXED = frame(
    "mixed",
    {"msg_item": [{"msgtype": "text", "text": {"content": "@合拍 看"}}, {"msgtype": "image", "image": {"url": "u"}}]},
)
