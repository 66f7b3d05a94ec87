"""What a template card may hold: five types, and what differs between the app, the AI bot and the webhook robot.

https://developer.work.weixin.qq.com/document/path/90236 and 101032
"""

from dataclasses import dataclass
from typing import Any

from tests.fakes.wecom.records import Json, Refusal
from tests.fakes.wecom.shapes import URL, Check, flag, many, one_of, ratio, record, whole, words, wrong

KEY = words(bytes=1024)
ID = words(bytes=128)
TASK = words(bytes=128, pattern=r"[0-9A-Za-z_\-@]+")
INTERACTIVE = ("button_interaction", "vote_interaction", "multiple_interaction")


@dataclass(frozen=True, slots=True)
class Sizes:
    """Characters that a client shows; what is longer is folded."""

    title: int
    desc: int
    sub: int
    source: int
    option: int
    vote: int
    jump: int
    value: int


APP = Sizes(36, 44, 160, 20, 16, 17, 18, 30)
AIBOT = Sizes(26, 30, 112, 13, 10, 11, 13, 26)


def check_card(card: Any, via: str, updating: bool = False) -> list[str]:
    """The texts that will be folded. A Refusal if the card breaks a rule. `updating`: it replaces another card."""
    folded: list[str] = []
    if not isinstance(card, dict):
        raise wrong("template_card", "is no object")
    kind = card.get("card_type")
    kinds = _kinds(AIBOT if via == "aibot" else APP, via == "aibot", updating)
    if kind not in kinds or (via == "webhook" and kind in INTERACTIVE):
        raise wrong("template_card.card_type", f"{kind!r} is not known here")
    kinds[kind](card, "template_card", folded)
    _together(card, updating)
    return folded


def calls_back(card: Json) -> bool:
    """Whether anything on it comes back as an event, so that it may be changed."""
    return card["card_type"] in INTERACTIVE or "action_menu" in card


def _together(card: Json, updating: bool) -> None:
    kind = card["card_type"]
    title = card.get("main_title", {}).get("title")
    if kind == "text_notice" and not title and not card.get("sub_title_text"):
        raise wrong("template_card", "has neither main_title.title nor sub_title_text")
    if kind == "news_notice" and not (title and ("card_image" in card or "image_text_area" in card)):
        raise wrong("template_card", "needs main_title.title and a card_image or image_text_area")
    if calls_back(card) and "task_id" not in card and not updating:
        raise wrong("template_card.task_id", "is missing")
    for button in card.get("button_list", []):
        needed = "url" if button.get("type") == 1 else "key"
        if needed not in button:
            raise wrong(f"template_card.button_list.{needed}", "is missing")
    keys = [each["key"] for each in card.get("button_list", []) if "key" in each]
    if len(set(keys)) < len(keys):
        raise Refusal(40058, "invalid parameter: template_card.button_list has one key twice", told=False)
    for item in (*card.get("jump_list", []), *filter(None, [card.get("card_action")])):
        wanted = {1: "url", 2: "appid", 3: "question"}.get(item.get("type", 0))
        if wanted and wanted not in item:
            raise wrong(f"template_card.{wanted}", "is missing for its type")


