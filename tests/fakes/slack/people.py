"""users.*, team.profile.get, bots.info: who is who."""

import time

from tests.fakes.slack.conversations import paged
from tests.fakes.slack.params import Params
from tests.fakes.slack.records import Json, Refusal
from tests.fakes.slack.workspace import (
    APP,
    BOT_ID,
    BOT_USER,
    DEPARTMENT_FIELD,
    MANAGER_FIELD,
    STAFF_FIELD,
    TEAM,
    Workspace,
)

FIELDS = (
    (MANAGER_FIELD, "Manager", "user"),
    (DEPARTMENT_FIELD, "Department", "text"),
    (STAFF_FIELD, "Staff ID", "text"),
)


def info(ws: Workspace, p: Params) -> Json:
    return {"user": about(ws, ws.user(p.text("user")), p.flag("include_locale"))}


def every(ws: Workspace, p: Params) -> Json:
    page, cursor = paged(list(ws.users.values()), p, 1000, 1000)
    return {
        "members": [about(ws, each, p.flag("include_locale")) for each in page],
        "cache_ts": int(time.time()), "response_metadata": {"next_cursor": cursor},
    }  # fmt: skip


def by_email(ws: Workspace, p: Params) -> Json:
    for user in ws.users.values():
        if user["email"] == p.text("email") and not user["is_bot"]:
            return {"user": about(ws, user)}
    raise Refusal("users_not_found")


def profile(ws: Workspace, p: Params) -> Json:
    if p.flag("include_labels"):
        ws.alarm("users.profile.get with include_labels is heavily limited; ask team.profile.get once")
    user = ws.user(p.text("user") or BOT_USER)
    fields = {id: {"value": value, "alt": ""} for id, value in user["fields"].items() if value}
    return {"profile": {**_profile(ws, user), "fields": fields}}


def team_profile(ws: Workspace, p: Params) -> Json:
    fields = [
        {"id": id, "ordering": index, "field_name": "", "label": label, "hint": "", "type": kind,
         "possible_values": None, "options": {"is_scim": False, "is_protected": False}, "is_hidden": False}
        for index, (id, label, kind) in enumerate(FIELDS)
    ]  # fmt: skip
    return {"profile": {"fields": fields, "sections": []}}


def bots_info(ws: Workspace, p: Params) -> Json:
    if p.text("bot", BOT_ID) != BOT_ID:
        raise Refusal("bot_not_found")
    name = ws.called(BOT_USER)
    return {"bot": {"id": BOT_ID, "deleted": False, "name": name, "app_id": APP, "user_id": BOT_USER, "icons": {}}}


def auth_test(ws: Workspace, p: Params) -> Json:
    return {
        "url": "https://hepai-hq.slack.com/", "team": "合拍", "user": "hepai", "team_id": TEAM, "user_id": BOT_USER,
        "bot_id": BOT_ID, "is_enterprise_install": False,
    }  # fmt: skip


def about(ws: Workspace, user: Json, locale: bool = False) -> Json:
    """A user as the API and events give them."""
    found = {
        "id": user["id"], "team_id": TEAM, "name": user["id"].lower(), "deleted": user["deleted"],
        "real_name": user["name"], "tz": user["tz"], "tz_label": user["tz"], "tz_offset": ws.tz_offset(user["tz"]),
        "is_admin": user["admin"], "is_owner": False, "is_primary_owner": False, "is_restricted": user["restricted"],
        "is_ultra_restricted": False, "is_bot": user["is_bot"], "is_app_user": False, "updated": 1,
        "profile": _profile(ws, user),
    }  # fmt: skip
    return found | ({"locale": user["locale"]} if locale else {})


def _profile(ws: Workspace, user: Json) -> Json:
    found = {
        "real_name": user["name"], "real_name_normalized": user["name"], "display_name": user["name"],
        "display_name_normalized": user["name"], "title": user["fields"][DEPARTMENT_FIELD], "status_text": "",
        "status_emoji": "", "status_expiration": 0, "team": TEAM, "image_72": "", "phone": "",
    }  # fmt: skip
    return found | ({"email": user["email"]} if "users:read.email" in ws.scopes and not user["is_bot"] else {})
