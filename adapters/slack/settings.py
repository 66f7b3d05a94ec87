"""What an operator sets below [platforms.slack], and the names this platform goes by."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from adapters.common.credentials import NONE, check_end, credential, moment
from bot.kernel import options
from bot.kernel.ids import Platform
from bot.kernel.options import OptionError
from bot.kernel.secret import Secret

PLATFORM = Platform("slack")
SECTION = "platforms.slack"

Mode = Literal["socket", "http"]
Rates = Literal["published", "none"]


def _token(prefix: str, page: str) -> Callable[[object], Secret]:
    def read(value: object) -> Secret:
        found = options.secret(value)
        if not found.reveal().startswith(prefix):
            raise ValueError(f"a token that begins with {prefix} (see {page} of the app)")
        return found

    read.hides = True  # type: ignore[attr-defined]
    return read


def _path(value: object) -> str:
    found = options.text(value)
    if not found.startswith("/") or "//" in found or "{" in found:
        raise ValueError('a path such as "/slack/events"')
    return found


@dataclass(frozen=True)
class Settings:
    """`connections`: how many sockets are open at once, two leave no gap when Slack renews one (10 at most).

    `old_signing_secret`: the one before, taken as well until `old_until`, in seconds since 1970.
    `command`: the slash command whose text is a message; of every other one its name is the first word.
    `rates`: "none" only where `base_url` is a server without Slack's limits.
    """

    bot_token: Annotated[Secret, _token("xoxb-", "OAuth & Permissions")]
    app_token: Annotated[Secret, _token("xapp-", "Basic Information > App-Level Tokens")] = NONE
    signing_secret: Annotated[Secret, credential] = NONE
    old_signing_secret: Annotated[Secret, credential] = NONE
    old_until: Annotated[float, moment] = 0.0
    mode: Annotated[Mode, options.one_of(Mode)] = "socket"
    base_url: Annotated[str, options.url] = "https://slack.com/api"
    connections: Annotated[int, options.whole(1, 10)] = 1
    path: Annotated[str, _path] = "/slack/events"
    command: Annotated[str, options.text] = "/hepai"
    rates: Annotated[Rates, options.one_of(Rates)] = "published"


def read(table: Mapping[str, object]) -> Settings:
    """The settings of a table. Raises OptionError; a mode without its secret is one (docs: the notes, 1.4)."""
    settings = options.section(Settings, SECTION, table)
    check_end(SECTION, settings.old_until, old_signing_secret=settings.old_signing_secret)
    if settings.mode == "socket" and not settings.app_token.reveal():
        raise OptionError(
            f"[{SECTION}] app_token is missing: Socket Mode connects with it. Make one under Basic Information > "
            'App-Level Tokens with the scope connections:write, or set mode = "http".'
        )
    if settings.mode == "http" and len(settings.signing_secret.reveal()) < 16:
        raise OptionError(
            f"[{SECTION}] signing_secret is missing or too short: without it anybody could speak for Slack. "
            "Copy it from Basic Information > App Credentials."
        )
    return settings
