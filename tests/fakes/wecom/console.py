"""Commands typed by whoever plays WeCom by hand: people speak and press, and things go wrong."""

from collections.abc import Callable

from tests.fakes.wecom.drawing import draw
from tests.fakes.wecom.fake import FakeWeCom
from tests.fakes.wecom.records import Message, NotAcknowledged

BOTS = ("@合拍", "@Hepai")
HELP = """callback http://127.0.0.1:8787/wecom/callback     where the bot takes events in
verify                  check that URL as the console does
赵敏> text              somebody writes to the app; #华东组 赵敏> @合拍 text in the group
赵敏 [Label]            presses a button of the newest message that has it; #华东组 赵敏 [Label] in the group
open 赵敏 | enter 赵敏  enters the app's chat, or the AI bot's
fail limited 3          the next 3 sends go wrong: limited, broken, html, lost, dropped, expired
drop freeze             the link ends: reset, clean, close, half, freeze, kick, refused
forge signature         a false callback; `forge` alone lists the ways
revoke | untrust        tokens are revoked; the bot's address is not trusted (again: it is)
log | alarms | quit"""


class Console:
    """`write`: where everything is said."""

    def __init__(self, fake: FakeWeCom, write: Callable[[str], object]) -> None:
        self._fake, self._write = fake, write

    def say(self, line: str) -> None:
        self._write(f"{line}\n")

    def section(self) -> str:
        """What to put into the bot's settings."""
        lines = [f"{name} = {value!r}".replace("'", '"') for name, value in self._fake.settings().items()]
        return "\n".join(["[platforms.wecom]", *lines])

    async def obey(self, line: str) -> bool:
        """False: it is over. What is wrong with a line is said."""
        if line == "quit":
            return False
        try:
            await self._obey(line)
        except (NotAcknowledged, ValueError, KeyError, LookupError) as error:
            self.say(f"? {error}")
        return True

    async def _obey(self, line: str) -> None:
        word, _, rest = line.partition(" ")
        fake = self._fake
        match word:
            case "":
                return
            case "help":
                self.say(HELP)
            case "callback":
                fake.callback = rest
            case "verify":
                await fake.callbacks.verify()
                self.say("the URL is right")
            case "open" | "enter":
                user = self._user(rest)
                await fake.push(fake.opened(user) if word == "open" else fake.entered(user))
            case "fail":
                fault, _, times = rest.partition(" ")
                fake.faults.add(fault, int(times or 1))
            case "drop":
                await fake.disconnect(rest or "reset")
            case "forge" if rest:
                event = fake.said(next(iter(fake.company.members)), "forged")
                self.say(f"answered with {await fake.forger.send(event, rest)}")
            case "forge":
                self.say(", ".join(fake.forger.ways))
            case "revoke":
                fake.tokens.revoke()
            case "untrust":
                fake.gate.trusted = not fake.gate.trusted
            case "log":
                for call in fake.calls:
                    self.say(f"{call.at:%H:%M:%S} {call.method} {call.path} {call.status} {call.body} -> {call.answer}")
            case "alarms":
                self.say("\n".join(fake.alarms) or "none")
            case _:
                await self._act(line)

    async def _act(self, line: str) -> None:
        title, room = "", ""
        if line.startswith("#"):
            title, _, line = line[1:].partition(" ")
            room = next(each.chat for each in self._fake.company.rooms.values() if each.title == title)
        name, arrow, text = line.partition("> ")
        if arrow:
            to_bot = any(each in text for each in BOTS)
            await self._fake.push(self._fake.said(self._user(name), text, room, to_bot=to_bot))
            return
        name, bracket, label = line.partition(" [")
        if not bracket:
            raise ValueError("write `help` for what can be done")
        await self._press(self._user(name), room, label.removesuffix("]"))

    async def _press(self, user: str, room: str, label: str) -> None:
        for message in reversed(self._fake.messages):
            if not self._before(message, user, room):
                continue
            for each in draw(message, reader=user).pressables:
                if label in (each.label, each.label.partition(" ")[0], each.label.partition(" ")[2]):
                    await self._fake.push(self._fake.pressed(user, message.id, each.handle))
                    return
        raise ValueError(f"there is no button [{label}]")

    @staticmethod
    def _before(message: Message, user: str, room: str) -> bool:
        return not message.gone and message.room == room and (bool(room) or message.user == user)

    def _user(self, name: str) -> str:
        for member in self._fake.company.members.values():
            if name in (member.name, member.user):
                return member.user
        raise ValueError(f"nobody is called {name}")
