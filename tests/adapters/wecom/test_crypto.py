"""Envelopes: the vectors of the notes, everything that must not open, and a reader of somebody else's."""

import base64
import hashlib
import struct
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from hypothesis import given
from hypothesis import strategies as st

from adapters.wecom.crypto import BadCallback, Envelopes
from bot.kernel.secret import Secret

TOKEN, KEY, CORP = "QDG6eK", "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C", "wx5823bf96d3bd56c7"
OTHER_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
ECHO = "sKqRbbiSUnDhFHOvPjtUMWzf2R8PrpMiTTPaicBgqZlYW/WsF6SiFd2z9CriX2YpWYzF1yrNNQ0SomM3ovdnfA=="
TEXT = (
    "<xml><ToUserName><![CDATA[wx5823bf96d3bd56c7]]></ToUserName><FromUserName><![CDATA[zhangsan]]></FromUserName>"
    "<CreateTime>1772000001</CreateTime><MsgType><![CDATA[text]]></MsgType>"
    "<Content><![CDATA[/kudos @lisi 谢谢]]></Content>"
    "<MsgId>7300000000000000001</MsgId><AgentID>1000002</AgentID></xml>"
)
SEALED = (
    "Ua/lrJ25nsrfWpymHmwJ4qgBFZ3Dvnry86uUtR7LMoy6XyrGaoIrxrKb+R5K6X2/D/1CWnB1173tnQJszGMNMsIyQxh45V+WKUIxrv6/4+L1Qsvh"
    "j78kDz0d6ZG105VvAHTlt8hf6+Ehbo+MCBpX3uWggQVAy2lSj6Kazn/rw6eNJBylCMDXiTYvZG9LYWVCCaDhsP3hChhuOej1BOS/eOebJ0emiOMY"
    "qH6RpsQrgMOZTj/S7gAjzspKqvjeHZ+3Iga52NgHkKI33whFB50/T/kBOSTXOOMA/o4i+K9Wr3wUbQORJzGYhTKF0D8P1pECVplY/FBAVzB3N8JE"
    "OqB4MD5cW4EO+p+dS57c6G5Wa6yLLM2QIC5vMG+vC9ZgwRl7yJof3opC44U/B3cXPgALvaJMxgfdstdyOaUGn5XJwFcc1r5W0MHJ1KyN/66mR327"
    "v5fDI1AdAz9AMMV6P8+fkw=="
)
JSON = (
    '{"msgid":"M1","aibotid":"AIB1","chattype":"single","from":{"userid":"zhangsan"},"msgtype":"text",'
    '"text":{"content":"hi"}}'
)
JSON_SEALED = (
    "LLBXOFrfZBC6dd9uTPO5CTTh4zkvMGK8T/moIrfhJ+iPX59lGJiKIcmovH06qE9WaLZlwx24t6/jYnEpksBQlWaqeZY6LAX/l2lMN3SlS4/XWk7y"
    "O53Z2dgL2cLXiZBaKwrzKH9ZoYrLHxdLZs8A1hPVr2XSvAbj3n6KtkrzSq1Z9dgbEfj9NDjCLGAncmN5mypi0vb2vmq1raJsVgMaMg=="
)
VECTORS = [
    ("1772000000", "1372623149", b"0123456789abcdef", "1616140317555161061", CORP, ECHO),
    ("1772000001", "nonce-abc123", b"ABCDEFGHIJKLMNOP", TEXT, CORP, SEALED),
    ("1772000002", "n3", b"zyxwvutsrqponmlk", JSON, "", JSON_SEALED),
]
SIGNATURES = [
    "95e14c2814faf62ec429569e6893210a75ff4ad7",
    "0a3ad84aae27e8698eb4fec0f4362ff569d39dc2",
    "5dec1b523e3550e76c6f9a75d6b2eba09fb3fabb",
]


def envelopes(receiver: str = CORP, token: str = TOKEN, key: str = KEY) -> Envelopes:
    return Envelopes([Secret(token)], [Secret(key)], receiver)


def sign(encrypted: str, timestamp: str = "1", nonce: str = "2", token: str = TOKEN) -> str:
    return hashlib.sha1("".join(sorted([token, timestamp, nonce, encrypted])).encode()).hexdigest()  # noqa: S324


@pytest.mark.parametrize(("vector", "signature"), list(zip(VECTORS, SIGNATURES, strict=True)))
def test_the_vectors_of_the_notes(vector: tuple[str, str, bytes, str, str, str], signature: str) -> None:
    timestamp, nonce, prefix, message, receiver, encrypted = vector
    ours = envelopes(receiver)
    assert ours.open(signature, timestamp, nonce, encrypted).decode() == message
    sealed = ours.seal(message.encode(), timestamp, nonce, prefix)
    assert (sealed.encrypt, sealed.signature) == (encrypted, signature)


