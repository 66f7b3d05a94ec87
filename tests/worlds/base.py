"""What all platform worlds share: people act through the fake, and see what it decoded from the wire."""

from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from adapters.registry import builder
from bot.app import App
from bot.kernel.capabilities import Capabilities
from bot.playing.drawing import Drawn, H
from bot.playing.house import OpenStorage
from bot.playing.housed import Housed
from bot.playing.screens import Found, Message
from bot.playing.script import Header, Invite, PlayError, Press, Reword, Say
from bot.playing.stage import place_of, spoken
from bot.playing.world import CALM, Weather
from bot.ports.adapter import Adapter
from tests.fakes.common.faults import Faults

SLOWLY = 0.02
"""Seconds of real time for which a slow platform holds back every answer."""


CHANGING = frozenset({"rewording", "reread", "recalls"})
"""The abilities of platforms on which people can change what they said, and the bot gets to know."""


class FakeMessage(Protocol):
    """A message on somebody's screen: `room` is empty for a direct chat, which is then `user`'s."""

    @property
    def id(self) -> str: ...
    @property
    def room(self) -> str: ...
    @property
    def user(self) -> str: ...
    @property
    def came(self) -> datetime: ...
    @property
    def changed(self) -> datetime: ...
    @property
    def gone(self) -> bool: ...


class Fake(Protocol):
    """The part of every fake that a world needs; the deeds return events, which `push` delivers."""

    faults: Faults
    alternate: bool
    url: str
    alarms: list[str]

    @property
    def messages(self) -> Sequence[Any]: ...
    async def start(self, port: int = 0) -> None: ...
    async def stop(self) -> None: ...
    def hire(self, user: str, name: str, **profile: str) -> None: ...
    def found(self, room: str, title: str, members: Sequence[str], bot: bool = True) -> None: ...
    def said(
        self,
        user: str,
        text: str,
        room: str = "",
        mentions: Sequence[tuple[str, str]] = (),
        to_bot: bool = False,
        reply_to: str = "",
        media: str = "",
        thread: str = "",
    ) -> Any: ...
    def pressed(self, user: str, message_id: str, handle: Any) -> Any: ...
    def submitted(self, user: str, message_id: str, handle: Any, values: Mapping[str, str]) -> Any: ...
    def invited(self, user: str, room: str) -> Any: ...
    def removed(self, user: str, room: str) -> Any: ...
    async def push(self, event: Any) -> None: ...
    async def disconnect(self, how: str = "reset") -> None: ...


