"""A message's text as Slack writes it, and what the person typed: mentions, links, emoji, escapes (notes, 3.5)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape

from adapters.slack import emoji
from bot.kernel.text import clean

_SPECIAL = re.compile(r"<([^<>\n]{1,3000})>")
_ENTITY = re.compile(r"&(?:amp|lt|gt);")
_USER = re.compile(r"<@([A-Z0-9]{2,30})(?:\|[^<>\n]*)?>")
_BARE = re.compile(r"[^<&:]*")
"""Words without anything of Slack's own."""
_GAP = re.compile(r"  +")


@dataclass(frozen=True, slots=True)
class Spoken:
    """`mentions`: (name, user) in their order, the bot's own left out; `to_bot`: it was among them."""

    text: str
    mentions: tuple[tuple[str, str], ...] = ()
    to_bot: bool = False


def users_in(text: str) -> Iterator[str]:
    """The users mentioned, each once."""
    yield from dict.fromkeys(found[1] for found in _USER.finditer(text))


def spoken(text: str, names: Mapping[str, str], bot: str, strangers: frozenset[str] = frozenset()) -> Spoken:
    """`names`: what users are called; `strangers`: users who are no people, shown by name but not mentioned."""
    if _BARE.fullmatch(text):
        return Spoken(clean(text))
    pieces: list[str] = []
    mentions: list[tuple[str, str]] = []
    to_bot = False
    position = 0
    for found in _SPECIAL.finditer(text):
        pieces.append(_plain(text[position : found.start()]))
        position = found.end()
        target, _, label = found[1].partition("|")
        if target[:1] != "@":
            pieces.append(_shown(target, _plain(label)))
            continue
        user = target[1:]
        if user == bot:
            to_bot = True
            continue
        name = clean(names.get(user) or _plain(label) or user)
        pieces.append(f"@{name}")
        if user not in strangers:
            mentions.append((name, user))
    pieces.append(_plain(text[position:]))
    joined = "".join(pieces)
    return Spoken(clean(_GAP.sub(" ", joined) if to_bot else joined), tuple(mentions), to_bot)


def _plain(text: str) -> str:
    """Escapes undone, once."""
    return _ENTITY.sub(lambda found: unescape(found[0]), emoji.characters(text))


def _shown(target: str, label: str) -> str:
    """A channel, a group or a link in angle brackets, as it was typed."""
    match target[:1]:
        case "#":
            return f"#{label or target[1:]}"
        case "!":
            kind, _, _ = target[1:].partition("^")
            return label if kind == "date" or (label and kind == "subteam") else f"@{kind}"
    url = _plain(target)
    bare = url.partition("://")[2] or url.removeprefix("mailto:").removeprefix("tel:")
    if label and label.rstrip("/") not in (url.rstrip("/"), bare.rstrip("/")):
        return f"{label} ({url})"
    return label or url
