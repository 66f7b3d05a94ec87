"""A strict Slack on the wire: Web API, Socket Mode, HTTP mode. README.md tells what is assumed and how to use it."""

from tests.fakes.slack.drawing import Handle, draw
from tests.fakes.slack.fake import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, FakeSlack
from tests.fakes.slack.records import Ack, Call, Event, Message, NotAcknowledged, Refusal
from tests.fakes.slack.workspace import BOT_ID, BOT_NAME, BOT_USER, TEAM, account, place

__all__ = [
    "APP_TOKEN",
    "BOT_ID",
    "BOT_NAME",
    "BOT_TOKEN",
    "BOT_USER",
    "SIGNING_SECRET",
    "TEAM",
    "Ack",
    "Call",
    "Event",
    "FakeSlack",
    "Handle",
    "Message",
    "NotAcknowledged",
    "Refusal",
    "account",
    "draw",
    "place",
]
