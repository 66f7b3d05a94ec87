"""What the operator gives below [platforms.feishu]: the app, and how events come in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Literal

from adapters.common.credentials import NONE, PLACEHOLDER, check_end, moment
from bot.kernel import options
from bot.kernel.ids import Platform
from bot.kernel.options import OptionError
from bot.kernel.secret import Secret

PLATFORM = Platform("feishu")
SECTION = "platforms.feishu"
LONGEST_WORD = 100

Mode = Literal["socket", "http"]
Rates = Literal["published", "none"]


def _menu(value: object) -> Mapping[str, str]:
    expected = 'a table of words by event key, such as { menu_checkin = "签到" }'
    if not isinstance(value, dict):
        raise ValueError(expected)
    for key, word in value.items():
        if not (isinstance(word, str) and word.strip() and len(word) <= LONGEST_WORD and 0 < len(key) <= 30):
            raise ValueError(f"{expected}: keys of at most 30 characters, words of at most {LONGEST_WORD}")
    return {key: word.strip() for key, word in value.items()}


@dataclass(frozen=True)
class Settings:
    """`mode`: the platform's long connection (`socket`), or callbacks to our address (`http`).

    `connections`: how many long connections share the events. `encrypt_key` and `verification_token`: of the
    console's page "Encryption strategy"; callbacks need both. `old_…`: the ones before, taken as well until
    `old_until`, in seconds since 1970. `max_age`: seconds for which a callback's signature is
    taken; whether the platform signs anew what it sends again, up to 7 h later, nobody could verify. `menu`: what an
    event key of the bot's menu says; a key that is not listed says itself. `base_url`: Lark's or a private
    deployment's address. `rates`: "none" only where `base_url` is a server without Feishu's limits.
    """

    app_id: Annotated[str, options.text]
    app_secret: Annotated[Secret, options.secret]
    mode: Annotated[Mode, options.one_of(Mode)] = "socket"
    encrypt_key: Annotated[Secret, options.secret] = NONE
    verification_token: Annotated[Secret, options.secret] = NONE
    old_encrypt_key: Annotated[Secret, options.secret] = NONE
    old_verification_token: Annotated[Secret, options.secret] = NONE
    old_until: Annotated[float, moment] = 0.0
    base_url: Annotated[str, options.url] = "https://open.feishu.cn"
    connections: Annotated[int, options.whole(1, 50)] = 1
    max_age: Annotated[int, options.whole(60, 30_000)] = 300
    menu: Annotated[Mapping[str, str], _menu] = field(default_factory=dict)
    rates: Annotated[Rates, options.one_of(Rates)] = "published"


def read(table: Mapping[str, object]) -> Settings:
    """The section of the table. Raises OptionError."""
    settings = options.section(Settings, SECTION, table)
    needed = {"app_secret": settings.app_secret}
    if settings.mode == "http":
        needed |= {"encrypt_key": settings.encrypt_key, "verification_token": settings.verification_token}
    old = {
        "old_encrypt_key": settings.old_encrypt_key,
        "old_verification_token": settings.old_verification_token,
    }
    check_end(SECTION, settings.old_until, **old)
    needed |= {name: secret for name, secret in old.items() if secret.reveal()}
    for key, secret in needed.items():
        if not secret.reveal() or PLACEHOLDER.fullmatch(secret.reveal()):
            why = "without it anybody could pose as the platform" if key != "app_secret" else "it is only a placeholder"
            raise OptionError(f"[{SECTION}] {key} is needed: {why}. Copy it from the app's page in the console.")
    return settings
