"""Lines become steps; a mistake names the file, the line and the remedy."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playing.notation import parse
from bot.playing.script import Expected, Fill, Invite, PersonSpec, PlayError, Press, Remark, Say, Trouble

FILE = Path("dialog.txt")


def actions(text: str) -> list[object]:
    return [action for step in parse(text, FILE).steps for action in step.actions]


def test_the_header_describes_the_company_and_the_time() -> None:
    header = parse(
        "# AT-00\n@people 赵敏(manager=陈经理, tz=Asia/Tokyo, admin) 张伟·财务(staff=1187)\n@people 王磊\n"
        "@locale en\n@company none\n@needs forms\n@zone Europe/Berlin\n@now 2026-03-29 02:30\n",
        FILE,
    ).header
    assert header.people == (
        PersonSpec("赵敏", manager="陈经理", tz="Asia/Tokyo", admin=True),
        PersonSpec("张伟·财务", staff="1187"),
        PersonSpec("王磊"),
    )
    assert header.people[1].name == "张伟"
    assert (header.locale, header.company, header.needs) == ("en", "none", frozenset({"forms"}))
    assert header.now == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)  # 02:30 does not exist: an hour later


@pytest.mark.parametrize(
    ("line", "action"),
    [
        ("赵敏 > 好 [x] > y", Say("赵敏", "好 [x] > y")),
        ("赵敏 >", Say("赵敏", "")),
        ("x > hi", Say("x", "hi")),
        ("xeno > hi", Say("xeno", "hi")),
        ("#华东组 赵敏 > @合拍 赞", Say("赵敏", "@合拍 赞", "华东组")),
        ("赵敏 > a\\nb", Say("赵敏", "a\nb")),
        ("赵敏 > 一\n  | 二\n  |\n  | 三", Say("赵敏", "一\n二\n\n三")),
        ("赵敏 > 哈(×3)", Say("赵敏", "哈哈哈")),
        ("赵敏 > 赞 哈(×3)!", Say("赵敏", "赞 哈哈哈!")),
        ("赵敏 > (voice)", Say("赵敏", "", media="voice")),
        ("赵敏 [改到…: 周四]", Press("赵敏", "改到…: 周四")),
        ("#华东组 王磊 [我也谢谢他] (old)", Press("王磊", "我也谢谢他", "华东组", old=True)),
        ("赵敏 {a: 1, b: c, d} [好]", Fill("赵敏", (("a", "1"), ("b", "c, d")), "好")),
        ("#新组 周婷 + 合拍: 王磊 李娜", Invite("周婷", "新组", ("王磊", "李娜"))),
        ("#新组 周婷 - 合拍", Invite("周婷", "新组", out=True)),
        ("!! refuse 2", Trouble("refuse", 2)),
        ("!! dup", Trouble("dup")),
    ],
)
def test_an_action_is_read(line: str, action: object) -> None:
    assert actions(f"{line}\n") == [action]


def test_what_is_seen_belongs_to_the_action_above_it() -> None:
    script = parse("赵敏 > 好\n#组 ~ 一\n | 二\n赵敏 x 三\n.. Fri 09-18 10:00\n", FILE)
    assert script.steps[1].replies == (
        Expected("#组", "~", "一\n二", ("#组 ~ 一", " | 二")),
        Expected("赵敏", "x", "三", ("赵敏 x 三",)),
        Expected("", "..", "Fri 09-18 10:00", (".. Fri 09-18 10:00",)),
    )


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("赵敏 > 好\n赵敏 hello\n", 2, "not understood: '赵敏 hello'; write `who > text`"),
        ("赵敏 > 好\n\n> 好\n", 3, "nobody does this"),
        ("赵敏 > 好\n< 好\n", 2, "who sees this?"),
        ("赵敏 > 好\n#组 赵敏 < 好\n", 2, "who sees this?"),
        ("赵敏 [完成\n", 1, "not a press: '[完成'; write `[Label]`"),
        ("赵敏 {完成} [好]\n", 1, "a field without a value: '完成'; write `{field: value"),
        ("-- someday 09:30\n", 1, "no such day: 'someday'; write 2026-09-17 09:30"),
        ("-- soon\n", 1, "no such time: 'soon'; write 2026-09-17 09:30"),
        ("-- 09:30 Mars/Phobos\n", 1, "no such time zone: Mars/Phobos"),
        ("-- 2026-02-30 09:30\n", 1, "day is out of range for month"),
        ("-- 25:30\n", 1, "hour must be in 0..23"),
        ("!! snow\n", 1, "no such weather: 'snow'; write `!! dup`"),
        ("赵敏 > 好\n@now 2026-09-17 09:00\n", 2, "@now stands after the first step; move it into the header"),
        ("@when now\n", 1, "unknown header @when; there are @people"),
        ("@now tomorrow\n", 1, "no such time: 'tomorrow'; write `@now 2026-09-17 09:00`"),
        ("# x\n@locale de\n", 2, "no such language: 'de'"),
        ("@company big\n", 1, "no such company: 'big'"),
        ("@needs wings\n", 1, "no such ability: wings; there are buttons"),
        ("@zone Mars/Phobos\n", 1, "no such time zone: 'Mars/Phobos'"),
        ("@people 赵敏(age=3)\n", 1, "赵敏: 'age=3' is no attribute of a person; there are manager="),
        ("@people 赵敏(tz=Mars/Phobos)\n", 1, "no such time zone: 'Mars/Phobos'"),
        ("@people 赵敏(\n", 1, "not a person: '赵敏('"),
        ("& 赵敏 > 好\n", 1, "`&` must follow directly the line of what somebody does"),
        ("赵敏 > 好\n& 赵敏 < 好\n", 2, "`&` joins what people do"),
        ("周婷 + 合拍\n", 1, "write `#room who + 合拍: members`"),
    ],
)
def test_a_mistake_names_its_place_and_the_remedy(text: str, line: int, problem: str) -> None:
    with pytest.raises(PlayError) as caught:
        parse(text, FILE)
    assert str(caught.value).startswith(f"dialog.txt:{line}: ")
    assert problem in str(caught.value)


PIECES = (
    "赵敏",
    "#组",
    "&",
    ">",
    "<",
    "~",
    "x",
    "+",
    "[完成]",
    "{a: b}",
    "--",
    "!!",
    "..",
    "  |",
    "@now",
    "# ",
    "\n",
    " ",
    "18:00",
)


@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=30).map("".join)))
def test_any_text_is_read_and_kept_or_refused_with_its_place(text: str) -> None:
    try:
        script = parse(text, FILE)
    except PlayError as error:
        problem = str(error)
    else:
        assert [line for step in script.steps for line in (*step.lines, *_lines(step.replies))] == text.splitlines()
        return
    assert problem.startswith("dialog.txt:")


def _lines(replies: Sequence[Expected | Remark]) -> Iterator[str]:
    for reply in replies:
        yield from reply.lines if isinstance(reply, Expected) else (reply.line,)
