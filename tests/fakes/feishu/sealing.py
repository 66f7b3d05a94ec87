"""How callbacks are encrypted and signed.

https://open.feishu.cn/document/server-docs/event-subscription-guide/event-subscription-configure-/encrypt-key-encryption-configuration-case
"""

import hashlib
import os
from base64 import b64decode, b64encode

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7


def encrypt(text: str, key: str) -> str:
    vector = os.urandom(16)
    padder = PKCS7(128).padder()
    padded = padder.update(text.encode()) + padder.finalize()
    worker = _cipher(key, vector).encryptor()
    return b64encode(vector + worker.update(padded) + worker.finalize()).decode()


def decrypt(text: str, key: str) -> str:
    """Raises ValueError if the key is another one."""
    raw = b64decode(text)
    worker = _cipher(key, raw[:16]).decryptor()
    unpadder = PKCS7(128).unpadder()
    plain = unpadder.update(worker.update(raw[16:]) + worker.finalize()) + unpadder.finalize()
    return plain.decode()


def sign(timestamp: str, nonce: str, key: str, body: bytes) -> str:
    """Over the body as it is sent, which is the encrypted one."""
    return hashlib.sha256(f"{timestamp}{nonce}{key}".encode() + body).hexdigest()


def _cipher(key: str, vector: bytes) -> Cipher[modes.CBC]:
    return Cipher(algorithms.AES256(hashlib.sha256(key.encode()).digest()), modes.CBC(vector))
