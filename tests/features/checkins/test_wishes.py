"""What a message wants instead of answering - and the answers that only sound like it."""

import pytest

from bot.features.checkins import wishes


@pytest.mark.parametrize("text", ["今天先不写了", "跳过", "skip", "pass", "今天不写了。", "Skip today", "先不打卡了"])
def test_skipping(text: str) -> None:
    assert wishes.is_skip(text)


@pytest.mark.parametrize("text", ["跳过测试直接上线", "今天先不写代码了", "pass the review", "不写"])
def test_answers_that_sound_like_skipping(text: str) -> None:
    assert wishes.is_skip(text) is (text == "不写")


@pytest.mark.parametrize(
    "text",
    [
        "开会呢晚点",
        "开会呢,晚点写",
        "在开会",
        "晚点",
        "稍后再说",
        "我在忙,等会儿",
        "later",
        "in a meeting, later",
        "not now",
    ],
)
def test_later(text: str) -> None:
    assert wishes.is_snooze(text)


@pytest.mark.parametrize(
    "text", ["下午开会", "跟客户开会", "晚点上线", "开会讨论方案", "meet them later", "忙着改方案"]
)
def test_answers_that_sound_like_later(text: str) -> None:
    assert not wishes.is_snooze(text)


@pytest.mark.parametrize(
    "text", ["这个谁能看到", "这给谁看?", "谁能看到", "who sees this?", "Who can see this", "都有谁能看到呢"]
)
def test_asking_who_reads_it(text: str) -> None:
    assert wishes.asks_who_sees(text)


@pytest.mark.parametrize("text", ["跟客户确认谁能看到报表", "谁看过我的数据", "改报表权限,看谁能看到"])
def test_answers_about_readers(text: str) -> None:
    assert not wishes.asks_who_sees(text)


def test_words_for_a_coming_day() -> None:
    assert wishes.ahead("明天的日报:继续跟进客户A,无卡点") == "继续跟进客户A,无卡点"
    assert wishes.ahead("tomorrow's check-in: ship, no blockers") == "ship, no blockers"
    assert wishes.ahead("明天上线") is None


@pytest.mark.parametrize(
    "text",
    ["最近压力太大,有点想走", "我想离职", "撑不住了", "被骂了", "I want to quit", "burnt out", "私有云部署卡住了"],
)
def test_words_nobody_should_meet_by_accident(text: str) -> None:
    assert wishes.is_touchy(text)


@pytest.mark.parametrize("text", ["跟客户走一遍流程", "想走审批流程", "压力测试", "leave the old API", "轮胎压力检测"])
def test_ordinary_work(text: str) -> None:
    assert not wishes.is_touchy(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("私 想换组", "想换组"),
        ("私:想换组", "想换组"),
        ("「私」想换组", "想换组"),
        ("私下说:想换组", "说:想换组"),
        ("private: help", "help"),
        ("(private) help", "help"),
        ("私有云部署", None),
        ("privacy page", None),
        ("没有私事", None),
    ],
)
def test_words_for_the_manager(text: str, words: str | None) -> None:
    assert wishes.for_manager(text) == words


@pytest.mark.parametrize(("text", "nothing"), [("😄👍", True), ("。。。", True), ("好 😄", False), ("3", False)])
def test_messages_without_a_word(text: str, nothing: bool) -> None:
    assert wishes.says_nothing(text) is nothing
