"""The operator's file: what is accepted, and what an error says."""

import re
from collections.abc import Callable
from dataclasses import FrozenInstanceError
from datetime import date
from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError, load

Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(text: str) -> Path:
        file = tmp_path / "hepai.toml"
        file.write_text(text, encoding="utf-8")
        return file

    return written


@pytest.fixture
def refusal(write: Write) -> Callable[[str], str]:
    """What `load` says about a file that it must refuse; the file is always named."""

    def refused(text: str) -> str:
        file = write(text)
        with pytest.raises(SettingsError) as caught:
            load(file, {})
        assert str(file) in str(caught.value)
        return str(caught.value)

    return refused


def test_without_a_file_everything_has_its_default(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    settings = load(None, {})
    assert settings == Settings()
    assert settings.file is None
    assert settings.storage.url.reveal() == "sqlite:///var/data/hepai.db"
    assert settings.keys.file == Path("var/keys/master.key")
    assert (settings.web.host, settings.web.port, settings.web.metrics) == ("127.0.0.1", 8787, None)
    assert (settings.playground.enabled, settings.playground.seed) == (True, True)
    assert settings.playground.log == Path("var/playground/log.db")
    assert settings.playground.allow_remote is False
    assert (settings.locale.default, settings.locale.timezone) == ("zh", "Asia/Shanghai")
    assert (settings.calendar.region, settings.calendar.days_off, settings.calendar.workdays) == ("CN", (), ())
    assert (settings.logs.level, settings.logs.format) == ("info", "text")
    limits = settings.limits
    assert (limits.max_message_chars, limits.inbox_attempts, limits.parked_days) == (8000, 5, 7)


def test_every_key_can_be_set(write: Write) -> None:
    settings = load(
        write("""
        [storage]
        url = "postgresql://hepai@db/hepai"
        [keys]
        file = "/srv/master.key"
        [web]
        host = "::1"
        port = 0
        metrics = "[::1]:9187"
        [playground]
        enabled = false
        seed = false
        log = "/srv/log.db"
        allow_remote = true
        [locale]
        default = "en"
        timezone = "Europe/Berlin"
        [calendar]
        region = "none"
        days_off = ["2026-12-31", 2026-10-08]
        workdays = ["2026-10-10"]
        [logs]
        level = "warning"
        format = "json"
        [limits]
        max_message_chars = 500
        inbox_attempts = 3
        parked_days = 30
        """),
        {},
    )
    assert settings.storage.url.reveal() == "postgresql://hepai@db/hepai"
    assert settings.keys.file == Path("/srv/master.key")
    assert (settings.web.host, settings.web.port, settings.web.metrics) == ("::1", 0, ("::1", 9187))
    assert (settings.playground.enabled, settings.playground.seed) == (False, False)
    assert settings.playground.log == Path("/srv/log.db")
    assert settings.playground.allow_remote is True
    assert (settings.locale.default, settings.locale.timezone) == ("en", "Europe/Berlin")
    assert settings.calendar.region == "none"
    assert settings.calendar.days_off == (date(2026, 10, 8), date(2026, 12, 31))
    assert settings.calendar.workdays == (date(2026, 10, 10),)
    assert (settings.logs.level, settings.logs.format) == ("warning", "json")
    limits = settings.limits
    assert (limits.max_message_chars, limits.inbox_attempts, limits.parked_days) == (500, 3, 30)


def test_the_default_file_is_read_when_it_is_there(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(write("[web]\nport = 9000").parent)
    assert load(None, {}).web.port == 9000


def test_the_environment_names_the_file_and_an_argument_wins(write: Write, tmp_path: Path) -> None:
    file = write("[web]\nport = 9000")
    other = tmp_path / "other.toml"
    other.write_text("[web]\nport = 9001")
    assert load(None, {"HEPAI_SETTINGS": str(file)}).web.port == 9000
    assert load(other, {"HEPAI_SETTINGS": str(file)}).web.port == 9001


@pytest.mark.parametrize("by_argument", [True, False])
def test_a_named_file_that_is_missing_is_an_error(tmp_path: Path, by_argument: bool) -> None:
    missing = tmp_path / "nowhere.toml"
    with pytest.raises(SettingsError, match=r"nowhere\.toml: cannot be read .*hepai\.example\.toml"):
        load(missing if by_argument else None, {} if by_argument else {"HEPAI_SETTINGS": str(missing)})


def test_a_windows_editor_may_have_marked_the_file(tmp_path: Path) -> None:
    file = tmp_path / "hepai.toml"
    file.write_bytes(b"\xef\xbb\xbf[web]\r\nport = 9000\r\n")
    assert load(file, {}).web.port == 9000


def test_a_file_that_is_not_utf8_is_named_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "hepai.toml"
    file.write_bytes("[web]\n# 端口\n".encode("gbk"))
    with pytest.raises(SettingsError, match=r"hepai\.toml: line 2 is not UTF-8"):
        load(file, {})


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("[web]\nport = = 1\n", "line 2, column 8"),
        ("[web]\nport =", "line 2, column 7"),
        ("[web]\nport = 1\nport = 2\n", "line 3"),
        ("[web", "line 1, column 5"),
    ],
)
def test_broken_toml_names_line_and_column(refusal: Callable[[str], str], text: str, place: str) -> None:
    assert place in refusal(text)


