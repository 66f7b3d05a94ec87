"""What `doctor` looks at: the token, the app, the address that WeCom calls, and the AI bot, without disturbing any."""

import secrets
import time
from collections.abc import AsyncIterator, Callable
from urllib.parse import urlencode

from aiohttp import ClientError

from adapters.wecom.api import Api
from adapters.wecom.crypto import Envelopes
from adapters.wecom.errors import Unknown
from adapters.wecom.intake import PATH
from adapters.wecom.settings import Settings
from bot.ports.adapter import Finding, SendError
from bot.ports.host import Host


async def checks(
    settings: Settings, api: Api, host: Host, clock: Callable[[], float] = time.time
) -> AsyncIterator[Finding]:
    """`clock`: the wall's."""
    if settings.app:
        async for finding in _app(settings, api):
            yield finding
        yield await _callback(settings, api, clock)
    if settings.aibot:
        yield await _aibot(settings, api, host)
    else:
        yield Finding(
            "WeCom groups",
            "no AI bot: what is said in groups is not heard",
            "create an AI bot with API mode 'long connection' and set aibot_id and aibot_secret",
            fatal=False,
        )


async def _app(settings: Settings, api: Api) -> AsyncIterator[Finding]:
    try:
        await api.token()
        yield Finding("WeCom token", "given")
        agent = await api.get("agent/get", agentid=str(settings.agent_id))
        visible = agent.get("allow_userinfos", {}), agent.get("allow_partys", {}), agent.get("allow_tags", {})
        members = len(visible[0].get("user", [])) if isinstance(visible[0], dict) else 0
        parties = len(visible[1].get("partyid", [])) if isinstance(visible[1], dict) else 0
        closed = bool(agent.get("close"))
        yield Finding(
            "WeCom app",
            f"{agent.get('name', '')}: visible to {members} members and {parties} departments",
            "the app is disabled: enable it in the console" if closed else "",
        )
        await api.get("getcallbackip")
        yield Finding("WeCom trusted address", "calls from here are taken")
    except (SendError, Unknown) as error:
        yield Finding("WeCom app", str(error), "set right in the console what the message names, then run this again")


async def _callback(settings: Settings, api: Api, clock: Callable[[], float]) -> Finding:
    """Ask our own address the question that the console asks."""
    subject = "WeCom callback"
    if not settings.public_url:
        says = f"{PATH} of this server is to be the app's receiving URL; set public_url to have it checked from here"
        return Finding(subject, says)
    envelopes = Envelopes([settings.token], [settings.encoding_aes_key], settings.corp_id)
    word, timestamp, nonce = secrets.token_hex(8), str(int(clock())), secrets.token_hex(6)
    sealed = envelopes.seal(word.encode(), timestamp, nonce)
    query = {"msg_signature": sealed.signature, "timestamp": timestamp, "nonce": nonce, "echostr": sealed.encrypt}
    try:
        answer = await api.http.call("GET", f"{settings.public_url}{PATH}?{urlencode(query)}")
    except (ClientError, TimeoutError, OSError, SendError) as error:
        remedy = "let the proxy in front pass /wecom/ to this server, and start the bot"
        return Finding(subject, f"{settings.public_url} does not answer ({type(error).__name__})", remedy)
    if answer.status == 200 and answer.text == word:
        return Finding(subject, "answers as the console wants it")
    return Finding(
        subject,
        f"answers {answer.status} and not the word asked for",
        "the proxy must leave the query string as it is; token and encoding_aes_key must be those of the console",
    )


async def _aibot(settings: Settings, api: Api, host: Host) -> Finding:
    """Its address only: a second subscription would push the running bot off."""
    subject = "WeCom AI bot"
    try:
        async with api.http.session.ws_connect(settings.aibot_url):
            return Finding(subject, f"{settings.aibot_url} can be reached; the process that sends connects to it")
    except (ClientError, TimeoutError, OSError) as error:
        remedy = "let this machine reach it, or set aibot_url to your own deployment's address"
        return Finding(subject, f"{settings.aibot_url} cannot be reached ({type(error).__name__})", remedy)
