"""The directory as the app may read it, who logs in, and the app's own page and menu.

https://developer.work.weixin.qq.com/document/path/90196 and 96441
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from tests.fakes.wecom.company import Company, Member
from tests.fakes.wecom.gate import Incoming
from tests.fakes.wecom.records import Json, Refusal
from tests.fakes.wecom.shapes import Check, many, one_of, record, words

OK: Json = {"errcode": 0, "errmsg": "ok"}
LOGIN = timedelta(minutes=5)
CLICK = record({"type": one_of("click"), "name": words(), "key": words(bytes=128)})
VIEW = record({"type": one_of("view"), "name": words(), "url": words(bytes=1024)})


class Directory:
    def __init__(self, agent: int, company: Company, now: Callable[[], datetime]) -> None:
        self._agent, self._company, self._now = agent, company, now
        self.addresses: Sequence[str] = ("127.0.0.1", "101.226.103.*")
        """Where callbacks come from."""
        self.menu: Json | None = None
        self._logins: dict[str, tuple[str, datetime]] = {}

    def user(self, incoming: Incoming) -> Json:
        return {**OK, **self._company.details(self._member(incoming.query["userid"]))}

    def simple_users(self, incoming: Incoming) -> Json:
        members = self._company.of_department(_number(incoming, "department_id"))
        brief = [{"userid": m.user, "name": m.name, "department": list(m.departments)} for m in members]
        return {**OK, "userlist": brief}

    def users(self, incoming: Incoming) -> Json:
        members = self._company.of_department(_number(incoming, "department_id"))
        return {**OK, "userlist": [self._company.details(each) for each in members]}

    def departments(self, incoming: Incoming) -> Json:
        rows = [{"id": n, "parentid": each["parentid"], "order": n} for n, each in self._below(incoming)]
        return {**OK, "department_id": rows}

    def all_departments(self, incoming: Incoming) -> Json:
        return {**OK, "department": [self._department(n) for n, _ in self._below(incoming)]}

    def department(self, incoming: Incoming) -> Json:
        return {**OK, "department": self._department(_number(incoming, "id"))}

    def agent(self, incoming: Incoming) -> Json:
        if incoming.query.get("agentid") != str(self._agent):
            raise Refusal(40056, "invalid agentid")
        seen = [{"userid": each} for each in self._company.everybody()]
        return {
            **OK,
            **{"agentid": self._agent, "name": "合拍", "square_logo_url": "", "description": "", "close": 0},
            "allow_userinfos": {"user": seen},
            "allow_partys": {"partyid": sorted(self._company.departments)},
            "allow_tags": {"tagid": []},
        }

    def by_mobile(self, incoming: Incoming) -> Json:
        record({"mobile": words()})(incoming.body, "body", [])
        for member in self._company.members.values():
            if member.mobile and member.mobile == incoming.body["mobile"] and member.visible:
                return {**OK, "userid": member.user}
        raise Refusal(46004, "user not exist")

    def plain_ids(self, incoming: Incoming) -> Json:
        record({"open_userid_list": many(words(), 1, 1000)})(incoming.body, "body", [])
        wanted = incoming.body["open_userid_list"]
        known = {m.open_id: m.user for m in self._company.members.values() if m.open_id and m.visible}
        found = [{"open_userid": each, "userid": known[each]} for each in wanted if each in known]
        return {**OK, "userid_list": found, "invalid_open_userid_list": [each for each in wanted if each not in known]}

    def all_ids(self, incoming: Incoming) -> Json:
        raise Refusal(48002, "api forbidden")

    def authorise(self, user: str) -> str:
        """The code with which a member's browser comes back to a web page: once, for five minutes."""
        code = f"CODE{len(self._logins) + 1:04d}"
        self._logins[code] = user, self._now()
        return code

    def login(self, incoming: Incoming) -> Json:
        user, at = self._logins.pop(incoming.query["code"], ("", None))
        if at is None or self._now() - at > LOGIN:
            raise Refusal(40029, "invalid code")
        member = self._company.member(user)
        return {**OK, "userid": member.user, "user_ticket": f"T{user}"} if member else {**OK, "openid": f"O{user}"}

    def ticket(self, incoming: Incoming) -> Json:
        return {**OK, "ticket": "jsapi-ticket", "expires_in": 7200}

    def callback_addresses(self, incoming: Incoming) -> Json:
        return {**OK, "ip_list": list(self.addresses)}

    def create_menu(self, incoming: Incoming) -> Json:
        self._own_agent(incoming)
        sub = record({"name": words(bytes=40), "sub_button": many(_either(40), 1, 5)})

        def top(value: Any, where: str, folded: list[str]) -> None:
            (sub if isinstance(value, dict) and "sub_button" in value else _either(16))(value, where, folded)

        record({"button": many(top, 1, 3)})(incoming.body, "body", [])
        self.menu = incoming.body
        return OK

    def get_menu(self, incoming: Incoming) -> Json:
        self._own_agent(incoming)
        if self.menu is None:
            raise Refusal(46003, "menu no exist")
        return {**OK, **self.menu}

    def delete_menu(self, incoming: Incoming) -> Json:
        self._own_agent(incoming)
        self.menu = None
        return OK

    def _own_agent(self, incoming: Incoming) -> None:
        if incoming.query.get("agentid") != str(self._agent):
            raise Refusal(40056, "invalid agentid")

    def _member(self, user: str) -> Member:
        member = self._company.member(user)
        if member is None:
            raise Refusal(60111, "userid not found")
        if not member.visible:
            raise Refusal(60011, "no privilege to access/modify contact/party/agent")
        return member

    def _department(self, number: int) -> Json:
        if number not in self._company.departments:
            raise Refusal(60003, "department not found")
        each = self._company.departments[number]
        return {**each, "name_en": "", "department_leader": each.get("department_leader", []), "order": number}

    def _below(self, incoming: Incoming) -> list[tuple[int, Json]]:
        top = _number(incoming, "id") if "id" in incoming.query else 0
        if top and top not in self._company.departments:
            raise Refusal(60003, "department not found")
        below = {top} if top else set(self._company.departments)
        for number, each in sorted(self._company.departments.items()):
            if each["parentid"] in below:
                below.add(number)
        return [(number, self._company.departments[number]) for number in sorted(below)]


def _number(incoming: Incoming, name: str) -> int:
    value = incoming.query.get(name, "")
    if not value.isdigit():
        raise Refusal(40058, f"invalid parameter: {name}")
    return int(value)


def _either(bytes: int) -> Check:
    def check(value: Any, where: str, folded: list[str]) -> None:
        (VIEW if isinstance(value, dict) and value.get("type") == "view" else CLICK)(value, where, folded)
        words(bytes=bytes)(value["name"], where, folded)

    return check
