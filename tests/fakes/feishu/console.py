"""Feishu by hand: lines that are typed become what people do, and what the bot does is shown as it happens."""

import re
from collections.abc import Callable
from typing import Any

from bot.playing.drawing import Drawn, written
from tests.fakes.feishu.drawing import Handle, draw
from tests.fakes.feishu.fake import FakeFeishu
from tests.fakes.feishu.hook import FLAWS
from tests.fakes.feishu.records import Message, NotAcknowledged

HELP = """赵敏> text                     somebody writes; #华东组 赵敏> @合拍 text in the group; @王磊 is a mention
赵敏 [Label]                   presses the newest button of that label or digit; also #华东组 赵敏 [Label]
赵敏 {昨天: 完成, 今天: 上线}   fills and sends the newest form; an answer goes up to the next comma
赵敏 opens | 赵敏 menu key      opens the chat with the bot; uses a menu item
赵敏 +THUMBSUP                 reacts to the bot's newest message; -THUMBSUP takes it back
#新组 赵敏 + 合拍: 王磊 李娜     brings the bot into a group; #新组 赵敏 - 合拍 takes it out
callback URL [key]             events go to this URL from now on; key: the Encrypt Key
forge signature                a false callback from the first person: one of hook.FLAWS
fail limited 3                 the next sends go wrong: limited, broken, html, lost, dropped, expired
drop freeze                    connections end: reset, clean, close, half, freeze, death, refused, forbidden, busy
expire | fragments 3           tokens stop working; payloads come in parts
log | alarms | help | quit"""
_SAID = re.compile(r"(?:#(?P<room>\S+) )?(?P<who>[^\s>#]+)> ?(?P<text>.*)", re.DOTALL)
_PRESSED = re.compile(r"(?:#(?P<room>\S+) )?(?P<who>[^\s>#]+) \[(?P<label>.+)\]")
_FILLED = re.compile(r"(?:#(?P<room>\S+) )?(?P<who>[^\s>#]+) \{(?P<values>.*)\}")
_INVITED = re.compile(r"#(?P<room>\S+) (?P<who>\S+) (?P<way>[+-]) 合拍(?::(?P<members>.*))?")
_DOES = re.compile(r"(?P<who>\S+) (?:(?P<opens>opens)|menu (?P<key>\S+)|(?P<way>[+-])(?P<emoji>\w+))")


