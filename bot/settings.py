"""Typed settings from one TOML file, and secrets from the environment.

`load` promises: every value is of its type and in its range, or a `SettingsError` names the key, the file
and the remedy. An unknown key is refused: a misspelt setting that is silently ignored is found at night.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, get_type_hints

from bot.kernel import options
from bot.kernel.options import OptionError, did_you_mean
from bot.kernel.secret import StorageUrl

DEFAULT_FILE = Path("hepai.toml")
DEFAULT_URL = StorageUrl("sqlite:///var/data/hepai.db")
VARIABLES = ("HEPAI_SETTINGS", "HEPAI_STORAGE_URL", "HEPAI_STORAGE_URL_FILE", "HEPAI_DEBUG")

Locale = Literal["zh", "en"]
Region = Literal["CN", "none"]
LogLevel = Literal["debug", "info", "warning", "error"]
LogFormat = Literal["text", "json"]


class SettingsError(Exception):
    """What is wrong, where, and what to do about it; carries no secret."""


def _storage_url(value: object) -> StorageUrl:
    url = options.text(value).strip()
    if not re.match(r"sqlite:///(?!:memory:).|postgresql(\+psycopg)?://.", url):
        raise ValueError('"sqlite:///path/to/file.db" or "postgresql://user@host/database"')
    return StorageUrl(url)


_storage_url.hides = True  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Storage:
    url: Annotated[StorageUrl, _storage_url] = DEFAULT_URL
    sent_journal: Annotated[Path, options.path] = Path("var/sent")

    @property
    def folder(self) -> Path:
        """Where data is written here: beside the database's file, or where it has none in the journal's folder."""
        kind, _, path = self.url.reveal().partition(":///")
        return Path(path).parent if kind == "sqlite" else self.sent_journal


@dataclass(frozen=True)
class Keys:
    file: Annotated[Path, options.path] = Path("var/keys/master.key")


@dataclass(frozen=True)
class Web:
    host: Annotated[str, options.host] = "127.0.0.1"
    port: Annotated[int, options.whole(0, 65535)] = 8787  # 0: any free port
    metrics: Annotated[tuple[str, int] | None, options.address] = None  # never for the internet: an address of its own


@dataclass(frozen=True)
class Playground:
    enabled: Annotated[bool, options.flag] = True
    seed: Annotated[bool, options.flag] = True
    log: Annotated[Path, options.path] = Path("var/playground/log.db")
    allow_remote: Annotated[bool, options.flag] = False  # it has no log-in: whoever reaches it may be anybody


@dataclass(frozen=True)
class LocaleSettings:
    default: Annotated[Locale, options.one_of(Locale)] = "zh"
    timezone: Annotated[str, options.timezone] = "Asia/Shanghai"


@dataclass(frozen=True)
class Calendar:
    region: Annotated[Region, options.one_of(Region)] = "CN"
    days_off: Annotated[tuple[date, ...], options.dates] = ()
    workdays: Annotated[tuple[date, ...], options.dates] = ()


@dataclass(frozen=True)
class Logs:
    level: Annotated[LogLevel, options.one_of(LogLevel)] = "info"
    format: Annotated[LogFormat, options.one_of(LogFormat)] = "text"


@dataclass(frozen=True)
class Limits:
    max_message_chars: Annotated[int, options.whole(100, 100_000)] = 8000
    inbox_attempts: Annotated[int, options.whole(1, 100)] = 5
    parked_days: Annotated[int, options.whole(1, 3650)] = 7


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
    platforms: Mapping[str, Mapping[str, object]] = field(default_factory=dict, repr=False)
    """Each platform's own table, read by its adapter, with the secrets that the environment gives: never shown."""


PLATFORMS = "platforms"
SECTIONS: Mapping[str, type] = {
    name: cls for name, cls in get_type_hints(Settings).items() if name not in ("file", PLATFORMS)
}


def load(path: Path | None, env: Mapping[str, str]) -> Settings:
    """The settings of the file named by `path`, HEPAI_SETTINGS or ./hepai.toml, with the secrets of `env`."""
    _refuse_misspelt_variables(env)
    named = path or (options.path(_variable(env, "HEPAI_SETTINGS")) if "HEPAI_SETTINGS" in env else None)
    file = named or DEFAULT_FILE
    settings = Settings() if named is None and not file.exists() else _settings(_parsed(file), file)
    if url := _url_of_environment(env):
        settings = replace(settings, storage=replace(settings.storage, url=url))
    if settings.platforms:
        tables = {name: {**table, **_secrets(name, env)} for name, table in settings.platforms.items()}
        settings = replace(settings, platforms=tables)
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
        if name == PLATFORMS:
            sections[name] = _platforms(table, file)
            continue
        if name not in SECTIONS:
            raise SettingsError(f"{file}: {_unknown_at_top(name, table)}")
        if not isinstance(table, dict):
            raise SettingsError(f"{file}: {name} is a section. Write [{name}] on a line of its own.")
        try:
            sections[name] = options.section(SECTIONS[name], name, table)
        except OptionError as error:
            raise SettingsError(f"{file}: {error}") from None
    found = Settings(file=file, **sections)
    playground = tables.get("playground")
    if found.platforms and not (isinstance(playground, dict) and "enabled" in playground):
        # Where real people are, nobody plays unless the operator says so.
        return replace(found, playground=replace(found.playground, enabled=False))
    return found


def _platforms(tables: object, file: Path) -> dict[str, dict[str, object]]:
    if not isinstance(tables, dict) or not all(isinstance(table, dict) for table in tables.values()):
        raise SettingsError(f"{file}: write each platform as a section of its own, [{PLATFORMS}.name].")
    return tables


def _secrets(platform: str, env: Mapping[str, str]) -> dict[str, object]:
    """What HEPAI_PLATFORM_KEY gives, or the file that HEPAI_PLATFORM_KEY_FILE names."""
    start = f"HEPAI_{platform.upper()}_"
    found: dict[str, object] = {}
    for name in env:
        if not name.startswith(start):
            continue
        key, value = name.removeprefix(start).lower(), _variable(env, name)
        if key.endswith("_file"):
            try:
                value = Path(value).read_text(encoding="utf-8")
            except (OSError, UnicodeDecodeError):
                raise SettingsError(f"{name}: {value} cannot be read. Correct the path.") from None
            key = key.removesuffix("_file")
        if key in found:
            raise SettingsError(f"{start}{key.upper()} is given twice in the environment. Keep one of them.")
        found[key] = value.strip()
    return found


def _unknown_at_top(name: str, table: object) -> str:
    if isinstance(table, dict):
        return f"unknown section [{name}]{did_you_mean(name, SECTIONS)}. Rename or remove it."
    homes = [section for section, cls in SECTIONS.items() if name in get_type_hints(cls)]
    place = f" below [{homes[0]}]" if homes else " into its section"
    return f"the key {name} stands outside any section. Move it{place}, or remove it."


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
        if strange and (hint := did_you_mean(name, VARIABLES, 0.9)):
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
