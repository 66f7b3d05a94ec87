"""A strict fake of Feishu's servers: REST, the long connection and HTTP callbacks; see README.md beside this file."""

from tests.fakes.feishu.drawing import Handle, draw
from tests.fakes.feishu.fake import FakeFeishu
from tests.fakes.feishu.records import Event, Message, NotAcknowledged

__all__ = ["Event", "FakeFeishu", "Handle", "Message", "NotAcknowledged", "draw"]
