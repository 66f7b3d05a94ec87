"""The bare core: neutral events in, fitted cards out, no platform between."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from adapters.common.adapter import Plain
from bot.app import App
from bot.kernel.capabilities import Capabilities, Redelivery, Revision
from bot.kernel.cards import Action, buttons_of
from bot.kernel.codec import Codec
from bot.kernel.events import (
    ActionTriggered,
    BotAdded,
    BotRemoved,
    Event,
    Mention,
    MessageEdited,
    MessageRecalled,
    MessageReceived,
)
from bot.kernel.ids import DeliveryKey, EventId, Platform
from bot.kernel.people import ChatRef, Profile, UserRef
from bot.playing.header import ABILITIES
from bot.playing.house import OpenStorage
from bot.playing.housed import Housed
from bot.playing.screens import Found, Message
from bot.playing.script import Header, Invite, PlayError, Reword, Say
from bot.playing.stage import place_of, spoken
from bot.playing.world import CALM, Weather
from bot.playing.worlds.cards import draw
from bot.ports.adapter import Accept, Delivery, Envelope, Receipt
from bot.ports.controls import Controls

PLATFORM = Platform("core")
TENANT = "core"
CAPABILITIES = Capabilities(
    forms=True, selects=True, buttons=40, text_limit=6000, revision=Revision.ALWAYS, redelivery=Redelivery.KEY
)
CODEC = Codec(lambda _, text: text, lambda _, text: text)


class CoreWorld(Housed[Action]):
    """People who speak in events and see cards."""

    name = "core"
    can = ABILITIES
    platform = PLATFORM
    tenant = TENANT

    def __init__(
        self,
        storage: OpenStorage,
        weather: Weather = CALM,
        capabilities: Callable[[bool], Capabilities] = lambda _: CAPABILITIES,
    ) -> None:
        super().__init__(storage, weather)
        self._capabilities = capabilities
        self._shown = _Platform({}, {}, {})
        self._silent = False
        self._count = 0

    async def start(self, header: Header) -> None:
        self._silent = "reread" in header.needs
        await super().start(header)

    def adapter(self, app: App) -> "_Adapter":
        return _Adapter(app, self._shown, self._show, self._can)

    def _can(self, direct: bool) -> Capabilities:
        return replace(self._capabilities(direct), silent_edits=self._silent)

    async def advance(self, to: datetime) -> None:
        await self.house.app.advance(self.house.moment(to))

    async def say(self, said: Say) -> None:
        heard = spoken(said.text, self.cast.people)
        mentions = tuple(Mention(who.partition("·")[0], self._user(who)) for who in heard.mentions)
        sender, chat = self._user(said.who), self._chat(said.who, said.room)
        to_bot, text = chat.direct or heard.to_bot, heard.text
        if not self._capabilities(chat.direct).hears_mentions:
            mentions, text = (), heard.typed if chat.direct else heard.text
        ref = f"m{len(self._shown.said)}"
        self._shown.said[ref] = said.text
        await self._happens(
            chat, lambda id, at: MessageReceived(id, at, sender, chat, text, mentions, to_bot, said.media, ref)
        )

    async def reword(self, reword: Reword) -> None:
        said = self._shown.said
        ref = next((ref for ref in reversed(said) if said[ref] == reword.old), None)
        if ref is None:
            raise PlayError(f"{reword.who} never said {reword.old!r}")
        sender, chat = self._user(reword.who), self._chat(reword.who, reword.room)
        said[ref] = reword.new or None
        if not reword.new:
            await self._happens(chat, lambda id, at: MessageRecalled(id, at, chat, ref))
        elif not self._silent:
            text = spoken(reword.new, self.cast.people).text
            await self._happens(chat, lambda id, at: MessageEdited(id, at, sender, chat, ref, text))

    async def tap(self, who: str, room: str, found: Found[Action]) -> None:
        values = {"text": found.text} if found.text else {}
        self._shown.pressed(DeliveryKey(found.message.id.partition("+")[0]), self.house.clock.now())
        await self._act(who, room, found.message.id.partition("+")[0], found.pressable.handle, values)

    async def submit(
        self, who: str, room: str, message: Message[Action], handle: Action, values: Mapping[str, str]
    ) -> None:
        await self._act(who, room, message.id.partition("+")[0], handle, values)

    async def invite(self, invite: Invite) -> None:
        self.cast = self.cast.with_room(invite.room, invite.room)
        sender, chat = self._user(invite.who), self._chat(invite.who, invite.room)
        members = tuple(self._user(who) for who in invite.members)
        if invite.out:
            await self._happens(chat, lambda id, at: BotRemoved(id, at, sender, chat))
        else:
            await self._happens(chat, lambda id, at: BotAdded(id, at, sender, chat, invite.room, members))

    async def _act(self, who: str, room: str, source: str, action: Action, values: Mapping[str, str]) -> None:
        sender, chat, key = self._user(who), self._chat(who, room), DeliveryKey(source)
        await self._happens(
            chat, lambda id, at: ActionTriggered(id, at, sender, chat, key, action.name, action.args, values)
        )

    async def _happens(self, chat: ChatRef, make: Callable[[EventId, datetime], Event]) -> None:
        self._count += 1
        now = self.house.clock.now()
        envelope = Envelope(PLATFORM, str(self._count), now, {}, lane=chat.chat)
        encode = CODEC.encoder(Event)
        assert encode is not None  # noqa: S101 - a union of records has one
        stored = Envelope(PLATFORM, envelope.dedupe, now, encode(make(envelope.event_id, now)), envelope.lane)
        await self.happens(lambda: self.house.app.runtime.accept(stored))

    def _show(self, delivery: Delivery, id: DeliveryKey, at: datetime) -> None:
        to = delivery.to
        if isinstance(to, ChatRef) and not to.direct:
            place = place_of("", self.cast.title(to.chat))
        else:
            place = self.cast.who(to.user if isinstance(to, UserRef) else to.chat)
        if self._capabilities(True) == CAPABILITIES:
            self.screens.show(place, id, draw(delivery.pages, delivery.reason), at)
            return
        # As on a platform, where every page is a message of its own.
        last = len(delivery.pages) - 1
        for number, page in enumerate(delivery.pages):
            drawn = draw((page,), delivery.reason if number == last else "")
            self.screens.show(place, f"{id}+{number}" if number else id, drawn, at)

    def _user(self, who: str) -> UserRef:
        return UserRef(PLATFORM, TENANT, self.cast.person(who))

    def _chat(self, who: str, room: str) -> ChatRef:
        if room:
            return ChatRef(PLATFORM, TENANT, self.cast.room(room), direct=False)
        return ChatRef(PLATFORM, TENANT, self.cast.person(who), direct=True)


@dataclass(frozen=True, slots=True)
class _Platform:
    """What outlives a restart of the bot: receipts by delivery, since when each message may change once more, and
    what people said, as it stands now."""

    receipts: dict[DeliveryKey, Receipt]
    changes: dict[DeliveryKey, list[datetime]]
    said: dict[str, str | None]

    def pressed(self, id: DeliveryKey, at: datetime) -> None:
        self.changes.setdefault(id, []).append(at)


class _Adapter(Plain):
    """Shows what it is given."""

    platform = PLATFORM

    def __init__(
        self,
        controls: Controls,
        shown: _Platform,
        show: Callable[[Delivery, DeliveryKey, datetime], None],
        capabilities: Callable[[bool], Capabilities],
    ) -> None:
        self._controls = controls
        self._shown = shown
        self._show = show
        self.capabilities = capabilities

    def decode(self, envelope: Envelope) -> Sequence[Event]:
        decode = CODEC.decoder(Event)
        assert decode is not None  # noqa: S101 - a union of records has one
        return (decode(envelope.payload),)

    async def send(self, delivery: Delivery) -> Receipt:
        """A second send under a key is joined to the first."""
        receipts = self._shown.receipts
        if known := receipts.get(delivery.key):
            return known
        id = self._id(delivery)
        if id is None:
            receipts[delivery.key] = delivery.revises or Receipt({})
        else:
            self._show(delivery, id, self._controls.now())
            receipts[delivery.key] = Receipt({"message": id})
        return receipts[delivery.key]

    def _id(self, delivery: Delivery) -> DeliveryKey | None:
        """The message to show it as; None for a change that has to be left out."""
        to = delivery.to
        direct = not isinstance(to, ChatRef) or to.direct
        pressable = any(True for page in delivery.pages for _ in buttons_of(page))
        id = DeliveryKey(delivery.revises.native["message"]) if delivery.revises else delivery.key
        can, now = self.capabilities(direct), self._controls.now()
        if can.revision is not Revision.ONCE:
            return id
        if delivery.revises is None:
            self._shown.changes[id] = [now] * int(pressable)
            return id
        oldest = now - timedelta(hours=can.revision_hours or 24 * 365)
        left = [at for at in self._shown.changes.get(id, ()) if at >= oldest]
        self._shown.changes[id] = left[1:]
        if left:
            return id
        return delivery.key if delivery.must else None

    async def already_sent(self, delivery: Delivery) -> Receipt | None:
        return self._shown.receipts.get(delivery.key)

    async def reread(self, chat: ChatRef, refs: Sequence[str]) -> Mapping[str, str | None]:
        return {ref: self._shown.said[ref] for ref in refs}

    async def profile(self, user: UserRef) -> Profile | None:
        return Profile(user, user.user)

    async def run(self, accept: Accept) -> None:
        await asyncio.Event().wait()
