"""A strict WeCom on loopback: REST, encrypted callbacks and the AI bot's long connection; see README.md."""

from tests.fakes.wecom.fake import FakeWeCom
from tests.fakes.wecom.records import NotAcknowledged

__all__ = ["FakeWeCom", "NotAcknowledged"]
