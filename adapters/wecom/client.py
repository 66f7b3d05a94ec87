"""Messages out: to a person by the app, or by the AI bot where there is no app; to a group by whatever reaches it."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from adapters.wecom import limits, render
from adapters.wecom.aliases import Aliases
from adapters.wecom.api import Api
from adapters.wecom.codes import Codes
from adapters.wecom.errors import BAD_PARAMETER, Declined
from adapters.wecom.groups import Groups
from adapters.wecom.ids import is_open
from adapters.wecom.render import Wire
from adapters.wecom.settings import PLATFORM, Settings
from bot.kernel.people import ChatRef, UserRef
from bot.ports.adapter import Delivery, Receipt, Refused

HOME = "https://work.weixin.qq.com/"
"""Where a card without buttons leads if we have no page of our own: WeCom wants a link on every such card."""
Page = Callable[[Delivery, str], Awaitable[tuple[str, str]]]
"""A delivery and its person → label and address of the page on which its form can be answered; empty if it has none."""


class Client:
    """`api`, `codes`: of the app, if there is one."""

    def __init__(
        self,
        settings: Settings,
        api: Api,
        codes: Codes,
        groups: Groups,
        aliases: Aliases,
        page: Page,
    ) -> None:
        self._settings, self._api, self._codes = settings, api, codes
        self._groups, self._aliases, self._page = groups, aliases, page
        self._home = f"{settings.public_url}/wecom/done" if settings.public_url else HOME
        self._uncertain: set[str] = set()

    async def send(self, delivery: Delivery) -> Receipt:
        """Raises a SendError; anything else leaves unknown whether it was done."""
        try:
            return await self._send(delivery)
        finally:
            self._uncertain.discard(delivery.key)

    def doubtful(self, delivery: Delivery) -> None:
        """An earlier try of this delivery may have been done: for the next `send`."""
        self._uncertain.add(delivery.key)

    async def _send(self, delivery: Delivery) -> Receipt:
        to, doubtful = delivery.to, delivery.key in self._uncertain
        # `doctor --live` names nobody's company: it can only mean this one.
        if to.platform != PLATFORM or to.tenant not in ("", self._settings.tenant):
            raise Refused("an address of another platform or company")
        if isinstance(to, ChatRef) and not to.direct:
            return await self._groups.send(delivery, to.chat, doubtful)
        user = to.user if isinstance(to, UserRef) else to.chat
        if not self._settings.app:
            return await self._groups.send_to_person(delivery, user, doubtful)
        if is_open(user):
            raise Refused("the member is known by an encrypted id only: widen the app's visible range to them")
        if delivery.revises:
            return await self._revise(delivery, delivery.revises, user)
        return await self._new(delivery, user)

    async def _new(self, delivery: Delivery, user: str) -> Receipt:
        """Page by page. A page that came through in an earlier try is the same request, which WeCom passes over."""
        link = await self._page(delivery, user)
        receipt = Receipt({"message": ""})
        for wire in render.direct(delivery.key, delivery.pages, delivery.reason, self._settings.markdown, link):
            receipt = await self._one(delivery, user, wire)
        return receipt

    async def _one(self, delivery: Delivery, user: str, wire: Wire) -> Receipt:
        check = {"enable_duplicate_check": 1, "duplicate_check_interval": limits.DUPLICATE_CHECK}
        body = {"touser": self._aliases.current(user), "agentid": self._settings.agent_id, **wire.body, **check}
        try:
            answer = await self._api.post("message/send", body, person=user)
        except Declined as declined:
            if not (wire.task and declined.code == BAD_PARAMETER and delivery.key in self._uncertain):
                raise
            # A task_id is taken once: this card is there.
            answer = {}
        if answer.get("invaliduser"):
            raise Refused("the member is outside the app's visible range (可见范围), or has left")
        if answer.get("unlicenseduser"):
            raise Refused("the member has no licence for the API (接口许可): assign one in the console")
        code = {"task": wire.task, "code": str(answer.get("response_code", ""))} if wire.task else {}
        return Receipt({"message": str(answer.get("msgid", "")), "user": user, **code})

    async def _revise(self, delivery: Delivery, old: Receipt, user: str) -> Receipt:
        """Change the card with one of its codes; else, if it must be told, send it as a new message."""
        if not delivery.must and self._api.pace.strained:
            return old
        task = old.native.get("task", "")
        card = self._changed(delivery, task, await self._page(delivery, user)) if task else None
        for code in await self._codes.of(task, old.native.get("code", "")) if card else ():
            try:
                await self._update(user, code, card or {})
            except Declined:
                # Used, outdated, or a card that WeCom does not like: nobody says with which code (UNVERIFIED).
                await self._codes.used(task, code)
                if delivery.key in self._uncertain:
                    # The try whose answer was lost has used it: for this very change.
                    return old
                continue
            await self._codes.used(task, code)
            return old
        return await self._new(delivery, user) if delivery.must else old

    def _changed(self, delivery: Delivery, task: str, link: tuple[str, str]) -> Mapping[str, Any] | None:
        if len(delivery.pages) != 1:
            return None
        return render.changed(delivery.key, delivery.pages[0], delivery.reason, task, self._home, link)

    async def _update(self, user: str, code: str, card: Mapping[str, Any]) -> None:
        whose = {"userids": [self._aliases.current(user)], "agentid": self._settings.agent_id}
        body = {**whose, "response_code": code, "template_card": card}
        await self._api.post("message/update_template_card", body)
