"""Messages out: each page as a card where there is a template and it fits, else as plain messages."""

from collections.abc import Mapping
from dataclasses import replace

from adapters.dingtalk import card, render
from adapters.dingtalk.api import Api
from adapters.dingtalk.cards import Cards, track_id
from adapters.dingtalk.errors import SPENT
from adapters.dingtalk.markup import Mention, escaped
from adapters.dingtalk.plain import USER, Plain, by_name
from adapters.dingtalk.settings import PLATFORM, Settings
from adapters.dingtalk.shares import Shares
from bot.kernel.cards import Mentioned
from bot.kernel.ids import PersonId
from bot.kernel.people import ChatRef, UserRef
from bot.ports.adapter import PASSAGE, Delivery, Priority, Receipt, Refused, Unauthorised, Unavailable
from bot.ports.host import Host

PLAIN = "-"
"""In a receipt, a page that went as a plain message and cannot be changed."""


class Client:
    """Promises what limits.py says."""

    def __init__(self, settings: Settings, host: Host, api: Api, cards: Cards, plain: Plain) -> None:
        self._settings = settings
        self._host = host
        self._api = api
        self._cards = cards
        self._plain = plain
        self._shares = Shares(host, settings.calls_per_month)
        self._cards_work = False

    async def send(self, delivery: Delivery) -> Receipt:
        if delivery.to.platform != PLATFORM:
            raise Refused("an address of another platform")
        await self._spare(delivery)
        receipt = await (self._revise(delivery, delivery.revises) if delivery.revises else self._send(delivery))
        self._shares.count("".join(address(delivery.to)))
        return receipt

    async def _spare(self, delivery: Delivery) -> None:
        """One of many waits for the next month where the rest of this one is kept for answers and alerts."""
        await self._shares.check("".join(address(delivery.to)))
        passage = PASSAGE.get()
        if passage and passage.priority is Priority.MANY and self._api.meter.reserved:
            raise Unavailable("what is left of this month's calls is kept for answers and alerts", SPENT)

    async def _send(self, delivery: Delivery) -> Receipt:
        cards: list[str] = []
        message = ""
        for number in range(len(delivery.pages)):
            id, message = await self._page(delivery, number)
            cards.append(id)
        self._plain.done(delivery.key, len(delivery.pages))
        return _receipt(message, cards)

    async def _revise(self, delivery: Delivery, old: Receipt) -> Receipt:
        """Change its cards. What went plain, or is gone, stays as it is, unless the person waits for an answer."""
        if not delivery.must and self._api.spares:
            return old
        message, cards = old.native["message"], old.native.get("pages", "").split()
        for number in range(len(delivery.pages)):
            if number >= len(cards):
                id, message = await self._page(delivery, number)
                cards.append(id)
            elif not await self._changed(delivery, number, cards[number]):
                return await self._send(replace(delivery, revises=None)) if delivery.must else old
        return _receipt(message, cards)

    async def _changed(self, delivery: Delivery, number: int, id: str) -> bool:
        values = None if id == PLAIN else self._variables(delivery, number, by_name)
        return values is not None and await self._cards.change(id, values)

    async def _page(self, delivery: Delivery, number: int) -> tuple[str, str]:
        """The page's card, and the id of the message."""
        user, room = address(delivery.to)
        at: dict[str, str] = {}
        values = self._variables(delivery, number, _mention(delivery.mentions, at) if room else by_name)
        page = delivery.pages[number]
        if values is not None:
            id = track_id(delivery.key, number, direct=not room)
            try:
                await self._cards.create(id, user, room, values, render.summary(page), at)
                await self._told_of_cards("")
                return id, id
            except Unauthorised as error:
                await self._told_of_cards(str(error))
        key, reason = delivery.key, _reason(delivery, number)
        if room:
            return PLAIN, await self._plain.to_group(room, key, number, page, reason, delivery.mentions)
        return PLAIN, await self._plain.to_person(user, key, number, page, reason)

    async def _told_of_cards(self, why: str) -> None:
        """The administrators hear once that cards cannot be sent (`why`), and once that they can again."""
        if why:
            zh, en = f"发不出互动卡片,先用普通消息代替:{why}", f"Cards cannot be sent, plain messages go instead: {why}"
            await self._host.trouble("cards", zh, en)
        elif not self._cards_work:
            await self._host.trouble("cards", "互动卡片又能发了。", "Cards can be sent again.", over=True)
        self._cards_work = not why

    def _variables(self, delivery: Delivery, number: int, mention: Mention) -> dict[str, str] | None:
        """None: the page goes as a plain message."""
        if not self._settings.card_template_id:
            return None
        page, most = delivery.pages[number], self._settings.card_value_bytes
        try:
            return card.render(delivery.key, page, _reason(delivery, number), mention, most)
        except card.TooLong:
            return None


def address(to: UserRef | ChatRef) -> tuple[str, str]:
    """The person, or else the group."""
    if isinstance(to, UserRef):
        return to.user, ""
    return (to.chat, "") if to.direct else ("", to.chat)


def _reason(delivery: Delivery, number: int) -> str:
    return delivery.reason if number == len(delivery.pages) - 1 else ""


def _receipt(message: str, cards: list[str]) -> Receipt:
    return Receipt({"message": message, "pages": " ".join(cards)})


def _mention(people: Mapping[PersonId, UserRef], at: dict[str, str]) -> Mention:
    """Who is mentioned in a card is added to `at`, by userId."""

    def mention(person: Mentioned) -> str:
        user = people[person.person].user if person.person in people else ""
        if not USER.fullmatch(user):
            return by_name(person)
        at[user] = person.name
        return f"<a atId={user}>{escaped(person.name)}</a>"

    return mention
