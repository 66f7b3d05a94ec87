"""What `doctor` looks at: the token, the bot, its permissions, and how events reach it. It disturbs nobody."""

from collections.abc import AsyncIterator

from aiohttp import ClientError

from adapters.feishu.api import Api
from adapters.feishu.callback import PATH
from adapters.feishu.directory import Directory
from adapters.feishu.errors import Rejected, Unclear
from adapters.feishu.settings import Settings
from bot.ports.adapter import Finding, SendError, Unauthorised, Unavailable

ACTIVE = 2
FAILURES = (SendError, Unclear, ClientError, OSError, TimeoutError)
CONSOLE = "Look at the app's page in the console, add what is missing, and publish a version."


async def checks(settings: Settings, api: Api, directory: Directory, trouble: str) -> AsyncIterator[Finding]:
    """`trouble`: why nothing can be heard at present, empty if all is well or nothing was tried."""
    try:
        await api.token.get()
    except FAILURES as error:
        yield Finding("token", _said(error), "Check app_id, app_secret and base_url below [platforms.feishu].")
        return
    yield Finding("token", "given")
    yield await _bot(directory)
    yield await _permission(
        api,
        "groups",
        "/open-apis/im/v1/chats",
        {"page_size": "1"},
        "im:chat:readonly",
    )
    query = {
        "department_id": "0",
        "page_size": "1",
        "user_id_type": "open_id",
        "department_id_type": "open_department_id",
    }
    yield await _permission(
        api,
        "directory",
        "/open-apis/contact/v3/users/find_by_department",
        query,
        "contact:contact.base:readonly, contact:user.base:readonly and contact:user.department:readonly",
    )
    if settings.mode == "http":
        yield Finding("events", f"wanted at {PATH} of our public address, for events and for callbacks alike")
    else:
        yield await _connection(api)
    if trouble:
        yield Finding("connection", trouble, "See the log; the bot keeps trying.")


async def _bot(directory: Directory) -> Finding:
    try:
        found = await directory.bot()
    except FAILURES as error:
        return Finding("bot", _said(error), CONSOLE)
    if not found.get("open_id"):
        return Finding("bot", "the app has no bot", "Add the ability “Bot” in the console and publish a version.")
    if found.get("activate_status") != ACTIVE:
        return Finding("bot", "the bot is not switched on", "Have a version published and approved in the console.")
    return Finding("bot", f"{found.get('app_name', '')}")


async def _permission(api: Api, subject: str, path: str, query: dict[str, str], scopes: str) -> Finding:
    try:
        await api.call("GET", path, query=query)
    except Unauthorised as error:
        return Finding(subject, str(error), f"Grant {scopes} in the console and publish a version.", fatal=False)
    except Rejected as error:
        return Finding(subject, str(error), f"Widen the app's range of data, and grant {scopes}.", fatal=False)
    except FAILURES as error:
        return Finding(subject, _said(error), "Try again; the platform may be busy.", fatal=False)
    return Finding(subject, "may be read")


async def _connection(api: Api) -> Finding:
    """Asks where the long connection is, and does not open one: it would take events away from the running bot."""
    try:
        await api.discover()
    except Unauthorised as error:
        return Finding("events", str(error), CONSOLE)
    except FAILURES as error:
        return Finding("events", _said(error), "Check base_url, the firewall and the proxy, then try again.")
    return Finding("events", "the long connection is offered; the console's both pages must say “use long connection”")


def _said(error: BaseException) -> str:
    known = isinstance(error, SendError | Unclear | Unavailable)
    return str(error) if known else f"the platform cannot be reached ({type(error).__name__})"
