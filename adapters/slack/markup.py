"""Words as mrkdwn: everything that was typed or comes from outside is shown as it is, and means nothing to Slack.

`& < >` are escaped, which is all that links, mentions and calls to everybody need (docs.slack.dev, formatting). Marks
such as `*` have no escape: a word joiner behind one that could open a pair keeps it from doing so.
"""

import re
from collections.abc import Iterator, Mapping
from typing import assert_never

from adapters.common.links import honest
from bot.kernel.cards import Bold, Inline, Line, Link, Mentioned, Private, Said, Text
from bot.kernel.ids import PersonId
from bot.kernel.people import UserRef
from bot.kernel.text import graphemes

People = Mapping[PersonId, UserRef]

JOINER = "\u2060"
EDGE = "\u200b"
"""A space of no width: beside a mark, where a word would otherwise keep it from counting."""
_MARK = re.compile(r"[*_~`]")
_OPENING = re.compile(r"(?<![A-Za-z0-9])([*_~`])(?=\S)")
_QUOTING = re.compile(r"^(?=&gt;)", re.MULTILINE)
_OURS = re.compile(r"https://[^\s<>|]+")
CUT = 550
"""Characters of a piece: escaped five times as long at worst, which still fits into a section."""


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def neutral(text: str) -> str:
    """The text as mrkdwn that shows exactly it."""
    found = escaped(text)
    if _MARK.search(found):
        found = _OPENING.sub(rf"\1{JOINER}", found)
    return _QUOTING.sub(JOINER, found) if ">" in text else found


def bold(text: str) -> str:
    """Stressed, line by line: a mark counts only within a line, beside an edge, and against a word."""
    return "\n".join(_bold(line) for line in text.split("\n"))


def _bold(line: str) -> str:
    inside = line.strip()
    if not inside:
        return line
    start = line[: len(line) - len(line.lstrip())]
    end = line[len(line.rstrip()) :]
    return f"{start}{EDGE}*{neutral(inside)}*{EDGE}{end}"


def marked(line: Line, people: People, stressed: bool = True) -> str:
    """A line of a card. Not `stressed`: for notifications, where nothing is bold."""
    return "".join(_marked(inline, people, stressed) for inline in line)


def _marked(inline: Inline, people: People, stressed: bool) -> str:
    match inline:
        case Bold(text) if stressed:
            return bold(text)
        case Text(text) | Bold(text) | Said(text) | Private(_, text):
            return neutral(text)
        case Mentioned(person, name):
            user = people.get(person)
            return f"<@{user.user}>" if user else neutral(f"@{name}")
        case Link(label, url):
            return _link(label, url)
        case _:
            assert_never(inline)


def _link(label: str, url: str) -> str:
    """Only what our own builder makes may be followed; anything else is shown as text."""
    if not _OURS.fullmatch(url) or not honest(label, url):
        return neutral(f"{label} ({url})")
    return f"<{escaped(url)}|{neutral(label).replace('|', '｜').replace(chr(10), ' ')}>"


def pieces(line: Line, people: People, stressed: bool = True) -> Iterator[str]:
    """The line as mrkdwn in pieces none of which is too long for a section, cut where nothing is torn apart."""
    for inline in line:
        if isinstance(inline, Mentioned | Link) or len(inline.text) <= CUT:
            yield _marked(inline, people, stressed)
            continue
        for part in cut(inline.text, CUT):
            yield bold(part) if isinstance(inline, Bold) and stressed else neutral(part)


def cut(text: str, limit: int) -> Iterator[str]:
    """Pieces of at most so many characters, each whole in what a reader sees as one character."""
    piece = ""
    for cluster in graphemes(text):
        for part in (cluster[i : i + limit] for i in range(0, len(cluster), limit)):
            if piece and len(piece) + len(part) > limit:
                yield piece
                piece = ""
            piece += part
    if piece:
        yield piece
