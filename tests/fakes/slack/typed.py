"""What a person types, as Slack passes it on: escaped text, and the same as a rich_text block."""

import re
from collections.abc import Iterator, Sequence

from tests.fakes.slack import emoji
from tests.fakes.slack.mrkdwn import escaped
from tests.fakes.slack.records import Json
from tests.fakes.slack.workspace import BOT_NAME, BOT_USER

BOT_NAMES = (BOT_NAME, "Hepai")
_URL = re.compile(r"https?://[^\s<>()|\u3000-\u303f\uff00-\uffef\u4e00-\u9fff]+")


def spans(text: str, mentions: Sequence[tuple[str, str]], to_bot: bool, names: bool = True) -> list[Json]:
    """The pieces of a rich text. `mentions`: name and user id, in the order in which `@name` stands in the text.

    `names`: emoji that are in the table become their names.
    """
    return [span for piece in _mentioned(text, mentions, to_bot) for span in _plain(piece, names)]


def wire(pieces: Sequence[Json]) -> str:
    """The `text` of the same."""
    return "".join(_wire(each) for each in pieces)


def _wire(span: Json) -> str:
    match span["type"]:
        case "user":
            return f"<@{span['user_id']}>"
        case "emoji":
            return f":{span['name']}:"
        case "link":
            return f"<{escaped(span['url'])}>"
        case _:
            return escaped(span["text"])


def _mentioned(text: str, mentions: Sequence[tuple[str, str]], to_bot: bool) -> Iterator[str | Json]:
    """Text and mentions in turn."""
    left = list(mentions)
    position = 0
    while position < len(text):
        at = text.find("@", position)
        if at < 0:
            break
        found = next((each for each in left[:1] if text.startswith(each[0], at + 1)), None)
        bot = next((name for name in BOT_NAMES if to_bot and text.startswith(name, at + 1)), "")
        if found:
            left.pop(0)
        elif bot:
            found = (bot, BOT_USER)
        else:
            yield text[position : at + 1]
            position = at + 1
            continue
        if at > position:
            yield text[position:at]
        yield {"type": "user", "user_id": found[1]}
        position = at + 1 + len(found[0])
    if position < len(text):
        yield text[position:]
    if left:
        raise ValueError(f"no @{left[0][0]} in {text!r}")


def _plain(piece: str | Json, names: bool) -> Iterator[Json]:
    """Links and emoji in text that is no mention."""
    if not isinstance(piece, str):
        yield piece
        return
    position = 0
    for found in _URL.finditer(piece):
        yield from _words(piece[position : found.start()], names)
        yield {"type": "link", "url": found[0]}
        position = found.end()
    yield from _words(piece[position:], names)


def _words(text: str, names: bool) -> Iterator[Json]:
    position = 0
    for found in emoji.TYPED.finditer(text) if names else ():
        if found.start() > position:
            yield {"type": "text", "text": text[position : found.start()]}
        yield {"type": "emoji", "name": emoji.name_of(found[0]), "unicode": emoji.code_of(found[0])}
        position = found.end()
    if position < len(text):
        yield {"type": "text", "text": text[position:]}


def rich(pieces: Sequence[Json], id: str) -> Json:
    """The block that comes with typed text."""
    section = {"type": "rich_text_section", "elements": list(pieces)}
    return {"type": "rich_text", "block_id": id, "elements": [section]}
