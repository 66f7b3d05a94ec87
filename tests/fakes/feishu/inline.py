"""One stretch of a card's markdown as its reader sees it: the marks disappear, what they mean stays.

CommonMark's rules for emphasis, entities, escapes, code and links (https://spec.commonmark.org/0.31.2/#inlines), and
the tags of https://open.feishu.cn/document/uAjLw4CM/ukzMukzMukzM/feishu-cards/card-json-v2-components/content-components/rich-text
"""

import html
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field

EVERYBODY = "@所有人"
EMOJI = frozenset(
    {
        "THUMBSUP",
        "THANKS",
        "APPLAUSE",
        "CLAP",
        "PRAISE",
        "HEART",
        "PARTY",
        "JIAYI",
        "DONE",
        "OK",
        "LGTM",
        "OnIt",
        "Get",
        "Typing",
        "ThumbsDown",
        "YouAreTheBest",
        "SALUTE",
    }
)
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_CODE = re.compile(r"(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)
_AT = re.compile(r"""<(at|person)\s+(?:id|ids|user_id|email)\s*=\s*["']?([^"'>\s]+)["']?[^>]*>(?:.*?</\1>)?""")
_TAG = re.compile(r"</?(?:font|text_tag|number_tag|a|link)(?:\s[^<>]*)?/?>")
_BREAK = re.compile(r"<br\s*/?>")
_MOMENT = re.compile(r"<local_datetime\s+millisecond\s*=\s*['\"]?(\d+)['\"]?[^>]*>(?:</local_datetime>)?")
_LINK = re.compile(r"(!?)\[((?:[^\[\]\\]|\\.|\[[^\[\]]*\])*)\]\(\s*<?([^()\s<>]*(?:\([^()\s]*\)[^()\s]*)*)>?\s*\)")
_SMILE = re.compile(r":([A-Za-z]+):")
_STRAY = re.compile(r"</?[A-Za-z!]")
_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")


@dataclass(slots=True)
class Findings:
    """What a text does beside being read. `everybody`: it notifies all; `stray`: tags that are none."""

    people: list[str] = field(default_factory=list)
    everybody: bool = False
    stray: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Run:
    """Some `*`, `_` or `~` in a row, of which `count` are not used up yet; without a char plain text."""

    text: str
    char: str = ""
    count: int = 0
    opens: bool = False
    closes: bool = False


def shown(source: str, name: Callable[[str], str], findings: Findings) -> str:
    """What is read where this stands. `name`: what a mention of this id shows."""
    runs: list[_Run] = []
    at = 0
    while at < len(source):
        at = _step(source, at, name, findings, runs)
    _match(runs)
    return "".join(run.char * run.count if run.char else run.text for run in runs)


def _step(source: str, at: int, name: Callable[[str], str], findings: Findings, runs: list[_Run]) -> int:
    """Read one thing; where the next begins."""
    char = source[at]
    if char in "*_~":
        end = at
        while end < len(source) and source[end] == char:
            end += 1
        runs.append(_run(source, at, end))
        return end
    text, end = _thing(source, at, name, findings)
    runs.append(_Run(text))
    return end


def _thing(source: str, at: int, name: Callable[[str], str], findings: Findings) -> tuple[str, int]:
    match source[at]:
        case "\\" if source[at + 1 : at + 2] in _PUNCTUATION and source[at + 1 : at + 2]:
            return source[at + 1], at + 2
        case "&" if found := _ENTITY.match(source, at):
            return html.unescape(found[0]), found.end()
        case "`":
            if found := _CODE.match(source, at):
                return found[2], found.end()
            end = at + len(source[at:]) - len(source[at:].lstrip("`"))
            return source[at:end], end
        case "<":
            return _tag(source, at, name, findings)
        case "!" | "[" if found := _LINK.match(source, at):
            label = shown(found[2], name, findings)
            url = html.unescape(found[3])
            findings.links.append(url)
            return (f"(image {label})" if found[1] else f"{label} ({url})"), found.end()
        case ":" if (found := _SMILE.match(source, at)) and found[1] in EMOJI:
            return f"({found[1]})", found.end()
        case _:
            return source[at], at + 1


def _tag(source: str, at: int, name: Callable[[str], str], findings: Findings) -> tuple[str, int]:
    if found := _AT.match(source, at):
        if found[2] == "all":
            findings.everybody = True
            return EVERYBODY, found.end()
        people = found[2].split(",")
        findings.people.extend(people)
        return " ".join(f"@{name(each)}" for each in people), found.end()
    if found := _BREAK.match(source, at):
        return "\n", found.end()
    if found := _MOMENT.match(source, at):
        return f"(time {found[1]})", found.end()
    if found := _TAG.match(source, at):
        return "", found.end()
    if _STRAY.match(source, at):
        findings.stray.append(source[at : at + 20])
    return "<", at + 1


def _run(source: str, start: int, end: int) -> _Run:
    """Which way these marks work: https://spec.commonmark.org/0.31.2/#delimiter-run"""
    before, after = source[start - 1 : start] or " ", source[end : end + 1] or " "
    left = not after.isspace() and (not _punctuation(after) or before.isspace() or _punctuation(before))
    right = not before.isspace() and (not _punctuation(before) or after.isspace() or _punctuation(after))
    char, count = source[start], end - start
    if char == "_":
        opens, closes = left and (not right or _punctuation(before)), right and (not left or _punctuation(after))
    elif char == "~" and count != 2:
        opens = closes = False
    else:
        opens, closes = left, right
    return _Run("", char, count, opens, closes)


def _punctuation(char: str) -> bool:
    return char in _PUNCTUATION or unicodedata.category(char)[0] in "PS"


def _match(runs: list[_Run]) -> None:
    """Use up the marks that belong together."""
    for index, closer in enumerate(runs):
        if not closer.closes:
            continue
        while closer.count:
            opener = _opener(runs, index)
            if opener is None:
                break
            used = 2 if min(closer.count, runs[opener].count) >= 2 else 1
            closer.count -= used
            runs[opener].count -= used
            for between in runs[opener + 1 : index]:
                between.opens = between.closes = False


def _opener(runs: list[_Run], index: int) -> int | None:
    closer = runs[index]
    for candidate in range(index - 1, -1, -1):
        run = runs[candidate]
        if run.char != closer.char or not run.opens or not run.count:
            continue
        both = (run.closes or closer.opens) and (run.count + closer.count) % 3 == 0
        if not (both and (run.count % 3 or closer.count % 3)):
            return candidate
    return None
