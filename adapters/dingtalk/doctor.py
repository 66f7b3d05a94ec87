"""What `doctor` looks at: token, permissions, the template, the connection, the quota. It writes to nobody."""

from collections.abc import AsyncIterator, Awaitable

from adapters.common.http import Http
from adapters.dingtalk.api import Api
from adapters.dingtalk.cards import INSTANCES
from adapters.dingtalk.errors import code_of
from adapters.dingtalk.quota import CALLS, PUSHES
from adapters.dingtalk.settings import Settings
from adapters.dingtalk.stream import OPEN
from bot.ports.adapter import Finding, Refused, Unauthorised

NOBODY = "hepai-doctor"
"""An id that nothing has: whoever may ask for it is told that it is not there."""
GUIDE = "deploy/platforms/dingtalk.md"


async def checks(settings: Settings, api: Api) -> AsyncIterator[Finding]:
    try:
        await api.token.get()
    except Exception as error:
        yield Finding(
            "token", f"no token: {error}", "Copy client_id and client_secret from the console's 凭证与基础信息."
        )
        return
    yield Finding("token", "client_id and client_secret are right")
    contacts = api.old("/topapi/v2/department/get", {"dept_id": 1})
    yield await _allowed("directory", contacts, "qyapi_get_member, qyapi_get_department_list", fatal=False)
    recall = {"robotCode": settings.robot_code, "processQueryKeys": [NOBODY]}
    robot = api.call("POST", "/v1.0/robot/otoMessages/batchRecall", recall)
    yield await _allowed("robot", robot, "qyapi_robot_sendmsg", fatal=True)
    if settings.card_template_id:
        card = {"outTrackId": NOBODY, "cardData": {"cardParamMap": {"title": NOBODY}}}
        yield await _allowed("cards", api.call("PUT", INSTANCES, card), "Card.Instance.Write", fatal=False)
    else:
        says = "no card_template_id: buttons make people say a word, and messages are never changed"
        yield Finding("cards", says, f"Import the template and set its id, as {GUIDE} says.", fatal=False)
    if settings.mode == "stream":
        yield await _gateway(settings, api.http)
    async for finding in _quota(api):
        yield finding


async def _allowed(subject: str, call: Awaitable[object], scopes: str, fatal: bool) -> Finding:
    """Whether a harmless call is allowed: what it names need not be there."""
    try:
        await call
    except Unauthorised as error:
        remedy = f"Grant {scopes} under 权限管理, and publish a version ({GUIDE})."
        return Finding(subject, str(error), remedy, fatal)
    except Refused as error:
        if "robotCode" in code_of(error):
            return Finding(
                subject, str(error), "robot_code is wrong: leave it out, or copy it from the console.", fatal
            )
        return Finding(subject, f"allowed ({scopes})")
    except Exception as error:
        return Finding(subject, f"not known: {error}", "Look whether DingTalk can be reached, and try again.", False)
    return Finding(subject, f"allowed ({scopes})")


async def _gateway(settings: Settings, http: Http) -> Finding:
    """A ticket is asked for and left unused: nobody's messages come this way."""
    body = {
        "clientId": settings.client_id,
        "clientSecret": settings.client_secret.reveal(),
        "subscriptions": [{"type": "EVENT", "topic": "*"}],
        "ua": "hepai-doctor",
        "localIp": "",
    }
    try:
        answer = await http.call("POST", OPEN, body=body, headers={"Accept": "application/json"})
    except Exception as error:
        remedy = "Let this machine reach api.dingtalk.com and wss-open-connection.dingtalk.com on port 443."
        return Finding("connection", f"the gateway cannot be reached ({type(error).__name__})", remedy)
    if answer.status != 200:
        says = f"the gateway answered {answer.status} {answer.data.get('code', '')}".strip()
        return Finding("connection", says, "Set the robot's receive mode to Stream in the console, and publish it.")
    return Finding("connection", "the gateway gives connections")


async def _quota(api: Api) -> AsyncIterator[Finding]:
    await api.meter.flush()
    for kind, name in ((CALLS, "API calls"), (PUSHES, "pushes")):
        part = api.meter.forecast(kind)
        says = f"{api.meter.used(kind)} {name} counted this month, {part:.0%} of the limit expected by its end"
        remedy = "Buy quota, or raise calls_per_month / pushes_per_month if you have it." if part >= 1 else ""
        yield Finding("quota", says, remedy, fatal=False)
