"""Lines of a card in the platform's markdown: what a person typed can never become markup, a mention or a link.

https://open.feishu.cn/document/uAjLw4CM/ukzMukzMukzM/feishu-cards/card-json-v2-components/content-components/rich-text
"""

import re
from collections.abc import Mapping
from typing import assert_never

from adapters.common.links import honest
from bot.kernel.cards import Bold, Inline, Line, Link, Mentioned, Private, Said, Text
from bot.kernel.ids import PersonId
from bot.kernel.people import UserRef

People = Mapping[PersonId, UserRef]
_UNSENDABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_SPECIAL = re.compile(r"[&<>*_~`\[\]\\$|]")
_OPENS_LINE = re.compile(r"(?m)^(?:[ \t]|[-+#=]|(?P<number>\d{1,9})(?=[.)]))")
_SHORTCODE = re.compile(r":(?=[A-Za-z0-9_+-]+:)")
_USER = re.compile(r"[A-Za-z0-9_-]+")
_UNSAFE_IN_URL = re.compile(r"[\s()<>\[\]\\`*_~|\"']|&(?=#?\w+;)")


def sendable(text: str) -> str:
    """Without control characters and halves of characters, which no JSON of the platform's takes."""
    return _UNSENDABLE.sub("", text)


def escaped(text: str) -> str:
    """Text in which no character means anything within a line (see `literal` for the beginnings of lines)."""
    return _SPECIAL.sub(lambda found: f"&#{ord(found[0])};", sendable(text))


def markdown(line: Line, people: People) -> str:
    """One line of a card, or several where it has line feeds."""
    pieces = [_piece(inline, people) for inline in line]
    source = ""
    for index, (text, bold) in enumerate(pieces):
        after = pieces[index + 1][0] if index + 1 < len(pieces) else ""
        source += f"**{text}**" if bold and _stands_out(text, source[-1:], after[:1]) else text
    return literal(source)


def literal(source: str) -> str:
    """Beginnings of lines that would make a list, a heading, a rule or code, and `:NAME:` pictures, taken literally."""
    return _SHORTCODE.sub("&#58;", _OPENS_LINE.sub(_unmarked, source))


def bold(text: str) -> str:
    """A label, stressed if the characters around allow it."""
    shown = escaped(text)
    return f"**{shown}**" if _stands_out(shown, "", ":") else shown


def _unmarked(found: re.Match[str]) -> str:
    if digits := found["number"]:
        return f"&#{ord(digits[0])};{digits[1:]}"
    return f"&#{ord(found[0])};"


def _piece(inline: Inline, people: People) -> tuple[str, bool]:
    match inline:
        case Text(text) | Said(text) | Private(_, text):
            return escaped(text), False
        case Bold(text):
            return escaped(text), True
        case Mentioned(person, name):
            user = people.get(person)
            known = user is not None and user.user != "all" and _USER.fullmatch(user.user)
            return (f"<at id={user.user}></at>" if user and known else escaped(f"@{name}")), False
        case Link(label, url):
            return _link(label, url), False
        case _:
            assert_never(inline)


def _link(label: str, url: str) -> str:
    """Only our own https addresses are links; any other shows as what it is."""
    if not url.startswith("https://") or not honest(label, url):
        return escaped(f"{label} ({url})")
    safe = _UNSAFE_IN_URL.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), sendable(url))
    return f"[{escaped(label)}]({_SHORTCODE.sub('%3A', safe)})"


def _stands_out(source: str, before: str, after: str) -> bool:
    """Whether `**` around this reads as bold: https://spec.commonmark.org/0.31.2/#left-flanking-delimiter-run"""
    if not source or "\n" in source or source[0].isspace() or source[-1].isspace():
        return False
    return _edge(source[0], before) and _edge(source[-1], after)


def _edge(inner: str, outer: str) -> bool:
    return outer != "*" and (inner.isalnum() or not outer or outer.isspace() or not outer.isalnum())
