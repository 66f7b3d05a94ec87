"""The fake by hand: what a person types becomes a deed; calls, acknowledgements and screens are told as they happen."""

import json
import re
from collections.abc import Callable, Mapping

from bot.playing.drawing import written
from bot.playing.screens import Screens, values_of
from bot.playing.script import PlayError
from tests.fakes.slack.drawing import Handle, draw
from tests.fakes.slack.fake import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, FakeSlack
from tests.fakes.slack.records import Event, NotAcknowledged

HELP = """\
赵敏> text               says it to the bot        赵敏 [Label]            presses a button, or [menu: option]
#room 赵敏> @合拍 text    says it in a channel      赵敏 {field: value} [Send]   fills a form
赵敏 /okr list           a slash command           赵敏 + tada             reacts to the bot's last message
赵敏 home                opens the Home tab        log                    every call so far, with its answer
fail limited 3           the next 3 sends fail     drop [refresh]         the connections end
help                     this                      quit"""
_SAY = re.compile(r"(?:#(\S+)\s+)?([^\s>]+)\s*>\s*(.*)")
_FILL = re.compile(r"(?:#(\S+)\s+)?(\S+)\s+\{(.*)\}\s*\[(.+)\]")
_PRESS = re.compile(r"(?:#(\S+)\s+)?(\S+)\s+\[(.+)\]")
_COMMAND = re.compile(r"(\S+)\s+(/\S+)\s*(.*)")
_REACT = re.compile(r"(\S+)\s+\+\s*(\S+)")
_HOME = re.compile(r"(\S+)\s+home")


class Console:
    """`people` and `rooms`: ids by name. `write` shows a line."""

    def __init__(
        self, fake: FakeSlack, people: Mapping[str, str], rooms: Mapping[str, str], write: Callable[[str], None]
    ) -> None:
        self._fake = fake
        self._people = people
        self._rooms = rooms
        self._write = write
        self._screens: Screens[Handle] = Screens()
        self._told = (0, 0, 0)

    def section(self) -> str:
        """What to put into hepai.toml to point the bot here."""
        return (
            f'[platforms.slack]\nbase_url = "{self._fake.url}/api"\nbot_token = "{BOT_TOKEN}"\n'
            f'app_token = "{APP_TOKEN}"\nsigning_secret = "{SIGNING_SECRET}"'
        )

    async def obey(self, line: str) -> bool:
        """False: it was `quit`. What cannot be done is said."""
        try:
            return await self._obeyed(line)
        except (PlayError, KeyError, ValueError) as error:
            self._write(f"! {error}")
        except NotAcknowledged as error:
            self._write(f"! not acknowledged: {error}")
        return True

    async def _obeyed(self, line: str) -> bool:
        word, _, rest = line.partition(" ")
        match word:
            case "" | "help":
                self._write(HELP)
            case "quit":
                return False
            case "log":
                for call in self._fake.calls:
                    answer = json.dumps(call.answer, ensure_ascii=False)
                    self._write(f"{call.method} {json.dumps(call.params, ensure_ascii=False)} → {call.status} {answer}")
            case "fail":
                fault, _, times = rest.partition(" ")
                self._fake.faults.add(fault, int(times or 1))
            case "drop":
                await self._fake.disconnect(rest or "reset")
            case _:
                await self._deed(line)
        return True

    async def _deed(self, line: str) -> None:
        deeds: tuple[tuple[re.Pattern[str], Callable[..., Event]], ...] = (
            (_FILL, self._filled),
            (_PRESS, self._pressed),
            (_COMMAND, lambda who, command, text: self._fake.deeds.commanded(self._person(who), command, text)),
            (_REACT, self._reacted),
            (_HOME, lambda who: self._fake.opened(self._person(who))),
            (_SAY, self._said),
        )
        for pattern, deed in deeds:
            if found := pattern.fullmatch(line):
                await self._fake.push(deed(*(each or "" for each in found.groups())))
                self.news()
                return
        raise ValueError("that is no command; `help` shows them")

    def _person(self, name: str) -> str:
        if name not in self._people:
            raise ValueError(f"nobody is called {name}; there are {', '.join(self._people)}")
        return self._people[name]

    def _said(self, room: str, who: str, text: str) -> Event:
        named = sorted(self._people, key=len, reverse=True)
        found = re.findall("@(" + "|".join(map(re.escape, named)) + ")", text)
        mentions = [(name, self._people[name]) for name in found]
        place = self._rooms[room] if room else ""
        return self._fake.said(self._person(who), text, place, mentions, to_bot="@合拍" in text or "@Hepai" in text)

    def _pressed(self, room: str, who: str, label: str) -> Event:
        found = self._screens.find(f"#{room}" if room else who, label)
        return self._fake.pressed(self._person(who), found.message.id, found.pressable.handle)

    def _filled(self, room: str, who: str, fields: str, submit: str) -> Event:
        given = [
            (name.strip(), value.strip()) for name, _, value in (each.partition(":") for each in fields.split(","))
        ]
        message, form = self._screens.form(f"#{room}" if room else who, submit)
        values = values_of(form, given)
        return self._fake.submitted(self._person(who), message.id, form.submit.handle, values)

    def _reacted(self, who: str, emoji: str) -> Event:
        user = self._person(who)
        seen = [each for each in self._fake.messages if user in each.channel.members and not each.gone]
        if not seen:
            raise ValueError(f"{who} has nothing of the bot to react to")
        return self._fake.reacted(user, seen[-1].id, emoji)

    def news(self) -> None:
        """Tell what has happened since the last time: calls, acknowledgements, alarms, and what is on screens."""
        calls, acks, alarms = self._told
        fake = self._fake
        for call in fake.calls[calls:]:
            refused = "" if call.status == 200 and call.answer.get("ok") else f" → {call.status} {call.answer}"
            self._write(f"  call {call.method}{f' ({call.fault})' if call.fault else ''}{refused}")
        for ack in fake.acks[acks:]:
            self._write(f"  acknowledged {ack.kind} after {ack.seconds * 1000:.0f} ms")
        for alarm in fake.alarms[alarms:]:
            self._write(f"  ALARM {alarm}")
        self._told = (len(fake.calls), len(fake.acks), len(fake.alarms))
        people = {id: name for name, id in self._people.items()}
        for message in fake.messages:
            place = f"#{message.channel.title}" if message.room else people[message.user]
            if message.gone:
                self._screens.remove(place, message.id, message.changed)
            else:
                self._screens.show(place, message.id, draw(message), message.changed, message.came)
        for shown in self._screens.news():
            for line in written(shown.place, shown.mark, shown.text):
                self._write(line)
