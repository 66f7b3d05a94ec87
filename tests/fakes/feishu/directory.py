"""Who and where: the token, the bot itself, people, departments, chats and their members.

https://open.feishu.cn/document/server-docs/contact-v3/user/get, …/group/chat/get-2; platform notes 3.4 and 5
"""

from collections.abc import Mapping, Sequence
from typing import Any

from tests.fakes.feishu.api import Asked, Endpoint
from tests.fakes.feishu.company import Chat, Department, Person
from tests.fakes.feishu.errors import Refusal, invalid
from tests.fakes.feishu.records import Json
from tests.fakes.feishu.schema import Check, flag, items, one_of, text
from tests.fakes.feishu.state import APP, BOT, SECRET, TENANT, Platform

KIND = one_of("open_id", "union_id", "user_id")
BASE = ("contact:contact.base:readonly", "contact:contact:readonly_as_app")
NAMED = "contact:user.base:readonly"
PLACED = "contact:user.department:readonly"
CHATS = ("im:chat:readonly", "im:chat")
MEMBERS = ("im:chat.members:read", *CHATS)
_PAGES: Mapping[str, Check] = {"page_size": text(), "page_token": text()}
_PEOPLE: Mapping[str, Check] = {
    "user_id_type": KIND,
    "department_id_type": one_of("open_department_id", "department_id"),
}


def token(platform: Platform, asked: Asked) -> Json:
    if asked.body["app_id"] != APP or asked.body["app_secret"] != SECRET:
        raise Refusal(10014, alarming=True)
    issued, seconds = platform.tokens.issue()
    return {"tenant_access_token": issued, "expire": seconds}


def bot(platform: Platform, asked: Asked) -> Json:
    about = {"activate_status": 2, "app_name": platform.bot_name, "avatar_url": "", "ip_white_list": []}
    return {"bot": {**about, "open_id": BOT}}


def user(platform: Platform, asked: Asked) -> Json:
    found = _person(platform, asked.query.get("user_id_type", "open_id"), asked.params["id"])
    return {"data": {"user": profile(platform, found)}}


def users(platform: Platform, asked: Asked) -> Json:
    ids, kind = asked.several.get("user_ids", ()), asked.query.get("user_id_type", "open_id")
    if not 1 <= len(ids) <= 50:
        raise invalid("user_ids: 1 to 50")
    found = [platform.company.find(kind, id) for id in ids]
    return {"data": {"items": [profile(platform, each) for each in found if each and each.available]}}


def names(platform: Platform, asked: Asked) -> Json:
    kind = asked.query.get("user_id_type", "open_id")
    found = [(id, platform.company.find(kind, id)) for id in asked.body["user_ids"]]
    return {"data": {"users": [{"user_id": id, "name": each.name} for id, each in found if each]}}


def ids(platform: Platform, asked: Asked) -> Json:
    kind, rows = asked.query.get("user_id_type", "open_id"), []
    for name, several in (("email", "emails"), ("mobile", "mobiles")):
        for value in asked.body.get(several, []):
            found = next((each for each in platform.company.people.values() if getattr(each, name) == value), None)
            hidden = found is None or (found.resigned and not asked.body.get("include_resigned"))
            rows.append({name: value} if hidden or not found else {name: value, "user_id": getattr(found, kind)})
    return {"data": {"user_list": rows}}


def department(platform: Platform, asked: Asked) -> Json:
    return {"data": {"department": _department(_unit(platform, asked.params["id"]))}}


def children(platform: Platform, asked: Asked) -> Json:
    below = [_department(each) for each in platform.company.children(asked.params["id"])]
    return {"data": _page(below, asked, 50)}


def staff(platform: Platform, asked: Asked) -> Json:
    id = asked.query["department_id"]
    if id != "0":
        _unit(platform, id)
    found = [profile(platform, each) for each in platform.company.staff(id) if each.available]
    return {"data": _page(found, asked, 50)}


def chats(platform: Platform, asked: Asked) -> Json:
    there = [each for each in platform.company.chats.values() if each.bot and not each.direct and not each.dissolved]
    return {"data": _page([{"chat_id": each.id, **_chat(each)} for each in there], asked, 100)}


def chat(platform: Platform, asked: Asked) -> Json:
    found = _known(platform, asked.params["id"])
    mode = {"chat_mode": "p2p" if found.direct else "group", "chat_type": "private"}
    return {"data": {**_chat(found), **mode, "user_count": str(len(found.members)), "bot_count": "1"}}


def members(platform: Platform, asked: Asked) -> Json:
    found, kind = _known(platform, asked.params["id"]), asked.query.get("member_id_type", "open_id")
    rows = [
        {"member_id_type": kind, "member_id": getattr(each, kind), "name": each.name, "tenant_key": TENANT}
        for each in (platform.company.people[id] for id in found.members)
    ]
    return {"data": {**_page(rows, asked, 100), "member_total": len(rows)}}


