"""`赞 @人 n 理由 #价值观`: what is read as a name, as points, as the reason."""

from collections.abc import Mapping

import pytest

from bot.features.kudos.amounts import amount_at, trailing
from bot.features.kudos.grammar import Asked, read, tags_of
from bot.features.kudos.model import Slot
from bot.kernel.intents import Words
from bot.kernel.names import Candidates, Doubt, Found, Nobody, Resolution
from tests.features.kudos.office import LEI, MIN, NA, WEI, WEI2, XIONG

BOB = MIN
KNOWN: Mapping[str, Resolution] = {
    "王磊": Found(LEI),
    "李娜": Found(NA),
    "张伟": Candidates((WEI, WEI2), Doubt.SAME_NAME),
    "张玮": Candidates((WEI, WEI2), Doubt.SAME_SOUND),
    "shan xiong": Found(XIONG),
    "bob": Found(BOB),
    "bob ray": Found(BOB),
    "和珅": Found(XIONG),
}


def asked(text: str, *mentions: tuple[str, object]) -> Asked:
    people = {"王磊": LEI, "李娜": NA, "bob": BOB}
    pairs = tuple((str(name), people[str(name)]) for name, _ in mentions)
    return read(
        Words(text, pairs),
        lambda query: KNOWN.get(query.casefold(), Nobody()),
        lambda word: (Candidates((LEI,), Doubt.PART), word[2:]) if word[:2] == "王磊" and len(word) > 2 else None,
    )


def mentioning(text: str, *names: str) -> Asked:
    return asked(text, *((name, None) for name in names))


def queries(found: Asked) -> list[str]:
    return [slot.query for slot in found.slots]


@pytest.mark.parametrize(
    "text",
    [
        "王磊 2 陪我查账",
        "王磊 +2 陪我查账",
        "王磊 ２ 陪我查账",
        "王磊 2分 陪我查账",
        "王磊 两分 陪我查账",
        "王磊2 陪我查账",
        "王磊,2,陪我查账",
        "王磊: 2 陪我查账",
        "2 王磊 陪我查账",
        "王磊 陪我查账 +2",
        "@王磊 2 陪我查账",
        "王磊 2 points 陪我查账",
    ],
)
def test_points_may_be_written_in_many_ways(text: str) -> None:
    found = asked(text)
    assert (found.points, found.odd, found.reason, queries(found)) == (2, "", "陪我查账", ["王磊"])


@pytest.mark.parametrize("odd", ["-5", "5.5", "1e3", "9" * 20, "１０００", "101", "+1.5", "－3"])
def test_sec_104_a_number_that_is_no_points_is_named_and_not_rounded(odd: str) -> None:
    found = asked(f"王磊 {odd} 陪我查账")
    assert (found.points, found.odd) == (None, odd)


@pytest.mark.parametrize(
    "reason",
    [
        "11 点还在陪我查账",
        "11点还在",
        "3D 模型",
        "12:30 才走",
        "2 个脚本都跑通了",
        "50% 是他做的",
        "2天没睡",
        "3 小时搞定",
    ],
)
def test_a_number_that_counts_something_belongs_to_the_reason(reason: str) -> None:
    found = asked(f"王磊 {reason}")
    assert (found.points, found.odd, found.reason) == (None, "", reason)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("王磊 李娜 2 救火", ["王磊", "李娜"]),
        ("王磊、李娜 2 救火", ["王磊", "李娜"]),
        ("王磊和李娜 2 救火", ["王磊", "李娜"]),
        ("王磊 和 李娜 2 救火", ["王磊", "李娜"]),
        ("王磊 & 李娜 2 救火", ["王磊", "李娜"]),
        ("bob and 李娜 2 for it", ["bob", "李娜"]),
        ("bob ray 2 for it", ["bob ray"]),
        ("shan xiong 2 救火", ["shan xiong"]),
        ("和珅 2 救火", ["和珅"]),
        ("王磊 和珅 2 救火", ["王磊", "和珅"]),
        ("王磊 张玮 2 救火", ["王磊", "张玮"]),
        ("王磊、张玮 救火", ["王磊", "张玮"]),
        ("王磊 @无名氏 2 救火", ["王磊", "无名氏"]),
        ("王磊、无名氏 2 救火", ["王磊", "无名氏"]),
    ],
)
def test_several_names(text: str, names: list[str]) -> None:
    assert queries(asked(text)) == names


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("王磊 和客户谈了一下午", "和客户谈了一下午"),
        ("王磊 张玮提的需求他当天就做完了", "张玮提的需求他当天就做完了"),
        ("王磊 张玮 提的需求当天就做完了", "张玮 提的需求当天就做完了"),
        ("王磊 凌晨 2 点还在查", "凌晨 2 点还在查"),
        ("bob for the 2 demos", "for the 2 demos"),
    ],
)
def test_what_follows_a_name_is_a_name_only_if_it_is_meant_as_one(text: str, reason: str) -> None:
    found = asked(text)
    assert (len(found.slots), found.points, found.reason) == (1, None, reason)


