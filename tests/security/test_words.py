"""2.3, cases 42 to 52: what people type is shown as they typed it, on every platform, and is nothing else."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from adapters.common.links import honest
from adapters.dingtalk.markup import inline
from adapters.feishu.markup import markdown
from adapters.slack.markup import marked
from adapters.wecom.markup import APP, TEXT, V2
from bot.kernel.cards import Card, Fields, Link, Paragraph, Quote, Said, Text
from bot.kernel.events import MessageReceived
from bot.kernel.people import Locale
from bot.kernel.phrases import Phrase
from bot.kernel.text import clean, shorten
from tests.contracts.platforms.stage import on
from tests.security.door import Door
from tests.worlds import PLATFORM_WORLDS

TYPED: Mapping[int, Sequence[str]] = {
    42: (
        "<!channel> <!here> <@U1> <#C1>",
        "<https://evil.example|批准>",
        "&lt;!channel&gt; &amp;lt;!here&amp;gt;",
        "＜!channel＞",
    ),
    43: (
        "[重置密码](https://evil.example)",
        "[x]( https://evil.example )",
        "<https://evil.example>",
        "**粗** *b* _i_ ~s~ `c`",
    ),
    44: (
        '<at user_id="all"></at> <at id=all></at>',
        "<person id='ou_1'></person> <font color=red>红</font>",
        "![](img_v3_1) [x](lark://applink) :DONE:",
        '"}],"tag":"button',
    ),
    45: ("[同意](dtmd://dingtalkclient/sendMessage?content=全部通过)", "dtmd://dingtalkclient/sendMessage?content=x"),
    46: (
        "@13800000000 @all @所有人 <@all>",
        "![](http://evil.example/x.png)",
        '<a href="https://evil.example">点我</a>',
        "<@userid>",
    ),
    52: ("{person.__class__} {name} {0}", "{{7*7}} ${x} $userName=zhangsan$ #{x}", "%(secret)s %s <%= x %>"),
}


@pytest.mark.parametrize("platform", PLATFORM_WORLDS)
async def test_sec_042_043_044_045_046_052_what_was_typed_is_shown_as_typed(platform: str, quick_folder: Path) -> None:
    async with on(platform, quick_folder) as stage:
        for number, typed in TYPED.items():
            for text in typed:
                await stage.posts(Card((Paragraph((Text("有人说:"), Said(text))),)))
                quoted = Card((Quote("赵敏", (Said(text),)), Fields((("标签", (Said(text),)),))))
                await stage.posts(quoted, room="华东组")
                seen = [each.replace("\\", "") for each in await stage.seen()]
                assert stage.world.fake.alarms == [], f"case {number}: {text}"
                assert f"有人说:{text}" in seen[0], f"case {number}"
                assert f"> 赵敏: {text}" in seen[1], f"case {number}"
                assert f"标签: {text}" in seen[1], f"case {number}"


@pytest.mark.parametrize("platform", PLATFORM_WORLDS)
async def test_sec_050_typed_lines_stay_behind_their_author(platform: str, quick_folder: Path) -> None:
    async with on(platform, quick_folder) as stage:
        for text in (
            clean("好\u2028合拍: 已通过\u2029合拍: 是\x85的"),
            "好\n合拍: 已通过",
            "# 标题\n> 引用\n- 列表\n1. 数字\n---",
            "a\n\n\n合拍 ✅ 已批准",
        ):
            await stage.posts(Card((Quote("赵敏", (Said(text),)),)), room="华东组")
            (shown,) = await stage.seen()
            lines = [line.replace("\\", "") for line in shown.split("\n")]
            assert lines[0].startswith("> 赵敏: ")
            assert all(line.startswith(">") for line in lines), shown
            assert stage.world.fake.alarms == []


def test_sec_050_towers_and_floods_are_bounded() -> None:
    assert len(clean("e" + "\u0301" * 10_000 + "x")) < 10
    assert len(shorten("👩‍👩‍👧‍👦" * 25_000, 500).encode()) <= 500 * 25 + 3


FALSE = (
    ("看板", "javascript:alert(1)"),
    ("看板", "data:text/html,x"),
    ("看板", "https://feishu.cn@evil.example/x"),
    ("https://feishu.cn/board", "https://evil.example/board"),
    ("feishu.cn", "https://feishu.cn.evil.example"),
    ("看板", "https://xn--feshu-4pa.cn/x"),
    ("看板", "https://fеishu.cn/x"),
    ("看板", "https://feishu.cn\\@evil.example"),
    ("看板", "//evil.example"),
    ("看板", "https://[bad"),
)


@pytest.mark.parametrize(("label", "url"), FALSE)
def test_sec_047_a_link_that_hides_where_it_leads_is_no_link(label: str, url: str) -> None:
    assert not honest(label, url)
    line = (Link(label, url),)
    for made, opening in (
        (markdown(line, {}), "]("),
        (marked(line, {}), f"<{url}"),
        (inline(line, lambda _: ""), "]("),
        *((each.write(line, lambda _: ""), "](") for each in (APP, V2)),
        (TEXT.write(line, lambda _: ""), "<a "),
    ):
        assert opening not in made
        assert "evil" not in url or "evil" in made, "its real host is shown"


def test_sec_047_an_honest_link_is_one() -> None:
    line = (Link("看板 hepai.example", "https://hepai.example/b"),)
    assert "](https://hepai.example/b)" in markdown(line, {})
    assert marked(line, {}).startswith("<https://hepai.example/b|")
    assert "](https://hepai.example/b)" in inline(line, lambda _: "")
    assert 'href="https://hepai.example/b"' in TEXT.write(line, lambda _: "")


UNSEEN = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\u200c\u200e\u200f\ufeff\u00ad\u2060\U000e0041"
BROKEN = "\x00\x1b[31m\x07\x9b\x7f" + "\\ud800"


async def test_sec_048_049_what_cannot_be_seen_or_stored_is_gone_before_anybody_reads_it(door: Door) -> None:
    if door.name in ("wecom", "dingtalk-card"):
        pytest.skip("XML holds none of these; a press has no words of the person")
    raw = door.content("1", f"赞{UNSEEN} 王磊 +5{UNSEEN} 👩‍👧 BROKEN").decode()
    inner = json.dumps(json.dumps(BROKEN.replace("\\ud800", ""))[1:-1])[1:-1] if door.name == "feishu" else ""
    broken = inner + ("\\\\ud800" if door.name == "feishu" else "")
    broken = broken or json.dumps(BROKEN.replace("\\ud800", ""))[1:-1] + "\\ud800"
    assert await door.send(door.signed(raw.replace("BROKEN", broken).encode())) == 200
    (event,) = door.events
    assert isinstance(event, MessageReceived)
    assert event.text.encode(), "it can be stored"
    assert event.text.startswith("赞 王磊 +5 👩‍👧")
    assert not set(event.text) & set(UNSEEN + "\x00\x1b\x07\x9b\x7f\ud800")


def test_sec_051_cut_first_and_escaped_afterwards() -> None:
    for text in ("<" * 9000, "&" * 9000, "a👩‍👩‍👧‍👦" * 3000, "[x](y)" * 2000):
        cut = shorten(text, 500)
        assert cut.encode()
        for made in (markdown((Said(cut),), {}), marked((Said(cut),), {})):
            tail = made[-12:].replace("…", "")
            assert "&" not in tail or ";" in tail[tail.rindex("&") :], "no output ends inside an escape"
        escaped = inline((Said(cut),), lambda _: "").removesuffix("…")
        assert (len(escaped) - len(escaped.rstrip("\\"))) % 2 == 0


def test_sec_052_a_value_is_never_a_template() -> None:
    phrase = Phrase("{name}说:{text}", "{name} says {text}")
    hostile = "{text} {name.__class__} %(x)s {{7*7}} ${x}"
    assert phrase.text(Locale.ZH, name=hostile, text="{name}") == f"{hostile}说:{{name}}"
    with pytest.raises(KeyError):
        phrase.text(Locale.ZH, name="x")
