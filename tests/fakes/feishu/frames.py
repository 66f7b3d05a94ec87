"""The long connection's binary frames: a protobuf message of nine fields, written and read by hand.

https://protobuf.dev/programming-guides/encoding/ has the wire format; the fields are in the platform notes 1.2.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

CONTROL, DATA = 0, 1
_VARINT, _LENGTH = 0, 2
_NUMBERS = {1: "seq_id", 2: "log_id", 3: "service", 4: "method"}
_TEXTS = {6: "payload_encoding", 7: "payload_type", 9: "log_id_new"}


class BadFrame(ValueError):
    """Bytes that are no frame; says what is wrong with them."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame. `headers` keep their order."""

    seq_id: int
    log_id: int
    service: int
    method: int
    headers: tuple[tuple[str, str], ...] = ()
    payload_encoding: str = ""
    payload_type: str = ""
    payload: bytes = b""
    log_id_new: str = ""

    def header(self, key: str) -> str:
        """The value of this header, empty if it is not there."""
        return next((value for name, value in self.headers if name == key), "")


def encode(frame: Frame) -> bytes:
    out = bytearray()
    for number, name in _NUMBERS.items():
        out += _key(number, _VARINT) + _varint(getattr(frame, name))
    for key, value in frame.headers:
        out += _bytes(5, _bytes(1, key.encode()) + _bytes(2, value.encode()))
    for number, name in ((6, "payload_encoding"), (7, "payload_type")):
        if text := getattr(frame, name):
            out += _bytes(number, text.encode())
    if frame.payload:
        out += _bytes(8, frame.payload)
    if frame.log_id_new:
        out += _bytes(9, frame.log_id_new.encode())
    return bytes(out)


def decode(raw: bytes) -> Frame:
    """The frame in these bytes. BadFrame if a required field is missing, or a field is unknown or of another type."""
    found: dict[str, Any] = {}
    headers: list[tuple[str, str]] = []
    for number, value in _fields(raw):
        if number in _NUMBERS and isinstance(value, int):
            found[_NUMBERS[number]] = value
        elif number == 5 and isinstance(value, bytes):
            headers.append(_header(value))
        elif number in _TEXTS and isinstance(value, bytes):
            found[_TEXTS[number]] = value.decode()
        elif number == 8 and isinstance(value, bytes):
            found["payload"] = value
        else:
            raise BadFrame(f"field {number} is unknown, or not of its type")
    if missing := sorted(number for number, name in _NUMBERS.items() if name not in found):
        raise BadFrame(f"fields {missing} are required and missing")
    return Frame(**found, headers=tuple(headers))


def _header(raw: bytes) -> tuple[str, str]:
    parts = dict(_fields(raw))
    key, value = parts.get(1), parts.get(2)
    if not isinstance(key, bytes) or not isinstance(value, bytes):
        raise BadFrame("a header needs a key and a value")
    return key.decode(), value.decode()


def _fields(raw: bytes) -> Iterator[tuple[int, int | bytes]]:
    at = 0
    while at < len(raw):
        key, at = _read(raw, at)
        value, at = _read(raw, at)
        if key & 7 == _VARINT:
            yield key >> 3, value
        elif key & 7 == _LENGTH and at + value <= len(raw):
            yield key >> 3, raw[at : at + value]
            at += value
        else:
            raise BadFrame(f"field {key >> 3} is of an unknown type or cut off")


def _read(raw: bytes, at: int) -> tuple[int, int]:
    value = 0
    for count in range(10):
        if at + count >= len(raw):
            break
        value |= (raw[at + count] & 0x7F) << (7 * count)
        if not raw[at + count] & 0x80:
            return value, at + count + 1
    raise BadFrame("a number is cut off or too long")


def _key(number: int, kind: int) -> bytes:
    return _varint(number << 3 | kind)


def _bytes(number: int, content: bytes) -> bytes:
    return _key(number, _LENGTH) + _varint(len(content)) + content


def _varint(value: int) -> bytes:
    out = bytearray()
    value &= (1 << 64) - 1
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)
