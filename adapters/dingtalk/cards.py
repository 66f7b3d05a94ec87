"""Cards out: made and delivered in one call under our own key, changed by PUT.

Sources: create-and-deliver-cards, interactive-card-update-interface.
"""

from collections.abc import Mapping

from adapters.dingtalk.api import Api
from adapters.dingtalk.errors import code_of
from adapters.dingtalk.gate import Gate
from adapters.dingtalk.settings import Settings
from bot.kernel.ids import DeliveryKey, derive
from bot.ports.adapter import Refused

CREATE = "/v1.0/card/instances/createAndDeliver"
INSTANCES = "/v1.0/card/instances"
ROUTE = "hepai"
"""Under which the address of callbacks is registered in HTTP mode."""


def track_id(key: DeliveryKey, number: int, direct: bool) -> str:
    """The outTrackId of a page: the same for the same delivery, and it tells where the card stands."""
    return f"{'d' if direct else 'g'}-{derive('card', key, str(number))}"


class Cards:
    def __init__(self, settings: Settings, api: Api, gate: Gate) -> None:
        self._settings = settings
        self._api = api
        self._gate = gate

    async def create(
        self, id: str, user: str, room: str, values: Mapping[str, str], summary: str, at: Mapping[str, str]
    ) -> None:
        """To a person, or to a group (`room`). `at`: whom it mentions there, by userId. The same id again is joined."""
        try:
            answer = await self._api.call("POST", CREATE, self._body(id, user, room, values, summary, at))
        except Refused as error:
            if code_of(error) == "param.cardAlreadyExist":
                return
            raise
        result = answer.get("result")
        delivered = result.get("deliverResults") if isinstance(result, Mapping) else None
        for each in delivered if isinstance(delivered, list) else ():
            if isinstance(each, Mapping) and each.get("success") is False:
                raise Refused(f"the card was made but not delivered: {each.get('errorMsg')}")

    async def change(self, id: str, values: Mapping[str, str]) -> bool:
        """Replace everything the card shows; False if there is no such card any more."""
        await self._gate.answered(id)
        body = {
            "outTrackId": id,
            "cardData": {"cardParamMap": dict(values)},
            "cardUpdateOptions": {"updateCardDataByKey": False, "updatePrivateDataByKey": True},
            "userIdType": 1,
        }
        try:
            await self._api.call("PUT", INSTANCES, body)
        except Refused as error:
            if code_of(error) == "param.cardNotExist":
                return False
            raise
        return True

    async def register(self, url: str, secret: str) -> None:
        """Tell the platform where it reports presses in HTTP mode, signed with this secret."""
        body = {"callbackRouteKey": ROUTE, "callbackUrl": url, "apiSecret": secret, "forceUpdate": True}
        await self._api.call("POST", "/v1.0/card/callbacks/register", body)

    def _body(
        self, id: str, user: str, room: str, values: Mapping[str, str], summary: str, at: Mapping[str, str]
    ) -> dict[str, object]:
        if ";" in f"{user}{room}":
            raise Refused("an id with a semicolon would name several chats")
        robot = self._settings.robot_code
        body: dict[str, object] = {
            "cardTemplateId": self._settings.card_template_id,
            "outTrackId": id,
            "cardData": {"cardParamMap": dict(values)},
            "userIdType": 1,
        }
        if self._settings.mode == "http":
            body |= {"callbackType": "HTTP", "callbackRouteKey": ROUTE}
        else:
            body |= {"callbackType": "STREAM"}
        opened = {"supportForward": False, "lastMessageI18n": {"ZH_CN": summary, "EN_US": summary}}
        if not room:
            space = {"spaceType": "IM_ROBOT", "robotCode": robot}
            return body | {
                "openSpaceId": f"dtv1.card//IM_ROBOT.{user}",
                "imRobotOpenSpaceModel": opened,
                "imRobotOpenDeliverModel": space,
            }
        deliver: dict[str, object] = {"robotCode": robot}
        if at:
            deliver["atUserIds"] = dict(at)
            body["cardAtUserIds"] = list(at)
        return body | {
            "openSpaceId": f"dtv1.card//IM_GROUP.{room}",
            "imGroupOpenSpaceModel": opened,
            "imGroupOpenDeliverModel": deliver,
        }
