"""How messages look in the notation, and what pressing them does."""

import json
from typing import Any
from urllib.parse import quote_plus

from tests.fakes.dingtalk import CLIENT_ID, FakeDingTalk, draw
from tests.fakes.dingtalk.model import Message
from tests.fakes.dingtalk.probe import NOW, Probe

ROOM = "cidTeamA/+x=="


def say(words: str) -> str:
    return f"dtmd://dingtalkclient/sendMessage?content={quote_plus(words)}"


def robot(key: str, **param: Any) -> Message:
    return Message("m", "m", "robot", {"msgKey": key, "msgParam": param}, NOW, NOW, user="user0102")


def test_plain_text_is_drawn_as_it_is() -> None:
    drawn = draw(robot("sampleText", content="**a** [b]"))
    assert (drawn.text, drawn.listens) == ("**a** \\[b\\]", True)


def test_a_message_with_all_its_parts() -> None:
    text = "\n".join(
        (
            "### 日报",
            "**昨天**: 合同  ",
            r"**今天**: \[上线\]",
            "",
            "> **赵敏**: 卡在\\<b\\>  ",
            "> 接口",
            "",
            "---",
            "",
            "还有吗?  ",
            f"[1 有]({say('1 有')}) [2 没有]({say('没有')})  ",
            "[看](https://e.cn)",
            "",
            "ⓘ 你负责华东组",
        )
    )
    drawn = draw(robot("sampleMarkdown", title="日报", text=text))
    assert drawn.text.split("\n") == [
        "日报",
        "昨天: 合同",
        "今天: \\[上线\\]",
        "> 赵敏: 卡在<b>",
        "> 接口",
        "---",
        "还有吗? [1 有] [2 没有]",
        "看 (https://e.cn)",
        "(i) 你负责华东组",
    ]
    assert [(each.handle.how, each.handle.text, each.takes) for each in drawn.pressables] == [
        ("say", "1 有", True),
        ("say", "没有", True),
    ]
    assert not drawn.listens


def test_buttons_below_stand_above_the_small_print() -> None:
    param = {f"actionTitle{n}": f"{n} 好" for n in (1, 2)} | {f"actionURL{n}": say(str(n)) for n in (1, 2)}
    drawn = draw(robot("sampleActionCard2", title="t", text="好吗?\n\nⓘ 因为", **param))
    assert drawn.text == "好吗? [1 好] [2 好]\n(i) 因为"


def test_small_print_may_have_several_lines() -> None:
    drawn = draw(robot("sampleMarkdown", title="t", text="ⓘ 不是  \n好\n\nⓘ 因为  \n所以"))
    assert drawn.text == "ⓘ 不是\n好\n(i) 因为\n所以"


def test_two_beside_each_other() -> None:
    param = {"buttonTitle1": "是", "buttonUrl1": say("是"), "buttonTitle2": "否", "buttonUrl2": say("否")}
    assert draw(robot("sampleActionCard6", title="t", text="好吗?", **param)).text == "好吗? [是] [否]"


def test_an_address_is_shown() -> None:
    drawn = draw(robot("sampleActionCard", title="t", text="看", singleTitle="打开", singleURL="https://e.cn"))
    assert (drawn.text, drawn.pressables) == ("看\n打开 (https://e.cn)", ())


async def test_pressing_makes_the_person_say_it(probe: Probe, fake: FakeDingTalk) -> None:
    listener = await probe.listen()
    param = json.dumps({"title": "t", "text": "好吗?", "singleTitle": "1 完成", "singleURL": say("1 完成 & 好")})
    common = {"robotCode": CLIENT_ID, "msgKey": "sampleActionCard", "msgParam": param}
    await probe.post("/v1.0/robot/oToMessages/batchSend", **common, userIds=["user0102"])
    await probe.post("/v1.0/robot/groupMessages/send", **common, openConversationId=ROOM)
    direct, group = fake.messages
    handle = draw(direct).pressables[0].handle
    await fake.push(fake.pressed("user0102", direct.id, handle))
    await fake.push(fake.pressed("user0102", group.id, handle))
    assert [each["text"]["content"] for each in listener.data] == ["1 完成 & 好"]
    fake.site.switches.dtmd_reaches_in_groups = True
    await fake.push(fake.pressed("user0102", group.id, handle))
    assert listener.data[-1]["conversationType"] == "2"
