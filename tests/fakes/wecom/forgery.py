"""Callbacks that WeCom never sends: what a bot's URL must refuse."""

import json
import secrets
import string
import time
from base64 import b64encode
from collections.abc import Callable, Mapping
from urllib.parse import urlencode

from tests.fakes.wecom.callbacks import Callbacks, Post
from tests.fakes.wecom.crypto import Envelopes
from tests.fakes.wecom.records import Event

ENTITY = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
HUGE = 10 * 2**20


class Forger:
    """`send` posts an event as nobody at WeCom would, and returns the HTTP status (0: no answer)."""

    def __init__(self, callbacks: Callbacks) -> None:
        self._callbacks = callbacks
        self.ways: Mapping[str, Callable[[str], Post]] = {
            "signature": self._bad_signature,
            "unsigned": self._unsigned,
            "corp": lambda payload: self._sealed_by(self._other("another-corp"), payload),
            "key": lambda payload: self._sealed_by(self._other_key(), payload),
            "zeros": lambda _: self._signed(b64encode(bytes(16)).decode()),
            "stale": lambda payload: self._signed(self._seal(payload), time.time() - 3600),
            "not base64": lambda _: self._signed("!!! not base64 !!!"),
            "empty": lambda _: self._signed(""),
            "no encrypt": lambda payload: self._with(payload, lambda _: b"<xml><ToUserName>x</ToUserName></xml>"),
            "not xml": lambda payload: self._with(payload, lambda _: b"hello"),
            "json": lambda payload: self._with(payload, lambda body: json.dumps({"encrypt": body.decode()}).encode()),
            "doctype": lambda payload: self._with(payload, lambda body: _declared(ENTITY, "e", body)),
            "bomb": lambda payload: self._with(payload, lambda body: _declared(BOMB, "b", body)),
            "doctype inside": lambda payload: self._signed(
                self._seal(ENTITY + payload.replace("<xml>", "<xml>&e;", 1))
            ),
            "garbage inside": lambda _: self._signed(self._seal("no xml at all")),
            "huge": lambda payload: self._with(payload, lambda body: body + b" " * HUGE),
            "huge inside": lambda _: self._signed(self._seal("<xml><Content>" + "a" * HUGE + "</Content></xml>")),
        }
        """Every way there is, by name."""

    async def send(self, event: Event, how: str) -> int:
        return await self._callbacks.raw(self.ways[how](event.payload))

    async def replay(self) -> int:
        """The last callback once more, to the byte."""
        return await self._callbacks.raw(self._callbacks.posts[-1])

    def _seal(self, payload: str) -> str:
        return self._callbacks.envelopes.seal(payload)

    def _signed(self, sealed: str, at: float | None = None, key: Envelopes | None = None) -> Post:
        timestamp, nonce = str(int(at or time.time())), secrets.token_hex(6)
        signature = (key or self._callbacks.envelopes).sign(timestamp, nonce, sealed)
        query = urlencode({"msg_signature": signature, "timestamp": timestamp, "nonce": nonce})
        return Post(query, self._callbacks.body(sealed))

    def _sealed_by(self, envelopes: Envelopes, payload: str) -> Post:
        return self._signed(envelopes.seal(payload), key=envelopes)

    def _with(self, payload: str, spoil: Callable[[bytes], bytes]) -> Post:
        post = self._signed(self._seal(payload))
        return Post(post.query, spoil(post.body))

    def _bad_signature(self, payload: str) -> Post:
        post = self._signed(self._seal(payload))
        name, equals, rest = post.query.partition("=")
        return Post(f"{name}{equals}{'0' if rest[0] != '0' else '1'}{rest[1:]}", post.body)

    def _unsigned(self, payload: str) -> Post:
        return Post("", self._signed(self._seal(payload)).body)

    def _other(self, receiver: str) -> Envelopes:
        real = self._callbacks.envelopes
        other = Envelopes(real.token, "A" * 43, receiver)
        other.key = real.key
        return other

    def _other_key(self) -> Envelopes:
        real = self._callbacks.envelopes
        key = "".join(secrets.choice(string.ascii_letters) for _ in range(42)) + "A"
        return Envelopes(real.token, key, real.receiver)


def _declared(doctype: str, entity: str, body: bytes) -> bytes:
    """The entity declared in front and used inside."""
    return doctype.encode() + body.replace(b"<xml>", f"<xml><x>&{entity};</x>".encode(), 1)
