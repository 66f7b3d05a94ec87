"""What stands before people: the bot's messages by chat, drawn by the fake's own reader when they are looked at."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tests.worlds.base import PlatformWorld


class Screens:
    """Of one platform. `refresh` looks for new messages; `texts` draws those of one chat as they stand now."""

    def __init__(self, world: PlatformWorld[Any]) -> None:
        self._world = world
        self._known = 0
        self._by_chat: defaultdict[str, list[Any]] = defaultdict(list)

    def refresh(self) -> None:
        messages = self._world.fake.messages
        for message in messages[self._known :]:
            # One platform's ids are one whatever their case.
            self._by_chat[message.room or message.user.lower()].append(message)
        self._known = len(messages)

    def direct(self, person: str) -> Sequence[Any]:
        """The messages to somebody, oldest first."""
        self.refresh()
        return self._by_chat[self._world.account(person).lower()]

    def room(self, room: str) -> Sequence[Any]:
        self.refresh()
        return self._by_chat[self._world.place(room)]

    def places(self) -> Mapping[str, int]:
        """By what the platform called it in its answer, where each message stands among all of them."""
        found: dict[str, int] = {}
        for place, message in enumerate(self._world.fake.messages):
            for name in (message.id, getattr(message, "key", ""), getattr(message, "task", "")):
                if name:
                    found.setdefault(name, place)
        return found

    def text(self, message: Any) -> str:
        text: str = "" if message.gone else self._world.draw(message).text
        return text

    def button(self, messages: Sequence[Any], label: str) -> Iterator[tuple[Any, Any]]:
        """The message and the handle of each button with this label, newest first."""
        for message in reversed(messages):
            for each in () if message.gone else self._world.draw(message).pressables:
                if label in (each.label, each.label.partition(" ")[2]):
                    yield message, each.handle