def profile(platform: Platform, person: Person) -> Json:
    """Only what the scopes let the app see; the rest is missing without a word."""
    found: Json = {"open_id": person.open_id, "union_id": person.union_id}
    if "contact:user.employee_id:readonly" in platform.scopes:
        found["user_id"] = person.user_id
    if NAMED in platform.scopes:
        found |= {"name": person.name, "en_name": person.en_name, "nickname": ""}
    if PLACED in platform.scopes:
        orders = [
            {"department_id": id, "is_primary_dept": not at, "user_order": 0, "department_order": at}
            for at, id in enumerate(person.departments)
        ]
        found |= {"department_ids": list(person.departments), "orders": orders}
        found |= {"leader_user_id": person.leader} if person.leader else {}
    if "contact:user.email:readonly" in platform.scopes:
        found |= {"email": person.email}
    if "contact:user.employee_number:read" in platform.scopes:
        found |= {"employee_no": person.staff_no}
    found |= {"city": person.city, "country": person.country, "employee_type": 1, "is_tenant_manager": person.admin}
    return {**found, "status": status(person)}


def status(person: Person) -> Json:
    gone = person.resigned
    return {
        "is_frozen": False,
        "is_resigned": gone,
        "is_activated": not gone,
        "is_exited": False,
        "is_unjoin": False,
    }


def _person(platform: Platform, kind: str, id: str) -> Person:
    found = platform.company.find(kind, id)
    if found is None:
        raise Refusal(99992351, id)
    if not found.available:
        raise Refusal(41050)
    return found


def _unit(platform: Platform, id: str) -> Department:
    found = platform.company.departments.get(id)
    if found is None:
        raise Refusal(43009, id)
    return found


def _department(unit: Department) -> Json:
    led = {"leader_user_id": unit.leader, "leaders": [{"leaderType": 1, "leaderID": unit.leader}]}
    base = {"name": unit.name, "open_department_id": unit.id, "parent_department_id": unit.parent}
    return {**base, **(led if unit.leader else {})}


def _known(platform: Platform, id: str) -> Chat:
    if id not in platform.company.chats:
        raise Refusal(232006, id)
    return platform.chat(id)


def _chat(chat: Chat) -> Json:
    return {"name": chat.title, "description": "", "avatar": "", "external": False, "tenant_key": TENANT}


def _page(rows: Sequence[Any], asked: Asked, most: int) -> Json:
    """One page; the token of the next is where it starts."""
    size, start = asked.query.get("page_size", "20"), asked.query.get("page_token", "") or "0"
    if not size.isdecimal() or not 1 <= int(size) <= most or not start.isdecimal():
        raise invalid(f"page_size: 1 to {most}; page_token: as it was given")
    end = int(start) + int(size)
    more = end < len(rows)
    return {"items": list(rows[int(start) : end]), "has_more": more, "page_token": str(end) if more else ""}


_USER_LIST = items(text(), low=1, high=10)
_UNITS: Mapping[str, Check] = {**_PEOPLE, "department_id!": text(), **_PAGES}
_MANY: Mapping[str, Check] = {"emails": items(text(), high=50), "mobiles": items(text(), high=50)}
CONTACT = "/open-apis/contact/v3"
ENDPOINTS = (
    Endpoint(
        "POST",
        "/open-apis/auth/v3/tenant_access_token/internal",
        token,
        body={"app_id!": text(), "app_secret!": text()},
        public=True,
        ok="ok",
    ),
    Endpoint("GET", "/open-apis/bot/v3/info", bot, ok="ok"),
    Endpoint(
        "POST",
        f"{CONTACT}/users/batch_get_id",
        ids,
        {"user_id_type": KIND},
        {**_MANY, "include_resigned": flag},
        ("contact:user.id:readonly",),
    ),
    Endpoint("GET", f"{CONTACT}/users/batch", users, {**_PEOPLE, "user_ids!": text()}, scopes=BASE),
    Endpoint(
        "POST", f"{CONTACT}/users/basic_batch", names, {"user_id_type": KIND}, {"user_ids!": _USER_LIST}, (NAMED, *BASE)
    ),
    Endpoint("GET", f"{CONTACT}/users/find_by_department", staff, _UNITS, scopes=BASE),
    Endpoint("GET", f"{CONTACT}/users/{{id}}", user, _PEOPLE, scopes=BASE),
    Endpoint("GET", f"{CONTACT}/departments/{{id}}", department, _PEOPLE, scopes=BASE),
    Endpoint("GET", f"{CONTACT}/departments/{{id}}/children", children, {**_PEOPLE, **_PAGES}, scopes=BASE),
    Endpoint("GET", "/open-apis/im/v1/chats", chats, {"user_id_type": KIND, **_PAGES}, scopes=CHATS),
    Endpoint("GET", "/open-apis/im/v1/chats/{id}", chat, {"user_id_type": KIND}, scopes=CHATS),
    Endpoint("GET", "/open-apis/im/v1/chats/{id}/members", members, {"member_id_type": KIND, **_PAGES}, scopes=MEMBERS),
)
