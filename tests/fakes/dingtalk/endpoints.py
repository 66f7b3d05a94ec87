"""Every call that the fake knows; all others are refused, with an alarm."""

from collections.abc import Mapping
from functools import partial

from tests.fakes.dingtalk import cards, directory, media, robot, tokens, webhook
from tests.fakes.dingtalk.callbacks import Callbacks
from tests.fakes.dingtalk.company import CORP
from tests.fakes.dingtalk.gateway import Gateway
from tests.fakes.dingtalk.model import Json
from tests.fakes.dingtalk.request import Endpoint, Request
from tests.fakes.dingtalk.site import Site

SEND = "qyapi_robot_sendmsg"
CARD = "Card.Instance.Write"


def endpoints(
    gateway: Gateway, known_cards: dict[str, cards.Card], callbacks: Callbacks
) -> Mapping[tuple[str, str], Endpoint]:
    """By method and path."""

    async def create(site: Site, request: Request) -> Json:
        return await cards.create_and_deliver(site, known_cards, request)

    async def change(site: Site, request: Request) -> Json:
        return await cards.update(site, known_cards, request)

    robots = partial(Endpoint, family="new", counted=True, sends=True, scope=SEND)
    on_cards = partial(Endpoint, family="new", counted=True, sends=True, scope=CARD)
    member = partial(Endpoint, family="old", scope="qyapi_get_member")
    department = partial(Endpoint, family="old", scope="qyapi_get_department_list")
    within = partial(Endpoint, family="old", scope="qyapi_get_department_member")
    return {
        ("POST", "/v1.0/gateway/connections/open"): Endpoint(gateway.open, "open"),
        ("POST", "/v1.0/oauth2/accessToken"): Endpoint(tokens.access_token, "open"),
        ("POST", f"/v1.0/oauth2/{CORP}/token"): Endpoint(tokens.corp_token, "open"),
        ("GET", "/gettoken"): Endpoint(tokens.get_token, "open"),
        ("POST", "/v1.0/robot/oToMessages/batchSend"): robots(robot.to_people),
        ("POST", "/v1.0/robot/groupMessages/send"): robots(robot.to_group),
        ("POST", "/v1.0/robot/otoMessages/batchRecall"): robots(robot.recall_from_people),
        ("POST", "/v1.0/robot/groupMessages/recall"): robots(robot.recall_from_group),
        ("POST", "/robot/sendBySession"): Endpoint(webhook.by_session, "hook", sends=True),
        ("POST", "/v1.0/robot/messageFiles/download"): Endpoint(media.download, "new", counted=True),
        ("POST", "/v1.0/card/instances/createAndDeliver"): on_cards(create),
        ("PUT", "/v1.0/card/instances"): on_cards(change),
        ("POST", "/v1.0/card/callbacks/register"): Endpoint(callbacks.register, "new", counted=True, scope=CARD),
        ("POST", "/topapi/v2/user/get"): member(directory.user_get),
        ("POST", "/topapi/v2/user/getbymobile"): member(directory.by_mobile, scope="qyapi_get_member_by_mobile"),
        ("POST", "/topapi/user/getbyunionid"): member(directory.by_union_id),
        ("POST", "/topapi/v2/user/list"): within(directory.user_list),
        ("POST", "/topapi/user/listid"): within(directory.user_ids),
        ("POST", "/topapi/v2/department/get"): department(directory.department_get),
        ("POST", "/topapi/v2/department/listsub"): department(directory.department_sub),
        ("POST", "/topapi/v2/department/listsubid"): department(directory.department_sub_ids),
        ("POST", "/topapi/v2/department/listparentbyuser"): department(directory.parents),
        ("POST", "/topapi/attendance/getleavestatus"): Endpoint(
            directory.leave_status, "old", counted=True, scope="qyapi_attendance"
        ),
    }
