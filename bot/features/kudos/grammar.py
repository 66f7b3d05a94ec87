"""`赞 @人 n 理由 #价值观`, taken apart: receivers, points, reason, tags. Every pattern runs in linear time."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from bot.features.kudos.amounts import amount_at, trailing
from bot.features.kudos.model import Slot
from bot.kernel.intents import Words
from bot.kernel.names import Candidates, Doubt, Found, Nobody, Resolution
from bot.kernel.people import Person
from bot.kernel.spoken import Named, spoken

Resolve = Callable[[str], Resolution]
RunsOn = Callable[[str], tuple[Candidates, str] | None]

EVERYBODY = frozenset(
    ("all", "everyone", "everybody", "here", "channel", "team", "所有人", "全体成员", "大家", "全员", "各位", "团队")
)
BOT = frozenset(("合拍", "hepai", "bot", "机器人"))
MOST_PEOPLE = 10
"""Receivers of one message."""
_NAMES_READ = 20
_LONG_NAME = 5
"""Hanzi; what is longer and no name is rather the beginning of the reason."""

_GAP = re.compile(r"[\s,，;；:：]*")
_LISTING = re.compile(r"\s*[、&＆]\s*")
_AND = re.compile(r"[\s,，]*(?:和|跟|与|及|and\s)\s*", re.IGNORECASE)
_TOKEN = re.compile(r"[@＠]?[^\s@＠、,，&＆;；:：#＃]{1,60}")
_JOINED = re.compile(r"[和跟与及]")
_LATIN_WORD = re.compile(r" ([A-Za-zÀ-ɏ][A-Za-zÀ-ɏ'’.-]{0,30})(?![^\s@,，、&])")
_DIGITS_BEHIND = re.compile(r"[+＋]?[0-9０-９]{1,20}(?:分)?$")
_TAG = re.compile(r"(?:(?<=\s)|^)[#＃]([\w-]{1,30})")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a message of thanks asks for. `points` None: none written; `odd`: what stood there instead of points."""

    slots: tuple[Slot, ...] = ()
    points: int | None = None
    odd: str = ""
    reason: str = ""
    tags: tuple[str, ...] = ()
    everybody: bool = False
    bot: bool = False


@dataclass(frozen=True, slots=True)
class _Text:
    """The message as one text, and where in it the mentions begin and end."""

    text: str
    mentions: dict[int, tuple[int, Person]]
    resolve: Resolve
    runs_on: RunsOn


@dataclass(slots=True)
class _Head:
    """What has been read of the beginning; `at` is where the rest begins."""

    at: int = 0
    slots: list[Slot] = field(default_factory=list)
    everybody: bool = False
    bot: bool = False


def read(words: Words, resolve: Resolve, runs_on: RunsOn) -> Asked:
    """Take a message apart. Names are looked up through `resolve`; `runs_on` finds one with words glued to it."""
    text = _laid_out(words, resolve, runs_on)
    start = _skip(_GAP, text.text, 0)
    amount = amount_at(text.text, start)
    head = _names(text, amount.end if amount else start)
    if amount is None and (head.slots or head.everybody or head.bot):
        amount = amount_at(text.text, _skip(_GAP, text.text, head.at))
        head.at = amount.end if amount else head.at
    reason, tags = tags_of(text.text[head.at :])
    asked = Asked(tuple(dict.fromkeys(head.slots)), None, "", reason, tags, head.everybody, head.bot)
    if amount:
        return replace(asked, points=amount.points, odd=amount.written if amount.points is None else "")
    if last := trailing(reason):
        return replace(asked, points=last[0], reason=last[1])
    return asked


def tags_of(text: str) -> tuple[str, tuple[str, ...]]:
    """The text without its `#tags`, on one line, and the tags. A number (`#123`) is no tag."""
    tags = [tag for tag in _TAG.findall(text) if not tag.isdigit()]
    bare = _TAG.sub(lambda found: found[0] if found[1].isdigit() else "", text)
    return " ".join(bare.split()).lstrip(",，、:：;； ").rstrip(",，、 "), tuple(dict.fromkeys(tags))[:3]