class PlatformWorld(Housed[H]):
    """A subclass names its platform, makes its fake and its settings, and draws its messages."""

    name: str
    can: frozenset[str]

    def __init__(self, storage: OpenStorage, weather: Weather = CALM, listen: tuple[str, int] | None = None) -> None:
        super().__init__(storage, weather, listen)
        # The platform itself refuses, not a stand-in before it.
        self.house.refusals.every = 0
        self.fake = self.make(lambda: self.house.clock.now())
        self.fake.faults.delay = SLOWLY if weather.slow else 0.0
        self.fake.alternate = weather.sockets > 1
        self._names: dict[str, str] = {}
        self._old = False
        self._said: dict[tuple[str, str], Any] = {}

    @abstractmethod
    def make(self, now: Callable[[], datetime]) -> Any:
        """The fake, not yet started; its messages are dated by `now`. Its limits go by real time: off here."""

    @abstractmethod
    def settings(self) -> Mapping[str, object]:
        """The table below [platforms.…] that points the adapter at the fake, with `weather.sockets` connections."""

    @abstractmethod
    def draw(self, message: Any) -> Drawn[H]:
        """One message as the fake's own reader draws it from the wire."""

    def knows(self, user: str) -> None:
        """The bot and this account have talked before, where a first word costs more than those that follow."""

    def adapter(self, app: App) -> Adapter:
        adapter: Adapter = builder(self.platform)(self.settings(), app.host(self.platform))
        return adapter

    def capabilities(self, direct: bool) -> Capabilities:
        """As the running adapter states them: what the core is asked to fit the same dialog to."""
        return self.house.app.adapters[0].capabilities(direct)

    async def start(self, header: Header) -> None:
        await self.fake.start()
        await super().start(header)
        self.fake.faults.every = self.weather.refuse

    async def stop(self) -> None:
        await super().stop()
        await self.fake.stop()

    async def started(self) -> None:
        """After the first start the company is moved in; a subclass tells the fake where the bot listens."""
        if self._names:
            return
        company = self.cast.company
        for person in company.people:
            self._names[self.account(person.id)] = person.id
            self.fake.hire(
                self.account(person.id),
                person.name,
                department=person.department,
                timezone=person.timezone,
                locale=person.locale.value,
                staff_no=person.staff_no,
            )
        for group in company.groups:
            self.fake.found(self.place(group.id), group.title, [self.account(each) for each in group.members])

    async def advance(self, to: datetime) -> None:
        await self.house.app.advance(self.house.moment(to))

    async def say(self, said: Say) -> None:
        heard = spoken(said.text, self.cast.people)
        mentions = [(who.partition("·")[0], self.account(self.cast.person(who))) for who in heard.mentions]
        room = self.place(self.cast.room(said.room)) if said.room else ""
        user = self.account(self.cast.person(said.who))
        event = self.fake.said(user, heard.typed, room, mentions, heard.to_bot, media=said.media)
        self._said[said.who, said.text] = event
        await self._comes(event)

    async def reword(self, reword: Reword) -> None:
        event = self._said.pop((reword.who, reword.old), None)
        if event is None:
            raise PlayError(f"{reword.who} never said {reword.old!r}")
        self._said[reword.who, reword.new] = event
        told = self.change(self.account(self.cast.person(reword.who)), event, reword.new)
        if told is not None:
            await self._comes(told)

    def change(self, user: str, event: Any, text: str) -> Any:
        """Edit what was said, or take it back if there is no text; the event, None if the platform tells nobody."""
        raise PlayError("nobody can change a message here")

    async def press(self, press: Press) -> None:
        self._old = press.old
        await super().press(press)

    async def tap(self, who: str, room: str, found: Found[H]) -> None:
        """Text given with a press is typed behind the button's words: no platform takes it along.

        The words of a button that is no longer shown mean nothing; it can only be pressed.
        """
        if found.text and not self._old:
            typed = self.screens.typed(place_of(who, room), found)
            await self.say(Say(who, f"@合拍 {typed}" if room else typed, room))
            return
        user = self.account(self.cast.person(who))
        await self._comes(self.fake.pressed(user, found.message.id, found.pressable.handle))

    async def submit(self, who: str, room: str, message: Message[H], handle: H, values: Mapping[str, str]) -> None:
        user = self.account(self.cast.person(who))
        await self._comes(self.fake.submitted(user, message.id, handle, values))

    async def invite(self, invite: Invite) -> None:
        user, room = self.account(self.cast.person(invite.who)), self.place(invite.room)
        if invite.room not in self.cast.rooms:
            members = [user, *(self.account(self.cast.person(who)) for who in invite.members)]
            self.fake.found(room, invite.room, members, bot=False)
            self.cast = self.cast.with_room(invite.room, invite.room)
        room = self.place(self.cast.room(invite.room))
        await self._comes(self.fake.removed(user, room) if invite.out else self.fake.invited(user, room))

    async def _comes(self, event: Any) -> None:
        if self.weather.reconnect:
            await self.fake.disconnect()
        await self.happens(lambda: self._push(event))

    async def _push(self, event: Any) -> None:
        await self.fake.push(event)

    async def look(self) -> None:
        for message in self.fake.messages:
            place = self._place(message)
            if message.gone:
                self.screens.remove(place, message.id, message.changed)
            else:
                self.screens.show(place, message.id, self.draw(message), message.changed, message.came)

    def _place(self, message: Any) -> str:
        if message.room:
            return place_of("", next(title for title, id in self.cast.rooms.items() if self.place(id) == message.room))
        return self.cast.who(self._names[message.user])
