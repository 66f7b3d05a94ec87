"""What a person may have meant: the closest command, a language, a time zone, a team. Pure."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches
from functools import cache
from zoneinfo import available_timezones

from bot.features.members.cities import CITIES
from bot.kernel.features import Command
from bot.kernel.people import Locale, Team
from bot.kernel.text import squash

FEWEST_PUSHES, MOST_PUSHES = 1, 3

_GREETINGS = frozenset(
    ("你好", "您好", "嗨", "哈喽", "在吗", "在", "早", "早上好", "早安", "hi", "hello", "hey", "morning")
)
_THANKS = frozenset(("谢谢", "多谢", "感谢", "谢谢你", "辛苦了", "thanks", "thank you", "thx"))
_ASSENTS = frozenset(("好", "好的", "嗯", "嗯嗯", "收到", "知道了", "ok", "okay", "fine", "👍", "👌", "got it"))
_LANGUAGES = {
    Locale.ZH: ("中文", "汉语", "普通话", "zh", "chinese", "cn"),
    Locale.EN: ("english", "英文", "英语", "en", "eng"),
}
_OFFSET = re.compile(r"(?:utc|gmt)?([+-])(\d{1,2})(?::?00)?")
_FIXED_ZONE = re.compile(r"Etc/GMT([+-])(\d{1,2})")
_LIKENESS = 0.65


def is_greeting(text: str) -> bool:
    return squash(text) in _GREETINGS


def is_thanks(text: str) -> bool:
    return squash(text) in _THANKS


def is_assent(text: str) -> bool:
    return squash(text) in _ASSENTS


def closest(text: str, commands: Sequence[Command]) -> Command | None:
    """The command whose word looks most like the beginning of the text, if any looks like it at all."""
    typed = squash(text)
    scored = [
        (_likeness(word, _beginning(typed, word)), -index, command)
        for index, command in enumerate(commands)
        for word in map(squash, command.words)
        if len(word) > 1
    ]
    score, _, command = max(scored, key=lambda each: each[:2], default=(0.0, 0, None))
    return command if score >= _LIKENESS else None


def _beginning(typed: str, word: str) -> str:
    """As many words of the text as the command has; in Chinese, where no space follows, as many characters."""
    if word.isascii():
        return " ".join(typed.split()[: len(word.split())])
    return typed.split()[0] if len(typed.split()) > 1 else typed[: len(word)]


def _likeness(word: str, typed: str) -> float:
    """From 0 to 1. Of a two-character Chinese word one character may be wrong, if the other stands in its place."""
    if len(word) == 2 and not word.isascii():
        alike = sum(one == other for one, other in zip(word, typed, strict=False)) if len(typed) == 2 else 0
        return (0.0, _LIKENESS, 1.0)[alike]
    return SequenceMatcher(None, word, typed).ratio()


def language_of(text: str) -> Locale | None:
    word = squash(text)
    return next((locale for locale, words in _LANGUAGES.items() if word in words), None)


@dataclass(frozen=True, slots=True)
class Zone:
    """A known time zone, or none and the names that look like what was typed."""

    name: str | None
    alike: tuple[str, ...] = ()


def zone_meant(text: str) -> Zone:
    """A city, an IANA name in any case, or whole hours such as UTC+8."""
    word = re.sub(r"\s+", "_", squash(text).removesuffix("时间").removesuffix(" time"))
    offset = _OFFSET.fullmatch(word.replace("_", ""))
    if offset:
        # POSIX turns the sign: Etc/GMT-8 is eight hours east.
        word = f"etc/gmt{'-' if offset[1] == '+' else '+'}{int(offset[2])}"
    known = _zones()
    name = CITIES.get(word) or known.get(word) or known.get(word.rsplit("/", 1)[-1])
    return Zone(name) if name else Zone(None, _alike(word))


def _alike(word: str) -> tuple[str, ...]:
    known = {**_zones(), **CITIES}
    found = get_close_matches(word, known, n=6, cutoff=_LIKENESS)
    return tuple(dict.fromkeys(known[each] for each in found))[:3]


@cache
def _zones() -> dict[str, str]:
    """Names and last parts in lower case: `europe/berlin` and `berlin`; no part that two zones share."""
    names = sorted(name for name in available_timezones() if "/" in name or name == "UTC")
    tails = [name.rsplit("/", 1)[-1].lower() for name in names]
    times = Counter(tails)
    table = {tail: name for tail, name in zip(tails, names, strict=True) if times[tail] == 1}
    return table | {name.lower(): name for name in names}


def zone_text(zone: str) -> str:
    """The zone's name, or the offset as people write it."""
    fixed = _FIXED_ZONE.fullmatch(zone)
    return f"UTC{'+' if fixed[1] == '-' else '-'}{fixed[2]}" if fixed else zone


def team_meant(text: str, candidates: Iterable[Team]) -> Team | None:
    """The only candidate, or the one whose name stands in the text."""
    teams = tuple(candidates)
    named = [team for team in teams if squash(team.name) in squash(text)]
    return max(named, key=lambda team: len(team.name)) if named else teams[0] if len(teams) == 1 else None


def fewer(pushes: int) -> int:
    return max(FEWEST_PUSHES, pushes - 1)


def more(pushes: int) -> int:
    return min(MOST_PUSHES, pushes + 1)