class Console:
    """`write`: where everything is shown, a line each."""

    def __init__(self, fake: FakeFeishu, write: Callable[[str], object]) -> None:
        self._fake = fake
        self._write = write
        self._told = {"calls": 0, "acks": 0, "alarms": 0, "toasts": 0}
        self._seen: dict[str, int] = {}

    def section(self) -> str:
        """What to put into the bot's settings."""
        values = {"app_id": self._fake.app_id, "app_secret": self._fake.app_secret, "base_url": self._fake.url}
        return "\n".join(["[platforms.feishu]", *(f'{name} = "{value}"' for name, value in values.items())])

    async def obey(self, line: str) -> bool:
        """False: it is over. What is wrong with a line is said."""
        if line == "quit":
            return False
        try:
            await self._obey(line)
        except (NotAcknowledged, ValueError, LookupError) as error:
            self._write(f"? {error}")
        return True

    def news(self) -> None:
        """Show what the bot did since the last time."""
        for call in self._fresh("calls"):
            self._write(f"  {call.method} {call.path} -> {call.status} {_code(call.answer)}")
        for ack in self._fresh("acks"):
            self._write(f"  {ack.type} acknowledged with {ack.code} in {ack.seconds * 1000:.0f} ms")
        for toast in self._fresh("toasts"):
            self._write(f"{self._name(toast.user)} (toast, {toast.type}) {toast.content}")
        for alarm in self._fresh("alarms"):
            self._write(f"! {alarm}")
        for message in self._fake.messages:
            self._show(message)

    def _show(self, message: Message) -> None:
        version = 0 if message.gone else message.version
        if self._seen.get(message.id) == version:
            return
        mark = "x" if message.gone else "~" if message.id in self._seen else "<"
        self._seen[message.id] = version
        place = (
            f"#{self._fake.platform.company.chats[message.room].title}" if message.room else self._name(message.user)
        )
        for line in written(place, mark, draw(message).text):
            self._write(line)

    def _fresh(self, what: str) -> list[Any]:
        there = getattr(self._fake, what)
        found = list(there[self._told[what] :])
        self._told[what] = len(there)
        return found

    async def _obey(self, line: str) -> None:
        word, _, rest = line.partition(" ")
        match word:
            case "":
                return
            case "help":
                self._write(HELP)
            case "log":
                for call in self._fake.calls:
                    self._write(f"{call.at:%H:%M:%S} {call.method} {call.path} {call.query} {call.body}")
                    self._write(f"         {call.status} {call.answer}")
            case "alarms":
                self._write("\n".join(self._fake.alarms) or "none")
            case "fail":
                fault, _, times = rest.partition(" ")
                self._fake.faults.add(fault, int(times or 1))
            case "drop":
                await self._fake.disconnect(rest or "reset")
            case "expire":
                self._fake.tokens.revoke()
            case "fragments":
                self._fake.link.fragments = int(rest)
            case "callback":
                url, _, key = rest.partition(" ")
                await self._fake.subscribe(url, key)
            case "forge" if rest in FLAWS:
                posted = await self._fake.post(self._fake.said(self._someone(), "forged"), rest)
                self._write(f"answered with {posted.status} {posted.body}")
            case _:
                await self._act(line)

    async def _act(self, line: str) -> None:
        if found := _SAID.fullmatch(line):
            await self._say(found["who"], found["text"], found["room"])
        elif found := _PRESSED.fullmatch(line):
            await self._press(found["who"], found["label"], found["room"])
        elif found := _FILLED.fullmatch(line):
            await self._fill(found["who"], found["values"], found["room"])
        elif found := _INVITED.fullmatch(line):
            await self._invite(found["who"], found["room"], found["way"] == "+", (found["members"] or "").split())
        elif found := _DOES.fullmatch(line):
            await self._do(found)
        else:
            raise ValueError("not understood; write `help` for what can be done")

    async def _say(self, who: str, text: str, room: str | None) -> None:
        names = {person.name: person.open_id for person in self._fake.platform.company.people.values()}
        mentioned = re.findall("@(" + "|".join(map(re.escape, sorted(names, key=len, reverse=True))) + ")", text)
        mentions = [(name, names[name]) for name in mentioned]
        to_bot = "@合拍" in text or "@Hepai" in text
        await self._fake.push(self._fake.said(self._user(who), text, self._room(room), mentions, to_bot))

    async def _press(self, who: str, label: str, room: str | None) -> None:
        for message, drawn in self._before(who, room):
            for each in drawn.pressables:
                digit, _, words = each.label.partition(" ")
                if label in (each.label, digit if digit.isdigit() else "", words):
                    await self._fake.push(self._fake.pressed(self._user(who), message.id, each.handle))
                    return
        raise ValueError(f"there is no button [{label}] before {who}")

    async def _fill(self, who: str, values: str, room: str | None) -> None:
        for message, drawn in self._before(who, room):
            for form in drawn.forms:
                filled = {}
                for pair in values.split(","):
                    label, _, value = pair.partition(":")
                    name = next(each.name for each in form.fields if label.strip() in (each.name, each.label))
                    filled[name] = value.strip()
                event = self._fake.submitted(self._user(who), message.id, form.submit.handle, filled)
                await self._fake.push(event)
                return
        raise ValueError(f"there is no form before {who}")

    async def _invite(self, who: str, title: str, inside: bool, members: list[str]) -> None:
        user = self._user(who)
        if title not in [each.title for each in self._fake.platform.company.chats.values()]:
            room = self._fake.platform.new_id("oc_")
            self._fake.found(room, title, [user, *map(self._user, members)], bot=False)
        room = self._room(title)
        await self._fake.push(self._fake.invited(user, room) if inside else self._fake.removed(user, room))

    async def _do(self, found: re.Match[str]) -> None:
        user = self._user(found["who"])
        if found["opens"]:
            await self._fake.push(self._fake.opened(user))
        elif found["key"]:
            await self._fake.push(self._fake.menu(user, found["key"]))
        else:
            newest = next(message for message, _ in self._before(found["who"], None))
            await self._fake.push(self._fake.reacted(user, newest.id, found["emoji"], found["way"] == "-"))

    def _before(self, who: str, room: str | None) -> list[tuple[Message, Drawn[Handle]]]:
        """What somebody sees in a chat, newest first."""
        user, place = self._user(who), self._room(room)
        there = [each for each in self._fake.messages if each.room == place and (place or each.user == user)]
        return [(each, draw(each)) for each in reversed(there) if not each.gone]

    def _someone(self) -> str:
        return next(iter(self._fake.platform.company.people))

    def _user(self, name: str) -> str:
        found = [each for each in self._fake.platform.company.people.values() if name in (each.name, each.open_id)]
        if not found:
            raise ValueError(f"nobody is called {name}")
        return found[0].open_id

    def _name(self, user: str) -> str:
        return self._fake.platform.company.names.get(user, user)

    def _room(self, title: str | None) -> str:
        if not title:
            return ""
        found = next((each.id for each in self._fake.platform.company.chats.values() if each.title == title), "")
        if not found:
            raise ValueError(f"there is no group #{title}")
        return found


def _code(answer: Any) -> str:
    return f"{answer.get('code', '')} {answer.get('msg', '')}".strip() if isinstance(answer, dict) else ""
