"""One call of the bot, as the endpoints see it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from tests.fakes.dingtalk.model import Json

if TYPE_CHECKING:
    from tests.fakes.dingtalk.site import Site

Family = Literal["new", "old", "hook", "open"]
"""New OpenAPI, old TOP API, webhooks, and what needs no token."""


@dataclass(frozen=True, slots=True)
class Request:
    body: Any
    query: Mapping[str, str]
    token: str | None = None


@dataclass(frozen=True, slots=True)
class Endpoint:
    """`counted`: one API call of the month. `sends`: it sends or changes messages, so that faults may hit it."""

    answer: Callable[["Site", Request], Awaitable[Json]]
    family: Family
    counted: bool = False
    sends: bool = False
    scope: str = ""
