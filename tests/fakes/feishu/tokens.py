"""Tenant tokens: one at a time, two hours of real time each, renewed in their last half hour.

https://open.feishu.cn/document/server-docs/authentication-management/access-token/tenant_access_token_internal
"""

import time
from dataclasses import dataclass
from itertools import count

from tests.fakes.feishu.errors import Refusal

LIFE = 7200.0
RENEWED = 1800.0
"""A token with less left than this is replaced; both work then."""


@dataclass(slots=True)
class _Token:
    text: str
    ends: float


class Tokens:
    """`life`: seconds a token works. `issued`: how many calls were answered with one, new or not."""

    def __init__(self, life: float = LIFE) -> None:
        self.life = life
        self.issued = 0
        self._tokens: list[_Token] = []
        self._count = count(1)

    def issue(self) -> tuple[str, int]:
        """A token and the whole seconds it still works."""
        self.issued += 1
        now = time.monotonic()
        newest = self._tokens[-1] if self._tokens else None
        if newest is None or newest.ends - now < min(RENEWED, self.life / 4):
            newest = _Token(f"t-g1{next(self._count):08d}", now + self.life)
            self._tokens.append(newest)
        return newest.text, int(newest.ends - now)

    def revoke(self) -> None:
        """Every token stops working now."""
        self._tokens.clear()

    def check(self, authorization: str) -> None:
        """A Refusal unless this header carries a token that works."""
        scheme, _, text = authorization.partition(" ")
        if not authorization or scheme != "Bearer":
            raise Refusal(99991661)
        if not text.startswith(("t-", "u-")):
            raise Refusal(99991671)
        if not any(each.text == text and each.ends > time.monotonic() for each in self._tokens):
            raise Refusal(99991663)
