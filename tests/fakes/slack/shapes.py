"""Answers other than Slack's own: broken, from a proxy, or none at all; one for each row of 3.4 in the notes."""

import json
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Canned:
    """An answer to give instead of the real one. `stored`: the call is carried out all the same."""

    status: int = 200
    kind: str = "application/json; charset=utf-8"
    body: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    stored: bool = False
    abort: bool = False
    """No answer: the connection is reset."""
    hold: float = 0.0
    """Seconds of real time before it is given."""


def error(name: str, status: int = 200, **extra: object) -> Canned:
    """`{"ok": false}` in JSON."""
    return Canned(status, body=json.dumps({"ok": False, "error": name, **extra}))


def limited(seconds: str = "1", text: bool = False) -> Canned:
    """429; `text`: as a load balancer says it, without JSON."""
    body = "Too many requests" if text else json.dumps({"ok": False, "error": "ratelimited"})
    kind = "text/plain; charset=utf-8" if text else "application/json; charset=utf-8"
    return Canned(429, kind, body, {"Retry-After": seconds})


def plain(status: int = 503, text: str = "upstream connect error") -> Canned:
    return Canned(status, "text/plain; charset=utf-8", text)


def html(status: int = 503) -> Canned:
    """The error page of a proxy in front; with status 200, of a log-in page in front."""
    return Canned(status, "text/html; charset=utf-8", "<html><body><h1>Service unavailable</h1></body></html>")


def broken_json(stored: bool = False) -> Canned:
    return Canned(body='{"ok":true,"channel":"D0', stored=stored)


def reset(stored: bool) -> Canned:
    """The connection is reset, after storing or before."""
    return Canned(stored=stored, abort=True)


def late(seconds: float) -> Canned:
    """Stored; the answer comes after a client has stopped waiting, and is of no use."""
    return Canned(504, "text/plain", "gateway timeout", stored=True, hold=seconds)