def _laid_out(words: Words, resolve: Resolve, runs_on: RunsOn) -> _Text:
    pieces: list[str] = []
    mentions: dict[int, tuple[int, Person]] = {}
    at = 0
    for piece in spoken(words.text, words.mentions):
        shown = f"@{piece.name}" if isinstance(piece, Named) else piece
        if isinstance(piece, Named):
            mentions[at] = at + len(shown), piece.whom
        pieces.append(shown)
        at += len(shown)
    return _Text("".join(pieces), mentions, resolve, runs_on)


def _names(text: _Text, start: int) -> _Head:
    head = _Head(start)
    while len(head.slots) < _NAMES_READ and _next(text, head):
        pass
    if not (head.slots or head.everybody or head.bot):
        _beginning(text, head)
    return head


def _next(text: _Text, head: _Head) -> bool:
    """Read one more receiver; False where no name stands."""
    listed = bool(head.slots) and _LISTING.match(text.text, head.at) is not None
    for gap in (_LISTING, _AND, _GAP):
        at = _skip(gap, text.text, head.at)
        if at == head.at and gap is not _GAP:
            continue
        if at in text.mentions:
            head.at, person = text.mentions[at]
            head.slots.append(Slot(person.name, person.id))
            return True
        token = _TOKEN.match(text.text, at)
        if token and _typed(text, head, token, listed or token[0][0] in "@＠"):
            return True
    return False


def _typed(text: _Text, head: _Head, token: re.Match[str], explicit: bool) -> bool:
    """A name in typed words. Once somebody was named, a marked name counts even if nobody has it."""
    word = token[0].lstrip("@＠")
    if not head.slots and word.casefold() in EVERYBODY | BOT:
        head.everybody, head.bot, head.at = word.casefold() in EVERYBODY, word.casefold() in BOT, token.end()
        return False
    for slots, end in _readings(text, token, word):
        if all(_stands(text, slot, end, explicit or not head.slots) for slot in slots):
            head.slots.extend(slots)
            head.at = end
            return True
    if explicit and head.slots:
        head.slots.append(Slot(word))
        head.at = token.end()
        return True
    return False


def _readings(text: _Text, token: re.Match[str], word: str) -> Iterator[tuple[tuple[Slot, ...], int]]:
    """The ways in which a name may stand here, the longest first, and where each ends."""
    ends = [token.end()]
    while len(ends) < 3 and word.isascii() and (more := _LATIN_WORD.match(text.text, ends[-1])):
        ends.append(more.end())
    begin = token.end() - len(word)
    for end in reversed(ends):
        yield (_slot(text, text.text[begin:end]),), end
    if digits := _DIGITS_BEHIND.search(word[-24:]):
        name = word[: len(word) - len(digits[0])]
        if name:
            yield (_slot(text, name),), begin + len(name)
    parts = _JOINED.split(word)
    if 1 < len(parts) <= MOST_PEOPLE and all(parts):
        yield tuple(_slot(text, part) for part in parts), token.end()


def _slot(text: _Text, query: str) -> Slot:
    found = text.resolve(query)
    return Slot(query, found.person.id if isinstance(found, Found) else None)


def _stands(text: _Text, slot: Slot, end: int, expected: bool) -> bool:
    """Whether this is meant as a name. Behind other names, unmarked, only a full name is; or one before points."""
    if slot.person:
        return True
    match text.resolve(slot.query):
        case Nobody() | Found():
            return False
        case Candidates(_, why):
            return expected or why is Doubt.SAME_NAME or amount_at(text.text, _skip(_GAP, text.text, end)) is not None


def _beginning(text: _Text, head: _Head) -> None:
    """Nobody was named so far: mentions further on, a name with words glued to it, an unknown name, or none."""
    token = _TOKEN.match(text.text, _skip(_GAP, text.text, head.at))
    marked = token is not None and token[0][0] in "@＠"
    if text.mentions and not marked:
        head.slots = [Slot(person.name, person.id) for _, (_, person) in sorted(text.mentions.items())]
        return
    if token is None:
        return
    word = token[0].lstrip("@＠")
    if running := text.runs_on(word):
        people, rest = running
        head.slots = [Slot(people.people[0].name, glued=True)]
        head.at = token.end() - len(rest)
    elif len(word) > _LONG_NAME and not word.isascii() and not marked:
        head.slots = [Slot("")]
    else:
        head.slots = [Slot(word)]
        head.at = token.end()


def _skip(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at