@pytest.mark.parametrize(
    "signature",
    ["0a3ad84aae27e8698eb4fec0f4362ff569d39dc3", "", "é", SIGNATURES[1].upper(), SIGNATURES[1][:-1], "\ud800"],
)
def test_a_signature_a_little_wrong_opens_nothing(signature: str) -> None:
    with pytest.raises(BadCallback, match="signature"):
        envelopes().open(signature, "1772000001", "nonce-abc123", SEALED)


@pytest.mark.parametrize(
    "encrypted",
    [
        base64.b64encode(bytes(16)).decode(),
        base64.b64encode(bytes(32)).decode(),
        base64.b64encode(b"x" * 33).decode(),
        "",
        "not base64!",
        "ää",
        SEALED[:-4],
    ],
)
def test_signed_junk_looks_like_any_other_junk(encrypted: str) -> None:
    with pytest.raises(BadCallback, match=r"^unreadable$"):
        envelopes().open(sign(encrypted), "1", "2", encrypted)


def test_an_envelope_for_another_company_does_not_open() -> None:
    foreign = envelopes("wx0000000000000000").seal(b"hello", "1", "2")
    with pytest.raises(BadCallback):
        envelopes().open(foreign.signature, "1", "2", foreign.encrypt)


@pytest.mark.parametrize(("pad", "byte"), [(48, 48), (33, 33), (16, 0), (17, 3)])
def test_padding_of_any_other_kind_does_not_open(pad: int, byte: int) -> None:
    key = base64.b64decode(KEY + "=")
    plain = b"p" * 16 + struct.pack(">I", 5) + b"hello" + CORP.encode()
    filled = b"x" * (-(len(plain) + pad) % 16)
    plain = plain[:20] + filled + plain[20:] if filled else plain
    plain = plain[:16] + struct.pack(">I", 5 + len(filled)) + plain[20:] + bytes([byte]) * pad
    encryptor = Cipher(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
    encrypted = base64.b64encode(encryptor.update(plain) + encryptor.finalize()).decode()
    with pytest.raises(BadCallback, match="unreadable"):
        envelopes().open(sign(encrypted), "1", "2", encrypted)


def test_both_keys_open_while_they_are_rotated_and_one_afterwards() -> None:
    old = Envelopes([Secret("old")], [Secret(OTHER_KEY)], CORP).seal(b"late", "1", "2")
    both = Envelopes([Secret(TOKEN), Secret("old")], [Secret(KEY), Secret(OTHER_KEY)], CORP)
    assert both.open(old.signature, "1", "2", old.encrypt) == b"late"
    new = both.seal(b"early", "1", "2")
    assert envelopes().open(new.signature, "1", "2", new.encrypt) == b"early"
    with pytest.raises(BadCallback):
        envelopes().open(old.signature, "1", "2", old.encrypt)


@given(message=st.binary(max_size=3000))
def test_whatever_is_sealed_is_opened(message: bytes) -> None:
    sealed = envelopes().seal(message, "1772000000", "n")
    assert envelopes().open(sealed.signature, "1772000000", "n", sealed.encrypt) == message


@given(at=st.integers(0, 383), bit=st.integers(0, 7))
def test_no_bit_can_be_changed(at: int, bit: int) -> None:
    raw = bytearray(base64.b64decode(SEALED))
    raw[at % len(raw)] ^= 1 << bit
    with pytest.raises(BadCallback):
        envelopes().open(SIGNATURES[1], "1772000001", "nonce-abc123", base64.b64encode(raw).decode())


@given(message=st.text(st.characters(codec="utf-8"), min_size=1, max_size=500))
def test_an_independent_reader_reads_what_we_write_and_we_read_what_it_writes(message: str) -> None:
    theirs = _wechatpy()
    sealed = envelopes().seal(message.encode(), "1772000000", "nonce")
    outer = f"<xml><Encrypt><![CDATA[{sealed.encrypt}]]></Encrypt></xml>"
    read: Any = theirs.decrypt_message(outer, sealed.signature, "1772000000", "nonce")
    assert (read if isinstance(read, str) else read.decode()) == message


def _wechatpy() -> Any:
    from wechatpy.enterprise.crypto import WeChatCrypto  # type: ignore[import-untyped]

    return WeChatCrypto(TOKEN, KEY, CORP)


def test_we_read_what_the_independent_writer_writes() -> None:
    import xml.etree.ElementTree as ElementTree

    written = _wechatpy().encrypt_message(TEXT, "nonce", "1772000000")
    root = ElementTree.fromstring(written)  # noqa: S314 - our own
    encrypted, signature = root.findtext("Encrypt") or "", root.findtext("MsgSignature") or ""
    assert envelopes().open(signature, "1772000000", "nonce", encrypted).decode() == TEXT