def test_a_mention_is_taken_for_whom_it_is_whatever_it_is_called() -> None:
    found = mentioning("@王磊 @李娜 2 一起救火", "王磊", "李娜")
    assert [slot.person for slot in found.slots] == [LEI.id, NA.id]


def test_a_mention_in_the_reason_is_no_receiver() -> None:
    found = mentioning("@王磊 2 帮了 @李娜 大忙", "王磊", "李娜")
    assert (queries(found), found.reason) == (["王磊"], "帮了 @李娜 大忙")


def test_a_mention_further_on_counts_when_nobody_stands_in_front() -> None:
    found = mentioning("昨晚陪我查账的 @王磊", "王磊")
    assert (queries(found), found.reason) == (["王磊"], "昨晚陪我查账的 @王磊")


def test_a_name_that_runs_on_is_to_be_asked_about() -> None:
    found = asked("王磊昨晚陪我查账")
    assert (found.slots, found.reason) == ((Slot("王磊", glued=True),), "昨晚陪我查账")


def test_an_unknown_name_is_kept_as_written() -> None:
    assert queries(asked("@无名氏 2 救火")) == ["无名氏"]
    assert queries(asked("王二 2 救火")) == ["王二"]


def test_a_sentence_without_a_name_asks_who() -> None:
    found = asked("昨晚陪我查账到很晚")
    assert (found.slots, found.reason) == ((Slot(""),), "昨晚陪我查账到很晚")


@pytest.mark.parametrize("word", ["@所有人", "所有人", "@all", "Everyone", "大家"])
def test_everybody_is_nobody_in_particular(word: str) -> None:
    assert asked(f"{word} 2 辛苦了").everybody


@pytest.mark.parametrize("text", ["", " ", "@", "2", "@@@@", "、、", "#客户第一"])
def test_nothing_usable_names_nobody(text: str) -> None:
    assert asked(text).slots == ()


def test_tags_are_taken_out_and_numbers_are_no_tags() -> None:
    assert tags_of("陪我查账 #客户第一 #Team-Work 修了 #123") == ("陪我查账 修了 #123", ("客户第一", "Team-Work"))
    assert tags_of("C# 写得好 a#b") == ("C# 写得好 a#b", ())


@pytest.mark.parametrize(
    "text",
    [
        "@" * 64_000,
        "王磊 " * 16_000,
        "@王磊" * 16_000,
        " " * 64_000,
        "王磊 " + "2" * 64_000,
        "王磊 " + "#" * 64_000,
        "王磊 " + " #a" * 21_000,
        "王磊" + "和" * 64_000,
        "a " * 32_000,
        "王磊 " + ", " * 32_000 + "和",
        "王磊 救火" + " +" * 32_000,
        "王磊 " + "1e" * 32_000,
        "、" * 64_000,
    ],
)
def test_long_nonsense_is_read_to_its_end(text: str) -> None:
    """64 kB in milliseconds: with a nested quantifier in any pattern this would not return in our lifetime."""
    assert len(asked(text).slots) <= 20


def test_amounts_say_where_they_end() -> None:
    amount = amount_at("王磊 2 分 救火", 3)
    assert amount is not None
    assert (amount.points, amount.end) == (2, 6)
    assert amount_at("五分钟", 0) is None
    assert trailing("救火 +2") == (2, "救火")
    assert trailing("c++2") is None
