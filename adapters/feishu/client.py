"""Messages out: sent once under their key, changed in place, in a thread where one was asked for.

https://open.feishu.cn/document/server-docs/im-v1/message/create
"""

import json
from collections import OrderedDict
from collections.abc import Sequence
from typing import Any

from adapters.feishu import limits
from adapters.feishu.api import Api, Json
from adapters.feishu.errors import CARD_REFUSED, NO_THREAD, UNCHANGEABLE, Rejected
from adapters.feishu.render import render
from adapters.feishu.settings import PLATFORM
from adapters.feishu.wording import words
from bot.kernel.ids import derive
from bot.kernel.people import ChatRef, UserRef
from bot.ports.adapter import Delivery, Receipt, Refused

MESSAGES = "/open-apis/im/v1/messages"
REMEMBERED = 5000


class Client:
    """`ours`: the latest messages the bot sent to groups, so that an answer to one is known for one."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self.ours: OrderedDict[str, bool] = OrderedDict()

    async def send(self, delivery: Delivery) -> Receipt:
        """Send the pages in order, or change them. Safe to repeat: see `limits`."""
        if delivery.to.platform != PLATFORM:
            raise Refused("an address of another platform")
        contents = render(delivery)
        try:
            if delivery.revises:
                return await self._revise(delivery, delivery.revises, contents)
            return await self._send(delivery, contents, ())
        except Rejected as rejected:
            raise Refused(str(rejected)) from rejected

    async def _send(self, delivery: Delivery, contents: Sequence[str], sent: Sequence[str]) -> Receipt:
        """All contents from the first that has no message yet."""
        rest = range(len(sent), len(contents))
        messages = [*sent, *[await self._post(delivery, number, contents[number]) for number in rest]]
        return Receipt({"message": messages[-1], "pages": " ".join(messages)})

    async def _post(self, delivery: Delivery, number: int, content: str) -> str:
        body = {"msg_type": "interactive", "content": content, "uuid": uuid(delivery.key, number)}
        try:
            data = await self._deliver(delivery, body)
        except Rejected as refused:
            if refused.code not in CARD_REFUSED:
                raise
            # A card that is refused reaches nobody: its words do.
            text = json.dumps({"text": words(content)}, ensure_ascii=False)
            data = await self._deliver(delivery, {**body, "msg_type": "text", "content": text})
        id = data.get("message_id")
        if not isinstance(id, str) or not id:
            raise Refused("the platform took the message and named no id")
        if isinstance(delivery.to, ChatRef) and not delivery.to.direct:
            self.remember(id, True)
        return id

    async def _deliver(self, delivery: Delivery, body: dict[str, Any]) -> Json:
        id = addressed(delivery.to)
        if delivery.thread:
            try:
                path = f"{MESSAGES}/{delivery.thread}/reply"
                return _data(await self._api.call("POST", path, body={**body, "reply_in_thread": True}, chat=id))
            except Rejected as refused:
                if refused.code not in NO_THREAD:
                    raise
        kind = "chat_id" if id.startswith("oc_") else "open_id"
        sent = {"receive_id": id, **body}
        return _data(await self._api.call("POST", MESSAGES, body=sent, query={"receive_id_type": kind}, chat=id))

    async def _revise(self, delivery: Delivery, old: Receipt, contents: Sequence[str]) -> Receipt:
        """Change page by page; surplus pages go, missing ones come. Where the old ones cannot be changed, `must`
        decides whether to send anew."""
        if not delivery.must and self._api.pace.strained:
            return old
        pages = (old.native.get("pages") or old.native["message"]).split()
        kept = pages[: len(contents)]
        try:
            for id, content in zip(kept, contents, strict=False):
                await self._api.call("PATCH", f"{MESSAGES}/{id}", body={"content": content}, message=id)
        except Rejected as refused:
            if refused.code not in UNCHANGEABLE | CARD_REFUSED:
                raise
            return await self._send(delivery, contents, ()) if delivery.must else old
        for id in pages[len(contents) :]:
            await self._remove(id)
        return await self._send(delivery, contents, kept)

    async def _remove(self, id: str) -> None:
        try:
            await self._api.call("DELETE", f"{MESSAGES}/{id}", message=id)
        except Rejected as refused:
            if refused.code not in UNCHANGEABLE:
                raise

    def remember(self, id: str, ours: bool) -> None:
        """Whether this message is the bot's."""
        self.ours[id] = ours
        while len(self.ours) > REMEMBERED:
            self.ours.popitem(last=False)


def addressed(to: UserRef | ChatRef) -> str:
    """The id of the person or chat."""
    return to.user if isinstance(to, UserRef) else to.chat


def uuid(key: str, page: int) -> str:
    """The platform's key of one page of a delivery, the same at every try."""
    plain = f"{key}.{page}"
    return plain if len(plain) <= limits.UUID and plain.isascii() else derive("feishu", key, str(page))


def _data(answer: Json) -> Json:
    data = answer.get("data")
    return data if isinstance(data, dict) else {}
