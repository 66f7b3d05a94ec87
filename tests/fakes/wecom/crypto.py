"""The callback's envelope: signature, AES-256-CBC with padding to 32, random prefix, length, receiver.

https://developer.work.weixin.qq.com/document/path/91144
"""

import hashlib
import os
import struct
from base64 import b64decode, b64encode

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

BLOCK = 32


class Unreadable(Exception):
    """An envelope that is not ours: the reason."""


class Envelopes:
    """Seals and opens what is exchanged under one Token and EncodingAESKey. ValueError: a key that cannot be one."""

    def __init__(self, token: str, aes_key: str, receiver: str) -> None:
        if len(aes_key) != 43 or not aes_key.isalnum():
            raise ValueError("an EncodingAESKey has 43 letters and digits")
        self.token, self.receiver = token, receiver
        # The last character of a real key may carry bits beyond the 32 bytes: they are dropped, as everywhere.
        self.key = b64decode(f"{aes_key}=")

    def sign(self, timestamp: str, nonce: str, sealed: str) -> str:
        parts = sorted((self.token, timestamp, nonce, sealed))
        return hashlib.sha1("".join(parts).encode()).hexdigest()  # noqa: S324 - the protocol's choice

    def seal(self, text: str, prefix: bytes = b"") -> str:
        """`prefix`: the 16 random bytes, given where a vector wants them."""
        body = text.encode()
        plain = (prefix or os.urandom(16)) + struct.pack(">I", len(body)) + body + self.receiver.encode()
        short = BLOCK - len(plain) % BLOCK
        encryptor = self._cipher().encryptor()
        return b64encode(encryptor.update(plain + bytes([short]) * short) + encryptor.finalize()).decode()

    def open(self, sealed: str, signature: str, timestamp: str, nonce: str) -> str:
        """The text inside, once signature, padding, length and receiver are right; else Unreadable."""
        if self.sign(timestamp, nonce, sealed) != signature:
            raise Unreadable("signature")
        try:
            hidden = b64decode(sealed, validate=True)
        except ValueError:
            raise Unreadable("base64") from None
        if len(hidden) < BLOCK or len(hidden) % 16:
            raise Unreadable("length")
        decryptor = self._cipher().decryptor()
        plain = decryptor.update(hidden) + decryptor.finalize()
        pad = plain[-1]
        if not 1 <= pad <= BLOCK or plain[-pad:] != bytes([pad]) * pad or len(plain) - pad < 20:
            raise Unreadable("padding")
        plain = plain[:-pad]
        (size,) = struct.unpack(">I", plain[16:20])
        if 20 + size > len(plain):
            raise Unreadable("length inside")
        if plain[20 + size :].decode(errors="replace") != self.receiver:
            raise Unreadable("receiver")
        return plain[20 : 20 + size].decode()

    def _cipher(self) -> "Cipher[modes.CBC]":
        return Cipher(algorithms.AES(self.key), modes.CBC(self.key[:16]))
