"""A card's markdown is read as its client shows it: what is not escaped has an effect, what is escaped has none."""

import pytest

from tests.fakes.feishu.inline import Findings
from tests.fakes.feishu.markdown import lines, tables


def shown(source: str) -> str:
    return "\n".join(lines(source, lambda id: f"N{id}"))


@pytest.mark.parametrize(
    ("source", "read"),
    [
        ("**a**: b *c* __d__ ~~e~~", "a: b c d e"),
        ("snake_case_name 2 * 3 * 4", "snake_case_name 2 * 3 * 4"),
        ("***x***", "x"),
        ("`**x**`", "**x**"),
        ("\\*z\\*", "*z*"),
        ("&#42;&#42;a&#42;&#42; &#60;at id=all&#62; &amp;lt; a&b", "**a** <at id=all> &lt; a&b"),
        ("[报告](https://x.cn/a_b_c?d=1&amp;e=2)", "报告 (https://x.cn/a_b_c?d=1&e=2)"),
        ("![alt](img_1)", "(image alt)"),
        ("[not a link] (x)", "[not a link] (x)"),
        ("<at id=ou_1></at>, <at id='ou_2'></at>", "@Nou_1, @Nou_2"),
        ("<font color='grey'>g</font><br>h", "g\nh"),
        (":DONE: :done: 10:30:00", "(DONE) :done: 10:30:00"),
        ("a\nb\n\nc", "a\nb\n\nc"),
        ("# h1\n### h3 ###", "h1\nh3"),
        ("#1 first", "#1 first"),
        ("- a\n* b\n+ c", "• a\n• b\n• c"),
        ("3. x\n9. y", "3. x\n4. y"),
        ("2026. year", "2026. year"),
        ("x\n2026. year", "x\n2026. year"),
        ("> **赵敏**: hi\n> more\nlazy", "> 赵敏: hi\n> more\n> lazy"),
        ("title\n---\nmore", "title\nmore"),
        ("a\n\n---", "a\n\n---"),
        ("    code *x*", "code *x*"),
        ("  two", "two"),
        ("```\n**x**\n```\ny", "**x**\ny"),
        ("|a|**b**|\n|-|-|\n|1|2|", "a | b\n1 | 2"),
        ("**标签:**后面", "**标签:**后面"),
        ("a<b, 1 < 2", "a<b, 1 < 2"),
    ],
)
def test_what_is_read(source: str, read: str) -> None:
    assert shown(source) == read


def test_what_a_text_does_is_noticed() -> None:
    findings = Findings()
    lines("<at id=all></at> <at id=ou_1></at> <script> [x](http://a) a<b> 1<2", str, findings)
    assert (findings.people, findings.everybody, findings.links) == (["ou_1"], True, ["http://a"])
    assert [each[:4] for each in findings.stray] == ["<scr", "<b> "]


def test_tables_are_counted() -> None:
    assert tables("|a|b|\n|-|-|\n|1|2|\n\nx | y\n--|--\n") == 2
