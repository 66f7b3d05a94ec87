"""Signatures and encryption of the HTTP mode, by our own hand. Source: robot-message-type, event-callback-card."""

import base64
import hashlib
import hmac
import secrets
import struct

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

BLOCK = 32


def robot_sign(secret: str, timestamp: str) -> str:
    """Of a robot's callback, and of a custom robot's send."""
    digest = hmac.new(secret.encode(), f"{timestamp}\n{secret}".encode(), hashlib.sha256).digest()
    return base64.b64encode(digest).decode()


def card_sign(secret: str, timestamp: str) -> str:
    """Of a card's callback."""
    return base64.b64encode(hmac.new(secret.encode(), timestamp.encode(), hashlib.sha256).digest()).decode()


def event_sign(token: str, timestamp: str, nonce: str, encrypted: str) -> str:
    """Of an encrypted event: SHA-1 over the four, sorted."""
    return hashlib.sha1("".join(sorted((token, timestamp, nonce, encrypted))).encode()).hexdigest()  # noqa: S324


def encrypt(aes_key: str, owner: str, text: str) -> str:
    """AES-256-CBC over 16 random bytes, the length, the text, and whose it is."""
    body = text.encode()
    raw = secrets.token_bytes(16) + struct.pack(">I", len(body)) + body + owner.encode()
    fill = BLOCK - len(raw) % BLOCK
    encryptor = _cipher(aes_key).encryptor()
    return base64.b64encode(encryptor.update(raw + bytes([fill]) * fill) + encryptor.finalize()).decode()


def decrypt(aes_key: str, owner: str, encrypted: str) -> str:
    """A ValueError if it is not ours."""
    decryptor = _cipher(aes_key).decryptor()
    raw = decryptor.update(base64.b64decode(encrypted, validate=True)) + decryptor.finalize()
    raw = raw[: -raw[-1]]
    length = struct.unpack(">I", raw[16:20])[0]
    if raw[20 + length :].decode() != owner:
        raise ValueError("encrypted for somebody else")
    return raw[20 : 20 + length].decode()


def _cipher(aes_key: str) -> Cipher[modes.CBC]:
    key = base64.b64decode(f"{aes_key}=")
    return Cipher(algorithms.AES(key), modes.CBC(key[:16]))
