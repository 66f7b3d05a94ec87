"""Interactive cards: made and delivered in one call, changed by PUT or by the answer to a press."""

import re
from dataclasses import dataclass, field

from tests.fakes.dingtalk.errors import refused
from tests.fakes.dingtalk.fields import only, texts
from tests.fakes.dingtalk.model import Json, Message
from tests.fakes.dingtalk.request import Request
from tests.fakes.dingtalk.site import Site
from tests.fakes.dingtalk.template import checked

_SPACE = re.compile(r"dtv1\.card//(IM_ROBOT|IM_GROUP)\.(.+)")
_CREATE = {
    "cardTemplateId": str,
    "outTrackId": str,
    "callbackType": str,
    "callbackRouteKey": str,
    "cardData": dict,
    "privateData": dict,
    "userId": str,
    "userIdType": int,
    "openSpaceId": str,
    "imRobotOpenSpaceModel": dict,
    "imRobotOpenDeliverModel": dict,
    "imGroupOpenSpaceModel": dict,
    "imGroupOpenDeliverModel": dict,
    "cardAtUserIds": list,
}
_OPEN_SPACE = {"supportForward": bool}
_OPEN_SPACE_MORE = {"lastMessageI18n": dict, "searchSupport": dict, "notification": dict}
_ROBOT = {"spaceType": str, "robotCode": str, "extension": dict}
_GROUP = {"robotCode": str, "atUserIds": dict, "recipients": list, "extension": dict}
_OPTIONS = {"updateCardDataByKey": bool, "updatePrivateDataByKey": bool}


@dataclass(slots=True)
class Card:
    """One card instance, wherever it was delivered. `route`: the callbackRouteKey of HTTP callbacks."""

    id: str
    callback: str
    route: str
    id_type: int
    variables: dict[str, str]
    private: dict[str, dict[str, str]] = field(default_factory=dict)
    shown: list[Message] = field(default_factory=list)


async def create_and_deliver(site: Site, cards: dict[str, Card], request: Request) -> Json:
    """POST /v1.0/card/instances/createAndDeliver: `deliverResults` may say no where the answer is 200."""
    body = only(request.body, "createAndDeliver", {}, _CREATE)
    card, space, to = _created(site, cards, body)
    room, user = (to, "") if space == "IM_GROUP" else ("", to)
    error = _undeliverable(site, room, user)
    before = cards.get(card.id)
    carrier = before.shown[0].key if before else "" if error else site.fresh("pqk")
    if not error and before is None:
        at = site.now()
        wire = {"cardTemplateId": body["cardTemplateId"], "cardParamMap": card.variables}
        wire["cardAtUserIds"] = body.get("cardAtUserIds", [])
        message = Message(card.id, carrier, "card", wire, at, at, room, user, private=card.private, names=site.names())
        card.shown.append(site.show(message))
        cards[card.id] = card
    result = {"spaceType": space, "spaceId": to, "success": not error, "carrierId": carrier, "errorMsg": error}
    return {"success": True, "result": {"outTrackId": card.id, "deliverResults": [result]}}


async def update(site: Site, cards: dict[str, Card], request: Request) -> Json:
    """PUT /v1.0/card/instances: replaces all variables unless told to go by key."""
    known = {"cardData": dict, "privateData": dict, "cardUpdateOptions": dict, "userIdType": int}
    body = only(request.body, "PUT card/instances", {"outTrackId": str}, known)
    card = cards.get(body["outTrackId"])
    if card is None:
        raise refused("param.cardNotExist", "卡片不存在")
    if card.id in site.unanswered:
        site.alarm(f"the card {card.id} was changed before its callback was answered")
    options = only(body.get("cardUpdateOptions", {}), "cardUpdateOptions", {}, _OPTIONS)
    public = checked(site, body["cardData"].get("cardParamMap")) if "cardData" in body else None
    private = _private(site, body.get("privateData", {}))
    change(site, card, public, private, options)
    return {"success": True, "result": True}


def answered(site: Site, card: Card, user: str, response: Json) -> None:
    """What the acknowledgement of a press says. In a group it changes only what the one who pressed sees."""
    known = {"cardUpdateOptions": dict, "cardData": dict, "userPrivateData": dict}
    body = only(response, "card response", {}, known)
    options = only(body.get("cardUpdateOptions", {}), "cardUpdateOptions", {}, _OPTIONS)
    public = checked(site, body["cardData"].get("cardParamMap")) if "cardData" in body else None
    private = checked(site, body["userPrivateData"].get("cardParamMap"), True) if "userPrivateData" in body else None
    in_a_group = any(each.room for each in card.shown)
    change(site, card, None if in_a_group else public, {} if private is None else {user: private}, options)


