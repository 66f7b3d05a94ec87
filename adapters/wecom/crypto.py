"""WeCom's sealed envelopes: a SHA-1 signature over four sorted parts, and AES-256-CBC around message and receiver.

https://developer.work.weixin.qq.com/document/path/91144 . There is no MAC but the signature: it is checked before
anything is decoded, and every failure after it looks alike from outside.
"""

import base64
import hashlib
import secrets
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from hmac import compare_digest

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from bot.kernel.secret import Secret

BLOCK = 32
_HEAD = 20
"""16 random bytes and the length of the message."""


class BadCallback(Exception):
    """The envelope is not the platform's, or not for us; the words are for our log and carry nothing of it."""


@dataclass(frozen=True, slots=True)
class Sealed:
    encrypt: str
    signature: str


class Envelopes:
    """`tokens` and `keys`: the present one first, then one that is being rotated out. `receiver`: the corp id."""

    def __init__(self, tokens: Sequence[Secret], keys: Sequence[Secret], receiver: str) -> None:
        self._tokens = [token.reveal() for token in tokens]
        self._keys = [base64.b64decode(key.reveal() + "=", validate=True) for key in keys]
        self._receiver = receiver.encode()

    def open(self, signature: str, timestamp: str, nonce: str, encrypted: str) -> bytes:
        """The message inside. Raises BadCallback."""
        given = signature.encode("utf-8", "replace")
        signed = [compare_digest(given, _sign(each, timestamp, nonce, encrypted)) for each in self._tokens]
        if not any(signed):
            raise BadCallback("wrong signature")
        try:
            raw = base64.b64decode(encrypted, validate=True)
        except ValueError:
            raise BadCallback("unreadable") from None
        for key in self._keys:
            message = self._opened(key, raw)
            if message is not None:
                return message
        raise BadCallback("unreadable")

    def seal(self, message: bytes, timestamp: str, nonce: str, prefix: bytes = b"") -> Sealed:
        """`prefix`: 16 bytes, random unless a test gives them."""
        plain = (prefix or secrets.token_bytes(16)) + struct.pack(">I", len(message)) + message + self._receiver
        pad = BLOCK - len(plain) % BLOCK
        key = self._keys[0]
        encryptor = Cipher(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
        encrypted = base64.b64encode(encryptor.update(plain + bytes([pad]) * pad) + encryptor.finalize()).decode()
        return Sealed(encrypted, _sign(self._tokens[0], timestamp, nonce, encrypted).decode())

    def _opened(self, key: bytes, raw: bytes) -> bytes | None:
        if len(raw) < BLOCK or len(raw) % 16:
            return None
        decryptor = Cipher(algorithms.AES(key), modes.CBC(key[:16])).decryptor()
        plain = decryptor.update(raw) + decryptor.finalize()
        pad = plain[-1]
        if not 1 <= pad <= BLOCK or plain[-pad:] != bytes([pad]) * pad:
            return None
        plain = plain[:-pad]
        if len(plain) < _HEAD:
            return None
        (length,) = struct.unpack(">I", plain[16:_HEAD])
        message, receiver = plain[_HEAD : _HEAD + length], plain[_HEAD + length :]
        whole = len(message) == length and compare_digest(receiver, self._receiver)
        return message if whole else None


def _sign(token: str, timestamp: str, nonce: str, encrypted: str) -> bytes:
    parts = sorted(each.encode("utf-8", "replace") for each in (token, timestamp, nonce, encrypted))
    return hashlib.sha1(b"".join(parts)).hexdigest().encode()  # noqa: S324 - the protocol's choice
