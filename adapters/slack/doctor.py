"""Are the tokens good, may the bot do what it must, does Slack reach it: at the start, and whenever it is asked."""

from collections.abc import AsyncIterator

from adapters.slack.errors import TROUBLES
from adapters.slack.keeping import Us
from adapters.slack.limits import SCOPES
from adapters.slack.route import Route
from adapters.slack.settings import SECTION, Settings
from adapters.slack.web import Web
from bot.ports.adapter import Finding, Misconfigured, Refused, Unauthorised

MANIFEST = "deploy/platforms/slack-manifest.yaml"
_TOLD = {
    "too_many_websockets": "Slack refuses more connections: ten per app are open. Stop other copies of the bot, "
    f"and give each environment an app of its own; lower [{SECTION}] connections",
    "link_disabled": "Socket Mode is switched off: switch it on under Settings > Socket Mode of the app, "
    f'or set [{SECTION}] mode = "http"',
}


async def identity(web: Web) -> Us:
    """Who the bot is. Raises Misconfigured if its token is not taken."""
    try:
        found = await web.call("auth.test")
    except (Unauthorised, Refused) as error:
        raise Misconfigured(f"[{SECTION}] bot_token is not taken: {error}") from error
    return Us(str(found.get("team_id") or ""), str(found.get("user_id") or ""), str(found.get("bot_id") or ""))


async def ticket(web: Web) -> str:
    """A first ticket for a socket. Raises Misconfigured if the app's token is not taken."""
    try:
        return await web.connection()
    except (Unauthorised, Refused) as error:
        raise Misconfigured(
            f"[{SECTION}] app_token is not taken ({error}). It begins with xapp-, has the scope connections:write, and "
            "is made under Basic Information > App-Level Tokens; Socket Mode has to be switched on."
        ) from error


def sentence(trouble: str) -> str:
    """Why nothing comes in, and what to do."""
    if trouble in _TOLD:
        return _TOLD[trouble]
    return f"no connection to Slack ({trouble or 'it does not answer'}): it is tried again and again; check the network"


def connection(health: str, sockets: int) -> Finding:
    if health:
        return Finding("connection", health, "Look at the log for slack.* lines.")
    return Finding("connection", f"{sockets} connection(s) of Socket Mode" if sockets else "waiting for Slack's posts")


async def checks(web: Web, settings: Settings, route: Route) -> AsyncIterator[Finding]:
    """Token, permissions, and the way in; nobody is disturbed."""
    try:
        us = await identity(web)
    except (Misconfigured, *TROUBLES) as error:
        remedy = "Copy the token of OAuth & Permissions again; it begins with xoxb-."
        yield Finding("bot token", str(error) or type(error).__name__, remedy)
        return
    yield Finding("bot token", f"taken: user {us.user} of workspace {us.team}")
    missing = sorted(SCOPES - web.scopes) if web.scopes else []
    if missing:
        remedy = f"Add them under OAuth & Permissions (all are in {MANIFEST}) and reinstall the app."
        yield Finding("permissions", f"missing: {', '.join(missing)}", remedy)
    else:
        yield Finding("permissions", f"all {len(SCOPES)} are there" if web.scopes else "Slack did not say which")
    if web.scopes and "users.profile:read" not in web.scopes:
        remedy = "Add users.profile:read if departments and managers should be taken from Slack."
        yield Finding("profiles", "departments and managers are not read", remedy, fatal=False)
    if settings.mode == "http":
        heard = "Slack was heard here" if route.last else "Slack has not been heard since the start"
        remedy = "" if route.last else f"Enter https://<your host>{settings.path} as request URL; it must be public."
        yield Finding("callback", heard, remedy, fatal=False)
        return
    try:
        await ticket(web)
    except (Misconfigured, *TROUBLES) as error:
        yield Finding("app token", str(error) or type(error).__name__, "Make a new token with connections:write.")
    else:
        yield Finding("app token", "taken: a connection may be opened")
