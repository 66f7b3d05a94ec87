"""What may be sent: each kind of message and its content, a JSON string.

https://open.feishu.cn/document/server-docs/im-v1/message-content-description/create_json
"""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from tests.fakes.feishu.cards import SIZE, Inspection, strictly
from tests.fakes.feishu.errors import Refusal, card, invalid
from tests.fakes.feishu.schema import LOCALES, CardError, Check, fields, items, json_object, one_of, text

TEXT_SIZE = 150 * 1024
AT = re.compile(r"""<at\s+user_id\s*=\s*["']([^"']*)["']\s*>(.*?)</at>""", re.DOTALL)
STYLES = items(one_of("bold", "underline", "lineThrough", "italic"))
POST: Mapping[str, Mapping[str, Check]] = {
    "text": {"text!": text(), "un_escape": lambda value, path: None, "style": STYLES},
    "a": {"text!": text(), "href!": text(), "style": STYLES},
    "at": {"user_id!": text(), "style": STYLES},
    "img": {"image_key!": text()},
    "media": {"file_key!": text(), "image_key": text()},
    "emotion": {"emoji_type!": text()},
    "code_block": {"language": text(), "text!": text()},
    "hr": {},
    "md": {"text!": text()},
}
KEYS: Mapping[str, Mapping[str, Check]] = {
    "image": {"image_key!": text()},
    "file": {"file_key!": text()},
    "audio": {"file_key!": text()},
    "media": {"file_key!": text(), "image_key": text()},
    "sticker": {"file_key!": text()},
    "share_chat": {"chat_id!": text()},
    "share_user": {"user_id!": text()},
}


class Judge:
    """`known`: whether this open_id is somebody's; `uploaded`: whether a file or image of this key is there."""

    def __init__(self, known: Callable[[str], bool], uploaded: Callable[[str], bool], alarms: list[str]) -> None:
        self._known = known
        self._uploaded = uploaded
        self._alarms = alarms

    def accept(self, kind: str, content: str) -> dict[str, Any]:
        """The content, parsed. A Refusal with the documented code if it is not sent."""
        size = len(json.dumps({"msg_type": kind, "content": content}, ensure_ascii=False).encode())
        if size > (TEXT_SIZE if kind == "text" else SIZE + 200) or (kind != "text" and len(content.encode()) > SIZE):
            raise Refusal(230025)
        try:
            parsed = strictly(content)
        except ValueError as error:
            raise invalid(f"content is not a string in json format: {error}") from None
        if not isinstance(parsed, dict):
            raise invalid("content is not a JSON object in a string")
        if kind == "interactive":
            self._card(parsed)
        else:
            self._other(kind, parsed)
        return parsed

    def _card(self, parsed: dict[str, Any]) -> None:
        inspection = Inspection(self._known)
        try:
            inspection.accept(parsed)
        except CardError as error:
            raise card(error.code, error.words) from None
        self._alarms.extend(inspection.alarms)

    def _other(self, kind: str, parsed: dict[str, Any]) -> None:
        try:
            match kind:
                case "text":
                    fields({"text!": text()})(parsed, "content")
                    self._mentions(parsed["text"])
                case "post":
                    self._post(parsed)
                case _ if kind in KEYS:
                    fields(KEYS[kind])(parsed, "content")
                    self._there(parsed)
                case _:
                    raise invalid(f"msg_type {kind} is not taken here")
        except CardError as error:
            raise invalid(error.words) from None

    def _mentions(self, words: str) -> None:
        if not words:
            raise invalid("a text cannot be empty")
        for user, _ in AT.findall(words):
            if user == "all":
                self._alarms.append("a text that mentions everybody")
            elif not self._known(user):
                raise invalid(f"{user} is mentioned and unknown", alarming=False)

    def _post(self, parsed: dict[str, Any]) -> None:
        if not parsed or not set(parsed) <= LOCALES:
            raise invalid("a post has its languages at the top")
        for locale, page in parsed.items():
            rows = items(items(json_object))
            fields({"title": text(), "content!": rows})(page, locale)
            for row in page["content"]:
                for element in row:
                    if element.get("tag") not in POST:
                        raise invalid(f"unknown tag in a post: {element.get('tag')}")
                    fields({"tag!": text(), **POST[element["tag"]]})(element, locale)
                    if element["tag"] == "at":
                        self._mentions(f'<at user_id="{element["user_id"]}"></at>')

    def _there(self, parsed: dict[str, Any]) -> None:
        for name, key in parsed.items():
            if name.endswith("_key") and not self._uploaded(key):
                raise invalid(f"{name} {key} was never uploaded", alarming=False)
