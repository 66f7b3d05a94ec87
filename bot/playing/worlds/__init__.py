"""The worlds there are, by name, and the database they play on."""

from collections.abc import Callable, Mapping
from pathlib import Path

from bot.app import tables_of
from bot.features import FEATURES
from bot.playing.house import OpenStorage
from bot.playing.world import Weather, World
from bot.playing.worlds.core import CoreWorld
from bot.playing.worlds.playground import PlaygroundWorld
from storage import Database

WORLDS: Mapping[str, Callable[[OpenStorage, Weather, Path], World]] = {
    "core": lambda storage, weather, _: CoreWorld(storage, weather),
    "playground": lambda storage, weather, folder: PlaygroundWorld(storage, weather, folder / "playground.db"),
}
"""Each is given its database, its weather, and a folder for files of its own."""


def storage_at(url: str, folder: Path) -> OpenStorage:
    """The database of this URL, for a bot that may be restarted. Its master key lies in the folder, apart from it.

    It is described once: that takes longer than to open it again.
    """
    database = Database(url, tables_of(FEATURES), folder / "keys" / "master.key")
    return lambda: database
