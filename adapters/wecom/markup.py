"""WeCom's ways of writing a line: plain text, and three dialects of markdown; what a person typed stays what it is.

Where a dialect has no escapes (the app's, a robot's) a text with its characters in it is sent as plain text instead;
plain text knows one tag, `<a>`, which an invisible joiner keeps from being one. The AI bot's dialect takes
CommonMark's backslashes (UNVERIFIED: no document says so); should it not, they still part `](` and `<@`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from adapters.common.links import honest
from bot.kernel.cards import Bold, Inline, Line, Link, Mentioned, Private, Said, Text

JOINER = "\u2060"
SMALL = "ⓘ "
_TAG = re.compile(r"<(?=[/!?@A-Za-z])")
_MARKS = re.compile(r"[*`<>\[\]#]")
_SPECIAL = re.compile(r"[\\`*\[\]<>~|&]|(?<![^\W_])_|_(?![^\W_])|(?<=\])\(|(?<=<)@")
_LINE_START = re.compile(r"^(\s*)(?=#{1,6}(?:\s|$)|[-+](?:\s|$)|-{2,}|={2,}|>|`{3})")
_NUMBERED = re.compile(r"^(\s*[0-9]{1,9})(?=[.)](?:\s|$))")

Named = Callable[[Mentioned], str]
"""Somebody mentioned → how it is written so that they are notified; empty where it is not to be."""


@dataclass(frozen=True, slots=True)
class Markup:
    """One way of writing. `rule`: a divider; `link`: whether a link is written with its label."""

    name: str
    rule: str = "---"
    bolds: bool = True

    def bold(self, text: str) -> str:
        inside = self.said(text).strip()
        return f"**{inside}**" if self.bolds and inside and "\n" not in inside else self.said(text)

    def said(self, text: str) -> str:
        match self.name:
            case "v2":
                return _SPECIAL.sub(lambda found: f"\\{found[0]}", text)
            case "text":
                return _TAG.sub(f"<{JOINER}", text)
            case _:
                return text

    def link(self, label: str, url: str) -> str:
        if not honest(label, url) or re.search(r"[\s<>\"'()\[\]\\]", url):
            return self.said(f"{label} ({url})")
        match self.name:
            case "text":
                return f'<a href="{url}">{self.said(label)}</a>'
            case "card":
                return f"{label} ({url})"
            case _:
                return f"[{self.said(label)}]({url})"

    def begun(self, line: str) -> str:
        """A line of a paragraph, so that its beginning is no heading, list or rule."""
        if self.name != "v2":
            return line
        return _NUMBERED.sub(r"\1\\", _LINE_START.sub(r"\1\\", line))

    def write(self, line: Line, named: Named) -> str:
        return "".join(self._inline(each, named) for each in line)

    def _inline(self, inline: Inline, named: Named) -> str:
        match inline:
            case Text(text) | Said(text) | Private(_, text):
                return self.said(text)
            case Bold(text):
                return self.bold(text)
            case Mentioned(_, name):
                return named(inline) or self.said(f"@{name}")
            case Link(label, url):
                return self.link(label, url)


TEXT = Markup("text", bolds=False)
"""A text message of the app, of appchat or of a robot."""
CARD = Markup("card", bolds=False)
"""The texts of a template card: nothing in them is markup."""
APP = Markup("app")
"""Markdown of the app, of appchat and of a robot. Only for what `harmless` lets through."""
V2 = Markup("v2", rule="***")
"""What the AI bot speaks. A `---` below a line would make that line a heading."""


def harmless(text: str) -> bool:
    """Whether a dialect without escapes would show this text as it is."""
    return _MARKS.search(text) is None