def test_sec_072_a_hundred_thousand_brackets_are_an_ordinary_error(refusal: Callable[[str], str]) -> None:
    assert "nested too deeply" in refusal("a = " + "[" * 100_000)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[wbe]\nport = 1", ['section [wbe]; did you mean "web"?']),
        ("[web]\nprot = 1", ['key prot in [web]; did you mean "port"?', "knows host, port"]),
        ("[limits]\nMaxMessageChars = 1", ["MaxMessageChars", "max_message_chars"]),
        ("port = 1", ["port stands outside any section", "below [web]"]),
        ("colour = 1", ["colour stands outside any section"]),
        ("web = 1", ["web is a section", "[web]"]),
        ("[[web]]\nport = 1", ["web is a section"]),
    ],
)
def test_an_unknown_key_is_named_with_its_likely_spelling(
    refusal: Callable[[str], str], text: str, said: list[str]
) -> None:
    message = refusal(text)
    assert [part for part in said if part not in message] == []


@pytest.mark.parametrize("value", ["nan", "inf", "-inf", "1.0", "true", '"80"', "-1", "65536", "[]", "{}", "1e3"])
def test_sec_072_a_port_is_a_whole_number_in_its_range(refusal: Callable[[str], str], value: str) -> None:
    assert "[web] port must be a whole number from 0 to 65535, not" in refusal(f"[web]\nport = {value}")


@pytest.mark.parametrize("key", ["max_message_chars", "inbox_attempts", "parked_days"])
@pytest.mark.parametrize("value", ["0", "nan", "10000000000"])
def test_a_limit_out_of_its_range_is_refused(refusal: Callable[[str], str], key: str, value: str) -> None:
    assert f"[limits] {key} must be a whole number from" in refusal(f"[limits]\n{key} = {value}")


@pytest.mark.parametrize("value", ["1", '"true"', "0", "[]"])
def test_a_switch_is_true_or_false(refusal: Callable[[str], str], value: str) -> None:
    assert "[playground] enabled must be true or false" in refusal(f"[playground]\nenabled = {value}")


@pytest.mark.parametrize("host", ["", "127.0.0.1:8787", "[::1]", "http://x", "a b", "999.1.1.1", "-a"])
def test_a_host_is_an_address_without_port_or_scheme(refusal: Callable[[str], str], host: str) -> None:
    assert "[web] host must be" in refusal(f'[web]\nhost = "{host}"')


@pytest.mark.parametrize("host", ["localhost", "0.0.0.0", "::", "bot.example.com", "app-1"])
def test_a_host_may_be_an_address_or_a_name(write: Write, host: str) -> None:
    assert load(write(f'[web]\nhost = "{host}"'), {}).web.host == host


@pytest.mark.parametrize("where", ["127.0.0.1", ":9187", "9187", "::1:", "a b:1", "127.0.0.1:65536", "x:１", "x:-1"])
def test_an_address_is_a_host_with_its_port(refusal: Callable[[str], str], where: str) -> None:
    assert '[web] metrics must be an address with its port, such as "127.0.0.1:9187"' in refusal(
        f'[web]\nmetrics = "{where}"'
    )


