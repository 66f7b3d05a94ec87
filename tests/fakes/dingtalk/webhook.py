"""Answers by the address that came with a message: POST /robot/sendBySession?session=."""

from tests.fakes.dingtalk.content import hook_content
from tests.fakes.dingtalk.errors import hook
from tests.fakes.dingtalk.model import Json, Message
from tests.fakes.dingtalk.request import Request
from tests.fakes.dingtalk.site import SESSION, Session, Site


def session_webhook(site: Site, room: str, user: str) -> tuple[str, int]:
    """The address of an answer to this message, and when it ends, in ms."""
    id, expires = site.fresh("0c4e"), site.now() + SESSION
    site.sessions[id] = Session(room, user, expires)
    return f"{site.url}/robot/sendBySession?session={id}", int(expires.timestamp() * 1000)


async def by_session(site: Site, request: Request) -> Json:
    """Needs no token and gives no handle: what was said so cannot be taken back."""
    session = site.sessions.get(request.query.get("session", ""))
    if session is None or set(request.query) != {"session"}:
        raise hook(300001, "session 不存在", alarm="an answer to a sessionWebhook that never was")
    if site.now() >= session.expires:
        raise hook(300001, "session 已过期")
    if not isinstance(request.body, dict) or "msgUuid" in request.body:
        raise hook(40035, "不合法的参数", alarm="webhook: no JSON object, or a msgUuid, which sessions do not know")
    body = hook_content(request.body)
    if session.room and not site.company.room(session.room).bot:
        raise hook(300001, "机器人不在群内")
    if site.switches.webhooks_count and not site.quota.push():
        raise hook(90020, "本月 Webhook 与 Stream 推送额度已用完")
    id, at = site.fresh("hook"), site.now()
    if body.get("at", {}).get("isAtAll"):
        site.alarm("everybody was mentioned")
    site.show(Message(id, id, "webhook", body, at, at, session.room, session.user, names=site.names()))
    return {"errcode": 0, "errmsg": "ok"}
