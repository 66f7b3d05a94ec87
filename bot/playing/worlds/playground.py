"""The playground: the real bot behind the real adapter, used through its HTTP interface only, as the page uses it."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from aiohttp import ClientSession

from adapters.playground import PLATFORM, TENANT, Company, Playground, Room, Settings, User, build
from bot.playing.cast import Cast, cast_of
from bot.playing.header import ABILITIES
from bot.playing.house import House, OpenStorage
from bot.playing.screens import Found, Message
from bot.playing.script import Header, Invite, PlayError, Say, Trouble
from bot.playing.stage import Stage, place_of, spoken
from bot.playing.world import CALM, Weather
from bot.playing.worlds.page import draw
from bot.ports.controls import Controls
from bot.runtime.clocks import SystemClock

DIRECT = "hepai"
"""The API's name of everybody's direct chat."""


class PlaygroundWorld(Stage[str]):
    """People in front of the page: they say, press, submit and read what the API tells them."""

    name = "playground"
    can = ABILITIES

    def __init__(self, storage: OpenStorage, weather: Weather = CALM, log: Path | None = None) -> None:
        super().__init__(weather)
        self._log = log
        self._house = House(storage, self._adapter, weather, listen=("127.0.0.1", 0))
        self._again: list[tuple[str, dict[str, Any]]] = []
        self._twice = False
        self._seen: dict[str, int] = {}
        self._count = 0

    async def start(self, header: Header) -> None:
        self._http = ClientSession(headers={"X-Hepai": "1"})
        self._cast: Cast = cast_of(header)
        await self._house.start(header.now, self._cast, PLATFORM, TENANT)

    async def stop(self) -> None:
        await self._http.close()
        await self._house.stop()

    async def settle(self) -> None:
        await self._house.settle()
        if self.weather.duplicate or self._twice:
            for path, body in self._again:
                await self._post(path, body)
            await self._house.settle()
            self._twice = self._twice and not self._again
        self._again = []
        await self._look()

    async def advance(self, to: datetime) -> None:
        answer = await self._post("advance", {"by": self._house.moment(to).isoformat()})
        if not answer["settled"]:
            raise PlayError("the bot did not come to rest within the playground's patience")

    async def trouble(self, trouble: Trouble) -> None:
        match trouble.kind:
            case "dup":
                self._twice = True
            case "restart":
                await self._house.restart()
            case _:
                self._house.refusals.coming = trouble.count

    async def say(self, said: Say) -> None:
        heard = spoken(said.text, self._cast.people)
        mentions = [self._cast.person(who) for who in dict.fromkeys(heard.mentions)]
        chat = self._cast.room(said.room) if said.room else DIRECT
        person = self._cast.person(said.who)
        body = {"as": person, "chat": chat, "text": heard.typed, "mentions": mentions, "media": said.media}
        await self._act("say", body)

    async def tap(self, who: str, room: str, found: Found[str]) -> None:
        body = {"as": self._cast.person(who), "message": found.message.id, "button": found.pressable.handle}
        await self._act("press", {**body, "text": found.text})

    async def submit(self, who: str, room: str, message: Message[str], handle: str, values: Mapping[str, str]) -> None:
        body = {"as": self._cast.person(who), "message": message.id, "form": handle, "values": dict(values)}
        await self._act("submit", body)

    async def invite(self, invite: Invite) -> None:
        person = self._cast.person(invite.who)
        if invite.room in self._cast.rooms:
            body = {"as": person, "chat": self._cast.room(invite.room)}
            await self._post("remove" if invite.out else "add", body)
            return
        members = [self._cast.person(who) for who in invite.members]
        answer = await self._post("rooms", {"as": person, "title": invite.room, "members": members})
        self._cast = self._cast.with_room(invite.room, answer["room"])

    def _adapter(self, controls: Controls) -> Playground:
        people = tuple(
            User(p.id, p.name, p.department, "", p.staff_no, p.timezone, p.locale) for p in self._cast.company.people
        )
        rooms = tuple(Room(group.id, group.title, group.members) for group in self._cast.company.groups)
        return build(Settings(log=self._log), controls, Company(people, rooms), SystemClock())

    async def _act(self, path: str, body: dict[str, Any]) -> None:
        """Do it under an id: the same id again is the same act."""
        self._count += 1
        act = {**body, "id": f"act{self._count}"}
        for _ in range(2 if self.weather.duplicate or self._twice else 1):
            await self._post(path, act)
        self._again.append((path, act))

    async def _look(self) -> None:
        """Look at every chat that may have changed: each person's own, each room through one of its members."""
        state = await self._get("state")
        if state["seq"] == self._seen.get("", 0):
            return
        for person in state["people"]:
            place = self._cast.who(person["id"])
            await self._read(DIRECT, person["id"], place)
        for room in state["rooms"]:
            if room["members"]:
                await self._read(room["id"], room["members"][0], place_of("", self._cast.title(room["id"])))
        self._seen[""] = state["seq"]

    async def _read(self, chat: str, person: str, place: str) -> None:
        found = await self._get(f"chats/{chat}", {"as": person, "after": str(self._seen.get(place, 0))})
        self._seen[place] = found["seq"]
        for message in found["messages"]:
            if message["from"] == DIRECT:
                came, id = datetime.fromisoformat(message["at"]), message["id"]
                changed = self._house.refusals.moments.get(id, came) if message["revisions"] else came
                self.screens.show(place, id, draw(message), changed, came)

    async def _get(self, path: str, query: Mapping[str, str] | None = None) -> Any:
        async with self._http.get(self._url(path), params=query) as response:
            return await self._answered(path, response.status, await response.json())

    async def _post(self, path: str, body: Mapping[str, Any]) -> Any:
        async with self._http.post(self._url(path), json=body) as response:
            return await self._answered(path, response.status, await response.json())

    @staticmethod
    async def _answered(path: str, status: int, answer: Any) -> Any:
        if status != 200:
            raise PlayError(f"/api/{path} refused: {answer['error']['message']}")
        return answer

    def _url(self, path: str) -> str:
        return f"http://127.0.0.1:{self._house.app.port}/api/{path}"
