"""Plain messages out: to people in batches, to groups by the robot or by the address that came with a message."""

import re
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from adapters.dingtalk import render
from adapters.dingtalk.api import Api
from adapters.dingtalk.batch import Batcher
from adapters.dingtalk.book import Book
from adapters.dingtalk.limits import AT_ONCE
from adapters.dingtalk.markup import Mention, escaped
from adapters.dingtalk.render import Message
from adapters.dingtalk.sessions import Sessions
from adapters.dingtalk.settings import Settings
from bot.kernel.cards import Card, Mentioned
from bot.kernel.ids import DeliveryKey, PersonId
from bot.kernel.people import UserRef
from bot.ports.adapter import Refused

PEOPLE = "/v1.0/robot/oToMessages/batchSend"
GROUP = "/v1.0/robot/groupMessages/send"
BEGUN = 1_000
USER = re.compile(r"[A-Za-z0-9_.-]{1,64}")
"""A userId that can stand in a text as a mention."""


class Plain:
    """What a page of several messages has sent before it failed is remembered: it goes on where it stopped."""

    def __init__(self, settings: Settings, api: Api, book: Book, sessions: Sessions) -> None:
        self._settings = settings
        self._api = api
        self._book = book
        self._sessions = sessions
        self._batcher = Batcher(self._batch, lambda: api.spares)
        self._sent: OrderedDict[tuple[str, int], list[str]] = OrderedDict()

    async def to_person(self, user: str, key: DeliveryKey, number: int, page: Card, reason: str) -> str:
        """The id of the last message."""
        sent = self._begun(key, number)
        for message in render.render(key, page, reason, by_name)[len(sent) :]:
            if message.token:
                self._book.remember(user, message.token, message.presses)
            sent.append(f"{await self._batcher.send(user, *render.as_robot(message))}/{user}")
        return sent[-1]

    async def to_group(
        self, room: str, key: DeliveryKey, number: int, page: Card, reason: str, people: Mapping[PersonId, UserRef]
    ) -> str:
        """By the address of an answer where somebody is mentioned, or where that is what the quota has left."""
        sent = self._begun(key, number)
        at: list[str] = []
        called = render.render(key, page, reason, _mention(people, at), buttons=0)
        messages = render.render(key, page, reason, by_name, buttons=0)
        for index, message in enumerate(messages):
            if index < len(sent):
                continue
            if await self._answered(room, called[index] if index < len(called) else message, at):
                sent.append(f"{key}/{index}")
            else:
                sent.append(await self._posted(room, message))
        return sent[-1]

    def done(self, key: DeliveryKey, pages: int) -> None:
        """The whole delivery went out."""
        for number in range(pages):
            self._sent.pop((key, number), None)

    async def close(self) -> None:
        await self._batcher.close()

    def _begun(self, key: DeliveryKey, number: int) -> list[str]:
        sent = self._sent.setdefault((key, number), [])
        if len(self._sent) > BEGUN:
            self._sent.popitem(last=False)
        return sent

    async def _answered(self, room: str, message: Message, at: Sequence[str]) -> bool:
        """Whether it went by the address of an answer."""
        url = self._sessions.of(room)
        here = [user for user in at if f"@{user}" in message.text]
        if not url or len(here) > AT_ONCE or not (here or self._api.meter.prefers_webhooks):
            return False
        try:
            await self._api.webhook(url, render.as_webhook(message, here))
        except Refused:
            self._sessions.forget(room)
            return False
        return True

    async def _posted(self, room: str, message: Message) -> str:
        key, param = render.as_robot(message)
        body = {"robotCode": self._settings.robot_code, "openConversationId": room, "msgKey": key, "msgParam": param}
        answer = await self._api.call("POST", GROUP, body)
        return str(answer.get("processQueryKey", ""))

    async def _batch(self, key: str, param: str, users: Callable[[], list[str]]) -> Mapping[str, Any]:
        body = {"robotCode": self._settings.robot_code, "msgKey": key, "msgParam": param}
        return await self._api.call("POST", PEOPLE, lambda: {**body, "userIds": users()})


def by_name(person: Mentioned) -> str:
    """Where nobody can be notified."""
    return escaped(f"@{person.name}")


def _mention(people: Mapping[PersonId, UserRef], at: list[str]) -> Mention:
    """Who is mentioned is added to `at`; the client shows the name in place of the id."""

    def mention(person: Mentioned) -> str:
        user = people[person.person].user if person.person in people else ""
        if not USER.fullmatch(user):
            return by_name(person)
        if user not in at:
            at.append(user)
        return f"@{user}"

    return mention
