"""Commands typed by hand: what people say and press, and what goes wrong."""

import asyncio
import json
import re
from collections.abc import Callable
from typing import Any, get_args

from tests.fakes.dingtalk.drawing import draw
from tests.fakes.dingtalk.fake import CLIENT_ID, CLIENT_SECRET, FakeDingTalk, How
from tests.fakes.dingtalk.model import Ack, Call, Event, Message, NotAcknowledged

HELP = """\
赵敏> text                says it in the direct chat
#华东组 赵敏> @合拍 text   in the group; @name mentions
赵敏 [Label]              presses a button of the newest message that has it; #华东组 before it: in the group
赵敏 {field: value, …} [Submit]
fail limited 3            the next sends fail: limited broken html lost dropped expired
drop [how]                the connection: reset close away error refresh half freeze garbage
left 赵敏                 leaves the organisation
quota | log | help | quit"""

_SAID = re.compile(r"(?:#(\S+)\s+)?(\S+?)\s*>\s*(.*)")
_PRESSED = re.compile(r"(?:#(\S+)\s+)?(\S+)\s+\[(.+)\]")
_FILLED = re.compile(r"(?:#(\S+)\s+)?(\S+)\s+\{(.*)\}\s*\[(.+)\]")


class Console:
    """Obeys, and tells everything that happens as lines."""

    def __init__(self, fake: FakeDingTalk, say: Callable[[str], object]) -> None:
        self._fake = fake
        self._say = say
        self._pushing: set[asyncio.Task[None]] = set()
        fake.site.changed = self.told

    def section(self) -> str:
        """What to put into hepai.toml."""
        template = next(iter(self._fake.site.templates), "")
        return (
            f'[platforms.dingtalk]\nclient_id = "{CLIENT_ID}"\nclient_secret = "{CLIENT_SECRET}"\n'
            f'card_template_id = "{template}"\n'
            f'api_url = "{self._fake.url}"\nold_api_url = "{self._fake.url}"\n'
        )

    def told(self, what: Any) -> None:
        match what:
            case Message():
                self._say(self._drawn(what))
            case Call():
                body = json.dumps(what.body, ensure_ascii=False)
                self._say(f"  {what.method} {what.path} {body[:200]} -> {what.status}")
            case Event():
                self._say(f"  {what.type} {what.topic}{'' if what.reaches else ' (the bot is not told)'}")
            case Ack():
                self._say(f"  acknowledged in {what.seconds:.2f} s")
            case _:
                self._say(f"  {what}")

    async def obey(self, line: str) -> bool:
        """False: it is over."""
        word, _, rest = line.partition(" ")
        try:
            match word:
                case "":
                    pass
                case "quit":
                    return False
                case "help":
                    self._say(HELP)
                case "log":
                    for call in self._fake.calls:
                        self.told(call)
                    for alarm in self._fake.alarms:
                        self._say(f"  !! {alarm}")
                case "quota":
                    quota = self._fake.site.quota
                    self._say(f"  {quota.calls} calls and {quota.pushes} pushes this month, of {quota.allowed}")
                case "fail":
                    kind, _, times = rest.partition(" ")
                    self._fake.faults.add(kind, int(times or 1))
                case "drop":
                    await self._drop(rest or "reset")
                case "left":
                    self._push(self._fake.left(self._user(rest)))
                case _:
                    self._deed(line)
        except ValueError as problem:
            self._say(f"  ?? {problem}")
        return True

    def _deed(self, line: str) -> None:
        if found := _FILLED.fullmatch(line):
            self._fill(*found.groups())
        elif found := _PRESSED.fullmatch(line):
            self._press(*found.groups())
        elif found := _SAID.fullmatch(line):
            room, who, text = found.groups()
            people = sorted(self._fake.site.company.people.values(), key=lambda each: -len(each.name))
            mentions = [(each.name, each.id) for each in people if f"@{each.name}" in text] if room else []
            to_bot = bool(re.search("@(合拍|Hepai)", text))
            self._push(self._fake.said(self._user(who), text, self._room(room), mentions, to_bot))
        else:
            raise ValueError("say `help`")

    def _press(self, room: str | None, who: str, label: str) -> None:
        user = self._user(who)
        for message in self._seen_by(user, room):
            for each in draw(message, user).pressables:
                if label in (each.label, *each.label.split(" ", 1)):
                    self._push(self._fake.pressed(user, message.id, each.handle))
                    return
        raise ValueError(f"no button [{label}]")

    def _fill(self, room: str | None, who: str, values: str, submit: str) -> None:
        user = self._user(who)
        split = [each.partition(":") for each in values.split(",")]
        pairs = {name.strip(): value.strip() for name, _, value in split}
        for message in self._seen_by(user, room):
            for form in draw(message, user).forms:
                if form.submit.label == submit:
                    named = {
                        each.name: next((v for v, shown in each.options if shown == value), value)
                        for label, value in pairs.items()
                        for each in form.fields
                        if label in each.label
                    }
                    self._push(self._fake.submitted(user, message.id, form.submit.handle, named))
                    return
        raise ValueError(f"no form with [{submit}]")

    def _seen_by(self, user: str, room: str | None) -> list[Message]:
        where = self._room(room)
        found = [each for each in self._fake.messages if each.room == where and each.user == ("" if where else user)]
        return [each for each in reversed(found) if not each.gone]

    def _push(self, event: Event) -> None:
        task = asyncio.get_running_loop().create_task(self._pushed(event))
        self._pushing.add(task)
        task.add_done_callback(self._pushing.discard)

    async def _pushed(self, event: Event) -> None:
        try:
            await self._fake.push(event)
        except NotAcknowledged as problem:
            self._say(f"  !! {problem}")

    async def _drop(self, how: str) -> None:
        if how not in get_args(How):
            raise ValueError(f"there are {', '.join(get_args(How))}")
        await self._fake.disconnect(how)  # type: ignore[arg-type]

    def _user(self, name: str) -> str:
        for each in self._fake.site.company.people.values():
            if name in (each.name, each.id):
                return each.id
        raise ValueError(f"nobody is called {name}")

    def _room(self, title: str | None) -> str:
        if not title:
            return ""
        for each in self._fake.site.company.rooms.values():
            if each.title == title:
                return each.id
        raise ValueError(f"no group is called {title}")

    def _drawn(self, message: Message) -> str:
        company = self._fake.site.company
        place = f"#{company.rooms[message.room].title}" if message.room else company.people[message.user].name
        mark = "x" if message.gone else "<" if message.version == 1 else "~"
        return f"{place} {mark} " + draw(message, message.user).text.replace("\n", "\n  | ")
