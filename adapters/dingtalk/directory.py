"""Who somebody is: the old API's address book, whose reads are free."""

from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

from adapters.dingtalk.api import Api
from adapters.dingtalk.settings import PLATFORM
from bot.kernel.people import Profile, UserRef
from bot.kernel.text import clean
from bot.ports.adapter import Refused

NAMES = 5_000
ROOT = 1
"""The department that is the organisation itself."""


class Directory:
    """Only people in the application's range are found. Names are kept in memory: mentions need them."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._names: OrderedDict[str, str] = OrderedDict()
        self._departments: dict[int, Mapping[str, Any]] = {}

    async def profile(self, user: UserRef) -> Profile | None:
        """None for somebody who is not found. Raises what a call raises."""
        try:
            found = await self._api.old("/topapi/v2/user/get", {"userid": user.user})
        except Refused:
            return None
        if not isinstance(found, Mapping) or not isinstance(found.get("name"), str):
            return None
        name = clean(found["name"])
        self.learn(user.user, name)
        department = await self._main_department(found)
        manager = _text(found.get("manager_userid")) or _leader(department, user.user)
        return Profile(
            user,
            name,
            department=clean(_text(department.get("name"))) if department.get("dept_id") != ROOT else "",
            staff_no=clean(_text(found.get("job_number"))),
            manager=UserRef(PLATFORM, user.tenant, manager) if manager and manager != user.user else None,
        )

    async def name(self, user: str) -> str:
        """As the platform shows it; empty if it does not say. Raises what a call raises."""
        if user not in self._names:
            await self.profile(UserRef(PLATFORM, "", user))
        return self._names.get(user, "")

    def learn(self, user: str, name: str) -> None:
        self._names[user] = name
        self._names.move_to_end(user)
        if len(self._names) > NAMES:
            self._names.popitem(last=False)

    def forget(self, user: str) -> None:
        """Something about them changed; departments may have, too."""
        self._names.pop(user, None)
        self._departments.clear()

    async def _main_department(self, person: Mapping[str, Any]) -> Mapping[str, Any]:
        ids = person.get("dept_id_list")
        id = ids[0] if isinstance(ids, list) and ids else None
        if not isinstance(id, int):
            return {}
        if id not in self._departments:
            try:
                found = await self._api.old("/topapi/v2/department/get", {"dept_id": id})
            except Refused:
                found = {}
            self._departments[id] = found if isinstance(found, Mapping) else {}
        return self._departments[id]


def _leader(department: Mapping[str, Any], user: str) -> str:
    """The first manager of the department who is somebody else."""
    managers = department.get("dept_manager_userid_list")
    managers = managers if isinstance(managers, list) else []
    return next((each for each in managers if isinstance(each, str) and each != user), "")


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
