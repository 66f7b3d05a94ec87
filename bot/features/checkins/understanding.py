"""One message taken apart into answers, in Chinese and English: pure, and never trusted without a look."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.features.checkins.templates import BLOCKER, CALLS, DONE, PARTLY, TODAY, UNTOUCHED, YESTERDAY


@dataclass(frozen=True, slots=True)
class Understood:
    """What a message says by question name. `exact`: in order, each part under its own word, nothing to guess."""

    fields: Mapping[str, str]
    exact: bool = False

    @property
    def several(self) -> bool:
        """Two or more answers in one message: more than a reply to the question that stands."""
        return len(self.fields) > 1


_ZH_NOTHING = r"(?:目前|暂时|都)?(?:没有?|无)(?:什么|任何|啥)?(?:卡点|卡住的?|卡的?|阻塞|障碍|困难|问题)?(?:了|的)?"
_EN_NOTHING = r"no(?:ne|pe|thing)?(?: blockers?| blocking(?: me)?| issues?| problems?)?|not (?:blocked|stuck)|n/a"
_NOTHING = re.compile(rf"(?:{_ZH_NOTHING}|(?:blockers?|卡点|阻塞)\s*[::=是]?\s*)?(?:{_ZH_NOTHING}|{_EN_NOTHING})", re.I)

_WORDS: Mapping[str, re.Pattern[str]] = {
    YESTERDAY: re.compile(
        r"昨天|昨日|昨儿|上个工作日|上次|\byesterday\b|\blast (?:mon|tues|wednes|thurs|fri)day\b", re.I
    ),
    TODAY: re.compile(r"今天|今日|今儿|\btoday\b", re.I),
    BLOCKER: re.compile(
        r"(?:目前|暂时)?(?:没有?|无)(?:什么|任何|啥)?(?:卡点|卡住|阻塞|障碍)|卡点|卡在|卡住|阻塞"
        r"|\b(?:no )?blockers?\b|\b(?:not )?blocked\b|\b(?:not )?stuck\b|\bnothing blocking\b",
        re.I,
    ),
    CALLS: re.compile(r"有效通话|通话|\bcalls?\b", re.I),
}
_LEADS: Mapping[str, re.Pattern[str]] = {
    YESTERDAY: re.compile(rf"(?:{_WORDS[YESTERDAY].pattern})的?(?:计划)?\s*[::=,,是]?\s*", re.I),
    TODAY: re.compile(rf"(?:{_WORDS[TODAY].pattern})的?(?:计划|打算)?\s*[::=,,是]?\s*", re.I),
    BLOCKER: re.compile(r"(?:卡点|阻塞|blockers?)\s*(?:[::=]|是|is|are)\s*", re.I),
}
_BREAKS = re.compile(
    r"\s*[,,。;;!!\n]+\s*"
    r"|\.(?=\s|$)\s*"
    r"|(?<=[\u4e00-\u9fff])\s+|\s+(?=[\u4e00-\u9fff])"
)
APART = 2
"""Characters between the words of two questions that make them two answers."""
_PLUS = re.compile(r"(?<=[\u4e00-\u9fff])\s*[++]\s*|\s*[++]\s*(?=[\u4e00-\u9fff])")
_DIGITS = re.compile(r"\d{1,4}(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    name: str = ""
    before: str = ""
    """The break that stood before it."""
    leads: bool = False
    """Its word stands at its beginning, and it was not cut inside a sentence."""


def understand(text: str, wanted: Sequence[str]) -> Understood:
    """The parts of a message that answer the wanted questions (names, in order); empty where none is named."""
    pieces = [piece for part in _parts(text) for piece in _labelled(part, wanted)]
    if not any(piece.name for piece in pieces):
        return Understood({})
    placed = _placed(pieces, wanted)
    fields: dict[str, str] = {}
    for piece in placed:
        joined = fields.get(piece.name)
        fields[piece.name] = piece.text if joined is None else f"{joined}{piece.before}{piece.text}"
    cleaned = {name: _cleaned(name, fields[name]) for name in wanted if name in fields}
    exact = [each.name for each in pieces if each.leads] == list(wanted) and len(pieces) == len(wanted)
    return Understood({name: value for name, value in cleaned.items() if value is not None}, exact)


def _parts(text: str) -> list[_Piece]:
    parts: list[_Piece] = []
    before, start = "", 0
    for cut in _BREAKS.finditer(text):
        if text[start : cut.start()].strip():
            parts.append(_Piece(text[start : cut.start()].strip(), before=before))
            before = cut[0]
        start = cut.end()
    if text[start:].strip():
        parts.append(_Piece(text[start:].strip(), before=before))
    return parts


def _labelled(part: _Piece, wanted: Sequence[str]) -> list[_Piece]:
    """The part under the word in it, cut before a second word of another question."""
    if BLOCKER in wanted and _NOTHING.fullmatch(part.text):
        return [_Piece(part.text, BLOCKER, part.before, leads=True)]
    marks = sorted(
        (found.start(), name) for name in wanted if name in _WORDS and (found := _WORDS[name].search(part.text))
    )
    if not marks:
        return [part]
    marks = _apart(part.text, marks)
    cuts = [0, *(at for at, _ in marks[1:]), len(part.text)]
    return [
        _Piece(
            part.text[cuts[number] : cuts[number + 1]].strip(),
            name,
            part.before if number == 0 else "",
            leads=len(marks) == 1 and at == 0,
        )
        for number, (at, name) in enumerate(marks)
    ]


def _apart(text: str, marks: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """The marks with enough said between them: `今天把昨天剩的收尾` is about today."""
    kept = marks[:1]
    for at, name in marks[1:]:
        start, before = kept[-1]
        found = _WORDS[before].match(text, start)
        if found and at - found.end() >= APART:
            kept.append((at, name))
    return kept


def _placed(pieces: Sequence[_Piece], wanted: Sequence[str]) -> list[_Piece]:
    """Every piece under a question: what bears no word belongs to the one before it.

    At the beginning it is the first question if no other piece is, else part of what follows.
    """
    named = {piece.name for piece in pieces if piece.name}
    following = next(piece.name for piece in pieces if piece.name)
    current = wanted[0] if wanted[0] not in named else following
    placed: list[_Piece] = []
    for piece in pieces:
        current = piece.name or current
        placed.append(_Piece(piece.text, current, piece.before if placed else ""))
    return placed


def _cleaned(name: str, text: str) -> str | None:
    """The answer without its question's word; None for a number that is none."""
    if name == BLOCKER:
        return "" if _NOTHING.fullmatch(text) else _LEADS[BLOCKER].sub("", text, count=1).strip()
    if name == CALLS:
        found = _DIGITS.search(text)
        return found[0] if found else None
    words = _LEADS.get(name)
    bare = words.sub("", text, count=1).strip() if words else text
    return _PLUS.sub("、", bare) or text


_UNTOUCHED = re.compile(r"没动|没做|没开始|没来得及|未开始|\bnot started\b|\bdid ?n[o']t start\b|\bno progress\b", re.I)
_UNCLEAR = re.compile(r"没完|未完|没搞定|没做完|还没|差|除了|但|\bnot\b|n't\b|\bexcept\b|\bbut\b", re.I)
_PARTLY = re.compile(r"一半|部分|大半|\bpartly\b|\bhalf\b|\bmostly\b|\balmost\b", re.I)
_DONE = re.compile(r"完成|搞完|做完|搞定|弄完|写完|完了|结束|\bdone\b|\bfinished\b|\bcompleted?\b|\bshipped\b", re.I)


def progress_of(text: str) -> str | None:
    """Done, partly or untouched, where the words leave no doubt."""
    if _UNTOUCHED.search(text):
        return UNTOUCHED
    if _PARTLY.search(text):
        return PARTLY
    return DONE if _DONE.search(text) and not _UNCLEAR.search(text) else None
