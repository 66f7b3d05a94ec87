"""Who and where: users, their direct chats, and who is in a channel; asked once, forgotten when Slack says so."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from adapters.slack.errors import TROUBLES, OutcomeUnknown
from adapters.slack.limits import MEMBERS, MEMBERS_PAGE
from adapters.slack.settings import PLATFORM
from adapters.slack.web import Web
from bot.kernel.people import Locale, Profile, UserRef
from bot.kernel.text import clean
from bot.ports.adapter import Refused, Unauthorised

LOG = logging.getLogger(__name__)
CHAT_PAGES = 20
KEPT = 20_000
"""Users and chats remembered at most."""


@dataclass(frozen=True, slots=True)
class Known:
    """A user as Slack describes them. `person`: neither an app nor a guest of another company."""

    id: str
    name: str
    timezone: str = ""
    locale: Locale | None = None
    person: bool = True
    left: bool = False


class Directory:
    """One question at a time about the same user, however many wait for its answer."""

    def __init__(self, web: Web) -> None:
        self._web = web
        self._users: dict[str, Known | None] = {}
        self._chats: dict[str, str] = {}
        self._owners: dict[str, str] = {}
        self._asking: dict[str, asyncio.Task[Any]] = {}
        self._fields: Mapping[str, str] | None = None
        self._listed = False
        self.team = ""

    async def user(self, id: str) -> Known | None:
        """None: there is no such user. Raises what `Web.call` raises."""
        if id not in self._users:
            self._remember(self._users, id, await self._once(f"user {id}", lambda: self._ask(id)))
        return self._users.get(id)

    def known(self, id: str) -> Known | None:
        """As far as it was asked before."""
        return self._users.get(id)

    def forget(self, id: str) -> None:
        """Something about them has changed."""
        self._users.pop(id, None)

    async def names(self, ids: Sequence[str], within: float) -> Mapping[str, Known]:
        """Those of them that Slack tells in time."""
        looks = [asyncio.ensure_future(self._quietly(id)) for id in ids]
        if looks:
            await asyncio.wait(looks, timeout=within)
        return {id: known for id in ids if (known := self._users.get(id))}

    async def chat(self, user: str) -> str:
        """Their direct chat's id, opened once. Raises what `Web.call` raises."""
        if user not in self._chats and not self._listed:
            await self._once("chats", self._list_chats)
        if user not in self._chats:
            opened = await self._once(f"chat {user}", lambda: self._web.call("conversations.open", users=user))
            channel = opened.get("channel")
            id = channel.get("id") if isinstance(channel, Mapping) else None
            if not isinstance(id, str) or not id:
                raise OutcomeUnknown("conversations.open: an answer without a channel")
            self.learn(user, id)
        return self._chats[user]

    def learn(self, user: str, chat: str) -> None:
        """This direct chat is with them."""
        self._remember(self._chats, user, chat)
        self._remember(self._owners, chat, user)

    def known_chat(self, user: str) -> str:
        """Their direct chat as far as it was asked before; else empty."""
        return self._chats.get(user, "")

    def owner(self, chat: str) -> str:
        """Whose direct chat this is; empty if that was never seen."""
        return self._owners.get(chat, "")

    async def _list_chats(self) -> None:
        """All direct chats there are, once: a message to everybody then opens none of them anew."""
        self._listed, cursor = True, ""
        try:
            for _ in range(CHAT_PAGES):
                found = await self._web.call("conversations.list", types="im", limit=999, cursor=cursor)
                for each in found.get("channels") or ():
                    if isinstance(each, Mapping) and each.get("user") and each.get("id"):
                        self.learn(str(each["user"]), str(each["id"]))
                cursor = _cursor(found)
                if not cursor:
                    return
        except TROUBLES as error:
            LOG.info("the direct chats were not listed", extra={"action": "slack.chats", "error": str(error)})

    async def room(self, channel: str) -> tuple[str, Sequence[str]]:
        """A channel's name, and the users in it, the bot's own among them."""
        info, members = await asyncio.gather(
            self._web.call("conversations.info", channel=channel), self._members(channel)
        )
        about = info.get("channel")
        name = about.get("name") if isinstance(about, Mapping) else ""
        return str(name or ""), members

    async def _members(self, channel: str) -> Sequence[str]:
        members: list[str] = []
        cursor = ""
        while len(members) < MEMBERS:
            found = await self._web.call("conversations.members", channel=channel, limit=MEMBERS_PAGE, cursor=cursor)
            members.extend(str(each) for each in found.get("members") or ())
            cursor = _cursor(found)
            if not cursor:
                break
        return members

    async def profile(self, user: UserRef) -> Profile | None:
        """Name, zone and language; department, staff number and manager where the workspace has such fields."""
        try:
            known = await self.user(user.user)
        except TROUBLES:
            return None
        if known is None:
            return None
        fields = await self._custom(user.user)
        manager = fields.get("manager", "")
        return Profile(
            user,
            known.name,
            known.timezone,
            known.locale,
            clean(fields.get("department", "")),
            clean(fields.get("staff", "")),
            UserRef(PLATFORM, user.tenant, manager) if manager else None,
        )

    async def _custom(self, user: str) -> Mapping[str, str]:
        """The workspace's own fields by what they mean to us; without the permission there are none."""
        try:
            if self._fields is None:
                self._fields = _meanings(await self._web.call("team.profile.get"))
            if not self._fields:
                return {}
            found = (await self._web.call("users.profile.get", user=user)).get("profile")
        except (Unauthorised, Refused):
            self._fields = self._fields or {}
            return {}
        except TROUBLES:
            return {}
        values = found.get("fields") if isinstance(found, Mapping) else None
        if not isinstance(values, Mapping):
            return {}
        return {
            self._fields[id]: str(each["value"])
            for id, each in values.items()
            if id in self._fields and isinstance(each, Mapping) and each.get("value")
        }

    async def _ask(self, id: str) -> Known | None:
        try:
            found = await self._web.call("users.info", user=id, include_locale="true")
        except Refused:
            return None
        user = found.get("user")
        return known_of(user, self.team) if isinstance(user, Mapping) else None

    async def _quietly(self, id: str) -> None:
        try:
            await self.user(id)
        except TROUBLES:
            return

    async def _once(self, what: str, ask: Callable[[], Awaitable[Any]]) -> Any:
        """Whoever asks meanwhile gets the same answer; one that stops waiting does not take it from the others."""
        task = self._asking.get(what)
        if task is None:
            task = self._asking[what] = asyncio.ensure_future(ask())
            task.add_done_callback(lambda done: self._answered(what, done))
        return await asyncio.shield(task)

    def _answered(self, what: str, done: asyncio.Task[Any]) -> None:
        self._asking.pop(what, None)
        if not done.cancelled():
            # Nobody may be waiting any more: its failure is then nobody's.
            done.exception()

    @staticmethod
    def _remember(where: dict[str, Any], name: str, value: Any) -> None:
        where[name] = value
        if len(where) > KEPT:
            del where[next(iter(where))]


