"""DingTalk's markdown: our lines in it, and everything a person typed kept from being read as markup.

Dialect: https://open.dingtalk.com/document/development/robot-message-type and …/markdown-variable-new
"""

import re
from collections.abc import Callable, Iterator
from typing import assert_never

from adapters.common.links import honest
from bot.kernel.cards import (
    Block,
    Bold,
    Buttons,
    Divider,
    Fields,
    Form,
    Inline,
    Line,
    Link,
    Mentioned,
    Paragraph,
    Private,
    Quote,
    Said,
    Select,
    Text,
)

Mention = Callable[[Mentioned], str]
"""How somebody is mentioned, already as markup."""

REASON = "ⓘ "
BREAK = "  \n"
EMPTY = "&nbsp;"
RULE = "---"

_CORE = re.compile(r"[^\W_](?:.*[^\W_])?")
_MARKUP = re.compile(r"[\\`*_{}\[\]()#+\-.!><~|&=]")


def escaped(text: str) -> str:
    """The text as text: an `@` needs no escape, since only ids that are told apart mention anybody."""
    return _MARKUP.sub(r"\\\g<0>", text)


def lines_of(block: Block, mention: Mention) -> Iterator[str]:
    """The block's lines. Of presses there are none: they are no text."""
    match block:
        case Paragraph(line):
            yield from split(inline(line, mention))
        case Fields(rows):
            for label, line in rows:
                yield from split(f"{stressed(label)}: {inline(line, mention)}")
        case Quote(author, line):
            first, *more = split(inline(line, mention))
            yield f"> {stressed(author)}: {first}"
            yield from (f"> {each}" for each in more)
        case Divider():
            yield RULE
        case Buttons() | Select() | Form():
            return
        case _:
            assert_never(block)


def joined(lines: list[str]) -> str:
    """Lines as markdown: each begins a line of its own, an empty one is seen, a quote ends where it ends,
    and a rule is no heading's underline."""
    text = before = ""
    for line in lines:
        ends_quote = before.startswith("> ") and not line.startswith("> ")
        if text:
            text += "\n\n" if line == RULE or ends_quote else BREAK
        text += line
        before = line
    return text


def split(markup: str) -> list[str]:
    """The lines of a text that is markup already; a leading space would vanish, an empty line too."""
    return [re.sub("^ +", lambda spaces: EMPTY * len(spaces[0]), line) or EMPTY for line in markup.split("\n")]


def inline(line: Line, mention: Mention) -> str:
    return "".join(_inline(each, mention) for each in line)


def _inline(each: Inline, mention: Mention) -> str:
    match each:
        case Text(text) | Said(text) | Private(_, text):
            return escaped(text)
        case Bold(text):
            return "\n".join(stressed(part) for part in text.split("\n"))
        case Mentioned():
            return mention(each)
        case Link(label, url):
            return (
                f"[{escaped(label)}]({url})" if _is_plain(url) and honest(label, url) else escaped(f"{label} ({url})")
            )
        case _:
            assert_never(each)


def stressed(text: str) -> str:
    """Stars mean stress only where they touch a letter: what stands around it, stands outside of them."""
    found = _CORE.search(text)
    if found is None:
        return escaped(text)
    return f"{escaped(text[: found.start()])}**{escaped(found[0])}**{escaped(text[found.end() :])}"


def _is_plain(url: str) -> bool:
    """Whether it can stand in a link as it is."""
    return re.fullmatch(r"https://[A-Za-z0-9./?=&%_:#~+,;-]+", url) is not None
