"""A world with the real bot in it: how deeds reach it, once or in bad weather twice, and how it comes to rest."""

from abc import abstractmethod
from collections.abc import Awaitable, Callable

from bot.app import App
from bot.company import Accounts
from bot.kernel.ids import Platform
from bot.playing.cast import Cast, cast_of
from bot.playing.drawing import H
from bot.playing.house import House, OpenStorage
from bot.playing.script import Header, Trouble
from bot.playing.stage import Stage
from bot.playing.world import Weather
from bot.ports.adapter import Adapter

Deliver = Callable[[], Awaitable[object]]


class Housed(Stage[H]):
    """What every platform's world does the same. The company is installed on its platform, under its tenant."""

    platform: Platform
    tenant: str

    def __init__(self, storage: OpenStorage, weather: Weather, listen: tuple[str, int] | None = None) -> None:
        super().__init__(weather)
        self.house = House(storage, self.adapter, self.started, weather, listen)
        self._late: list[Deliver] = []
        self._twice = False

    @abstractmethod
    def adapter(self, app: App) -> Adapter:
        """The platform's adapter, anew at every start of the bot."""

    async def start(self, header: Header) -> None:
        self.cast: Cast = cast_of(header)
        accounts = Accounts(self.account, self.place)
        await self.house.start(header.now, self.cast, self.platform, self.tenant, accounts)

    def account(self, person: str) -> str:
        """The platform's id of a person."""
        return person

    def place(self, room: str) -> str:
        """The platform's id of a group."""
        return room

    async def started(self) -> None:
        """The bot is up, for the first time or again."""

    async def stop(self) -> None:
        await self.house.stop()

    async def happens(self, deliver: Deliver) -> None:
        """Somebody did something. Where it arrives twice, it does so at once, and again when all is over."""
        twice, self._twice = self._twice or self.weather.duplicate, False
        await deliver()
        if twice:
            await deliver()
            self._late.append(deliver)

    async def settle(self) -> None:
        if self.weather.restart:
            await self.house.restart()
        await self.house.rest()
        late, self._late = self._late, []
        for deliver in late:
            await deliver()
        if late:
            await self.house.rest()
        await self.look()

    async def look(self) -> None:
        """Bring the screens up to date, where the platform does not do so by itself."""

    async def trouble(self, trouble: Trouble) -> None:
        match trouble.kind:
            case "dup":
                self._twice = True
            case "restart":
                await self.house.restart()
            case _:
                self.house.refusals.coming = trouble.count
