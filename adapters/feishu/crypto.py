"""Callbacks: their signature, and what they are encrypted with.

https://open.feishu.cn/document/ukTMukTMukTM/uUTNz4SN1MjL1UzM and its page on the Encrypt Key.
"""

import hashlib
import hmac
import re
from base64 import b64decode
from binascii import Error

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

BLOCK = 16
_TIMESTAMP = re.compile(r"[0-9]{10}", re.ASCII)
_NONCE = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)
_SIGNATURE = re.compile(r"[0-9a-f]{64}", re.ASCII)


class Forged(Exception):
    """Not from the platform, or not as it writes; the message is for the log and holds nothing of the request."""


def verify(timestamp: str, nonce: str, signature: str, key: str, raw: bytes) -> None:
    """Raises Forged unless the signature over the bytes as they came is right."""
    if not signed(timestamp, nonce, signature, key, raw):
        raise Forged("the signature does not match")


def signed(timestamp: str, nonce: str, signature: str, key: str, raw: bytes) -> bool:
    """Whether the signature over the bytes as they came is right. Raises Forged if its parts are malformed.

    The parts are signed without anything between them: their forms are checked first, so that no digit of one can
    pass for the other's.
    """
    if not (_TIMESTAMP.fullmatch(timestamp) and _NONCE.fullmatch(nonce) and _SIGNATURE.fullmatch(signature)):
        raise Forged("the signature's headers are missing or malformed")
    expected = hashlib.sha256(f"{timestamp}{nonce}{key}".encode() + raw).hexdigest()
    return hmac.compare_digest(expected.encode(), signature.encode())


def fresh(timestamp: str, now: float, oldest: float, skew: float) -> None:
    """Raises Forged if a verified time lies more than so many seconds back, or further ahead than clocks differ."""
    if not -skew <= now - int(timestamp) <= oldest:
        raise Forged("the signature is too old, or from the future")


def decrypt(sealed: str, key: str) -> bytes:
    """AES-256-CBC under SHA-256 of the key, the vector in front. Raises Forged, the same for every way it is wrong."""
    try:
        raw = b64decode(sealed, validate=True)
        if len(raw) < 2 * BLOCK or len(raw) % BLOCK:
            raise Forged("cannot be decrypted")
        cipher = Cipher(algorithms.AES256(hashlib.sha256(key.encode()).digest()), modes.CBC(raw[:BLOCK]))
        worker, unpadder = cipher.decryptor(), PKCS7(8 * BLOCK).unpadder()
        padded = worker.update(raw[BLOCK:]) + worker.finalize()
        return unpadder.update(padded) + unpadder.finalize()
    except (Error, ValueError):
        raise Forged("cannot be decrypted") from None
