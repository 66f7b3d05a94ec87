"""What a message should never hold: words of people that became markup, names of nobody, a text that lacks the blocks'.

A real Slack takes these without a word; people suffer from them. Each is an alarm.
"""

import re
from collections.abc import Iterator
from typing import Any

from tests.fakes.slack.mrkdwn import AT_ALL, shown, specials
from tests.fakes.slack.records import Json
from tests.fakes.slack.workspace import Workspace

_BARE = re.compile(r"(?<![\w@])@(here|channel|everyone)\b")
_LONG = 3000
"""From here on a `text` may leave out what the blocks say."""


def suspicious(ws: Workspace, wire: Json) -> Iterator[str]:
    """What is wrong with a message that Slack would take."""
    texts = [(wire["text"], True), *_marked_up(wire.get("blocks", []))]
    for text, verbatim in texts:
        for special in specials(text):
            yield from _special(ws, special)
        if not verbatim and (bare := _BARE.search(text)):
            yield f"{bare[0]} in mrkdwn that is not verbatim may call everybody: {text[:80]!r}"
    if _holds(wire.get("blocks", []), "broadcast"):
        yield "a rich text that calls everybody"
    if len(wire["text"]) < _LONG:
        said = _letters(shown(wire["text"], ws.called))
        for text, _ in _readable(wire.get("blocks", [])):
            for line in shown(text, ws.called).split("\n"):
                if _letters(line) not in said:
                    yield f"the text leaves out what a block says: {line[:80]!r}"


def _special(ws: Workspace, inside: str) -> Iterator[str]:
    target = inside.partition("|")[0]
    if target[0] == "!" and (target[1:] in AT_ALL or target.startswith("!subteam")):
        yield f"<{inside}> calls everybody"
    elif target[0] in "@#" and ws.called(target[1:]) == target[1:]:
        yield f"<{inside}> is nobody"
    elif target[0] not in "@#!" and not re.match(r"(https?://|mailto:|tel:)", target):
        yield f"<{inside}> is no link"


def _marked_up(value: Any) -> Iterator[tuple[str, bool]]:
    """Every mrkdwn text in blocks, and whether it is verbatim."""
    if isinstance(value, dict):
        if value.get("type") == "mrkdwn":
            yield value["text"], bool(value.get("verbatim"))
        for each in value.values():
            yield from _marked_up(each)
    elif isinstance(value, list):
        for each in value:
            yield from _marked_up(each)


def _readable(blocks: list[Json]) -> Iterator[tuple[str, bool]]:
    """What blocks say to a reader, their buttons and small print aside."""
    for block in blocks:
        if block["type"] == "section":
            yield from _marked_up({name: block.get(name) for name in ("text", "fields")})


def _holds(value: Any, kind: str) -> bool:
    if isinstance(value, dict):
        return value.get("type") == kind or any(_holds(each, kind) for each in value.values())
    return isinstance(value, list) and any(_holds(each, kind) for each in value)


def _letters(text: str) -> str:
    return "".join(char for char in text if char.isalnum())