def known_of(user: Mapping[str, Any], team: str) -> Known:
    """A `user` object; the name is the one that colleagues see (docs.slack.dev/reference/objects/user-object)."""
    profile = user.get("profile")
    profile = profile if isinstance(profile, Mapping) else {}
    names = (profile.get("display_name"), profile.get("real_name"), user.get("real_name"), user.get("name"))
    name = next((clean(each) for each in names if isinstance(each, str) and clean(each)), str(user.get("id", "")))
    language = str(user.get("locale") or "").partition("-")[0]
    person = not user.get("is_bot") and user.get("id") != "USLACKBOT" and not user.get("is_stranger")
    home = user.get("team_id")
    return Known(
        str(user.get("id", "")),
        name,
        str(user.get("tz") or ""),
        next((each for each in Locale if each.value == language), None),
        bool(person) and not (team and home and home != team),
        bool(user.get("deleted")),
    )


def _meanings(answer: Mapping[str, Any]) -> Mapping[str, str]:
    """Which custom field is what, by its label: there is no other way to know (notes, 3.1)."""
    labels = {
        "manager": "manager", "上级": "manager", "直属上级": "manager", "reports to": "manager",
        "department": "department", "部门": "department",
        "staff id": "staff", "employee id": "staff", "工号": "staff",
    }  # fmt: skip
    profile = answer.get("profile")
    fields = profile.get("fields") if isinstance(profile, Mapping) else None
    return {
        str(each.get("id")): labels[str(each.get("label", "")).strip().lower()]
        for each in fields or ()
        if isinstance(each, Mapping) and str(each.get("label", "")).strip().lower() in labels
    }


def _cursor(answer: Mapping[str, Any]) -> str:
    metadata = answer.get("response_metadata")
    return str(metadata.get("next_cursor") or "") if isinstance(metadata, Mapping) else ""
