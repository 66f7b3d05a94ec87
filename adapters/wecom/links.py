"""Links to the page of one form: signed for one person and one message, and good for three days."""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import timedelta

from bot.kernel.ids import DeliveryKey
from bot.kernel.secret import Secret
from bot.ports.host import Host

LASTS = timedelta(hours=72)
_LONGEST = 600


@dataclass(frozen=True, slots=True)
class Ticket:
    """Who may answer which message's form."""

    user: str
    key: DeliveryKey


class Links:
    """`secret`: the app's own; a key of its own is made of it."""

    def __init__(self, secret: Secret, host: Host) -> None:
        self._key = hashlib.sha256(b"hepai.wecom.form\0" + secret.reveal().encode()).digest()
        self._host = host

    async def token(self, ticket: Ticket) -> str:
        """The same at every try to send the message, so that a repeated request is the same request."""
        name = f"form:{ticket.key}"
        if not (until := await self._host.note(name)):
            until = str(int((self._host.now() + LASTS).timestamp()))
            await self._host.put_note(name, until, LASTS)
        raw = f"{until}\n{ticket.key}\n{ticket.user}".encode()
        return f"{_text(raw)}.{_text(self._sign(raw))}"

    def ticket(self, token: str) -> Ticket | None:
        """None for anything that we did not sign, or whose time is over."""
        payload, dot, signature = token.partition(".")
        if not dot or len(token) > _LONGEST:
            return None
        raw, signed = _bytes(payload), _bytes(signature)
        if raw is None or signed is None or not hmac.compare_digest(signed, self._sign(raw)):
            return None
        until, key, user = raw.decode().split("\n")
        return Ticket(user, DeliveryKey(key)) if self._host.now().timestamp() < int(until) else None

    def _sign(self, raw: bytes) -> bytes:
        return hmac.new(self._key, raw, hashlib.sha256).digest()


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _bytes(text: str) -> bytes | None:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except ValueError:
        return None
