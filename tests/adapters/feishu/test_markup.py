"""Words that people type stay words: read back by the fake's own reader of markdown, they are what was typed."""

from hypothesis import example, given
from hypothesis import strategies as st

from adapters.common.links import honest
from adapters.feishu.markup import markdown, sendable
from bot.kernel.cards import Bold, Inline, Link, Mentioned, Private, Said, Text, plain
from bot.kernel.ids import PersonId
from bot.kernel.text import clean
from tests.adapters.feishu.payloads import user
from tests.fakes.feishu.inline import Findings
from tests.fakes.feishu.markdown import lines, tables

ME = PersonId("p1")
PEOPLE = {ME: user("ou_ann")}
MARKS = st.sampled_from(
    [
        *"*_~`[]()<>&#!|\\-+=.:>$\"'/ \n\t",
        *"a1好😀",
        "**",
        "```",
        "---",
        "- ",
        "1. ",
        "> ",
        "# ",
        "    ",
        "<at id=all></at>",
        "</font>",
        "&#42;",
        "&lt;",
        ":DONE:",
        "](https://evil.cn)",
        "<br>",
    ]
)
TYPED = st.lists(MARKS, max_size=30).map("".join).map(clean)


def read(source: str) -> tuple[str, Findings]:
    findings = Findings()
    return "\n".join(lines(source, {"ou_ann": "Ann"}.__getitem__, findings)), findings


def same(shown: str, typed: str) -> bool:
    """Spaces at the end of a line are seen by nobody."""
    return [each.rstrip() for each in shown.split("\n")] == [each.rstrip() for each in typed.split("\n")]


def harmless(findings: Findings) -> bool:
    return not (findings.everybody or findings.people or findings.links or findings.stray)


@given(TYPED)
@example("<at id=all></at>")
@example("**a** _b_ ~~c~~ `d`")
@example("1. eins\n- zwei\n# drei\n> vier\n---\n    fünf")
@example("| a | b |\n|---|---|\n| 1 | 2 |")
@example("Titel\n===")
@example("[点我](https://evil.cn) ![](img_v3_1) <https://evil.cn>")
@example("&lt;at id=all&gt; &#60;")
@example(":DONE: \\*")
def test_sec_044_what_a_person_typed_is_shown_as_typed(typed: str) -> None:
    for inline in (Said(typed), Text(typed), Private(ME, typed)):
        source = markdown((inline,), PEOPLE)
        shown, findings = read(source)
        assert same(shown, typed)
        assert harmless(findings)
        assert tables(source) == 0


@given(st.lists(st.one_of(TYPED.map(Said), TYPED.map(Bold), TYPED.map(Text)), max_size=6))
def test_pieces_side_by_side_make_no_markup_together(line: list[Inline]) -> None:
    shown, findings = read(markdown(tuple(line), PEOPLE))
    assert same(shown, plain(tuple(line)))
    assert harmless(findings)


@given(TYPED, TYPED)
def test_a_mention_notifies_this_person_and_nobody_else(before: str, after: str) -> None:
    line = (Said(before), Mentioned(ME, "Ann"), Said(after))
    shown, findings = read(markdown(line, PEOPLE))
    assert same(shown, plain(line))
    assert findings.people == ["ou_ann"]
    assert not findings.everybody


def test_somebody_who_has_no_account_here_is_named() -> None:
    assert markdown((Mentioned(PersonId("p2"), "A<at id=all>"),), PEOPLE) == "@A&#60;at id=all&#62;"


def test_sec_044_an_account_that_would_mean_everybody_is_only_a_name() -> None:
    for id in ("all", "ou_x></at><at id=all", ""):
        assert "<at" not in markdown((Mentioned(ME, "Ann"),), {ME: user(id)})


@given(TYPED, st.text(st.characters(codec="utf-8"), max_size=20).map(lambda path: f"https://hepai.example/{path}"))
def test_a_link_of_ours_is_one_link(label: str, url: str) -> None:
    label = label.replace("\n", " ")
    shown, findings = read(markdown((Link(label, url),), PEOPLE))
    assert len(findings.links) == honest(label, url), "a label that names another host is no link"
    assert all(each.startswith("https://hepai.example/") for each in findings.links)
    assert not findings.people
    assert shown.endswith(")")


def test_sec_047_any_other_link_shows_where_it_leads() -> None:
    for url in ("http://x.cn", "javascript:alert(1)", "/r", "lark://x", "data:text/html,x"):
        shown, findings = read(markdown((Link("规则", url),), PEOPLE))
        assert shown == f"规则 ({url})"
        assert findings.links == []


def test_bold_is_left_out_where_the_platform_would_show_its_stars() -> None:
    assert markdown((Bold("完成"),), {}) == "**完成**"
    assert markdown((Bold("完成:"), Text("后")), {}) == "完成:后"
    assert markdown((Bold(" x"),), {}) == "&#32;x"
    assert markdown((Bold("a"), Bold("b")), {}) == "**a**b"


@given(st.text())
def test_what_is_sent_has_no_halves_of_characters(text: str) -> None:
    sendable(text + "\ud800\x00").encode()
