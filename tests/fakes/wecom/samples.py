"""A card of each of the five types, as WeCom's documents have them, to be varied by tests."""

from typing import Any

Json = dict[str, Any]
URL = "https://bot.example.com/board"
TEXT_NOTICE: Json = {
    "card_type": "text_notice",
    "main_title": {"title": "Weekly digest", "desc": "Team Core"},
    "emphasis_content": {"title": "87%", "desc": "checked in"},
    "sub_title_text": "3 blockers",
    "horizontal_content_list": [{"keyname": "Owner", "value": "Li Si", "type": 3, "userid": "lisi"}],
    "jump_list": [{"type": 1, "title": "Open board", "url": URL}],
    "card_action": {"type": 1, "url": URL},
    "action_menu": {"desc": "More", "action_list": [{"text": "Mute", "key": "mute:7d"}]},
    "task_id": "dg-2026w10-core",
}
NEWS_NOTICE: Json = {
    "card_type": "news_notice",
    "main_title": {"title": "Kudos"},
    "card_image": {"url": "https://bot.example.com/p.png", "aspect_ratio": 1.3},
    "vertical_content_list": [{"title": "Li Si → Wang Wu", "desc": "thanks for the review"}],
    "card_action": {"type": 1, "url": URL},
    "task_id": "ku-81",
}
BUTTONS: Json = {
    "card_type": "button_interaction",
    "main_title": {"title": "Red flag", "desc": "from Zhang San"},
    "sub_title_text": "Blocked on access",
    "button_selection": {
        "question_key": "assign",
        "title": "Assign",
        "option_list": [{"id": "lisi", "text": "Li Si"}],
        "selected_id": "lisi",
    },
    "button_list": [{"text": "I see", "style": 1, "key": "rf:81:ack"}, {"text": "Open", "type": 1, "url": URL}],
    "task_id": "rf-81-wangwu",
}
VOTE: Json = {
    "card_type": "vote_interaction",
    "main_title": {"title": "How was today?"},
    "checkbox": {
        "question_key": "mood",
        "mode": 0,
        "option_list": [
            {"id": "good", "text": "Good", "is_checked": False},
            {"id": "bad", "text": "Bad", "is_checked": False},
        ],
    },
    "submit_button": {"text": "Send", "key": "ci:submit"},
    "task_id": "ci-0302-lisi",
}
MULTIPLE: Json = {
    "card_type": "multiple_interaction",
    "main_title": {"title": "Check-in"},
    "select_list": [
        {
            "question_key": "mood",
            "title": "Mood",
            "selected_id": "ok",
            "option_list": [{"id": "ok", "text": "OK"}, {"id": "bad", "text": "Bad"}],
        },
        {
            "question_key": "load",
            "title": "Load",
            "option_list": [{"id": "fine", "text": "Fine"}, {"id": "over", "text": "Too much"}],
        },
    ],
    "submit_button": {"text": "Send", "key": "ci:submit"},
    "task_id": "ci-0302-lisi-2",
}
CARDS = {each["card_type"]: each for each in (TEXT_NOTICE, NEWS_NOTICE, BUTTONS, VOTE, MULTIPLE)}


def without(card: Json, *names: str) -> Json:
    return {name: value for name, value in card.items() if name not in names}


def plain_card(task: str = "t1", title: str = "完成了吗?", **more: Any) -> Json:
    """A card with two buttons that both the app and the AI bot may send."""
    buttons = [{"text": "1 完成", "style": 1, "key": "done"}, {"text": "2 以后", "key": "later"}]
    card = {"card_type": "button_interaction", "main_title": {"title": title}, "button_list": buttons}
    return {**card, "task_id": task, **more}