@pytest.mark.parametrize("name", ["Asia/Shangai", "Asia", "UTC+8", "../etc/passwd", "/etc/localtime", ""])
def test_an_unknown_time_zone_names_its_key(refusal: Callable[[str], str], name: str) -> None:
    assert "[locale] timezone must be" in refusal(f'[locale]\ntimezone = "{name}"')


def test_a_misspelt_time_zone_is_met_with_the_right_one(refusal: Callable[[str], str]) -> None:
    assert 'did you mean "Asia/Shanghai"?' in refusal('[locale]\ntimezone = "Asia/Shangai"')


@pytest.mark.parametrize(
    "text",
    [
        '[locale]\ndefault = "fr"',
        '[logs]\nformat = "xml"',
        '[logs]\nlevel = "INFO"',
        '[calendar]\nregion = "DE"',
        "[locale]\ndefault = 1",
    ],
)
def test_a_word_outside_the_known_ones_is_met_with_the_list(refusal: Callable[[str], str], text: str) -> None:
    assert 'must be one of "' in refusal(text)


@pytest.mark.parametrize(
    "value", ['"2026-10-01"', '["2026-13-01"]', '["1.10.2026"]', '["20261001"]', "[2026-10-01T00:00:00Z]", "[1]"]
)
def test_a_day_off_that_is_no_date_is_refused(refusal: Callable[[str], str], value: str) -> None:
    assert "[calendar] days_off must be a list of dates" in refusal(f"[calendar]\ndays_off = {value}")


def test_a_day_cannot_be_both_off_and_worked(refusal: Callable[[str], str]) -> None:
    message = refusal('[calendar]\ndays_off = ["2026-10-01"]\nworkdays = [2026-10-01]')
    assert "both name 2026-10-01" in message


def test_sec_077_debug_logs_need_a_second_word_from_the_environment(write: Write) -> None:
    file = write('[logs]\nlevel = "debug"')
    for env in ({}, {"HEPAI_DEBUG": "0"}, {"HEPAI_DEBUG": ""}):
        with pytest.raises(SettingsError, match=r"\[logs\] level .*HEPAI_DEBUG=1"):
            load(file, env)
    assert load(file, {"HEPAI_DEBUG": "1"}).logs.level == "debug"


def test_settings_cannot_be_changed_later() -> None:
    with pytest.raises(FrozenInstanceError):
        Settings().web.port = 1  # type: ignore[misc]


def test_sec_078_a_platforms_secrets_are_shown_by_nobody(tmp_path: Path) -> None:
    file = tmp_path / "hepai.toml"
    file.write_text('[platforms.pigeon]\nloft = "plain"\nkey = "hush-from-the-file"\n', encoding="utf-8")
    settings = load(file, {"HEPAI_PIGEON_SECRET": "hush-from-outside"})
    assert settings.platforms["pigeon"]["secret"] == "hush-from-outside"
    assert "hush" not in repr(settings) + str(settings)


@pytest.mark.parametrize(
    ("text", "env", "says"),
    [
        ("platforms = 1", {}, "[platforms.name]"),
        ("[platforms]\nx = 1", {}, "[platforms.name]"),
        ("[platforms.pigeon]", {"HEPAI_PIGEON_KEY": " "}, "HEPAI_PIGEON_KEY is set but empty"),
        ("[platforms.pigeon]", {"HEPAI_PIGEON_KEY_FILE": "/nowhere"}, "HEPAI_PIGEON_KEY_FILE"),
        ("[platforms.pigeon]", {"HEPAI_PIGEON_KEY": "a", "HEPAI_PIGEON_KEY_FILE": __file__}, "given twice"),
    ],
)
def test_a_mistake_about_platforms_is_named(tmp_path: Path, text: str, env: dict[str, str], says: str) -> None:
    file = tmp_path / "hepai.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=re.escape(says)):
        load(file, env)


def test_where_platforms_are_nobody_plays_unless_told_to(tmp_path: Path) -> None:
    file = tmp_path / "hepai.toml"
    file.write_text("[platforms.pigeon]\n", encoding="utf-8")
    assert not load(file, {}).playground.enabled
    file.write_text("[platforms.pigeon]\n[playground]\nenabled = true\n", encoding="utf-8")
    assert load(file, {}).playground.enabled
