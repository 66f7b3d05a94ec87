"""One simulated person: checks in, changes answers, thanks colleagues, asks nonsense; one thing after the other."""

import asyncio
import random
import re
from collections.abc import Callable, Sequence
from time import monotonic
from typing import Any

from bot.kernel.people import Person
from tests.chaos.deeds import Deed, Diary, Kind
from tests.chaos.post import Post
from tests.chaos.screens import Screens

ALLOWANCE, MOST_TO_ONE = 10, 5
HELP, TOO = "帮助", "我也谢谢他"
JOINING, JUST_THANKS = "也可以写一句你自己的理由", "只点赞"
THANKED, UNREAD = "🎉", "我没看懂"
OWN = "这条是感谢你的"


def words_in(text: str) -> str:
    """The word that somebody said, wherever it stands; empty if there is none."""
    found = re.search(r"p\d{3}第\d{4}句", text)
    return found[0] if found else ""


class GaveUp(Exception):
    """What was waited for did not come."""


class Talker:
    """`pace`: seconds of thinking between two deeds, about. `over` says whether so many deeds are enough.

    `patience`: seconds for which they wait for an answer before they give the bot up.
    """

    def __init__(
        self, person: Person, room: str, colleagues: Sequence[Person], post: Post, screens: Screens,
        dice: random.Random, pace: float, over: Callable[[int], bool],
        patience: float,
    ) -> None:  # fmt: skip
        self.diary = Diary(person.id, person.name, post.world.platform)
        self._person, self._room = person, room
        self._colleagues = [each for each in colleagues if each.id != person.id]
        self._post, self._screens = post, screens
        self._dice, self._pace, self._over, self._patience = dice, pace, over, patience
        self._words = 0
        self._left, self._given = ALLOWANCE, dict.fromkeys((each.id for each in self._colleagues), 0)
        self._joined: set[str] = set()

    async def live(self) -> None:
        """Until it is over, or an answer did not come."""
        deeds = [
            (self._edit, 5),
            (self._noise, 4),
            (self._thanks, 3),
            (self._join, 1),
            (self._help, 1),
            (self._list, 1),
        ]
        try:
            await asyncio.sleep(self._dice.random() * self._pace)
            await self._checks_in()
            while not self._over(len(self.diary.deeds)):
                (deed,) = self._dice.choices([each for each, _ in deeds], [weight for _, weight in deeds])
                await deed()
                await asyncio.sleep(self._pace * (0.5 + self._dice.random()))
        except GaveUp as error:
            self.diary.stuck.append(str(error))

    async def _checks_in(self) -> None:
        await self._says(Kind.LIST, "打卡", "打卡")
        await self._sees("1/3")
        for question in ("2/3", "3/3"):
            word = self._word()
            await self._says(Kind.ANSWER, word, f"整理资料{word}")
            await self._sees(question)
        await self._says(Kind.LIST, "没有", "没有")
        await self._sees("收到 ✅")

    async def _edit(self) -> None:
        word = self._word()
        await self._says(Kind.EDIT, word, f"改 2 整理资料{word}")

    async def _noise(self) -> None:
        word = self._word()
        await self._says(Kind.NOISE, word, f"废话{word}")

    async def _list(self) -> None:
        await self._says(Kind.LIST, "我的赞", "我的赞")

    async def _thanks(self) -> None:
        """In the group, with points while there are any: they are counted here as the bot must count them."""
        to = self._dice.choice(self._colleagues)
        points = min(self._dice.randint(0, 3), self._left, MOST_TO_ONE - self._given[to.id])
        self._left -= points
        self._given[to.id] += points
        word, world = self._word(), self._post.world
        text = f"@合拍 赞 @{to.name} {points or ''} 帮我做完了事情{word}".replace("  ", " ")
        event = world.fake.said(
            world.account(self._person.id),
            text,
            world.place(self._room),
            [(to.name, world.account(to.id))],
            to_bot=True,
        )
        await self._does(Deed(self._person.id, world.platform, Kind.KUDOS, word, self._room, points), event)

    async def _help(self) -> None:
        """A press on one's own chat's last answer that offers it."""
        found = next(self._screens.button(self._screens.direct(self._person.id)[-8:], HELP), None)
        if found:
            await self._presses(Kind.HELP, self._word(), *found)

    async def _join(self) -> None:
        """Below somebody's thanks in the group: asked how, they say it without points."""
        offered = self._screens.button(self._screens.room(self._room)[-12:], TOO)
        texts = ((self._screens.text(message), message, handle) for message, handle in offered)
        others = (each for each in texts if self._person.name not in each[0])
        found = next((each for each in others if words_in(each[0]) not in self._joined), None)
        if found is None:
            return
        text, message, handle = found
        thanked = words_in(text)
        self._joined.add(thanked)
        before = self._asked()
        await self._presses(Kind.LIST, TOO, message, handle)
        await self._until(lambda: self._asked() > before, f"the question after {thanked}")
        question, choice = next(self._screens.button(self._screens.direct(self._person.id), JUST_THANKS))
        await self._presses(Kind.JOIN, thanked, question, choice)

    def _asked(self) -> int:
        return sum(1 for each in self._screens.direct(self._person.id) if JOINING in self._screens.text(each))

    async def _says(self, kind: Kind, word: str, text: str) -> None:
        world = self._post.world
        event = world.fake.said(world.account(self._person.id), text)
        await self._does(Deed(self._person.id, world.platform, kind, word), event)

    async def _presses(self, kind: Kind, word: str, message: Any, handle: Any) -> None:
        world = self._post.world
        event = world.fake.pressed(world.account(self._person.id), message.id, handle)
        await self._does(Deed(self._person.id, world.platform, kind, word, self._room), event)

    async def _does(self, deed: Deed, event: Any) -> None:
        self.diary.deeds.append(deed)
        deed.began = monotonic()
        deed.acknowledged = await self._post.bring(event)
        if not deed.acknowledged:
            raise GaveUp(f"no acknowledgement of {deed.kind} {deed.word}")

    async def _sees(self, words: str) -> None:
        await self._until(
            lambda: any(words in self._screens.text(each) for each in self._screens.direct(self._person.id)), words
        )

    async def _until(self, happened: Callable[[], bool], what: str) -> None:
        end = monotonic() + self._patience
        while not happened():
            if monotonic() > end:
                raise GaveUp(f"waited {self._patience:.0f} s for {what!r}")
            await asyncio.sleep(0.25)  # a person looks now and then

    def _word(self) -> str:
        """A word that nobody else says, in order."""
        self._words += 1
        return f"{self._person.id}第{self._words:04}句"