def _kinds(sizes: Sizes, aibot: bool, updating: bool) -> dict[str, Check]:
    common, lists = _common(sizes, aibot, updating), _lists(sizes, aibot)
    action = {"card_action": _target(aibot, 1, 2)}
    notice = {**common, **lists}
    select = _select(sizes)
    submit = {"submit_button": record({"text": words(10), "key": KEY})}
    title = {"title": words(sizes.title)}
    main = {"main_title": record(title, {"desc": words(sizes.desc, empty=True)})}
    kind = {"card_type": words()}
    replaced = {"replace_text": words()} if updating else {}
    picture = {
        "card_image": record({"url": URL}, {"aspect_ratio": ratio}),
        "image_text_area": record(
            {"image_url": URL},
            {"type": one_of(0, 1, 2), "url": URL, "appid": words(), "pagepath": words(), **_titled(sizes)},
        ),
        "vertical_content_list": many(record({"title": words(38)}, {"desc": words(160, empty=True)}), 0, 4),
    }
    button = {"text": words(10)}, {"style": whole(1, 4), "key": KEY}
    if not aibot:
        button[1].update(type=one_of(0, 1), url=URL)
    vote = record(
        {"question_key": KEY, "option_list": many(_vote(sizes), 1, 20)}, {"mode": one_of(0, 1), "disable": flag}
    )
    return {
        "text_notice": record({**kind, **action}, {**notice, "emphasis_content": record({}, _titled(sizes))}),
        "news_notice": record({**kind, **main, **action}, {**notice, **picture}),
        "button_interaction": record(
            {**kind, **main, "button_list": many(record(*button), 1, 6)},
            {**notice, **action, "button_selection": select, **replaced},
        ),
        "vote_interaction": record(
            {**kind, **main, "checkbox": vote, **submit}, {**_only(common, "source", "task_id", "feedback"), **replaced}
        ),
        "multiple_interaction": record(
            {**kind, **main, "select_list": many(select, 1, 3), **submit},
            {**_only(common, "source", "task_id", "feedback"), **replaced},
        ),
    }


def _common(sizes: Sizes, aibot: bool, updating: bool) -> dict[str, Check]:
    source = {"icon_url": URL, "desc": words(sizes.source, empty=True), "desc_color": one_of(0, 1, 2, 3)}
    menu = record(
        {"action_list": many(record({"text": words(), "key": KEY}), 1, 3)}, {"desc": words(sizes.source, empty=True)}
    )
    common = {
        "source": record({}, source),
        "action_menu": menu,
        "task_id": TASK,
        "main_title": record({}, _titled(sizes)),
        "quote_area": record(
            {},
            {
                **{"type": one_of(0, 1, 2), "url": URL, "appid": words(), "pagepath": words()},
                **{"title": words(empty=True), "quote_text": words(empty=True)},
            },
        ),
        "sub_title_text": words(sizes.sub, empty=True),
    }
    return {**common, "feedback": record({"id": words(bytes=256)})} if aibot else common


def _lists(sizes: Sizes, aibot: bool) -> dict[str, Check]:
    kinds = (0, 1, 3) if aibot else (0, 1, 2, 3)
    row = {"type": one_of(*kinds), "value": words(sizes.value, empty=True), "url": URL, "userid": words()}
    if not aibot:
        row["media_id"] = words()
    return {
        "horizontal_content_list": many(record({"keyname": words(5)}, row), 0, 6),
        "jump_list": many(_target(aibot, 0, 1, 2, *((3,) if aibot else ()), title=words(sizes.jump)), 0, 3),
    }


def _target(aibot: bool, *types: int, title: Check | None = None) -> Check:
    question = {"question": words(bytes=200)} if aibot and title else {}
    required: dict[str, Check] = {"title": title} if title else {"type": one_of(*types)}
    optional: dict[str, Check] = {"url": URL, "appid": words(), "pagepath": words(), **question}
    return record(required, {**optional, "type": one_of(*types)})


def _select(sizes: Sizes) -> Check:
    option = record({"id": ID, "text": words(sizes.option)})
    return record(
        {"question_key": KEY, "option_list": many(option, 1, 10)},
        {"title": words(13, empty=True), "selected_id": ID, "disable": flag},
    )


def _vote(sizes: Sizes) -> Check:
    return record({"id": ID, "text": words(sizes.vote), "is_checked": flag})


def _titled(sizes: Sizes) -> dict[str, Check]:
    return {"title": words(sizes.title, empty=True), "desc": words(sizes.desc, empty=True)}


def _only(shapes: dict[str, Check], *names: str) -> dict[str, Check]:
    return {name: shapes[name] for name in names if name in shapes}
