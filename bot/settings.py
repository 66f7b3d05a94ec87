"""Typed settings from one TOML file, and secrets from the environment.

`load` promises: every value is of its type and in its range, or a `SettingsError` names the key, the file
and the remedy. An unknown key is refused: a misspelt setting that is silently ignored is found at night.
"""

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from difflib import get_close_matches
from ipaddress import ip_address
from pathlib import Path
from reprlib import repr as shorten
from typing import Annotated, Any, Literal, get_args, get_type_hints
from zoneinfo import ZoneInfo, available_timezones

from bot.secret import StorageUrl

DEFAULT_FILE = Path("hepai.toml")
DEFAULT_URL = StorageUrl("sqlite:///var/data/hepai.db")
VARIABLES = ("HEPAI_SETTINGS", "HEPAI_STORAGE_URL", "HEPAI_STORAGE_URL_FILE", "HEPAI_DEBUG")

Locale = Literal["zh", "en"]
Region = Literal["CN", "none"]
LogLevel = Literal["debug", "info", "warning", "error"]
LogFormat = Literal["text", "json"]


class SettingsError(Exception):
    """What is wrong, where, and what to do about it; carries no secret."""


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip() or "\0" in value:
        raise ValueError("a text that is not empty")
    return value


def _path(value: object) -> Path:
    return Path(_text(value)).expanduser()


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError("true or false, without quotes")
    return value


def _whole(low: int, high: int) -> Callable[[object], int]:
    def read(value: object) -> int:
        # A TOML true is a Python int too, and nan, inf and 1.0 are no counts.
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            raise ValueError(f"a whole number from {low} to {high}")
        return value

    return read


def _one_of(literal: object) -> Callable[[object], str]:
    words = get_args(literal)

    def read(value: object) -> str:
        if not isinstance(value, str) or value not in words:
            raise ValueError("one of " + ", ".join(f'"{word}"' for word in words))
        return value

    return read


def _dates(value: object) -> tuple[date, ...]:
    expected = 'a list of dates such as ["2026-10-01"]'
    if not isinstance(value, list):
        raise ValueError(expected)
    return tuple(sorted({_date(entry, expected) for entry in value}))


def _date(value: object, expected: str) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise ValueError(f"{expected}; {shorten(value)} is no date of the calendar")


def _host(value: object) -> str:
    host = _text(value)
    try:
        ip_address(host)
    except ValueError:
        label = r"[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?"
        if not re.fullmatch(rf"({label}\.)*(?![0-9]+$){label}", host):
            raise ValueError("an address without a port, such as 127.0.0.1, 0.0.0.0 or ::1") from None
    return host


def _timezone(value: object) -> str:
    name = _text(value)
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):  # OSError: "Asia" is a directory of the zone files
        hint = _did_you_mean(name, available_timezones())
        raise ValueError(f'an IANA time zone such as "Asia/Shanghai"{hint}') from None
    return name


def _storage_url(value: object) -> StorageUrl:
    url = _text(value).strip()
    if not re.match(r"sqlite:///(?!:memory:).|postgresql(\+psycopg)?://.", url):
        raise ValueError('"sqlite:///path/to/file.db" or "postgresql://user@host/database"')
    return StorageUrl(url)


@dataclass(frozen=True)
class Storage:
    url: Annotated[StorageUrl, _storage_url] = DEFAULT_URL


@dataclass(frozen=True)
class Keys:
    file: Annotated[Path, _path] = Path("var/keys/master.key")


@dataclass(frozen=True)
class Web:
    host: Annotated[str, _host] = "127.0.0.1"
    port: Annotated[int, _whole(0, 65535)] = 8787  # 0: any free port


@dataclass(frozen=True)
class Playground:
    enabled: Annotated[bool, _flag] = True
    seed: Annotated[bool, _flag] = True
    log: Annotated[Path, _path] = Path("var/playground/log.db")
    allow_remote: Annotated[bool, _flag] = False  # it has no log-in: whoever reaches it may be anybody


@dataclass(frozen=True)
class LocaleSettings:
    default: Annotated[Locale, _one_of(Locale)] = "zh"
    timezone: Annotated[str, _timezone] = "Asia/Shanghai"


@dataclass(frozen=True)
class Calendar:
    region: Annotated[Region, _one_of(Region)] = "CN"
    days_off: Annotated[tuple[date, ...], _dates] = ()
    workdays: Annotated[tuple[date, ...], _dates] = ()


@dataclass(frozen=True)
class Logs:
    level: Annotated[LogLevel, _one_of(LogLevel)] = "info"
    format: Annotated[LogFormat, _one_of(LogFormat)] = "text"


@dataclass(frozen=True)
class Limits:
    max_message_chars: Annotated[int, _whole(100, 100_000)] = 8000
    inbox_attempts: Annotated[int, _whole(1, 100)] = 5
    parked_days: Annotated[int, _whole(1, 3650)] = 7


@dataclass(frozen=True)
class Settings:
    """All an operator can decide; `file` is where it was read, or None when nothing was."""

    file: Path | None = None
    storage: Storage = field(default_factory=Storage)
    keys: Keys = field(default_factory=Keys)
    web: Web = field(default_factory=Web)
    playground: Playground = field(default_factory=Playground)
    locale: LocaleSettings = field(default_factory=LocaleSettings)
    calendar: Calendar = field(default_factory=Calendar)
    logs: Logs = field(default_factory=Logs)
    limits: Limits = field(default_factory=Limits)


