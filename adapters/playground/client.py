"""Messages out: a delivery becomes a message of the platform's log, once per key."""

import sqlite3

from adapters.playground.log import Log
from adapters.playground.render import render
from adapters.playground.rows import direct, group
from adapters.playground.settings import PLATFORM
from adapters.playground.view import Feed
from bot.kernel.people import ChatRef, Profile, UserRef
from bot.ports.adapter import Delivery, Receipt, Refused, Unavailable
from bot.ports.controls import Controls


class Client:
    """`controls` tells the time a message is shown under."""

    def __init__(self, log: Log, feed: Feed, controls: Controls) -> None:
        self._log = log
        self._feed = feed
        self._controls = controls

    async def send(self, delivery: Delivery) -> Receipt:
        """Append or change a message. The same key again changes nothing and has the same receipt."""
        try:
            receipt = await self._send(delivery)
        except sqlite3.Error as error:
            raise Unavailable(f"the playground's log: {error}") from error
        self._feed.tell()
        return receipt

    async def _send(self, delivery: Delivery) -> Receipt:
        log = self._log
        rendered = render(delivery.pages, delivery.mentions)
        body = {"cards": list(rendered.cards), "reason": delivery.reason}
        if delivery.revises:
            message = int(delivery.revises.native["message"])
            if not await log.do(log.revise, delivery.key, message, body, rendered.presses):
                raise Refused("there is no such message to change")
            return delivery.revises
        chat = await self._chat(delivery.to)
        return _receipt(await log.do(log.deliver, delivery.key, chat, self._controls.now(), body, rendered.presses))

    async def already_sent(self, delivery: Delivery) -> Receipt | None:
        message = await self._log.do(self._log.delivered, delivery.key)
        return _receipt(message) if message else None

    async def profile(self, user: UserRef) -> Profile | None:
        for person in await self._log.do(self._log.people):
            if person.ref == user:
                return Profile(user, person.name, person.timezone, person.locale, person.department, person.staff_no)
        return None

    async def _chat(self, to: UserRef | ChatRef) -> str:
        if to.platform != PLATFORM:
            raise Refused("an address of another platform")
        if isinstance(to, ChatRef) and not to.direct:
            if to.chat not in {room.id for room in await self._log.do(self._log.rooms) if room.bot}:
                raise Refused("there is no such group, or the bot is not in it")
            return group(to.chat)
        user = to.user if isinstance(to, UserRef) else to.chat
        if user not in {person.id for person in await self._log.do(self._log.people)}:
            raise Refused("there is no such person")
        return direct(user)


def _receipt(message: int) -> Receipt:
    return Receipt({"message": str(message)})
