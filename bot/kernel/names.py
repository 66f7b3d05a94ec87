"""Who is meant by a typed name: found by index, asked when in doubt, never guessed."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.kernel.features import OneOf, Readings, Reads
from bot.kernel.ids import PersonId, derive
from bot.kernel.people import NameKey, Person

_COMPOUND = """
欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶
太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良
漆雕 乐正 宰父 谷梁 拓跋 夹谷 轩辕 令狐 段干 百里 呼延 东郭 南门 羊舌 微生 梁丘 左丘 西门 南荣 东宫
即墨 达奚 褚师 单于
"""
COMPOUND_SURNAMES = frozenset(_COMPOUND.split())
"""Surnames of two characters."""

LONGEST = 40
"""Characters of the longest text looked up as a name."""


class Doubt(StrEnum):
    """Why a name has to be asked about."""

    SAME_NAME = "same name"
    """Several people have exactly this name."""
    SAME_SOUND = "same sound"
    """Nobody is written so; these sound the same."""
    PART = "part"
    """These have it as a part of their name: a given name, a first name, a name running on."""


@dataclass(frozen=True, slots=True)
class Found:
    """One person, named beyond doubt."""

    person: Person


@dataclass(frozen=True, slots=True)
class Candidates:
    """People to choose from, even when it is one; those preferred come first."""

    people: tuple[Person, ...]
    why: Doubt


@dataclass(frozen=True, slots=True)
class Nobody:
    """No one on file is called anything like it."""


Resolution = Found | Candidates | Nobody


def keys_of(person: Person, readings: Readings) -> tuple[NameKey, ...]:
    """Every spelling that leads to a person. Save them whenever the person is saved.

    Keys of an earlier name may stay behind: `resolve` looks whether a key still holds.
    """
    return tuple(NameKey(derive("name", person.id, key), person.id, key) for key in _keys(person.name, readings))


def resolve(query: str, reads: Reads, readings: Readings, prefer: Sequence[PersonId] = ()) -> Resolution:
    """Who is meant. Certain are: the one with this full name, with this department and name, or, for a name
    typed in Latin letters, the one whose name is read so. Anything less gives candidates.

    People who left are not offered. `prefer` only orders: it never decides.
    """
    name = folded(query)
    if not name or len(name) > LONGEST:
        return Nobody()
    people = _People(reads, readings, prefer)
    if named := people.under(_name(name)):
        return _certain(named, Doubt.SAME_NAME)
    if _is_latin(name):
        return _latin(query, people)
    if placed := _in_department(name, people):
        return _certain(placed, Doubt.SAME_NAME)
    if sounding := people.under(*map(_sound, sorted(readings.of(name)))):
        return Candidates(sounding, Doubt.SAME_SOUND)
    return _partly(name, people)


def starts_with(text: str, reads: Reads, readings: Readings) -> tuple[Candidates, str] | None:
    """The people with whose full name a text begins that runs on without a space, and the rest of the text.

    The longest name counts. To be asked about: 张伟大家 may be 张伟 or 张伟大.
    """
    people = _People(reads, readings)
    lengths = range(min(4, len(text) - 1), 1, -1)
    named = people.under(*(_name(folded(text[:length])) for length in lengths))
    for length in lengths:
        meant = folded(text[:length])
        if fitting := tuple(person for person in named if folded(person.name) == meant):
            return Candidates(fitting, Doubt.PART), text[length:]
    return None


def arranged(people: Sequence[Person], prefer: Sequence[PersonId]) -> tuple[Person, ...]:
    """The preferred first, in the order of preference, then the others as they were."""
    rank = {person: place for place, person in reversed(list(enumerate(prefer)))}
    return tuple(sorted(people, key=lambda person: rank.get(person.id, len(rank))))


def folded(text: str) -> str:
    """For comparing names: NFKC, lower case, letters and digits only."""
    return "".join(char for char in unicodedata.normalize("NFKC", text).casefold() if char.isalnum())


def spelled(text: str) -> str:
    """For comparing sounds: toneless, `ü` as `v` (a passport's Lyu too), without spaces."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("u:", "v")
    bare = unicodedata.normalize("NFD", unicodedata.normalize("NFC", plain).translate(_UMLAUTS))
    return folded(re.sub(r"\b([ln])yu", r"\1v", "".join(char for char in bare if not unicodedata.combining(char))))


_UMLAUTS = str.maketrans("üǖǘǚǜ", "vvvvv")


class _People:
    """The active people under given keys, each once."""

    def __init__(self, reads: Reads, readings: Readings, prefer: Sequence[PersonId] = ()) -> None:
        self._reads = reads
        self._readings = readings
        self._prefer = prefer

    def under(self, *keys: str) -> tuple[Person, ...]:
        rows = self._reads.find(NameKey, key=OneOf(keys)) if keys else ()
        ids = list(dict.fromkeys(row.person for row in rows))
        people = self._reads.find(Person, id=OneOf(ids)) if ids else ()
        return arranged([person for person in people if person.active and self._holds(person, keys)], self._prefer)

    def _holds(self, person: Person, keys: Sequence[str]) -> bool:
        return not set(keys).isdisjoint(_keys(person.name, self._readings))


def _keys(name: str, readings: Readings) -> Iterator[str]:
    whole = folded(name)
    yield _name(whole)
    yield from (_sound(sound) for sound in sorted(readings.of(name)))
    yield from (_part(part) for part in _parts_of(name) if part != whole)


def _name(name: str) -> str:
    return f"name/{name}"


def _sound(sound: str) -> str:
    return f"sound/{sound}"


def _part(part: str) -> str:
    return f"part/{part}"


def _parts_of(name: str) -> Iterator[str]:
    """The given name of 王志强 and 欧阳志强, the words of Amy Chen."""
    whole = folded(name)
    if _is_latin(whole):
        yield from dict.fromkeys(word for word in map(folded, name.split()) if len(word) > 1)
        return
    given = whole[2:] if whole[:2] in COMPOUND_SURNAMES else whole[1:]
    if 2 <= len(given) <= 3:
        yield given


def _certain(people: tuple[Person, ...], why: Doubt) -> Resolution:
    return Found(people[0]) if len(people) == 1 else Candidates(people, why)


def _latin(query: str, people: _People) -> Resolution:
    if sounding := people.under(_sound(spelled(query))):
        return _certain(sounding, Doubt.SAME_SOUND)
    turned = "".join(reversed(query.split()))
    if turned != query and (sounding := people.under(_sound(spelled(turned)))):
        return Candidates(sounding, Doubt.SAME_SOUND)
    return _partly(folded(query), people)


def _partly(name: str, people: _People) -> Resolution:
    partly = people.under(_part(name))
    return Candidates(partly, Doubt.PART) if partly else Nobody()


def _in_department(name: str, people: _People) -> tuple[Person, ...]:
    """财务张伟, 张伟财务 or 张伟1187: the name with a department, or with the end of a staff number."""
    splits = [(name[cut:], name[:cut]) for cut in range(len(name) - 4, len(name) - 1) if cut > 0]
    splits += [(name[:cut], name[cut:]) for cut in range(2, 5) if cut < len(name)]
    found = people.under(*{_name(meant) for meant, _ in splits})
    return tuple(p for p in found if any(folded(p.name) == meant and _placed(p, where) for meant, where in splits))


def _placed(person: Person, where: str) -> bool:
    if where.isdigit():
        return len(where) > 2 and folded(person.staff_no).endswith(where)
    hint = where.removesuffix("的").removesuffix("部")
    return hint != "" and hint in folded(person.department)


def _is_latin(name: str) -> bool:
    return all(char.isdigit() or "LATIN" in unicodedata.name(char, "") for char in name)
