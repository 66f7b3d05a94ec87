"""A strict WeCom on loopback: REST, encrypted callbacks and the AI bot's long connection; see README.md."""

from tests.fakes.wecom.drawing import Handle, draw
from tests.fakes.wecom.fake import FakeWeCom
from tests.fakes.wecom.records import Message, NotAcknowledged

__all__ = ["FakeWeCom", "Handle", "Message", "NotAcknowledged", "draw"]