SECTIONS: Mapping[str, type] = {name: cls for name, cls in get_type_hints(Settings).items() if name != "file"}


def load(path: Path | None, env: Mapping[str, str]) -> Settings:
    """The settings of the file named by `path`, HEPAI_SETTINGS or ./hepai.toml, with the secrets of `env`."""
    _refuse_misspelt_variables(env)
    named = path or (_path(_variable(env, "HEPAI_SETTINGS")) if "HEPAI_SETTINGS" in env else None)
    file = named or DEFAULT_FILE
    settings = Settings() if named is None and not file.exists() else _settings(_parsed(file), file)
    if url := _url_of_environment(env):
        settings = replace(settings, storage=Storage(url=url))
    _refuse_contradictions(settings, env)
    return settings


def _parsed(file: Path) -> dict[str, object]:
    try:
        # -sig: the editors of Windows put a mark before the first line
        text = file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise SettingsError(f"{file}: line {line} is not UTF-8. Save the file as UTF-8.") from None
    except OSError as error:
        advice = "Give the path of a readable file, or start from deploy/hepai.example.toml."
        raise SettingsError(f"{file}: cannot be read ({error.strerror}). {advice}") from None
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        lines = text.split("\n")
        end = f"at line {len(lines)}, column {len(lines[-1]) + 1}"
        message = str(error).replace("at end of document", end)
        raise SettingsError(f"{file}: is not valid TOML: {message}. Correct that place.") from None
    except RecursionError:
        raise SettingsError(f"{file}: is nested too deeply. No setting needs more than one list.") from None


def _settings(tables: Mapping[str, object], file: Path) -> Settings:
    sections: dict[str, Any] = {}
    for name, table in tables.items():
        if name not in SECTIONS:
            raise SettingsError(f"{file}: {_unknown_at_top(name, table)}")
        if not isinstance(table, dict):
            raise SettingsError(f"{file}: {name} is a section. Write [{name}] on a line of its own.")
        sections[name] = _section(SECTIONS[name], name, table, file)
    return Settings(file=file, **sections)


def _unknown_at_top(name: str, table: object) -> str:
    if isinstance(table, dict):
        return f"unknown section [{name}]{_did_you_mean(name, SECTIONS)}. Rename or remove it."
    homes = [section for section, cls in SECTIONS.items() if name in get_type_hints(cls)]
    place = f" below [{homes[0]}]" if homes else " into its section"
    return f"the key {name} stands outside any section. Move it{place}, or remove it."


def _section(cls: type, name: str, table: Mapping[str, object], file: Path) -> Any:
    known = {key: hint.__metadata__[0] for key, hint in get_type_hints(cls, include_extras=True).items()}
    values: dict[str, object] = {}
    for key, value in table.items():
        if key not in known:
            advice = f"Rename or remove it; [{name}] knows {', '.join(known)}."
            raise SettingsError(f"{file}: unknown key {key} in [{name}]{_did_you_mean(key, known)}. {advice}")
        try:
            values[key] = known[key](value)
        except ValueError as error:
            # A mistyped URL may hold a password.
            shown = "" if known[key] is _storage_url else f", not {shorten(value)}"
            raise SettingsError(f"{file}: [{name}] {key} must be {error}{shown}.") from None
    return cls(**values)


def _url_of_environment(env: Mapping[str, str]) -> StorageUrl | None:
    direct, by_file = "HEPAI_STORAGE_URL", "HEPAI_STORAGE_URL_FILE"
    if direct in env and by_file in env:
        raise SettingsError(f"{direct} and {by_file} are both set in the environment. Keep one of them.")
    name = direct if direct in env else by_file
    if name not in env:
        return None
    value = _variable(env, name)
    try:
        return _storage_url(Path(value).read_text(encoding="utf-8") if name == by_file else value)
    except OSError as error:
        raise SettingsError(f"{name}: {value} cannot be read ({error.strerror}). Correct the path.") from None
    except ValueError as error:
        raise SettingsError(f"{name} in the environment must give {error}.") from None


def _variable(env: Mapping[str, str], name: str) -> str:
    if not env[name].strip():
        raise SettingsError(f"{name} is set but empty in the environment. Give it a value or unset it.")
    return env[name]


def _refuse_misspelt_variables(env: Mapping[str, str]) -> None:
    for name in env:
        strange = name.startswith("HEPAI_") and name not in VARIABLES
        if strange and (hint := _did_you_mean(name, VARIABLES, 0.9)):
            raise SettingsError(f"unknown variable {name} in the environment{hint}. Rename or unset it.")


def _refuse_contradictions(settings: Settings, env: Mapping[str, str]) -> None:
    both = set(settings.calendar.days_off) & set(settings.calendar.workdays)
    if both:
        days = ", ".join(day.isoformat() for day in sorted(both))
        message = f"[calendar] days_off and workdays both name {days}. Keep each day in one of them."
        raise SettingsError(f"{settings.file}: {message}")
    if settings.logs.level == "debug" and env.get("HEPAI_DEBUG") != "1":
        raise SettingsError(
            f'{settings.file}: [logs] level "debug" may write what people said. '
            'Use "info", or set HEPAI_DEBUG=1 in the environment as well.'
        )


def _did_you_mean(word: str, known: Iterable[str], closeness: float = 0.6) -> str:
    by_lower = {name.lower(): name for name in known}
    close = get_close_matches(word.lower(), by_lower, n=1, cutoff=closeness)
    return f'; did you mean "{by_lower[close[0]]}"?' if close else ""
