"""The kinds of message and what each must hold, by who sends it."""

from collections.abc import Mapping

from tests.fakes.wecom.cards import check_card
from tests.fakes.wecom.records import Journal, Json, Refusal
from tests.fakes.wecom.shapes import EMPTY, URL, Check, many, record, words

MEDIA = record({"media_id": words()})
ARTICLE = record({"title": words(bytes=128), "url": URL}, {"description": words(bytes=512, empty=True), "picurl": URL})
TEXTCARD = record(
    {"title": words(bytes=128), "description": words(bytes=512), "url": URL}, {"btntxt": words(4, empty=True)}
)
SAID = record({"content": words(code=EMPTY)})
NEWS = record({"articles": many(ARTICLE, 1, 8)})
VIDEO = record({"media_id": words()}, {"title": words(bytes=128), "description": words(bytes=512)})

APPCHAT_KINDS: Mapping[str, Check] = {
    **{"text": SAID, "markdown": SAID, "textcard": TEXTCARD, "news": NEWS},
    **{"image": MEDIA, "voice": MEDIA, "file": MEDIA, "video": VIDEO},
}
APP_KINDS: Mapping[str, Check] = {**APPCHAT_KINDS, "template_card": lambda *_: None}
PEOPLE = many(words(), 0, 1000)
WEBHOOK_KINDS: Mapping[str, Check] = {
    "text": record(
        {"content": words(bytes=2048, code=EMPTY)}, {"mentioned_list": PEOPLE, "mentioned_mobile_list": PEOPLE}
    ),
    "markdown": record({"content": words(bytes=4096, code=EMPTY)}),
    "markdown_v2": record({"content": words(bytes=4096, code=EMPTY)}),
    "image": record({"base64": words(bytes=2 * 2**20 * 4 // 3 + 4), "md5": words(pattern="[0-9a-f]{32}")}),
    **{"news": NEWS, "file": MEDIA, "voice": MEDIA, "template_card": lambda *_: None},
}
AIBOT_LIMIT = 20480
AIBOT_KINDS: Mapping[str, Check] = {
    "markdown": record(
        {"content": words(bytes=AIBOT_LIMIT, code=EMPTY)}, {"feedback": record({"id": words(bytes=256)})}
    ),
    **{"template_card": lambda *_: None, "image": MEDIA, "voice": MEDIA, "file": MEDIA, "video": VIDEO},
}


def check_content(
    body: Json, kinds: Mapping[str, Check], envelope: Mapping[str, Check], journal: Journal, via: str = "app"
) -> str:
    """The message's kind. A Refusal if it is not known here, or its content or its envelope is not right."""
    kind = body.get("msgtype")
    if not isinstance(kind, str) or kind not in kinds:
        raise Refusal(40008, f"invalid message type: {kind!r}")
    if kind not in body:
        raise Refusal(EMPTY if via == "app" else 40058, f"{kind} is missing")
    record({"msgtype": words(), kind: kinds[kind]}, envelope)(body, "body", journal.folded)
    if kind == "template_card":
        journal.folded.extend(check_card(body["template_card"], via))
    return kind
