"""Markup as the client shows it: what is formatting disappears, what was escaped stands there."""

import pytest

from tests.fakes.slack.mrkdwn import escaped, shown

NAMES = {"U1": "王磊", "C1": "general"}


def called(id: str) -> str:
    return NAMES.get(id, id)


@pytest.mark.parametrize(
    ("wire", "screen"),
    [
        ("*3* of _5_ ~done~ `now`", "3 of 5 done now"),
        ("*标签:* 值", "标签: 值"),
        ("*_both_*", "both"),
        ("a &amp; b &lt;c&gt; &amp;lt;", "a & b <c> &lt;"),
        ("<@U1> in <#C1>", "@王磊 in #general"),
        ("<@U9>", "@U9"),
        ("<!channel> <!here> <!subteam^S1|@team>", "@channel @here @team"),
        ("<https://e.co?a=1&amp;b=2|the *page*>", "the page (https://e.co?a=1&b=2)"),
        ("<https://e.co>", "https://e.co"),
        ("due <!date^1750000000^{date_short}|soon>", "due soon"),
        ("> quoted\nplain\n>again\n&gt; too", "> quoted\nplain\n> again\n> too"),
        (">>> one\ntwo", "> one\n> two"),
        (">*赵敏:* 卡住了", "> 赵敏: 卡住了"),
        ("`*not bold*`", "*not bold*"),
        ("```\na &lt; *b*\n```", "a < *b*"),
        (":tada: at 12:30:45 :nobody:", "🎉 at 12:30:45 :nobody:"),
        # no pairs: inside a word, alone, with a space inside, over a line's end, doubled
        ("2*3*4 snake_case_name", "2*3*4 snake_case_name"),
        ("字*粗*字", "字*粗*字"),
        ("字*粗* 字 *粗*字", "字*粗* 字 *粗*字"),
        ("字\u200b*粗*\u200b字", "字粗字"),
        ("5 * 3 * 2", "5 * 3 * 2"),
        ("*a\nb*", "*a\nb*"),
        ("**加粗**", "**加粗**"),
        ("*\u2060not*", "*not*"),
        ("\u2060&gt; not a quote", "> not a quote"),
        ("a < b & c", "a < b & c"),
    ],
)
def test_it_shows(wire: str, screen: str) -> None:
    assert shown(wire, called) == screen


@pytest.mark.parametrize("text", ["<!channel> & <@U1>", "a < b > c", "&lt;", "救火](https://e.co)"])
def test_what_was_escaped_shows_as_typed(text: str) -> None:
    assert shown(escaped(text), called) == text
