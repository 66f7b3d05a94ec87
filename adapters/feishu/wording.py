"""A card as plain words, for when the platform refuses the card itself."""

import html
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from adapters.feishu import limits

_AT = re.compile(r"<at id=[A-Za-z0-9_-]+></at>")
_TAG = re.compile(r"</?font[^<>]*>")
_LINK = re.compile(r"\[([^\[\]]*)\]\(([^()\s]+)\)")


def words(content: str) -> str:
    """The text that is sent in a card's place: nothing in it mentions or links, and every button is a word to type."""
    return "\n".join(_lines(json.loads(content)))[: limits.TEXT] or "…"


def _lines(card: Mapping[str, Any]) -> Iterator[str]:
    if title := card.get("header", {}).get("title", {}).get("content"):
        yield _harmless(title)
    for element in card["body"]["elements"]:
        yield from _element(element)


def _element(element: Mapping[str, Any]) -> Iterator[str]:
    match element["tag"]:
        case "markdown":
            source = _LINK.sub(r"\1 (\2)", _TAG.sub("", _AT.sub("@…", element["content"])))
            yield _harmless(html.unescape(source.replace("**", "")))
        case "hr":
            yield "---"
        case "button":
            # A form cannot be filled in as words; its talk can.
            if "form_action_type" not in element:
                yield f"({_harmless(element['text']['content'])})"
        case "select_static":
            options = "  ".join(f"({_harmless(each['text']['content'])})" for each in element["options"])
            yield f"{_harmless(element['placeholder']['content'])}: {options}"
        case "column_set":
            for column in element["columns"]:
                for each in column["elements"]:
                    yield from _element(each)
        case _:
            pass


def _harmless(text: str) -> str:
    """Text messages know `<at …>` and `[label](url)`, and no way to write them literally."""
    return text.replace("<", "＜").replace("](", "] (")
