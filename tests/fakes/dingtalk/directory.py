"""People and departments by the old API, as far as the app's range and permissions go; who is on leave."""

from datetime import datetime
from zoneinfo import ZoneInfo

from tests.fakes.dingtalk.errors import Refusal, old, request_id
from tests.fakes.dingtalk.fields import only
from tests.fakes.dingtalk.model import Json, Person
from tests.fakes.dingtalk.request import Request
from tests.fakes.dingtalk.site import Site

MOST_ON_LEAVE = 20
MOST_LISTED = 100


async def user_get(site: Site, request: Request) -> Json:
    """POST /topapi/v2/user/get."""
    body = only(request.body, "user/get", {"userid": str}, {"language": str})
    return _ok(_person(site, _found(site, body["userid"])))


async def by_mobile(site: Site, request: Request) -> Json:
    """POST /topapi/v2/user/getbymobile."""
    body = only(request.body, "getbymobile", {"mobile": str}, {"support_exclusive_account_search": (bool, str)})
    found = [each for each in site.company.people.values() if each.mobile and each.mobile == body["mobile"]]
    if not found or not site.company.reachable(found[0].id):
        raise old(60121, "找不到该用户")
    return _ok({"userid": found[0].id})


async def by_union_id(site: Site, request: Request) -> Json:
    """POST /topapi/user/getbyunionid."""
    body = only(request.body, "getbyunionid", {"unionid": str})
    found = [each for each in site.company.people.values() if each.union_id == body["unionid"]]
    if not found:
        raise old(60121, "找不到该用户")
    return _ok({"contact_type": 0, "userid": found[0].id})


async def user_list(site: Site, request: Request) -> Json:
    """POST /topapi/v2/user/list."""
    wanted = {"dept_id": int, "cursor": int, "size": int}
    body = only(request.body, "user/list", wanted, {"contain_access_limit": bool, "language": str})
    if not 0 < body["size"] <= MOST_LISTED:
        raise old(40035, "size 超出范围", alarm=f"user/list of {body['size']}")
    people = _members(site, body["dept_id"])
    page = people[body["cursor"] : body["cursor"] + body["size"]]
    after = body["cursor"] + len(page)
    answer: Json = {"has_more": after < len(people), "list": [_person(site, each) for each in page]}
    return _ok({**answer, "next_cursor": after} if answer["has_more"] else answer)


async def user_ids(site: Site, request: Request) -> Json:
    """POST /topapi/user/listid."""
    body = only(request.body, "user/listid", {"dept_id": int})
    return _ok({"userid_list": [each.id for each in _members(site, body["dept_id"])]})


async def department_get(site: Site, request: Request) -> Json:
    """POST /topapi/v2/department/get."""
    body = only(request.body, "department/get", {"dept_id": int}, {"language": str})
    return _ok(_department(site, body["dept_id"]))


async def department_sub(site: Site, request: Request) -> Json:
    """POST /topapi/v2/department/listsub: one storey only."""
    body = only(request.body, "department/listsub", {}, {"dept_id": int, "language": str})
    return _ok([_department(site, each) for each in _below(site, body.get("dept_id", 1))])


async def department_sub_ids(site: Site, request: Request) -> Json:
    """POST /topapi/v2/department/listsubid."""
    body = only(request.body, "department/listsubid", {"dept_id": int})
    return _ok({"dept_id_list": _below(site, body["dept_id"])})


async def parents(site: Site, request: Request) -> Json:
    """POST /topapi/v2/department/listparentbyuser."""
    body = only(request.body, "listparentbyuser", {"userid": str})
    mine = _department_of(site, _found(site, body["userid"]))
    return _ok({"parent_list": [{"parent_dept_id_list": [mine] if mine == 1 else [mine, 1]}]})


async def leave_status(site: Site, request: Request) -> Json:
    """POST /topapi/attendance/getleavestatus: who of at most 20 is away at any time between two moments, in ms."""
    wanted = {"userid_list": str, "start_time": int, "end_time": int, "offset": int, "size": int}
    body = only(request.body, "getleavestatus", wanted)
    users = body["userid_list"].split(",")
    if len(users) > 100 or not 0 < body["size"] <= MOST_ON_LEAVE:
        raise old(40035, "size 超出范围", alarm="getleavestatus: a size of 1 to 20")
    found = [
        {"userid": user, "duration_unit": "percent_day", "start_time": _ms(begin), "end_time": _ms(end)}
        for user in users
        if user in site.company.people
        for begin, end in site.company.people[user].leaves
        if _ms(begin) < body["end_time"] and _ms(end) > body["start_time"]
    ]
    page = found[body["offset"] : body["offset"] + body["size"]]
    return _ok({"has_more": body["offset"] + len(page) < len(found), "leave_status": page})


def _ok(result: object) -> Json:
    return {"errcode": 0, "errmsg": "ok", "result": result, "request_id": request_id()}


def _found(site: Site, user: str) -> Person:
    person = site.company.people.get(user)
    if person is None or not person.active:
        raise old(60121, "找不到该用户")
    if not person.visible:
        raise old(50002, "请求的员工userid不在授权范围内")
    return person


def _person(site: Site, person: Person) -> Json:
    """Without a permission, a field is simply not there; a manager whom nobody filled in is not there either."""
    dept = _department_of(site, person)
    found: Json = {"userid": person.id, "unionid": person.union_id, "name": person.name, "avatar": ""}
    found |= {"title": person.title, "job_number": person.job_number, "dept_id_list": [dept]}
    leads = person.id in site.company.leaders.get(person.department, ())
    found |= {"dept_order_list": [{"dept_id": dept, "order": 1}]}
    found |= {"leader_in_dept": [{"dept_id": dept, "leader": leads}]}
    found |= {"role_list": [], "active": person.active, "admin": person.admin, "boss": False, "extension": "{}"}
    given = {"manager_userid": person.manager, "email": person.email}
    if "qyapi_get_member_by_mobile" in site.scopes:
        given["mobile"] = person.mobile
    return found | {name: value for name, value in given.items() if value}


def _department_of(site: Site, person: Person) -> int:
    return site.company.departments().index(person.department) + 1


def _department(site: Site, id: int) -> Json:
    names = site.company.departments()
    if not 0 < id <= len(names):
        raise _no_department()
    leaders = site.company.leaders.get(names[id - 1], [])
    answer: Json = {"dept_id": id, "name": names[id - 1] or "合拍科技", "dept_manager_userid_list": leaders}
    return answer if id == 1 else {**answer, "parent_id": 1}


def _below(site: Site, id: int) -> list[int]:
    _department(site, id)
    return list(range(2, len(site.company.departments()) + 1)) if id == 1 else []


def _members(site: Site, id: int) -> list[Person]:
    _department(site, id)
    everybody = site.company.people.values()
    return [each for each in everybody if site.company.reachable(each.id) and _department_of(site, each) == id]


def _no_department() -> Refusal:
    return old(60003, "部门不存在")


def _ms(moment: datetime) -> int:
    aware = moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo("Asia/Shanghai"))
    return int(aware.timestamp() * 1000)
