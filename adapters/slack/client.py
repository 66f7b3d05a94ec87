"""Messages out: posted once, changed in place, or published as a Home tab; looked for where nobody knows.

Every message carries an opaque id in its metadata, which anybody in the workspace may read: nothing about people
stands there (docs.slack.dev/reference/metadata).
"""

from collections.abc import Mapping, Sequence
from typing import Any

from adapters.slack import render
from adapters.slack.directory import Directory
from adapters.slack.errors import OutcomeUnknown, code_of
from adapters.slack.keeping import HOME
from adapters.slack.limits import CHANGE, LOOK_BACK_MESSAGES, LOOK_BACK_PAGES, VIEW_BLOCKS
from adapters.slack.render import Outgoing
from adapters.slack.settings import PLATFORM
from adapters.slack.web import Web
from bot.kernel.ids import derive
from bot.kernel.people import ChatRef, UserRef
from bot.ports.adapter import Delivery, Receipt, Refused, SendError

EVENT_TYPE = "hepai_message"
BY_CORE = "core"
"""The private_metadata of a Home tab that the core has written."""
GONE = frozenset(
    ["message_not_found", "cant_update_message", "edit_window_closed", "update_failed", "is_inactive", "block_mismatch"]
)


class Client:
    """Sends what the outbox hands over; a call that did not surely fail is never repeated without a look."""

    def __init__(self, web: Web, directory: Directory) -> None:
        self._web = web
        self._directory = directory
        self._partly: dict[str, dict[int, str]] = {}
        self.homes: set[str] = set()
        """Whose Home tab the core has written since the start."""

    async def send(self, delivery: Delivery) -> Receipt:
        """Raises a SendError, or what leaves the outcome open."""
        if delivery.to.platform != PLATFORM:
            raise Refused("an address of another platform")
        if isinstance(delivery.to, ChatRef) and delivery.to.chat.startswith(HOME):
            return await self._publish(delivery, delivery.to.chat.removeprefix(HOME))
        outgoing = render.render(delivery.pages, delivery.reason, delivery.key, delivery.mentions)
        if delivery.revises:
            return await self._revise(delivery, delivery.revises, outgoing)
        return await self._post(delivery, outgoing)

    async def already_sent(self, delivery: Delivery) -> Receipt | None:
        """Read back. Part of it found: `send` then only sends the rest."""
        if isinstance(delivery.to, ChatRef) and delivery.to.chat.startswith(HOME):
            return None
        channel = await self._channel(delivery.to)
        pages = len(render.render(delivery.pages, delivery.reason, delivery.key, delivery.mentions))
        wanted = {page_key(delivery, number): number for number in range(pages)}
        # A change is only ever sent anew where the old message is gone, which is not long ago.
        look = 1 if delivery.revises else LOOK_BACK_PAGES
        found = await self._look_back(channel, delivery.thread, wanted, look)
        if len(found) == pages:
            return _receipt(channel, [found[number] for number in range(pages)])
        if found:
            self._partly[delivery.key] = found
        return None

    async def _post(self, delivery: Delivery, outgoing: Sequence[Outgoing]) -> Receipt:
        channel = await self._channel(delivery.to)
        sent = self._partly.pop(delivery.key, {})
        for number, each in enumerate(outgoing):
            if number in sent:
                continue
            try:
                sent[number] = await self._post_one(channel, each, page_key(delivery, number), delivery.thread)
            except SendError as error:
                if sent:
                    # What is there already must be found again, also after a restart: say that nobody knows.
                    raise OutcomeUnknown(f"page {number + 1} of {len(outgoing)}: {error}") from error
                raise
        return _receipt(channel, [sent[number] for number in range(len(outgoing))])

    async def _post_one(self, channel: str, message: Outgoing, key: str, thread: str) -> str:
        arguments: dict[str, Any] = {
            "text": message.text,
            "blocks": list(message.blocks),
            "metadata": {"event_type": EVENT_TYPE, "event_payload": {"key": key}},
            "unfurl_links": False,
            "unfurl_media": False,
            "thread_ts": thread,
        }
        try:
            answer = await self._web.call("chat.postMessage", channel=channel, **arguments)
        except Refused as error:
            if thread and error.__cause__ is not None and code_of(error.__cause__) == "thread_not_found":
                return await self._post_one(channel, message, key, "")
            raise
        ts = answer.get("ts")
        if not isinstance(ts, str) or not ts:
            raise OutcomeUnknown("chat.postMessage: an answer without a ts")
        return ts

    async def _revise(self, delivery: Delivery, receipt: Receipt, outgoing: Sequence[Outgoing]) -> Receipt:
        """Page by page; what there is more goes below, what there is less is taken away."""
        if not delivery.must and self._web.strained:
            return receipt
        channel, _, last = receipt.native["message"].partition(":")
        old = receipt.native.get("pages", last).split()
        for ts, each in zip(old, outgoing, strict=False):
            try:
                await self._web.call(CHANGE, channel=channel, ts=ts, text=each.text, blocks=list(each.blocks))
            except Refused as error:
                if error.__cause__ is None or code_of(error.__cause__) not in GONE:
                    raise
                return await self._post(delivery, outgoing) if delivery.must else receipt
        pages = old[: len(outgoing)]
        if len(outgoing) > len(old):
            pages += await self._further(delivery, channel, outgoing, len(old))
        for ts in old[len(outgoing) :]:
            await self._take_away(channel, ts)
        return _receipt(channel, pages)

    async def _further(self, delivery: Delivery, channel: str, outgoing: Sequence[Outgoing], first: int) -> list[str]:
        sent = self._partly.pop(delivery.key, {})
        found: list[str] = []
        for number in range(first, len(outgoing)):
            if number not in sent:
                key = page_key(delivery, number)
                sent[number] = await self._post_one(channel, outgoing[number], key, delivery.thread)
            found.append(sent[number])
        return found

    async def _take_away(self, channel: str, ts: str) -> None:
        try:
            await self._web.call("chat.delete", channel=channel, ts=ts)
        except Refused:
            return

    async def _publish(self, delivery: Delivery, user: str) -> Receipt:
        """The Home tab is what was published last, so that doing it twice is doing it once."""
        self.homes.add(user)
        blocks = render.home(delivery.pages, delivery.key, delivery.mentions, VIEW_BLOCKS)
        await self.publish(user, blocks, BY_CORE)
        return Receipt({"message": f"{HOME}{user}"})

    async def publish(self, user: str, blocks: Sequence[Mapping[str, Any]], mark: str) -> None:
        view = {"type": "home", "private_metadata": mark, "blocks": list(blocks)}
        await self._web.call("views.publish", user_id=user, view=view)

    async def _channel(self, to: UserRef | ChatRef) -> str:
        """Where to post. A person is known by id, also as a direct chat."""
        if isinstance(to, ChatRef) and not to.direct:
            return to.chat
        user = to.user if isinstance(to, UserRef) else to.chat
        return self._directory.known_chat(user) or await self._directory.chat(user)

    async def _look_back(self, channel: str, thread: str, wanted: Mapping[str, int], look: int) -> dict[int, str]:
        found: dict[int, str] = {}
        cursor = ""
        for _ in range(look):
            common = {"limit": LOOK_BACK_MESSAGES, "include_all_metadata": "true", "cursor": cursor}
            if thread:
                answer = await self._web.call("conversations.replies", channel=channel, ts=thread, **common)
            else:
                answer = await self._web.call("conversations.history", channel=channel, **common)
            for each in answer.get("messages") or ():
                if (number := wanted.get(_key_of(each))) is not None:
                    found[number] = str(each["ts"])
            metadata = answer.get("response_metadata")
            cursor = str(metadata.get("next_cursor") or "") if isinstance(metadata, Mapping) else ""
            if len(found) == len(wanted) or not cursor:
                break
        return found


def page_key(delivery: Delivery, number: int) -> str:
    """The id in the metadata: the delivery's key and the page, as a digest."""
    return derive(delivery.key, str(number))


def _key_of(message: Mapping[str, Any]) -> str:
    metadata = message.get("metadata")
    payload = metadata.get("event_payload") if isinstance(metadata, Mapping) else None
    return str(payload.get("key") or "") if isinstance(payload, Mapping) else ""


def _receipt(channel: str, pages: Sequence[str]) -> Receipt:
    return Receipt({"message": f"{channel}:{pages[-1]}", "pages": " ".join(pages)})
