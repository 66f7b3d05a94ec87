"""The robot's own sends: to up to twenty people, to a group, and taking messages back."""

from tests.fakes.dingtalk.content import robot_content
from tests.fakes.dingtalk.errors import refused
from tests.fakes.dingtalk.fields import only
from tests.fakes.dingtalk.model import Json, Message
from tests.fakes.dingtalk.request import Request
from tests.fakes.dingtalk.site import RECALL, Site

MOST_PEOPLE = 20


async def to_people(site: Site, request: Request) -> Json:
    """POST /v1.0/robot/oToMessages/batchSend: HTTP 200 even if nobody was reached."""
    body = _known(request, "batchSend", ("robotCode", "userIds", "msgKey", "msgParam"))
    _robot(site, body)
    users = body.get("userIds")
    if not isinstance(users, list) or not users or not all(isinstance(each, str) for each in users):
        raise refused("invalidParameter.userIds.empty")
    if len(users) > MOST_PEOPLE:
        raise refused("invalidParameter.userIds.overMax", alarm=f"{len(users)} people in one batch")
    content = robot_content(body)
    if not site.switches.published:
        raise refused("chatbotId.notAllow.sendOTO", "机器人未发布")
    key = site.fresh("pqk")
    invalid = [each for each in users if not site.company.reachable(each)]
    held = [each for each in users if each not in invalid and each in site.flow_controlled]
    for user in dict.fromkeys(users):
        if user not in invalid and user not in held:
            at = site.now()
            site.show(Message(f"{key}/{user}", key, "robot", content, at, at, user=user))
    return {"processQueryKey": key, "invalidStaffIdList": invalid, "flowControlledStaffIdList": held}


async def to_group(site: Site, request: Request) -> Json:
    """POST /v1.0/robot/groupMessages/send."""
    fields = ("robotCode", "openConversationId", "msgKey", "msgParam", "coolAppCode", "token")
    body = _known(request, "groupMessages/send", fields)
    _robot(site, body)
    room = _room(site, body)
    content = robot_content(body)
    if site.per_minute.full(room):
        raise refused("send.too.fast", "发送速度太快")
    key, at = site.fresh("pqk"), site.now()
    site.show(Message(key, key, "robot", content, at, at, room=room))
    return {"processQueryKey": key}


async def recall_from_people(site: Site, request: Request) -> Json:
    """POST /v1.0/robot/otoMessages/batchRecall: lower case here, not in the send."""
    body = only(request.body, "batchRecall", {"robotCode": str, "processQueryKeys": list})
    _robot(site, body)
    if not 0 < len(body["processQueryKeys"]) <= MOST_PEOPLE:
        raise refused("invalidParameter.processQueryKeys.overMax", alarm="1 to 20 processQueryKeys in one recall")
    return _recall(site, body["processQueryKeys"], "")


async def recall_from_group(site: Site, request: Request) -> Json:
    """POST /v1.0/robot/groupMessages/recall."""
    wanted = {"robotCode": str, "openConversationId": str, "processQueryKeys": list}
    body = only(request.body, "groupMessages/recall", wanted)
    _robot(site, body)
    return _recall(site, body["processQueryKeys"], _room(site, body))


def _known(request: Request, what: str, fields: tuple[str, ...]) -> Json:
    return only(request.body, what, {}, dict.fromkeys(fields, object))


def _robot(site: Site, body: Json) -> None:
    code = body.get("robotCode")
    if not code:
        raise refused("invalidParameter.robotCode.empty")
    if code != site.client_id:
        raise refused("invalidParameter.robotCode.notExsit", "机器人不存在")


def _room(site: Site, body: Json) -> str:
    id = body.get("openConversationId")
    if not id:
        raise refused("miss.openConversationId")
    room = site.company.rooms.get(str(id))
    if room is None:
        raise refused("invalid.openConversationId", "无效的openConversationId")
    if room.disbanded:
        raise refused("group.disbanded", "群已解散")
    if not room.bot:
        raise refused("invalidParameter.robotCode.notExsit", "机器人不存在,请检查机器人是否在群内")
    return room.id


def _recall(site: Site, keys: list[str], room: str) -> Json:
    done, failed = [], {}
    for key in keys:
        found = [each for each in site.messages if each.key == key and each.room == room and each.kind == "robot"]
        if not found:
            failed[key] = "invalid.processQueryKey"
        elif site.now() - found[0].came > RECALL:
            failed[key] = "processQueryKey.expireTime"
        else:
            done.append(key)
            for message in found:
                message.gone, message.changed = True, site.now()
                message.version += 1
                site.changed(message)
    return {"successResult": done, "failedResult": failed}
