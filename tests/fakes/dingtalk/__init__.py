"""A strict fake of DingTalk's servers: stream gateway, robot, cards, people, the month's quota. See README.md."""

from tests.fakes.dingtalk.callbacks import Console
from tests.fakes.dingtalk.drawing import draw
from tests.fakes.dingtalk.fake import CLIENT_ID, CLIENT_SECRET, TEMPLATE, FakeDingTalk
from tests.fakes.dingtalk.model import Ack, Call, Event, Handle, Message, NotAcknowledged
from tests.fakes.dingtalk.site import Switches

__all__ = [
    "CLIENT_ID",
    "CLIENT_SECRET",
    "TEMPLATE",
    "Ack",
    "Call",
    "Console",
    "Event",
    "FakeDingTalk",
    "Handle",
    "Message",
    "NotAcknowledged",
    "Switches",
    "draw",
]
