"""Modals and the first Home tab as Block Kit: pure.

Shapes: docs.slack.dev/surfaces/modals. What a modal needs to know again stands in its private_metadata.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from adapters.slack.elements import Json, fields, plain, saying, value_of, values_in
from adapters.slack.limits import PRIVATE_METADATA, VIEW_BLOCKS, VIEW_TITLE
from bot.kernel.cards import Form
from bot.kernel.ids import DeliveryKey
from bot.kernel.people import Locale
from bot.kernel.phrases import Phrase
from bot.kernel.questions import Invalid, parse
from bot.kernel.text import clean, shorten

KUDOS = "give_kudos"
CHECKIN = "fill_form"
STATIC = "static-1"
"""The private_metadata of the Home tab below: a new number for a new look."""

_TITLE = Phrase(zh="感谢同事", en="Give kudos")
_SEND = Phrase(zh="送出", en="Send")
_SUBMIT = Phrase(zh="提交", en="Submit")
_CANCEL = Phrase(zh="取消", en="Cancel")
_WHO = Phrase(zh="感谢谁?", en="Who?")
_POINTS = Phrase(zh="几分", en="Points")
_REASON = Phrase(zh="谢什么?具体做了什么最好", en="What for? The more concrete, the better")
_NOBODY = Phrase(zh="请选一位同事", en="Choose a colleague")
_NO_REASON = Phrase(zh="写一句具体做了什么", en="Say in a few words what they did")
_FORM = Phrase(zh="填写", en="Fill in")
_HELLO = Phrase(
    zh="你好,我是合拍 👋 下面的按钮和在私聊里打字一样。", en="Hello, I am Hepai 👋 Each button is a word to type."
)
_BUTTONS = (
    (Phrase(zh="打卡", en="checkin"), Phrase(zh="打卡", en="Check in")),
    (Phrase(zh="待办", en="todo"), Phrase(zh="我的一天", en="My day")),
    (Phrase(zh="赞", en="kudos"), Phrase(zh="赞", en="Kudos")),
    (Phrase(zh="帮助", en="help"), Phrase(zh="帮助", en="Help")),
)
"""The word each button says, and its label."""
_REASONS = {
    "empty": Phrase(zh="这一项要填", en="Please fill this in"),
    "too_long": Phrase(zh="太长了", en="That is too long"),
    "not_a_choice": Phrase(zh="请选一项", en="Choose one"),
    "not_a_number": Phrase(zh="请写一个数字", en="Write a number"),
    "out_of_range": Phrase(zh="超出范围了", en="Out of range"),
}
MOST_POINTS = 5


@dataclass(frozen=True, slots=True)
class Thanks:
    """What a kudos modal was filled with, or what is wrong with which field."""

    who: str = ""
    points: str = ""
    reason: str = ""
    errors: Mapping[str, str] | None = None


def kudos(locale: Locale, whom: str = "") -> Json:
    """The modal of thanks; `whom` is chosen already."""
    who: Json = {"type": "users_select", "action_id": "who", **({"initial_user": whom} if whom else {})}
    options = [{"text": plain(str(each)), "value": str(each)} for each in range(1, MOST_POINTS + 1)]
    points = {"type": "static_select", "action_id": "points", "options": options, "initial_option": options[0]}
    reason = {"type": "plain_text_input", "action_id": "reason", "multiline": True, "max_length": 1000}
    blocks = [
        _input("who", _WHO.text(locale), who),
        _input("points", _POINTS.text(locale), points),
        _input("reason", _REASON.text(locale), reason),
    ]
    return _modal(KUDOS, _TITLE.text(locale), _SEND, locale, blocks)


def thanks(view: Mapping[str, Any], locale: Locale) -> Thanks:
    """A kudos modal as it was sent."""
    who, points, reason = (clean(_held(view, name)) for name in ("who", "points", "reason"))
    errors = {}
    if not who:
        errors["who"] = _NOBODY.text(locale)
    if not reason:
        errors["reason"] = _NO_REASON.text(locale)
    return Thanks(who, points, reason, errors or None)


def thanks_in_words(given: Thanks, locale: Locale) -> str:
    """The sentence that says the same in a chat, the mention as Slack writes it; the rest is a person's words."""
    word = "赞" if locale is Locale.ZH else "kudos"
    reason = given.reason.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"{word} <@{given.who}> {given.points or '1'} {' '.join(reason.split())}"


def form(shown: Form, key: DeliveryKey, number: int, locale: Locale) -> Json | None:
    """A form that is too long for a message; None if it is too long even for a modal."""
    about = json.dumps({"k": key, "f": number}, separators=(",", ":"))
    if len(shown.questions) > VIEW_BLOCKS or len(about) > PRIVATE_METADATA:
        return None
    title = shown.label if len(shown.label) <= VIEW_TITLE else _FORM.text(locale)
    found = _modal(CHECKIN, title, _SUBMIT, locale, fields(shown.questions, "f0"))
    return {**found, "private_metadata": about}


def form_filled(view: Mapping[str, Any], shown: Form, locale: Locale) -> tuple[dict[str, str], dict[str, str]]:
    """The values by question, and what is wrong by block_id."""
    values = {name: clean(value) for name, value in values_in(_state(view), "f0").items()}
    errors: dict[str, str] = {}
    for index, question in enumerate(shown.questions):
        wrong = parse(question, values.get(question.name, ""))
        if isinstance(wrong, Invalid):
            errors[f"f0.{index}"] = _REASONS[wrong.reason].text(locale)
    return values, errors


def reference(view: Mapping[str, Any]) -> tuple[DeliveryKey, int] | None:
    """Which form of which delivery a modal shows."""
    try:
        found = json.loads(str(view.get("private_metadata") or ""))
        return DeliveryKey(str(found["k"])), int(found["f"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def first_home(locale: Locale) -> tuple[Json, ...]:
    """What the Home tab shows until the core has posted something there: buttons that say words."""
    buttons = [saying(word.text(locale), label.text(locale), f"home.{i}") for i, (word, label) in enumerate(_BUTTONS)]
    text = {"type": "mrkdwn", "text": _HELLO.text(locale), "verbatim": True}
    return ({"type": "section", "text": text}, {"type": "actions", "elements": buttons})


def _modal(name: str, title: str, submit: Phrase, locale: Locale, blocks: Sequence[Json]) -> Json:
    return {
        "type": "modal",
        "callback_id": name,
        "title": plain(shorten(title, VIEW_TITLE)),
        "submit": plain(submit.text(locale)),
        "close": plain(_CANCEL.text(locale)),
        "blocks": list(blocks),
    }


def _input(name: str, label: str, element: Json) -> Json:
    return {"type": "input", "block_id": name, "label": plain(label), "element": element}


def _state(view: Mapping[str, Any]) -> Mapping[str, Any]:
    state = view.get("state")
    values = state.get("values") if isinstance(state, Mapping) else None
    return values if isinstance(values, Mapping) else {}


def _held(view: Mapping[str, Any], name: str) -> str:
    block = _state(view).get(name)
    return value_of(block.get(name)) if isinstance(block, Mapping) else ""
