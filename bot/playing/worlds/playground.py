"""The playground: the real bot behind the real adapter, used through its HTTP interface only, as the page uses it."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from aiohttp import ClientSession

from adapters.playground import PLATFORM, TENANT, Playground, Settings, build
from bot.app import App
from bot.playground import shown
from bot.playing.header import ABILITIES
from bot.playing.house import OpenStorage
from bot.playing.housed import Housed
from bot.playing.screens import Found, Message
from bot.playing.script import Header, Invite, PlayError, Say
from bot.playing.stage import place_of, spoken
from bot.playing.world import CALM, Weather
from bot.playing.worlds.page import draw
from bot.runtime.clocks import SystemClock

DIRECT = "hepai"
"""The API's name of everybody's direct chat."""


class PlaygroundWorld(Housed[str]):
    """People in front of the page: they say, press, submit and read what the API tells them."""

    name = "playground"
    can = ABILITIES - {"rewording", "reread", "recalls"}
    platform = PLATFORM
    tenant = TENANT

    def __init__(self, storage: OpenStorage, weather: Weather = CALM, log: Path | None = None) -> None:
        super().__init__(storage, weather, listen=("127.0.0.1", 0))
        self._log = log
        self._seen: dict[str, int] = {}
        self._count = 0

    async def start(self, header: Header) -> None:
        self._http = ClientSession(headers={"X-Hepai": "1"})
        await super().start(header)

    async def stop(self) -> None:
        await self._http.close()
        await super().stop()

    async def advance(self, to: datetime) -> None:
        answer = await self._post("advance", {"by": self.house.moment(to).isoformat()})
        if not answer["settled"]:
            raise PlayError("the bot did not come to rest within the playground's patience")

    async def say(self, said: Say) -> None:
        heard = spoken(said.text, self.cast.people)
        mentions = [self.cast.person(who) for who in dict.fromkeys(heard.mentions)]
        chat = self.cast.room(said.room) if said.room else DIRECT
        person = self.cast.person(said.who)
        body = {"as": person, "chat": chat, "text": heard.typed, "mentions": mentions, "media": said.media}
        await self._act("say", body)

    async def tap(self, who: str, room: str, found: Found[str]) -> None:
        body = {"as": self.cast.person(who), "message": found.message.id, "button": found.pressable.handle}
        await self._act("press", {**body, "text": found.text})

    async def submit(self, who: str, room: str, message: Message[str], handle: str, values: Mapping[str, str]) -> None:
        body = {"as": self.cast.person(who), "message": message.id, "form": handle, "values": dict(values)}
        await self._act("submit", body)

    async def invite(self, invite: Invite) -> None:
        person = self.cast.person(invite.who)
        if invite.room in self.cast.rooms:
            body = {"as": person, "chat": self.cast.room(invite.room)}
            await self._post("remove" if invite.out else "add", body)
            return
        members = [self.cast.person(who) for who in invite.members]
        answer = await self._post("rooms", {"as": person, "title": invite.room, "members": members})
        self.cast = self.cast.with_room(invite.room, answer["room"])

    def adapter(self, app: App) -> Playground:
        return build(Settings(log=self._log), app, shown(self.cast.company), SystemClock())

    async def _act(self, path: str, body: dict[str, Any]) -> None:
        """Do it under an id: the same id again is the same act."""
        self._count += 1
        act = {**body, "id": f"act{self._count}"}
        await self.happens(lambda: self._post(path, act))

    async def look(self) -> None:
        """Look at every chat that may have changed: each person's own, each room through one of its members."""
        state = await self._get("state")
        if state["seq"] == self._seen.get("", 0):
            return
        for person in state["people"]:
            place = self.cast.who(person["id"])
            await self._read(DIRECT, person["id"], place)
        for room in state["rooms"]:
            if room["members"]:
                await self._read(room["id"], room["members"][0], place_of("", self.cast.title(room["id"])))
        self._seen[""] = state["seq"]

    async def _read(self, chat: str, person: str, place: str) -> None:
        found = await self._get(f"chats/{chat}", {"as": person, "after": str(self._seen.get(place, 0))})
        self._seen[place] = found["seq"]
        for message in found["messages"]:
            if message["from"] == DIRECT:
                came, id = datetime.fromisoformat(message["at"]), message["id"]
                changed = self.house.refusals.moments.get(id, came) if message["revisions"] else came
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
        return f"http://127.0.0.1:{self.house.app.port}/api/{path}"
