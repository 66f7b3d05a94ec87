"""What the operator gives for DingTalk: the application, and what differs from an ordinary tenant."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Literal

from adapters.common.credentials import NONE, PLACEHOLDER, check_end, credential, moment
from bot.kernel import options
from bot.kernel.ids import Platform
from bot.kernel.options import OptionError
from bot.kernel.secret import Secret

PLATFORM = Platform("dingtalk")
SECTION = "platforms.dingtalk"

Mode = Literal["stream", "http"]
SHORTEST_PATH = 22
"""Characters of the path of callbacks: 128 bits, since DingTalk's signature does not cover the body."""


def _optional(value: object) -> str:
    return "" if value == "" else options.text(value).strip()


def _unguessable(value: object) -> Secret:
    path = _optional(value)
    if path and not re.fullmatch(r"[A-Za-z0-9_-]+", path):
        raise ValueError("random letters and digits")
    return Secret(path)


_unguessable.hides = True  # type: ignore[attr-defined]


def _optional_url(value: object) -> str:
    return "" if value == "" else _https(value)


def _https(value: object) -> str:
    url = options.url(value)
    if not url.startswith("http"):
        raise ValueError('an address such as "https://api.dingtalk.com"')
    return url


@dataclass(frozen=True)
class Settings:
    """The section [platforms.dingtalk]. The console calls `client_id` AppKey in places, and the secret AppSecret.

    `card_template_id`: empty for plain messages, else the template imported by deploy/platforms/dingtalk.md.
    `old_client_secret`: the one before, whose callbacks are taken as well until `old_until`, in seconds since 1970.
    `corp_id`: the organisation; whatever comes from another is left alone. Empty: not looked at.
    """

    client_id: Annotated[str, options.text]
    client_secret: Annotated[Secret, credential]
    old_client_secret: Annotated[Secret, credential] = NONE
    old_until: Annotated[float, moment] = 0.0
    robot_code: Annotated[str, _optional] = ""  # an internal application's robot has the client_id as its code
    corp_id: Annotated[str, _optional] = ""
    card_template_id: Annotated[str, _optional] = ""
    mode: Annotated[Mode, options.one_of(Mode)] = "stream"
    callback_path: Annotated[Secret, _unguessable] = NONE  # mode "http": the unguessable part of the callback's address
    public_url: Annotated[str, _optional_url] = ""  # mode "http" with cards: where DingTalk reaches this bot
    connections: Annotated[int, options.whole(1, 8)] = 1
    api_url: Annotated[str, _https] = "https://api.dingtalk.com"
    old_api_url: Annotated[str, _https] = "https://oapi.dingtalk.com"
    calls_per_month: Annotated[int, options.whole(0, 100_000_000)] = 5_000  # 0: any number
    pushes_per_month: Annotated[int, options.whole(0, 100_000_000)] = 3_000
    calls_per_second: Annotated[int, options.whole(1, 1000)] = 20
    card_value_bytes: Annotated[int, options.whole(256, 65_536)] = 1024  # raise it once larger ones were seen to arrive
    heartbeat: Annotated[int, options.whole(1, 300)] = 15  # seconds after which a silent connection is asked
    pause_ms: Annotated[int, options.whole(1, 60_000)] = 1_000  # the least time between two connections


def read(table: Mapping[str, object]) -> Settings:
    """The settings, whole. Raises OptionError."""
    found = options.section(Settings, SECTION, table)
    check_end(SECTION, found.old_until, old_client_secret=found.old_client_secret)
    path = found.callback_path.reveal()
    if found.mode == "http" and (len(path) < SHORTEST_PATH or PLACEHOLDER.fullmatch(path)):
        raise OptionError(
            f'[{SECTION}] mode "http" needs callback_path: at least {SHORTEST_PATH} random letters and digits, '
            "since DingTalk signs no bodies. Generate one, and put it into the address in the console."
        )
    if found.mode == "http" and found.card_template_id and not found.public_url:
        raise OptionError(f'[{SECTION}] public_url is missing: with mode "http" the cards report their presses there.')
    return found if found.robot_code else replace(found, robot_code=found.client_id)