def change(
    site: Site, card: Card, public: dict[str, str] | None, private: dict[str, dict[str, str]], options: Json
) -> None:
    """Put other values into a card. None: the public ones stay."""
    if public is not None:
        kept = dict(card.variables) if options.get("updateCardDataByKey") else {}
        card.variables.clear()
        card.variables.update({**kept, **public})
    for user, values in private.items():
        kept = card.private.get(user, {}) if options.get("updatePrivateDataByKey") else {}
        card.private[user] = {**kept, **values}
    if public is None and not private:
        return
    for message in card.shown:
        message.version += 1
        message.changed = site.now()
        site.changed(message)


def _created(site: Site, cards: dict[str, Card], body: Json) -> tuple[Card, str, str]:
    if not body.get("outTrackId"):
        raise refused("param.outTrackIdEmpty")
    if not body.get("cardTemplateId"):
        raise refused("param.cardTemplateIdEmpty")
    if body["cardTemplateId"] not in site.templates:
        raise refused("param.templateNotExist", "模板不存在")
    if not site.templates[body["cardTemplateId"]]:
        raise refused("param.templateUnpublished", "模板未发布")
    if not body.get("openSpaceId"):
        raise refused("param.openSpaceIdEmpty")
    space = _SPACE.fullmatch(body["openSpaceId"])
    if space is None:
        raise refused("param.openSpaceIdInvalid", alarm=f"no openSpaceId: {body['openSpaceId']}")
    if "cardParamMap" not in body.get("cardData", {}):
        raise refused("param.cardPublicDataEmpty")
    if body.get("callbackType", "") not in ("", "STREAM", "HTTP"):
        raise refused("param.invalid", alarm=f"no callbackType {body['callbackType']!r}")
    if body.get("userIdType", 1) not in (1, 2):
        raise refused("param.invalid", alarm="userIdType is 1 or 2")
    _models(site, body, space[1])
    if body["outTrackId"] in cards and not site.switches.repeat_silently:
        raise refused("param.cardAlreadyExist", "卡片已存在")
    public = checked(site, only(body["cardData"], "cardData", {"cardParamMap": dict})["cardParamMap"])
    private = _private(site, body.get("privateData", {}))
    callback, route = body.get("callbackType", ""), body.get("callbackRouteKey", "")
    return Card(body["outTrackId"], callback, route, body.get("userIdType", 1), public, private), space[1], space[2]


def _models(site: Site, body: Json, space: str) -> None:
    name, form = ("imRobot", _ROBOT) if space == "IM_ROBOT" else ("imGroup", _GROUP)
    for other in ("imRobot", "imGroup"):
        if other != name and {f"{other}OpenSpaceModel", f"{other}OpenDeliverModel"} & set(body):
            raise refused("param.openDeliverModelError", alarm=f"{other}… in a card for {space}")
    deliver = body.get(f"{name}OpenDeliverModel")
    if not deliver:
        raise refused("param.openDeliverModelEmpty")
    only(deliver, f"{name}OpenDeliverModel", {"robotCode": str}, form)
    if deliver["robotCode"] != site.client_id or deliver.get("spaceType", "IM_ROBOT") != "IM_ROBOT":
        raise refused("param.openDeliverModelError", alarm="another robotCode or spaceType")
    opened = f"{name}OpenSpaceModel"
    if opened not in body:
        raise refused("param.invalid", alarm=f"a card for {space} without {opened}")
    model = only(body[opened], opened, _OPEN_SPACE, _OPEN_SPACE_MORE)
    texts(model.get("lastMessageI18n", {}), "lastMessageI18n")
    at = body.get("cardAtUserIds", [])
    if {"@ALL"} & {*deliver.get("atUserIds", {}), *map(str, at)}:
        site.alarm("everybody was mentioned")


def _undeliverable(site: Site, room: str, user: str) -> str:
    if user:
        return "" if site.company.reachable(user) else "user not exist"
    found = site.company.rooms.get(room)
    return "" if found and found.bot and not found.disbanded else "conversation not exist"


def _private(site: Site, data: Json) -> dict[str, dict[str, str]]:
    found = {}
    for user, values in data.items():
        if user not in site.company.people:
            raise refused("param.userIdNotExist")
        found[user] = checked(site, only(values, "privateData", {"cardParamMap": dict})["cardParamMap"], private=True)
    return found
