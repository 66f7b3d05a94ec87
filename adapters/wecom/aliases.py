"""Members whom an administrator gave another userid: to the bot they stay who they were.

`update_user` tells the old id and the new one. [D 96302]
"""

import json

from adapters.wecom.ids import folded
from bot.ports.host import Host

NOTE = "aliases"
_SECOND = "/2"
"""Behind an id that somebody new has, after its first owner got another: no userid holds a slash."""


class Aliases:
    """Kept as one note, read when the adapter starts; renamings are rare."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._first: dict[str, str] = {}

    async def load(self) -> None:
        self._first = json.loads(await self._host.note(NOTE) or "{}")

    async def renamed(self, old: str, new: str) -> None:
        """Returns once it is noted. Harmless if it is told twice."""
        before, after = folded(old), folded(new)
        await self.load()
        if before == after or self._first.get(after) == self.known(before):
            return
        first = self._first.pop(before, before)
        self._first[after] = first
        if first == after:
            del self._first[after]
        await self._host.put_note(NOTE, json.dumps(self._first))

    def known(self, user: str) -> str:
        """Who has this userid now, by the id under which the bot met them."""
        user = folded(user)
        if user in self._first:
            return self._first[user]
        return f"{user}{_SECOND}" if user in self._first.values() else user

    def current(self, user: str) -> str:
        """The userid that WeCom knows them by now."""
        for after, first in self._first.items():
            if first == user:
                return after
        return user.removesuffix(_SECOND)
