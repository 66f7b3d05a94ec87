"""How the bot's answer to a callback is taken: a toast, a new card, or a message with a code for whoever clicked.

https://open.feishu.cn/document/uAjLw4CM/ukzMukzMukzM/feishu-cards/card-callback-communication
"""

import json
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.fakes.feishu.cards import Inspection, strictly
from tests.fakes.feishu.records import Event, Json, NotAcknowledged
from tests.fakes.feishu.schema import CardError, Check, fields, json_object, one_of, text, translations
from tests.fakes.feishu.state import Platform

LATE, NOT_TAKEN, MALFORMED, BAD_CARD = 200341, 200671, 200672, 200673
_TOAST: Mapping[str, Check] = {
    "type": one_of("info", "success", "warning", "error"),
    "content!": text(),
    "i18n": translations,
}
_ANSWER = fields({"toast": fields(_TOAST), "card": fields({"type!": one_of("raw", "template"), "data!": json_object})})


@dataclass(frozen=True, slots=True)
class Toast:
    """What whoever clicked sees for a moment."""

    user: str
    type: str
    content: str


def payload(raw: bytes) -> tuple[int, Any]:
    """The code and the answer in an acknowledgement of the long connection; NotAcknowledged if it is none."""
    try:
        found = strictly(raw.decode())
        code = found["code"]
        data = strictly(b64decode(found["data"], validate=True).decode()) if found.get("data") else None
    except (ValueError, KeyError, TypeError) as error:
        raise NotAcknowledged(f"{MALFORMED}: an acknowledgement that is none: {raw!r}: {error}") from None
    if not isinstance(code, int):
        raise NotAcknowledged(f"{MALFORMED}: the code of an acknowledgement is a number: {raw!r}")
    return code, data


def taken(platform: Platform, event: Event, answer: Any) -> Toast | None:
    """Carry out the answer to this callback; NotAcknowledged with the code that is shown if it is wrong."""
    platform.updates[event.token] = (event.event["context"]["open_message_id"], platform.now(), 0)
    if answer is None:
        return None
    try:
        _ANSWER(answer, "answer")
    except CardError as error:
        raise NotAcknowledged(f"{MALFORMED}: {error.words}") from None
    if "card" in answer:
        _replace(platform, event, answer["card"])
    toast = answer.get("toast")
    if not toast:
        return None
    return Toast(event.event["operator"]["open_id"], toast.get("type", "info"), toast["content"])


def _replace(platform: Platform, event: Event, card: Json) -> None:
    inspection = Inspection(platform.company.names.__contains__)
    try:
        inspection.accept(card["data"])
    except CardError as error:
        raise NotAcknowledged(f"{BAD_CARD}: {error.words}") from None
    platform.alarms.extend(inspection.alarms)
    message = platform.message(event.event["context"]["open_message_id"])
    if message is not None:
        platform.change(message, json.dumps(card["data"], ensure_ascii=False), card["data"])
