"""The long connection's frames are what the platform's own clients read and write."""

import pytest

from tests.fakes.feishu.frames import BadFrame, Frame, decode, encode

PING = bytes.fromhex("08 00 10 00 18 f6 81 80 10 20 00 2a 0c 0a 04 74 79 70 65 12 04 70 69 6e 67")
"""Platform notes 1.2."""


def test_the_documented_ping_is_written_and_read() -> None:
    ping = Frame(0, 0, 33554678, 0, (("type", "ping"),))
    assert encode(ping) == PING
    assert decode(PING) == ping


def test_a_frame_with_everything_comes_back_the_same() -> None:
    frame = Frame(
        2**63, 300, 2, 1, (("type", "event"), ("message_id", "消息")), "gzip", "text", b"\x00\xff" * 200, "log"
    )
    assert decode(encode(frame)) == frame


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", "required"),
        (PING[:-3], "cut off"),
        (PING[:9], "required"),
        (b"\x08\xff", "cut off"),
        (b"\x08" + b"\xff" * 11, "too long"),
        (PING + b"\x52\x01a", "unknown"),
        (PING + b"\x2a\x02\x08\x01", "key and a value"),
        (PING + b"\x09\x01", "unknown type"),
    ],
)
def test_what_is_no_frame_is_refused(raw: bytes, why: str) -> None:
    with pytest.raises(BadFrame, match=why):
        decode(raw)
