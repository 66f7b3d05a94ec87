"""Plays a transcript: does what its people do, and writes down what everybody then saw."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import assert_never

from bot.playing.matching import difference, merged
from bot.playing.screens import Shown
from bot.playing.script import Action, Fill, Invite, Pass, PlayError, Press, Reword, Say, Script, Trouble
from bot.playing.times import Workdays, local, resolve
from bot.playing.world import World

Happening = tuple[str, str, str]
"""Place, mark and text of one thing seen; place is empty for a mark of time."""


@dataclass(frozen=True, slots=True)
class Played:
    """A transcript as it happened. `stuck`: why it could not be played to its end."""

    script: Script
    text: str
    stuck: str = ""

    @property
    def difference(self) -> str:
        """The dialog with what differs marked; empty if everything was as written."""
        return difference(self.script.text, self.text, self.script.file.name)


def lacks(script: Script, world: World) -> frozenset[str]:
    """The abilities the transcript needs and the world has not."""
    return (script.header.needs | script.does) - world.can


async def play(script: Script, world: World, workdays: Workdays) -> Played:
    """Play the script in a fresh world, from its start to its stop."""
    lines: list[str] = []
    now = script.header.now
    try:
        try:
            await world.start(script.header)
        except PlayError as error:
            raise PlayError(str(error), script.file, 1) from error
        for step in script.steps:
            lines.extend(step.lines)
            began, here = now, ""
            try:
                for action in step.actions:
                    now, here = await _do(action, world, now, script, workdays)
                seen = await world.seen()
            except (ValueError, PlayError) as error:
                raise PlayError(str(error), script.file, step.line) from error
            lines.extend(merged(step.replies, _told(seen, script, here, began, now)))
    except PlayError as error:
        return Played(script, "\n".join(lines) + "\n", str(error))
    finally:
        await world.stop()
    return Played(script, "".join(f"{line}\n" for line in lines))


async def _do(action: Action, world: World, now: datetime, script: Script, workdays: Workdays) -> tuple[datetime, str]:
    """Do it; the time after it, and the chat in which it was done."""
    match action:
        case Say():
            await world.say(action)
        case Press():
            await world.press(action)
        case Fill():
            await world.fill(action)
        case Invite():
            await world.invite(action)
        case Reword():
            await world.reword(action)
        case Pass(when):
            now = resolve(when, now, script.header.zone, workdays)
            await world.advance(now)
            return now, ""
        case Trouble():
            await world.trouble(action)
            return now, ""
        case _:
            assert_never(action)
    return now, f"#{action.room}" if action.room else action.who


def _told(seen: Sequence[Shown], script: Script, here: str, began: datetime, now: datetime) -> list[Happening]:
    """In order of time, to the minute; within a minute the chat where it was done first, then people as in the
    header, others as they come up in the script, then rooms."""
    zone = script.header.zone
    named = _named(script)
    told: list[Happening] = []
    last = local(now, zone)
    day = local(began, zone).date()

    def minute_of(shown: Shown) -> datetime:
        return local(shown.at, zone)

    for minute, group in groupby(sorted(seen, key=minute_of), key=minute_of):
        if minute != last and (told or minute < last):
            told.append(("", "..", f"{minute:%H:%M}" if minute.date() == day else f"{minute:%a %m-%d %H:%M}"))
            last, day = minute, minute.date()
        ordered = sorted(group, key=lambda shown: (shown.place != here, *_rank(shown.place, named), shown.place))
        told.extend((shown.place, shown.mark, shown.text) for shown in ordered)
    return told


def _named(script: Script) -> Sequence[str]:
    """The people of the header, then those who do something, in the order they come up."""
    actions = (action for step in script.steps for action in step.actions)
    doing = [action.who for action in actions if isinstance(action, Say | Press | Fill | Invite | Reword)]
    return [*(each.who for each in script.header.people), *doing]


def _rank(place: str, named: Sequence[str]) -> tuple[int, int]:
    if place.startswith("#"):
        return 2, 0
    return (0, named.index(place)) if place in named else (1, 0)
