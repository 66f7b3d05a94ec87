"""Who a member is, as the app may still know: name, department, and the leader above. No e-mail, no telephone.

https://developer.work.weixin.qq.com/document/path/90196
"""

from collections.abc import Mapping
from typing import Any

from adapters.wecom.aliases import Aliases
from adapters.wecom.api import Api
from adapters.wecom.errors import NOBODY, Declined
from adapters.wecom.ids import is_open, user_ref
from bot.kernel.people import Profile, UserRef
from bot.kernel.text import clean
from bot.ports.adapter import SendError


class Directory:
    def __init__(self, api: Api, aliases: Aliases) -> None:
        self._api, self._aliases = api, aliases
        self._departments: dict[int, str] = {}

    async def profile(self, user: UserRef) -> Profile | None:
        """None if WeCom knows no such member, or does not show them. Raises a SendError if it cannot be asked."""
        if is_open(user.user):
            return None
        try:
            found = await self._api.get("user/get", userid=self._aliases.current(user.user))
        except Declined as declined:
            if declined.code in NOBODY:
                return None
            raise
        leaders = found.get("direct_leader")
        manager = next((each for each in leaders if isinstance(each, str)), "") if isinstance(leaders, list) else ""
        name = clean(str(found.get("name", "")))
        department = await self._department(found)
        above = user_ref(user.tenant, self._aliases.known(manager)) if manager else None
        return Profile(user, name, department=department, manager=above)

    async def _department(self, member: Mapping[str, Any]) -> str:
        """The name of the main one; empty where the app may not see it."""
        number = member.get("main_department")
        if not isinstance(number, int):
            return ""
        if number not in self._departments:
            try:
                answer = await self._api.get("department/get", id=str(number))
            except SendError:
                return ""
            found = answer.get("department")
            self._departments[number] = clean(str(found.get("name", ""))) if isinstance(found, Mapping) else ""
        return self._departments[number]
