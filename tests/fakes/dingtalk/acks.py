"""What an acknowledgement has to say, by kind."""

from typing import Any

from tests.fakes.dingtalk.model import Event

MESSAGES = "/v1.0/im/bot/messages/get"
CARDS = "/v1.0/card/instances/callback"


def expected(event: Event, content: Any) -> str:
    """What is wrong with the decoded `data` of the acknowledgement of this; empty if it is as documented."""
    if not isinstance(content, dict):
        return f"{event.topic}: data of an acknowledgement is a JSON object in a string"
    if event.type == "EVENT":
        good = content.get("status") in ("SUCCESS", "LATER") and set(content) <= {"status", "message"}
        return "" if good else "an EVENT is acknowledged with its status SUCCESS or LATER"
    if set(content) != {"response"}:
        return f"{event.topic}: an acknowledgement has a response and nothing else"
    if event.topic == CARDS and not isinstance(content["response"], dict):
        return "a card's response is an object"
    return ""
