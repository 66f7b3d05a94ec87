"""A toy world: a bot of a few lines with no storage and no platform, to try the transcript machine on."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.playing.drawing import Field, Pen, Pressable
from bot.playing.screens import Found, Message
from bot.playing.script import Header, Invite, Say, Trouble
from bot.playing.stage import Stage, place_of, spoken
from bot.playing.world import CALM, Weather

CAST = ("赵敏", "王磊", "张伟·财务")


class Toy(Stage[str]):
    """Understands 问 (asks), 表 (a form), 都 (tells everybody), 叫 (in an hour and in a day), else repeats."""

    name = "toy"
    can = frozenset({"buttons", "forms"})

    def __init__(self, weather: Weather = CALM) -> None:
        super().__init__(weather)
        self.stopped = False
        self._count = 0
        self._alarms: list[tuple[datetime, str]] = []

    async def start(self, header: Header) -> None:
        self._now = header.now

    async def stop(self) -> None:
        self.stopped = True

    async def settle(self) -> None:
        pass

    async def say(self, said: Say) -> None:
        heard = spoken(said.text, CAST)
        place = place_of(said.who, said.room)
        match heard.text:
            case "问":
                self._tell(place, "做完了?", ("1 完成", "2 改到…"))
            case "表":
                pen = Pen[str]()
                fields = (Field("plan", "今天做什么?"), Field("done", "昨天?", (("y", "完成"), ("n", "没动"))))
                pen.form(fields, Pressable("提交", "form"))
                self._show(place, pen)
            case "都":
                for other in ("#组", "王磊", "赵敏"):
                    self._tell(other, "大家好")
            case "叫":
                self._alarms = [(self._now + timedelta(hours=h), said.who) for h in (1, 24)]
            case text:
                names = "".join(f"({name})" for name in heard.mentions)
                self._tell(place, f"你说: {text}{names}{'!' if heard.to_bot else ''}{said.media}")

    async def tap(self, who: str, room: str, found: Found[str]) -> None:
        pen = Pen[str]()
        pen.line(f"记下: {found.pressable.label} {found.text}")
        self.screens.show(place_of(who, room), found.message.id, pen.drawn(), self._now)

    async def submit(self, who: str, room: str, message: Message[str], handle: str, values: Mapping[str, str]) -> None:
        self._tell(place_of(who, room), ", ".join(f"{name}={value}" for name, value in values.items()))

    async def invite(self, invite: Invite) -> None:
        self._tell(f"#{invite.room}", f"大家好: {' '.join(invite.members)}")

    async def trouble(self, trouble: Trouble) -> None:
        pass

    async def advance(self, to: datetime) -> None:
        for at, who in [each for each in self._alarms if each[0] <= to]:
            self._now = at
            self._tell(who, "时间到")
        self._alarms = [each for each in self._alarms if each[0] > to]
        self._now = to

    def _tell(self, place: str, text: str, labels: tuple[str, ...] = ()) -> None:
        pen = Pen[str]()
        pen.line(text)
        pen.buttons(Pressable(label, label, takes=label.endswith("…")) for label in labels)
        self._show(place, pen)

    def _show(self, place: str, pen: Pen[str]) -> None:
        self._count += 1
        self.screens.show(place, str(self._count), pen.drawn(), self._now)
