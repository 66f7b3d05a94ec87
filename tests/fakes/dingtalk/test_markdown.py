"""The reader of markdown shows what a client would, also where something was not escaped."""

import pytest

from tests.fakes.dingtalk.markdown import lines


def seen(text: str, card: bool = False) -> list[str]:
    return ["---" if each.rule else each.text for each in lines(text, card)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a  \nb", ["a", "b"]),
        ("a\n\nb", ["a", "b"]),
        ("a\nb", ["a b"]),
        ("a  \n&nbsp;  \nb", ["a", " ", "b"]),
        ("### 标题\n正文", ["标题", "正文"]),
        ("#tag", ["#tag"]),
        ("**昨天**: 完成", ["昨天: 完成"]),
        ("*a* _b_ __c__ ~~d~~ `e`", ["a b c d e"]),
        ("2 * 3 * 4", ["2 * 3 * 4"]),
        ("snake_case_name", ["snake_case_name"]),
        (r"\*\*a\*\* \[x\](y) \<b\> 1\. \- \\", ["**a** [x](y) <b> 1. - \\"]),
        ("> **赵敏**: 做完了  \n> 明天上线", ["> 赵敏: 做完了", "> 明天上线"]),
        ("> 引用\n没完", ["> 引用 没完"]),
        ("> 引用\n\n完了", ["> 引用", "完了"]),
        ("a\n\n---\n\nb", ["a", "---", "b"]),
        ("a\n---\nb", ["a", "b"]),
        ("- a\n- b", ["• a", "• b"]),
        ("2. a\n5. b", ["2. a", "3. b"]),
        ("[看](https://e.cn/a_b)", ["看 (https://e.cn/a_b)"]),
        ("![图](@lALP)", ["(图)"]),
        ("&lt;at&gt; &amp; &#42;", ["<at> & *"]),
        ("<font color=#FF0000>红</font>", ["红"]),
        ("<at id=all></at>大家好", ["大家好"]),
        ("a < b > c", ["a < b > c"]),
        ("**(王磊)**说", ["**(王磊)**说"]),
        ("说**「好」**", ["说**「好」**"]),
        ("[同意](dtmd://dingtalkClient/sendMessage?content=x)", ["同意 (dtmd://dingtalkClient/sendMessage?content=x)"]),
        ("[微笑]", ["[微笑]"]),
    ],
)
def test_a_message(text: str, expected: list[str]) -> None:
    assert seen(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[微笑]好", [":微笑:好"]),
        (r"\[微笑\]好", ["[微笑]好"]),
        ("a<br>b", ["a", "b"]),
        ("[x](dtmd://dingtalkclient/sendMessage?content=x)", ["x (dtmd://dingtalkclient/sendMessage?content=x)"]),
    ],
)
def test_a_card(text: str, expected: list[str]) -> None:
    assert seen(text, card=True) == expected


def test_a_link_to_say_is_a_button() -> None:
    say = "dtmd://dingtalkclient/sendMessage?content="
    (line,) = lines(f"[1 完成]({say}1+%E5%AE%8C) [2]({say}2)")
    assert line.text == ""
    assert [(each.label, each.words) for each in line.says] == [("1 完成", "1 完"), ("2", "2")]
