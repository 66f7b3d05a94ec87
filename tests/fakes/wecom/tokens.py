"""Access tokens: one per secret, the same again while it is valid, and revoked early when the platform likes."""

from collections.abc import Callable

from tests.fakes.wecom.records import Json, Refusal

LIFETIME = 7200


class Tokens:
    """`clock`: seconds of real time. `lifetime`: how long a token lives."""

    def __init__(self, corp: str, secret: str, clock: Callable[[], float]) -> None:
        self._corp, self._secret, self._clock = corp, secret, clock
        self.lifetime = LIFETIME
        self.asked = 0
        """How often gettoken was called."""
        self._issued = 0
        self._expiry: dict[str, float] = {}

    def get(self, corp: str, secret: str) -> Json:
        self.asked += 1
        if corp != self._corp:
            raise Refusal(40013, "invalid corpid")
        if secret != self._secret:
            raise Refusal(40001, "invalid credential")
        now = self._clock()
        token = next((each for each, end in self._expiry.items() if end > now), None)
        if token is None:
            self._issued += 1
            token = f"token{self._issued:04d}" + "x" * 204
            self._expiry[token] = now + self.lifetime
        return {"errcode": 0, "errmsg": "ok", "access_token": token, "expires_in": int(self._expiry[token] - now)}

    def check(self, token: str | None) -> None:
        if not token:
            raise Refusal(41001, "access_token missing")
        if token not in self._expiry:
            raise Refusal(40014, "invalid access_token")
        if self._expiry[token] <= self._clock():
            raise Refusal(42001, "access_token expired")

    def revoke(self) -> None:
        """Every token is over before its time."""
        self._expiry = dict.fromkeys(self._expiry, 0.0)
