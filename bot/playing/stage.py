"""What all worlds share: presses are looked for on the screens, and mentions are found in what is typed."""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic

from bot.playing.drawing import H
from bot.playing.screens import Found, Message, Screens, Shown, values_of
from bot.playing.script import Fill, PlayError, Press, Reword, Say
from bot.playing.world import CALM, Weather

BOT = "合拍"
BOT_NAMES = (BOT, "Hepai")


@dataclass(frozen=True, slots=True)
class Spoken:
    """What is typed, with `@name` for each mention in order; `text` is that without the bot's own mention."""

    typed: str
    text: str
    mentions: tuple[str, ...] = ()
    to_bot: bool = False


def spoken(text: str, cast: Iterable[str]) -> Spoken:
    r"""Find `@who` for everybody of the cast, as the transcript calls them; `\@who` mentions nobody."""
    names = sorted({*cast, *BOT_NAMES}, key=len, reverse=True)
    mention = re.compile(r"(?<!\\)@(" + "|".join(map(re.escape, names)) + r")(?:(?<![A-Za-z])|(?![A-Za-z]))")
    found = mention.findall(text)
    typed = mention.sub(lambda each: f"@{each[1].partition('·')[0]}", text)
    heard = mention.sub(lambda each: "" if each[1] in BOT_NAMES else f"@{each[1].partition('·')[0]}", text)
    return Spoken(
        typed.replace("\\@", "@"),
        heard.replace("\\@", "@").strip(" "),
        tuple(name for name in found if name not in BOT_NAMES),
        any(name in BOT_NAMES for name in found),
    )


def place_of(who: str, room: str) -> str:
    return f"#{room}" if room else who


class Stage(ABC, Generic[H]):
    """The half of a world that is the same everywhere; H is what a platform needs to press a button."""

    def __init__(self, weather: Weather = CALM) -> None:
        self.weather = weather
        self.screens: Screens[H] = Screens()
        self._settled = True

    @abstractmethod
    async def say(self, said: Say) -> None: ...

    async def reword(self, reword: Reword) -> None:
        """Change or take back what was said. Where a platform has no such thing, no transcript that does it is held."""
        raise PlayError("nobody can change a message here")

    @abstractmethod
    async def tap(self, who: str, room: str, found: Found[H]) -> None:
        """Press this very button, with the text given."""

    @abstractmethod
    async def submit(self, who: str, room: str, message: Message[H], handle: H, values: Mapping[str, str]) -> None:
        """Send this form."""

    @abstractmethod
    async def settle(self) -> None:
        """Return when the bot is at rest and every screen up to date."""

    async def press(self, press: Press) -> None:
        place = place_of(press.who, press.room)
        try:
            found = self.screens.find(place, press.label, press.old)
        except PlayError:
            spelt = self.screens.spelt(place, press.label)
            if not spelt:
                raise
            await self.say(Say(press.who, f"@{BOT} {spelt}" if press.room else spelt, press.room))
            self._settled = False
            return
        # Words mean what stands when they are read; a press means the card that was pressed, though it changed since.
        if self.weather.typed and self._settled and not press.old:
            typed = self.screens.typed(place, found)
            await self.say(Say(press.who, f"@{BOT} {typed}" if press.room else typed, press.room))
        else:
            await self.tap(press.who, press.room, found)
        self._settled = False

    async def fill(self, fill: Fill) -> None:
        message, form = self.screens.form(place_of(fill.who, fill.room), fill.submit)
        await self.submit(fill.who, fill.room, message, form.submit.handle, values_of(form, fill.values))

    async def seen(self) -> Sequence[Shown]:
        await self.settle()
        self._settled = True
        return self.screens.news()
