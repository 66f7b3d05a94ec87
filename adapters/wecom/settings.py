"""What the operator gives: the self-built app, the AI bot, or both; and how their groups are reached."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated
from urllib.parse import urlsplit

from adapters.common.credentials import NONE, PLACEHOLDER, check_end, credential, moment
from bot.kernel import options
from bot.kernel.ids import Platform
from bot.kernel.options import OptionError
from bot.kernel.secret import Secret

PLATFORM = Platform("wecom")
SECTION = "platforms.wecom"
_WEBHOOK = re.compile(r"[0-9A-Za-z-]{8,128}")


def agent(value: object) -> int:
    """As a number, or as the digits that an environment gives."""
    if isinstance(value, str) and re.fullmatch(r"[0-9]{1,10}", value.strip()):
        value = int(value)
    return options.whole(1, 2**31)(value)


def aes_key(value: object) -> Secret:
    found = options.secret(value)
    if not re.fullmatch(r"[0-9A-Za-z]{43}", found.reveal()) or PLACEHOLDER.fullmatch(found.reveal()):
        raise ValueError("the 43 letters and digits of EncodingAESKey")
    return found


def robots(value: object) -> Mapping[str, Secret]:
    """Group → the robot's key, or its whole address."""
    expected = 'a table of groups and the addresses of their robots, such as { "wrAbC" = "https://…?key=…" }'
    if not isinstance(value, dict):
        raise ValueError(expected)
    found: dict[str, Secret] = {}
    for chat, address in value.items():
        key = address.rpartition("key=")[2] if isinstance(address, str) else ""
        if not _WEBHOOK.fullmatch(key):
            raise ValueError(expected)
        found[chat] = Secret(key)
    return found


def group_ids(value: object) -> frozenset[str]:
    if not isinstance(value, list) or not all(isinstance(each, str) and each for each in value):
        raise ValueError("a list of group ids")
    return frozenset(value)


for _reader in (aes_key, robots):
    # A mistyped secret is shown to nobody.
    setattr(_reader, "hides", True)  # noqa: B010 - a function has no such attribute yet


@dataclass(frozen=True)
class Settings:
    """The section [platforms.wecom].

    `old_token`, `old_encoding_aes_key`: the ones before, taken as well until `old_until`, in seconds since 1970.
    `public_url`: where people's phones reach this server; with it long answers can be given on a page. `appchats`:
    groups that the app created. `webhooks`: each group's robot, tried where the AI bot may not post. `aibot_name`: the
    AI bot's name in the console, taken out of what is said to it. `markdown`: false where colleagues read in the
    WeChat plugin, which does not show it. `mentions`: whether the AI bot's posts notify who is named (UNVERIFIED).
    `per_minute`, `per_hour`: messages to one member, or in one conversation of the AI bot, should WeCom change its
    limits.
    """

    corp_id: Annotated[str, options.text] = ""
    agent_id: Annotated[int, agent] = 0
    secret: Annotated[Secret, credential] = NONE
    token: Annotated[Secret, credential] = NONE
    encoding_aes_key: Annotated[Secret, aes_key] = NONE
    old_token: Annotated[Secret, credential] = NONE
    old_encoding_aes_key: Annotated[Secret, aes_key] = NONE
    old_until: Annotated[float, moment] = 0.0
    aibot_id: Annotated[str, options.text] = ""
    aibot_secret: Annotated[Secret, credential] = NONE
    aibot_name: Annotated[str, options.text] = "合拍"
    aibot_url: Annotated[str, options.url] = "wss://openws.work.weixin.qq.com"
    base_url: Annotated[str, options.url] = "https://qyapi.weixin.qq.com"
    public_url: Annotated[str, options.url] = ""
    appchats: Annotated[frozenset[str], group_ids] = frozenset()
    webhooks: Annotated[Mapping[str, Secret], robots] = field(default_factory=dict)
    markdown: Annotated[bool, options.flag] = True
    mentions: Annotated[bool, options.flag] = False
    per_minute: Annotated[int, options.whole(1, 100_000)] = 30
    per_hour: Annotated[int, options.whole(1, 1_000_000)] = 1000

    @property
    def app(self) -> bool:
        return self.agent_id != 0

    @property
    def aibot(self) -> bool:
        return self.aibot_id != ""

    @property
    def tenant(self) -> str:
        """The company; a bot without one is its own."""
        return self.corp_id or self.aibot_id


def read(table: Mapping[str, object]) -> Settings:
    """Raises OptionError: an unknown key, a wrong value, or half of what an app or a bot needs."""
    found = options.section(Settings, SECTION, table)
    app = ("corp_id", "agent_id", "secret", "token", "encoding_aes_key")
    _whole(table, app, ("agent_id", "secret", "token", "encoding_aes_key", "old_token", "old_encoding_aes_key"))
    _whole(table, ("aibot_id", "aibot_secret"), ("aibot_id", "aibot_secret"))
    check_end(SECTION, found.old_until, old_token=found.old_token, old_encoding_aes_key=found.old_encoding_aes_key)
    if not (found.app or found.aibot):
        raise OptionError(
            f"[{SECTION}] names neither an app nor an AI bot. Set {', '.join(app)} for a self-built app, "
            "or aibot_id and aibot_secret for an AI bot over its long connection, or all of them."
        )
    if found.public_url and urlsplit(found.public_url).scheme not in ("http", "https"):
        raise OptionError(f'[{SECTION}] public_url must be an address such as "https://bot.example.com".')
    if found.public_url and not found.app:
        raise OptionError(f"[{SECTION}] public_url is of use with a self-built app only. Remove it.")
    return found


def _whole(table: Mapping[str, object], needed: tuple[str, ...], begun: tuple[str, ...]) -> None:
    missing = [name for name in needed if name not in table]
    if missing and any(name in table for name in begun):
        raise OptionError(
            f"[{SECTION}] {', '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing. The console shows "
            "them; set them there, or in the environment as HEPAI_WECOM_… (or …_FILE for a file that holds one)."
        )
