"""How WeCom's clients show text and its markdown dialects: markup disappears, and what it does remains.

`app`: headings, bold, links, inline code, quotes, font colours; nothing can be escaped there. `robot`: the same of a
webhook or appchat, where `<@userid>` mentions. `v2`: a webhook's markdown_v2, CommonMark's inline markup with its
backslash escapes and entities (UNVERIFIED: no document says how a character is escaped). `aibot`: the AI bot's, the
same, and `<@userid>` mentions (UNVERIFIED).
"""

import html
import re
from collections.abc import Callable
from typing import Literal

from tests.fakes.wecom.records import Message

Dialect = Literal["app", "robot", "v2", "aibot"]
Alarm = Callable[[str], None]
RICH = ("v2", "aibot")
EVERYBODY = "@所有人"
TEXT_LIMIT = 2048

_ANCHOR = re.compile(r"""<a\s+href\s*=\s*["']?([^"'>\s]*)["']?\s*>(.*?)</a>""", re.IGNORECASE | re.DOTALL)
_FONT = re.compile(r'<font color="(?:info|comment|warning)">|</font>')
_LINK = re.compile(r"!?\[([^\]\n]*)\]\((\S+?)\)")
_AT = re.compile(r"<@([^>\s]+)>")
_TRANSLATED = re.compile(r"\$(?:userName|userAliasOrName)=([^$]+)\$")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_KEPT = re.compile("[\U000f0000-\U000ffffd]")
# Nobody sees what is invisible at the very end of a message: it may tell two of the same words apart.
_TAIL = re.compile("[\u200b\u200c\u2060-\u2064\ufeff\U000e0000-\U000e01ef]+$")
# Nor an invisible joiner right behind a character of markup: it keeps the markup from being one.
_JOINER = re.compile("(?<=[<*_`$@])[\u200b\u2060]")


def cut(text: str, limit: int = TEXT_LIMIT) -> str:
    """What is left of a text of more bytes: whole characters of its beginning."""
    return text.encode()[:limit].decode(errors="ignore")


def text(content: str, message: Message, translate: bool = False) -> str:
    """A text message: nothing but links is markup. `translate`: ids stand for names (enable_id_trans)."""
    shown = _ANCHOR.sub(lambda found: f"{found[2]} ({found[1]})", _TAIL.sub("", content))
    return _JOINER.sub("", names(shown, message) if translate else shown)


def names(content: str, message: Message) -> str:
    """`$userName=id$` as its reader sees it."""
    return _TRANSLATED.sub(lambda found: message.names(found[1]) or found[0], content)


def markdown(content: str, dialect: Dialect, message: Message, alarm: Alarm) -> list[str]:
    """Its lines as they are read. A line `---` is a rule in the rich ones."""
    lines: list[str] = []
    fenced = False
    for line in _TAIL.sub("", content).split("\n"):
        if dialect in RICH and line.lstrip().startswith("```"):
            fenced = not fenced
        elif fenced:
            lines.append(line)
        else:
            lines.extend(_line(line, dialect, message, alarm))
    return lines


def _line(line: str, dialect: Dialect, message: Message, alarm: Alarm) -> list[str]:
    quotes, rest = _quoted(line)
    if found := re.match(r" {0,3}#{1,6}\s+(.*)", rest):
        rest = found[1]
    elif dialect in RICH:
        if re.fullmatch(r"\s*\|?[\s:|-]*-[\s:|-]*\|[\s:|-]*", rest):
            return []
        if re.fullmatch(r" {0,3}(?:(?:-\s*){3,}|(?:\*\s*){3,}|(?:_\s*){3,})", rest):
            return [f"{quotes}---"]
        rest = re.sub(r"^(\s*)[-*+]\s+", r"\1• ", rest)
    shown = _rich(rest, dialect, message, alarm) if dialect in RICH else _plain(rest, dialect, message, alarm)
    return [quotes + shown]


def _quoted(line: str) -> tuple[str, str]:
    """The quote marks in front, one space behind each, and the rest."""
    quotes = ""
    while found := re.match(r" {0,3}>\s?", line):
        quotes, line = f"{quotes}> ", line[found.end() :]
    return quotes, line


def _plain(line: str, dialect: Dialect, message: Message, alarm: Alarm) -> str:
    line = _FONT.sub("", line)
    line = _LINK.sub(r"\1 (\2)", line)
    line = re.sub(r"\*\*(?=\S)(.+?)(?<=\S)\*\*", r"\1", line)
    line = re.sub(r"`([^`]+)`", r"\1", line)
    if dialect == "robot":
        line = _AT.sub(lambda found: _mention(found, message, alarm), line)
    return _JOINER.sub("", line)


def _rich(line: str, dialect: Dialect, message: Message, alarm: Alarm) -> str:
    kept: list[str] = []

    def keep(shown: str) -> str:
        """Hide what is not to be read again behind a character of its own."""
        kept.append(shown)
        return chr(0xF0000 + len(kept) - 1)

    def restored(text: str) -> str:
        return _KEPT.sub(lambda found: kept[ord(found[0]) - 0xF0000], text)

    line = _KEPT.sub(lambda found: keep(found[0]), line)
    line = _ESCAPED.sub(lambda found: keep(found[1]), line)
    line = re.sub(r"`([^`]+)`", lambda found: keep(restored(found[1])), line)
    line = _LINK.sub(r"\1 (\2)", line)
    if dialect == "aibot":
        line = _AT.sub(lambda found: _mention(found, message, alarm), line)
    line = re.sub(r"</?[A-Za-z][^<>]*>", "", line)
    line = html.unescape(line)
    for mark in (r"\*\*\*", r"\*\*", "~~", r"\*"):
        line = re.sub(rf"{mark}(?=\S)(.+?)(?<=\S){mark}", r"\1", line)
    line = re.sub(r"(?<!\w)(__?)(?=\S)(.+?)(?<=\S)\1(?!\w)", r"\2", line)
    return restored(_JOINER.sub("", line))


def _mention(found: re.Match[str], message: Message, alarm: Alarm) -> str:
    if found[1] == "all":
        alarm(f"{message.id} mentions everybody")
        return EVERYBODY
    name = message.names(found[1])
    return f"@{name}" if name else found[0]
