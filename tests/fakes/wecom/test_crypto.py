"""The envelope's vectors, both ways, and what must not be opened."""

from base64 import b64encode
from hashlib import sha1 as fingerprint

import pytest

from tests.fakes.wecom.crypto import Envelopes, Unreadable
from tests.fakes.wecom.fake import AES_KEY, TOKEN

RECEIVER = "wx5823bf96d3bd56c7"
TEXT = (
    "<xml><ToUserName><![CDATA[wx5823bf96d3bd56c7]]></ToUserName><FromUserName><![CDATA[zhangsan]]></FromUserName>"
    "<CreateTime>1772000001</CreateTime><MsgType><![CDATA[text]]></MsgType>"
    "<Content><![CDATA[/kudos @lisi 谢谢]]></Content><MsgId>7300000000000000001</MsgId><AgentID>1000002</AgentID></xml>"
)
JSON = (
    '{"msgid":"M1","aibotid":"AIB1","chattype":"single","from":{"userid":"zhangsan"},"msgtype":"text",'
    '"text":{"content":"hi"}}'
)
VECTORS = {
    "url": (
        *(RECEIVER, "1772000000", "1372623149", "0123456789abcdef", "1616140317555161061"),
        "sKqRbbiSUnDhFHOvPjtUMWzf2R8PrpMiTTPaicBgqZlYW/WsF6SiFd2z9CriX2YpWYzF1yrNNQ0SomM3ovdnfA==",
        "95e14c2814faf62ec429569e6893210a75ff4ad7",
    ),
    "text": (
        *(RECEIVER, "1772000001", "nonce-abc123", "ABCDEFGHIJKLMNOP", TEXT),
        "Ua/lrJ25nsrfWpymHmwJ4qgBFZ3Dvnry86uUtR7LMoy6XyrGaoIrxrKb+R5K6X2/D/1CWnB1173tnQJszGMNMsIyQxh45V+WKUIxrv6/4+L1"
        "Qsvhj78kDz0d6ZG105VvAHTlt8hf6+Ehbo+MCBpX3uWggQVAy2lSj6Kazn/rw6eNJBylCMDXiTYvZG9LYWVCCaDhsP3hChhuOej1BOS/eOeb"
        "J0emiOMYqH6RpsQrgMOZTj/S7gAjzspKqvjeHZ+3Iga52NgHkKI33whFB50/T/kBOSTXOOMA/o4i+K9Wr3wUbQORJzGYhTKF0D8P1pECVplY"
        "/FBAVzB3N8JEOqB4MD5cW4EO+p+dS57c6G5Wa6yLLM2QIC5vMG+vC9ZgwRl7yJof3opC44U/B3cXPgALvaJMxgfdstdyOaUGn5XJwFcc1r5W"
        "0MHJ1KyN/66mR327v5fDI1AdAz9AMMV6P8+fkw==",
        "0a3ad84aae27e8698eb4fec0f4362ff569d39dc2",
    ),
    "aibot": (
        *("", "1772000002", "n3", "zyxwvutsrqponmlk", JSON),
        "LLBXOFrfZBC6dd9uTPO5CTTh4zkvMGK8T/moIrfhJ+iPX59lGJiKIcmovH06qE9WaLZlwx24t6/jYnEpksBQlWaqeZY6LAX/l2lMN3SlS4/X"
        "Wk7yO53Z2dgL2cLXiZBaKwrzKH9ZoYrLHxdLZs8A1hPVr2XSvAbj3n6KtkrzSq1Z9dgbEfj9NDjCLGAncmN5mypi0vb2vmq1raJsVgMaMg==",
        "5dec1b523e3550e76c6f9a75d6b2eba09fb3fabb",
    ),
}


def test_the_plain_vector_is_the_one_of_the_notes() -> None:
    assert len(TEXT.encode()) == 295
    assert fingerprint(TEXT.encode()).hexdigest() == "b205849fa19702ad96d0c1ee238740d5d2f1dc92"  # noqa: S324


@pytest.mark.parametrize("vector", VECTORS.values(), ids=VECTORS)
def test_a_vector_is_sealed_signed_and_opened(vector: tuple[str, ...]) -> None:
    receiver, timestamp, nonce, prefix, plain, sealed, signature = vector
    envelopes = Envelopes(TOKEN, AES_KEY, receiver)
    assert envelopes.seal(plain, prefix.encode()) == sealed
    assert envelopes.sign(timestamp, nonce, sealed) == signature
    assert envelopes.open(sealed, signature, timestamp, nonce) == plain


def test_the_key_is_the_one_of_the_notes() -> None:
    key = Envelopes(TOKEN, AES_KEY, "").key.hex()
    assert key == "8d69989bbaabe67328014c194631ad0719b3dca035b64023df292447aab60760"


@pytest.mark.parametrize("sealed", [b64encode(bytes(16)).decode(), b64encode(bytes(32)).decode(), "!", "AAA"])
def test_junk_under_a_right_signature_is_not_opened(sealed: str) -> None:
    envelopes = Envelopes(TOKEN, AES_KEY, RECEIVER)
    with pytest.raises(Unreadable):
        envelopes.open(sealed, envelopes.sign("1", "n", sealed), "1", "n")


def test_a_signature_with_one_nibble_changed_is_not_ours() -> None:
    envelopes = Envelopes(TOKEN, AES_KEY, RECEIVER)
    sealed = envelopes.seal("hello")
    signature = envelopes.sign("1", "n", sealed)
    changed = f"{'0' if signature[0] != '0' else '1'}{signature[1:]}"
    with pytest.raises(Unreadable, match="signature"):
        envelopes.open(sealed, changed, "1", "n")


def test_another_receiver_is_not_ours() -> None:
    sealed = Envelopes(TOKEN, AES_KEY, "another").seal("hello")
    envelopes = Envelopes(TOKEN, AES_KEY, RECEIVER)
    with pytest.raises(Unreadable, match="receiver"):
        envelopes.open(sealed, envelopes.sign("1", "n", sealed), "1", "n")


@pytest.mark.parametrize("key", [AES_KEY[:42], AES_KEY + "A", AES_KEY[:42] + "-"])
def test_a_key_of_another_make_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match="43"):
        Envelopes(TOKEN, key, RECEIVER)
