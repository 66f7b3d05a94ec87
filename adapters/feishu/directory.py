"""Who and where: the bot itself, people and their departments, the members of a group, messages of others.

https://open.feishu.cn/document/server-docs/contact-v3/user/get
"""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from adapters.feishu import limits
from adapters.feishu.api import Api, Json
from adapters.feishu.content import content, named
from adapters.feishu.errors import Rejected, Unclear
from adapters.feishu.settings import PLATFORM
from bot.kernel.people import Locale, Profile, UserRef
from bot.kernel.text import clean
from bot.ports.adapter import SendError, Unauthorised

CONTACT = "/open-apis/contact/v3"
CHATS = "/open-apis/im/v1/chats"
MESSAGES = "/open-apis/im/v1/messages"
HINTS = 10_000


class Directory:
    """`locales` and `zones`: what events told of people's clients, which no directory does."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._departments: dict[str, str] = {}
        self.locales: dict[str, Locale] = {}
        self.zones: dict[str, str] = {}

    async def bot(self) -> Json:
        """The bot as the platform shows it: `open_id`, `app_name`, `activate_status`."""
        found = (await self._api.call("GET", "/open-apis/bot/v3/info")).get("bot")
        return found if isinstance(found, Mapping) else {}

    async def profile(self, user: UserRef) -> Profile | None:
        """None if the platform does not let the app see this person."""
        query = {"user_id_type": "open_id", "department_id_type": "open_department_id"}
        try:
            answer = await self._api.call("GET", f"{CONTACT}/users/{quote(user.user, safe='')}", query=query)
        except (Rejected, Unauthorised):
            return None
        found = _part(_part(answer, "data"), "user")
        leader = _text(found.get("leader_user_id"))
        return Profile(
            user,
            clean(_text(found.get("name")) or _text(found.get("en_name"))),
            self.zones.get(user.user, ""),
            self.locales.get(user.user),
            await self._department(found),
            _text(found.get("employee_no")),
            UserRef(PLATFORM, user.tenant, leader) if leader else None,
        )

    async def _department(self, found: Json) -> str:
        orders = found.get("orders")
        rows = [each for each in orders if isinstance(each, Mapping)] if isinstance(orders, list) else []
        primary = [_text(each.get("department_id")) for each in rows if each.get("is_primary_dept") is True]
        listed = found.get("department_ids")
        ids = [*primary, *(each for each in listed if isinstance(each, str))] if isinstance(listed, list) else primary
        id = next((each for each in ids if each not in ("", "0")), "")
        if not id:
            return ""
        if id not in self._departments:
            query = {"user_id_type": "open_id", "department_id_type": "open_department_id"}
            try:
                answer = await self._api.call("GET", f"{CONTACT}/departments/{quote(id, safe='')}", query=query)
            except (Rejected, Unauthorised):
                return ""
            self._departments[id] = clean(_text(_part(_part(answer, "data"), "department").get("name")))
        return self._departments[id]

    async def members(self, chat: str) -> Sequence[str]:
        """The open_ids of the people in a group."""
        found: list[str] = []
        page = ""
        while len(found) < limits.MEMBERS:
            query = {
                "member_id_type": "open_id",
                "page_size": str(limits.PAGE),
                **({"page_token": page} if page else {}),
            }
            data = await self._api.asked(f"{CHATS}/{quote(chat, safe='')}/members", **query)
            rows = data.get("items")
            members = rows if isinstance(rows, list) else []
            found += [id for each in members if isinstance(each, Mapping) and (id := _text(each.get("member_id")))]
            page = _text(data.get("page_token"))
            if data.get("has_more") is not True or not page:
                break
        return found

    async def message(self, id: str) -> Json:
        """A message as it stands: `sender`, `chat_id`, `msg_type`, `body`, `mentions`, `deleted`."""
        data = await self._api.asked(f"{MESSAGES}/{quote(id, safe='')}", user_id_type="open_id")
        rows = data.get("items")
        first = rows[0] if isinstance(rows, list) and rows else {}
        return first if isinstance(first, Mapping) else {}

    async def is_direct(self, chat: str) -> bool:
        data = await self._api.asked(f"{CHATS}/{quote(chat, safe='')}", user_id_type="open_id")
        return data.get("chat_mode") == "p2p"

    async def reread(self, refs: Sequence[str], bot: str) -> Mapping[str, str | None]:
        """The present words of messages that were edited; None for one taken back. What cannot be read is left out."""
        found: dict[str, str | None] = {}
        for ref in refs:
            try:
                message = await self.message(ref)
            except Rejected as refused:
                if refused.code in (230011, 230110):
                    found[ref] = None
                continue
            except (SendError, Unclear, TimeoutError):
                continue
            if message.get("deleted") is True:
                found[ref] = None
            elif message.get("updated") is True:
                raw = _part(message, "body").get("content")
                said = content(_text(message.get("msg_type")), raw, named(message.get("mentions"), bot))
                found[ref] = said.text
        return found


def _part(value: Any, name: str) -> Json:
    found = value.get(name)
    return found if isinstance(found, Mapping) else {}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
