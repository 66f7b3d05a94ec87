"""What a person may have meant: commands, languages, time zones."""

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features import FEATURES
from bot.features.members.cities import CITIES
from bot.features.members.rules import closest, fewer, language_of, more, team_meant, zone_meant, zone_text
from bot.kernel.people import Locale
from tests.features.red_flags.living import TEAM

COMMANDS = tuple(command for feature in FEATURES for command in feature.commands)


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        ("帮组", "members.help"),
        ("hepl", "members.help"),
        ("少发店", "members.fewer"),
        ("时去 柏林", "members.timezone"),
        ("cancle leave", "members.unleave"),
        ("languge english", "members.language"),
        ("取消请價", "members.unleave"),
    ],
)
def test_a_misspelt_command_is_recognised(typed: str, command: str) -> None:
    found = closest(typed, COMMANDS)
    assert found is not None
    assert found.name == command


@pytest.mark.parametrize("typed", ["", "今天天气怎么样", "what's the weather", "😀", "1", "x", "我想吃火锅"])
def test_what_is_like_no_command_is_taken_for_none(typed: str) -> None:
    assert closest(typed, COMMANDS) is None


@given(st.text(max_size=40))
def test_looking_for_a_command_never_falls_over(typed: str) -> None:
    closest(typed, COMMANDS)


@pytest.mark.parametrize(
    ("typed", "locale"),
    [("English", Locale.EN), ("英文", Locale.EN), ("中文", Locale.ZH), ("zh", Locale.ZH), ("火星文", None), ("", None)],
)
def test_a_language_is_known_by_its_names(typed: str, locale: Locale | None) -> None:
    assert language_of(typed) is locale


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("上海", "Asia/Shanghai"),
        ("北京时间", "Asia/Shanghai"),
        ("纽约", "America/New_York"),
        ("berlin", "Europe/Berlin"),
        ("BERLIN", "Europe/Berlin"),
        ("new york", "America/New_York"),
        ("europe/berlin", "Europe/Berlin"),
        ("America/Argentina/Ushuaia", "America/Argentina/Ushuaia"),
        ("UTC", "UTC"),
        ("UTC+8", "Etc/GMT-8"),
        ("GMT-5", "Etc/GMT+5"),
    ],
)
def test_a_zone_is_known_by_city_name_or_offset(typed: str, zone: str) -> None:
    assert zone_meant(typed).name == zone


@pytest.mark.parametrize("typed", ["", "Asia", "火星", "UTC+99", "../etc/passwd", "/etc/localtime", "EST5", "a\0b"])
def test_an_unknown_zone_is_none_whatever_it_looks_like(typed: str) -> None:
    assert zone_meant(typed).name is None


def test_an_unknown_zone_comes_with_names_alike() -> None:
    assert "Asia/Shanghai" in zone_meant("Shangha").alike


def test_every_city_lies_in_a_zone_that_exists() -> None:
    assert {ZoneInfo(zone).key for zone in CITIES.values()} == set(CITIES.values())


def test_an_offset_is_shown_as_people_write_it() -> None:
    assert zone_text("Etc/GMT-8") == "UTC+8"
    assert zone_text("Etc/GMT+5") == "UTC-5"
    assert zone_text("Europe/Berlin") == "Europe/Berlin"


def test_pushes_stay_between_one_and_three() -> None:
    assert [fewer(n) for n in (3, 2, 1)] == [2, 1, 1]
    assert [more(n) for n in (1, 2, 3)] == [2, 3, 3]


def test_a_team_is_the_only_one_or_the_one_named() -> None:
    north = type(TEAM)(TEAM.id, "华北组", "UTC", Locale.ZH)
    assert team_meant("", [TEAM]) is TEAM
    assert team_meant("华北组", [TEAM, north]) is north
    assert team_meant("别的", [TEAM, north]) is None
