"""How names sound: surnames as surnames, every plausible reading, and the dictionary only when needed."""

import subprocess
import sys

import pytest

from bot.runtime.readings import MOST, Pinyin, readings


@pytest.mark.parametrize(
    ("name", "sound"),
    [
        ("单雄", "shanxiong"),
        ("仇英", "qiuying"),
        ("解缙", "xiejin"),
        ("区志航", "ouzhihang"),
        ("查良镛", "zhaliangyong"),
        ("曾国藩", "zengguofan"),
        ("尉迟恭", "yuchigong"),
        ("万俟卨", "moqixie"),
        ("朴树", "piaoshu"),
        ("乐毅", "yueyi"),
        ("盖叫天", "gejiaotian"),
        ("长孙无忌", "zhangsunwuji"),
        ("欧阳锋", "ouyangfeng"),
        ("吕布", "lvbu"),
        ("張偉", "zhangwei"),
        ("Amy Chen", "amychen"),
        ("José", "jose"),
        ("Amy陈", "amychen"),
    ],
)
def test_the_likeliest_reading_comes_first(name: str, sound: str) -> None:
    assert readings(name)[0] == sound


def test_other_readings_are_kept_too() -> None:
    assert {"shanxiong", "danxiong"} <= Pinyin().of("单雄")
    assert {"zhangwei"} == Pinyin().of("张伟")


def test_a_name_of_many_readings_does_not_multiply_without_end() -> None:
    assert 1 < len(readings("行重长乐单曾" * 6)) <= MOST


@pytest.mark.parametrize("nothing", ["", " ", "😀", "---"])
def test_what_is_no_name_has_no_sound(nothing: str) -> None:
    assert Pinyin().of(nothing) == frozenset()


def test_the_dictionary_is_loaded_at_the_first_chinese_name_and_without_phrases() -> None:
    program = (
        "import sys; from bot.runtime.readings import readings; readings('Amy');"
        "before = 'pypinyin' in sys.modules; readings('单雄');"
        "print(before, 'pypinyin' in sys.modules, 'pypinyin.phrases_dict' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["False", "True", "False"]
