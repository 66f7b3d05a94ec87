"""Fitted cards on the wire, to the letter; and that nothing a person typed becomes anything else."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from adapters.wecom import limits, render
from adapters.wecom.render import Wire
from adapters.wecom.splitting import MARK_BYTES, split
from bot.kernel.cards import (
    Action,
    Block,
    Bold,
    Button,
    Buttons,
    Card,
    Divider,
    Fields,
    Form,
    Link,
    Mentioned,
    Paragraph,
    Quote,
    Said,
    Select,
    Style,
    Text,
)
from bot.kernel.fitting import fit
from bot.kernel.ids import DeliveryKey, PersonId
from bot.kernel.questions import TextQuestion
from tests.adapters.wecom.desk import MORNING
from tests.fakes.wecom import draw
from tests.fakes.wecom.records import Message

KEY = DeliveryKey("d1")
DIRECT = limits.capabilities(direct=True, app=True, aibot=True)
GROUP = limits.capabilities(direct=False, app=True, aibot=True)
DONE = Button("完成", Action("nudges.done", {"id": "7"}), Style.PRIMARY)
LATER = Button("以后", Action("nudges.later", {"id": "7"}))
DROP = Button("不做了", Action("nudges.drop"), Style.DANGER)


def line(text: str) -> Paragraph:
    return Paragraph((Text(text),))


def direct(card: Card, reason: str = "", markdown: bool = True) -> list[Wire]:
    return render.direct(KEY, fit(card, DIRECT).pages, reason, markdown)


def group(card: Card, reason: str = "", **how: Any) -> list[Wire]:
    return render.aibot(KEY, fit(card, GROUP).pages, reason, **how)


def unmarked(wire: Wire) -> dict[str, Any]:
    """Without the invisible mark at the end, which is checked on its own."""
    content = wire.body[wire.kind]["content"]
    assert len(content[len(content.rstrip("\u200b\u200c\u2060")) :].encode()) == MARK_BYTES
    return {"msgtype": wire.kind, wire.kind: {"content": content.rstrip("\u200b\u200c\u2060")}}


def drawn(wire: Wire, via: Any) -> str:
    message = Message("m", via, "u", "", wire.body, MORNING, MORNING, lambda user: None)
    alarms: list[str] = []
    text = draw(message, alarms.append).text
    assert alarms == []
    return text


def test_a_card_with_buttons() -> None:
    card = Card((line("「接口文档」今天到期。"), Buttons((DONE, LATER, DROP))), title="提醒")
    [wire] = direct(card, "因为你答应过")
    assert wire.body == {
        "msgtype": "template_card",
        "template_card": {
            "card_type": "button_interaction",
            "main_title": {"title": "提醒"},
            "sub_title_text": "「接口文档」今天到期。\nⓘ 因为你答应过",
            "button_list": [
                {"text": "1 完成", "style": 1, "key": '{"k":"d1","a":"nudges.done","x":{"id":"7"}}'},
                {"text": "2 以后", "style": 2, "key": '{"k":"d1","a":"nudges.later","x":{"id":"7"}}'},
                {"text": "3 不做了", "style": 3, "key": '{"k":"d1","a":"nudges.drop","x":{}}'},
            ],
            "task_id": wire.task,
        },
    }
    assert direct(card)[0].task == wire.task, "the same message has the same task_id at every try"


def test_a_short_line_is_the_title_and_a_long_one_stands_under_the_bots_name() -> None:
    [short] = direct(Card((line("要现在开始吗?"), Buttons((DONE,)))))
    assert short.content["main_title"] == {"title": "要现在开始吗?"}
    assert "sub_title_text" not in short.content
    [long] = direct(Card((line("长" * 37), Buttons((DONE,)))))
    assert long.content["main_title"] == {"title": "合拍"}
    assert long.content["sub_title_text"] == "长" * 37


def test_a_second_line_moves_up_where_room_is_needed() -> None:
    card = Card((line("短"), line("第二行"), line("长" * 140), Buttons((DONE,))))
    [wire] = direct(card, "原因" * 9)
    assert wire.content["main_title"] == {"title": "短", "desc": "第二行"}
    assert wire.content["sub_title_text"] == "长" * 140 + "\nⓘ " + "原因" * 9


def test_the_blocks_of_a_card_are_plain_lines() -> None:
    blocks: tuple[Block, ...] = (
        Paragraph((Text("你好 "), Bold("重点"), Mentioned(PersonId("p"), "王磊"), Link("看板", "https://x.example/b"))),
        Fields((("谁", (Said("赵*敏*"),)), ("何时", (Text("周二"),)))),
        Divider(),
        Quote("王磊", (Said("一\n二"),)),
        Buttons((DONE,)),
    )
    [wire] = direct(Card(blocks))
    text = f"{wire.content['main_title']['title']}\n{wire.content['sub_title_text']}"
    assert text.split("\n") == [
        *("你好 重点@王磊看板 (https://x.example/b)", "谁: 赵*敏*", "何时: 周二", "---", "> 王磊: 一", "> 二")
    ]


def test_without_buttons_markdown_or_text() -> None:
    titled = Card((line("两个人交了"), Fields((("赵敏", (Said("做完了"),)),))), title="今天")
    [wire] = direct(titled, "因为今天")
    content = "**今天**\n两个人交了\n**赵敏**: 做完了\nⓘ 因为今天"
    assert unmarked(wire) == {"msgtype": "markdown", "markdown": {"content": content}}
    [bare] = direct(titled, markdown=False)
    assert unmarked(bare) == {"msgtype": "text", "text": {"content": "今天\n两个人交了\n赵敏: 做完了"}}
    [plain] = direct(Card((line("收到"),)))
    assert unmarked(plain) == {"msgtype": "text", "text": {"content": "收到"}}
    [link] = direct(Card((Paragraph((Link("看板", "https://x.example/b"),)),)))
    assert unmarked(link)["text"]["content"] == '<a href="https://x.example/b">看板</a>'


def test_what_a_dialect_without_escapes_would_read_as_markup_goes_as_text() -> None:
    [wire] = direct(Card((Quote("王磊", (Said("**大** [点](https://evil.example)"),)),), title="昨天"))
    assert unmarked(wire) == {
        "msgtype": "text",
        "text": {"content": "昨天\n> 王磊: **大** [点](https://evil.example)"},
    }
    [tagged] = direct(Card((Paragraph((Said('<a href="https://evil.example">点</a>'),)),)))
    assert drawn(tagged, "app") == '<a href="https://evil.example">点</a>'


def test_two_messages_of_the_same_words_are_two_requests_and_a_repeat_is_the_same() -> None:
    page = fit(Card((line("收到"),)), DIRECT).pages
    one, again, other = (render.direct(DeliveryKey(key), page, "", True)[0].body for key in ("a", "a", "b"))
    assert one == again
    assert one != other


def test_a_group_speaks_the_ai_bots_dialect() -> None:
    card = Card(
        (Paragraph((Bold("三个人"), Text("交了 "), Mentioned(PersonId("p"), "王磊"))), Divider(), line("1. 先做")),
        title="打卡",
    )
    [wire] = group(card)
    assert wire.body == {
        "msgtype": "markdown",
        "markdown": {"content": "**打卡**\n**三个人**交了 @王磊\n***\n1\\. 先做"},
    }
    [named] = group(card, named=lambda each: "<@wanglei>")
    assert "<@wanglei>" in named.content["content"]
    assert drawn(wire, "aibot").split("\n") == ["打卡", "三个人交了 @王磊", "---", "1. 先做"]


def test_a_group_card_is_smaller_and_a_longer_one_is_words() -> None:
    [wire] = group(Card((line("要吗?"), Buttons((DONE, LATER)))))
    assert [each["text"] for each in wire.content["button_list"]] == ["1 完成", "2 以后"]
    [words] = group(Card((line("长" * 120), Buttons((DONE, LATER)))))
    assert words.kind == "markdown"
    assert words.content["content"].endswith("(1 完成)  (2 以后)")


def test_robots_and_appchats_have_words_only() -> None:
    pages = (Card((line("要吗?"), Buttons((DONE,))), title="问"),)
    [wire] = render.robot(pages, "因为", 4096)
    assert wire.body == {"msgtype": "markdown", "markdown": {"content": "**问**\n要吗?\n(完成)\nⓘ 因为"}}


def test_a_changed_card_without_buttons_is_a_notice() -> None:
    card = Card((line("「接口文档」完成了 ✓"),))
    assert render.changed(KEY, card, "因为", "t1", "https://bot.example.com/wecom/done") == {
        "card_type": "text_notice",
        "main_title": {"title": "「接口文档」完成了 ✓"},
        "sub_title_text": "ⓘ 因为",
        "card_action": {"type": 1, "url": "https://bot.example.com/wecom/done"},
        "task_id": "t1",
    }
    assert render.changed(KEY, Card((line("长" * 200),)), "", "t1", "https://x.example") is None


def test_a_form_is_a_talk_with_a_page_beside_it() -> None:
    form = Form((TextQuestion("a", "做了什么?"),), Action("c.answer"), "提交", Button("一题一题答", Action("c.talk")))
    pages = fit(Card((line("今天 3 题"), form)), DIRECT).pages
    [wire] = render.direct(KEY, pages, "", True, ("网页填写", "https://bot.example.com/wecom/form?t=x"))
    assert wire.content["button_list"] == [
        {"text": "一题一题答", "style": 2, "key": '{"k":"d1","a":"c.talk","x":{}}'},
        {"text": "网页填写", "type": 1, "url": "https://bot.example.com/wecom/form?t=x"},
    ]


def test_menus_and_surplus_buttons() -> None:
    many = tuple(Button(f"选{number}", Action("x", {"n": str(number)})) for number in range(8))
    [wire] = direct(Card((Select("选一个", many),)))
    assert len(wire.content["button_list"]) == 6
    text = f"{wire.content['main_title']['title']}\n{wire.content['sub_title_text']}"
    assert text == "选一个\n(7 选6)  (8 选7)"


WORDS = st.text(
    st.characters(codec="utf-8", exclude_characters="ⓘ", exclude_categories=["Cc", "Cf", "Zl", "Zp", "Co", "Cn"]),
    max_size=60,
)
PIECES = (
    *("[", "](", "https://evil.example", ")", "<a href=x>", "</a>", "<@all>", "<@u>", "**", "*", "_", "`", "~~", "\\"),
    *("# ", "> ", "- ", "\n", "---", "```", "|", "<font color=red>", "&lt;", "&", "$userName=u$", "x", "1. "),
)
MARKUP = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)


@given(text=(WORDS | MARKUP).map(str.strip).filter(bool), author=(WORDS | MARKUP).map(str.strip).filter(bool))
def test_sec_046_nothing_typed_is_read_as_markup(text: str, author: str) -> None:
    author = " ".join(author.split())
    card = Card((line("有人说:"), Quote(author, (Said(text),)), Fields((("标签", (Said(text),)),))), title=author)
    first, *more = text.split("\n")
    quoted = [f"> {author}: {first}", *(f"> {each}" for each in more)]
    expected = [author, "有人说:", *quoted, f"标签: {first}", *more]
    lines = [[each.rstrip() for each in expected]]
    for wires, via in ((direct(card), "app"), (group(card), "aibot"), (render.robot((card,), "", 4096), "webhook")):
        seen = "\n".join(drawn(wire, via) for wire in wires)
        for char in "[]{}\\":
            seen = seen.replace(f"\\{char}", char)
        assert [seen.split("\n")] == lines, via


@given(text=st.text(st.characters(codec="utf-8"), max_size=4000), limit=st.integers(40, 300))
def test_no_piece_is_too_long_and_nothing_is_left_out(text: str, limit: int) -> None:
    pieces = split(text, limit)
    assert all(len(piece.encode()) <= limit and piece.strip() for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())


def test_a_text_over_the_limit_goes_on_in_a_further_message() -> None:
    card = Card(tuple(Fields(((f"第{number}行", (Said("字" * 60),)),)) for number in range(30)))
    wires = direct(card)
    assert len(wires) > 1
    assert all(len(json.dumps(wire.content["content"], ensure_ascii=False).encode()) <= 2050 for wire in wires)
    assert "".join(unmarked(wire)[wire.kind]["content"] for wire in wires).count("字") == 1800
