"""What a message looks like: texts, the dialects of markdown, and every template card."""

from typing import Any

import pytest

from tests.fakes.wecom import FakeWeCom
from tests.fakes.wecom.conftest import ROOM
from tests.fakes.wecom.drawing import draw
from tests.fakes.wecom.records import Via
from tests.fakes.wecom.samples import BUTTONS, CARDS, URL, plain_card

Json = dict[str, Any]


def _drawn(fake: FakeWeCom, wire: Json, via: Via = "app") -> str:
    room = "" if via == "app" else ROOM
    return draw(fake.board.post(via, wire, fake.board.next_id("m"), user="" if room else "LiSi", room=room)).text


def _text(content: str, **more: Any) -> Json:
    return {"msgtype": "text", "text": {"content": content}, **more}


def _markdown(content: str, kind: str = "markdown") -> Json:
    return {"msgtype": kind, kind: {"content": content}}


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        ("一\n\n二", "一\n\n二"),
        ('看 <a href="https://x.example">这里</a>', "看 这里 (https://x.example)"),
        ("<a\u2060 href='https://x.example'>这里</a>", "<a\\u2060 href='https://x.example'>这里</a>"),
        ("<\u2060a href='https://x.example'>这里</a>", "<a href='https://x.example'>这里</a>"),
        (
            "**粗** [点我](https://x.example) &lt;b&gt; <at id=all>",
            "**粗** \\[点我\\](https://x.example) &lt;b&gt; <at id=all>",
        ),
        ("> 赵敏: 好\n---\nⓘ 因为", "> 赵敏: 好\n---\n(i) 因为"),
        ("好\nⓘ 因为\n也因为", "好\n(i) 因为\n也因为"),
        ("\u202e倒", "\\u202e倒"),
        ("好\u200b\u2060\u200b", "好"),
        ("\u200b好", "\\u200b好"),
    ],
)
def test_a_text_has_links_and_no_other_markup(fake: FakeWeCom, content: str, shown: str) -> None:
    assert _drawn(fake, _text(content)) == shown


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        ("# 标题\n**粗**体 `x` *斜*", "标题\n粗体 x *斜*"),
        ('> **赵敏**: <font color="warning">急</font>', "> 赵敏: 急"),
        ("[看](https://x.example)", "看 (https://x.example)"),
        ("<@LiSi> <@all> \\*", "<@LiSi> <@all> \\\\*"),
        ("- 一\n1. 二\n---", "- 一\n1. 二\n---"),
        ('<font color="comment">ⓘ 因为</font>', "(i) 因为"),
    ],
)
def test_the_apps_markdown(fake: FakeWeCom, content: str, shown: str) -> None:
    assert _drawn(fake, _markdown(content)) == shown
    assert fake.alarms == []


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        ("### 标题\n**粗**体 *斜* `x` ~~删~~ __重__", "标题\n粗体 斜 x 删 重"),
        ("- 一\n1. 二\n---\n> > 深", "• 一\n1. 二\n---\n> > 深"),
        (r"\- 一 \*\*粗\*\* \[点我\](https://x.example) \<b\>", r"- 一 **粗** \[点我\](https://x.example) <b>"),
        ("[点我](https://x.example) <b>粗</b> &lt; snake_case_name", "点我 (https://x.example) 粗 < snake_case_name"),
        (r"\&lt; \\ a*b", r"&lt; \\ a*b"),
        ("| 谁 | 多少 |\n| --- | --- |\n| 李四 | 2 |", "| 谁 | 多少 |\n| 李四 | 2 |"),
        ("```\n**x**\n```", "**x**"),
        ("`\\*` \\`a\\`", "* `a`"),
    ],
)
def test_the_ai_bots_markdown(fake: FakeWeCom, content: str, shown: str) -> None:
    assert _drawn(fake, _markdown(content), "aibot") == shown
    assert _drawn(fake, _markdown(content, "markdown_v2"), "webhook") == shown


def test_a_mention_of_everybody_is_seen_and_noted(fake: FakeWeCom) -> None:
    assert _drawn(fake, _markdown("<@all> 好"), "aibot") == "@所有人 好"
    assert _drawn(fake, _markdown("<@LiSi> 好 <@nobody>"), "aibot") == "@李四 好 <@nobody>"
    assert _drawn(fake, _markdown("<@LiSi>", "markdown_v2"), "webhook") == "<@LiSi>"
    assert _drawn(fake, _markdown("<@all>"), "webhook") == "@所有人"
    assert _drawn(
        fake, {"msgtype": "text", "text": {"content": "好", "mentioned_list": ["@all", "lisi"]}}, "webhook"
    ) == ("好 @所有人 @李四")
    assert len(fake.alarms) == 3


CARDS_DRAWN = {
    "text_notice": (
        f"Weekly digest\nTeam Core\n87%\nchecked in\n3 blockers\nOwner: Li Si\nOpen board ({URL})\n{{More: Mute}}"
    ),
    "news_notice": "Kudos\n(image) https://bot.example.com/p.png\nLi Si → Wang Wu: thanks for the review",
    "button_interaction": f"Red flag\nfrom Zhang San\nBlocked on access\n{{Assign: Li Si}} [I see]\nOpen ({URL})",
    "vote_interaction": "How was today?\n{How was today?: Good|Bad} [Send]",
    "multiple_interaction": "Check-in\n{Mood: OK|Bad}\n{Load: Fine|Too much} [Send]",
}


@pytest.mark.parametrize("kind", CARDS)
def test_the_five_cards(fake: FakeWeCom, kind: str) -> None:
    assert _drawn(fake, {"msgtype": "template_card", "template_card": CARDS[kind]}) == CARDS_DRAWN[kind]


def test_the_small_print_of_a_card_stands_behind_its_buttons(fake: FakeWeCom) -> None:
    card = plain_card(title="完成了吗?", sub_title_text="> 赵敏: 快\n---\n目标: 三\nⓘ 因为约好了")
    message = fake.board.post("app", {"msgtype": "template_card", "template_card": card}, "m1", user="LiSi")
    drawn = draw(message)
    assert drawn.text == "完成了吗?\n> 赵敏: 快\n---\n目标: 三 [1 完成] [2 以后]\n(i) 因为约好了"
    assert [(each.label, each.takes) for each in drawn.pressables] == [("1 完成", True), ("2 以后", True)]
    assert drawn.listens is False


def test_markup_in_a_card_is_no_markup(fake: FakeWeCom) -> None:
    card = plain_card(title="**粗** <@all> [点](https://x.example)")
    assert _drawn(fake, {"msgtype": "template_card", "template_card": card}) == (
        "**粗** <@all> \\[点\\](https://x.example) [1 完成] [2 以后]"
    )
    assert fake.alarms == []


def test_a_textcard_and_news(fake: FakeWeCom) -> None:
    description = '<div class="gray">9/17</div><div class="highlight">两件</div>'
    textcard = {"title": "周报", "description": description, "url": URL, "btntxt": "看"}
    assert _drawn(fake, {"msgtype": "textcard", "textcard": textcard}) == f"周报\n9/17\n两件\n看 ({URL})"
    article = {"title": "周报", "description": "两件", "url": URL}
    assert _drawn(fake, {"msgtype": "news", "news": {"articles": [article]}}) == f"周报 ({URL})\n两件"


def test_what_has_nothing_to_press_listens(fake: FakeWeCom) -> None:
    message = fake.board.post("app", _text("怎么样?"), "m1", user="LiSi")
    assert draw(message).listens is True
    card = {"msgtype": "template_card", "template_card": BUTTONS}
    assert draw(fake.board.post("app", card, "m2", user="LiSi")).listens is False
