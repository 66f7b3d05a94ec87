"""Ways into a group: the AI bot's push, an answer to its last message there, appchat, a webhook robot.

Whatever is not acknowledged is unknown: it may be there, and a repeat stands there twice. So every way has one message
in flight, and the pages that were taken are noted.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import timedelta

from adapters.wecom import limits, render
from adapters.wecom.aibot import AiBotIntake
from adapters.wecom.aliases import Aliases
from adapters.wecom.api import Api
from adapters.wecom.errors import BAD_PARAMETER, UNREACHABLE, Declined
from adapters.wecom.link import Link
from adapters.wecom.markup import Named
from adapters.wecom.render import Wire
from adapters.wecom.settings import Settings
from bot.kernel.cards import Mentioned
from bot.kernel.ids import PersonId
from bot.kernel.people import UserRef
from bot.ports.adapter import Delivery, Receipt, Refused
from bot.ports.host import Host

GROUP, PERSON = 2, 1
"""chat_type of a push."""
KEPT = timedelta(hours=24)
One = Callable[[Wire], Awaitable[None]]
"""Send one message of several."""


class Groups:
    """`link`, `intake`: of the AI bot, if there is one."""

    def __init__(
        self,
        settings: Settings,
        host: Host,
        api: Api,
        link: Link | None,
        intake: AiBotIntake | None,
        aliases: Aliases,
    ) -> None:
        self._settings, self._host, self._api = settings, host, api
        self._link, self._intake, self._aliases = link, intake, aliases

    async def send(self, delivery: Delivery, chat: str, doubtful: bool) -> Receipt:
        """`doubtful`: an earlier try may have been done."""
        if chat in self._settings.appchats and self._settings.app:
            words = self._words(delivery, limits.TEXT_BYTES)
            return await self._pages(delivery, words, lambda wire: self._appchat(chat, wire))
        if self._link is None:
            return await self._by_robot(delivery, chat, Refused("nothing of ours reaches this group"))
        try:
            named = self._named(delivery.mentions) if self._settings.mentions else render.nobody
            wires = render.aibot(delivery.key, delivery.pages, delivery.reason, named)
            return await self._pages(delivery, wires, lambda wire: self._push(chat, GROUP, chat, wire), doubtful)
        except Declined as declined:
            if declined.code not in UNREACHABLE:
                raise
            return await self._by_robot(delivery, chat, declined)

    async def send_to_person(self, delivery: Delivery, user: str, doubtful: bool) -> Receipt:
        """By the AI bot, which may write only to whom has written to it."""
        if self._link is None or self._intake is None:
            raise Refused("neither the app nor the AI bot is configured")
        raw = await self._intake.raw(user)
        wires = render.aibot(delivery.key, delivery.pages, delivery.reason)
        try:
            return await self._pages(delivery, wires, lambda wire: self._push(raw, PERSON, user, wire), doubtful)
        except Declined as declined:
            if declined.code not in UNREACHABLE:
                raise
            raise Refused("the member has not written to the AI bot yet: ask them to say a word to it first") from None

    async def _pages(self, delivery: Delivery, wires: Sequence[Wire], one: One, doubtful: bool = False) -> Receipt:
        name = f"sent:{delivery.key}"
        several = len(wires) > 1
        done = int(await self._host.note(name) or 0) if several else 0
        for number, wire in enumerate(wires):
            if number < done:
                continue
            try:
                await one(wire)
            except Declined as declined:
                # A task_id is taken once: this card is there.
                if not (doubtful and wire.task and declined.code == BAD_PARAMETER):
                    raise
            if several:
                await self._host.put_note(name, str(number + 1), KEPT)
        return Receipt({"message": wires[-1].task if wires else ""})

    async def _push(self, address: str, kind: int, chat: str, wire: Wire) -> None:
        """Unasked; where that is refused, as an answer to the last message from there."""
        if self._link is None:
            raise Refused("the AI bot is not configured")
        try:
            async with self._api.pace.turn(chat=chat):
                await self._link.ask("aibot_send_msg", {"chatid": address, "chat_type": kind, **wire.body})
        except Declined as declined:
            asked = self._asked(chat)
            if declined.code not in UNREACHABLE or not asked:
                raise
            try:
                await self.answer(chat, wire.body, asked)
            except Declined:
                raise declined from None

    async def answer(self, chat: str, body: Mapping[str, object], req_id: str) -> None:
        """To the last message there."""
        if self._link is not None:
            async with self._api.pace.turn(chat=chat):
                await self._link.ask("aibot_respond_msg", body, req_id)

    def _asked(self, chat: str) -> str:
        req_id, at = self._intake.asked.get(chat, ("", 0.0)) if self._intake else ("", 0.0)
        fresh = asyncio.get_running_loop().time() - at < limits.ANSWER_HOURS * 3600
        return req_id if fresh else ""

    async def _by_robot(self, delivery: Delivery, chat: str, why: Refused) -> Receipt:
        robot = self._settings.webhooks.get(chat)
        if robot is None:
            raise Refused(
                f"{why}. Take the AI bot into the group and mention it once, or give the group's webhook robot in "
                "[platforms.wecom.webhooks]"
            )
        key = robot.reveal()

        async def one(wire: Wire) -> None:
            await self._api.robot(key, wire.body, robot=chat)

        return await self._pages(delivery, self._words(delivery, limits.ROBOT_BYTES), one)

    async def _appchat(self, chat: str, wire: Wire) -> None:
        await self._api.post("appchat/send", {"chatid": chat, **wire.body}, chat=chat)

    def _words(self, delivery: Delivery, limit: int) -> Sequence[Wire]:
        return render.robot(delivery.pages, delivery.reason, limit, self._named(delivery.mentions))

    def _named(self, users: Mapping[PersonId, UserRef]) -> Named:
        def named(mentioned: Mentioned) -> str:
            user = users.get(mentioned.person)
            return f"<@{self._aliases.current(user.user)}>" if user else ""

        return named
