"""Messages on screens, and the codes by which cards may be changed."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.playing.drawing import written
from tests.fakes.wecom.company import Company
from tests.fakes.wecom.drawing import draw
from tests.fakes.wecom.records import Journal, Json, Message, Refusal, Via

CODE_LIFETIME = timedelta(hours=72)
RECALLABLE = timedelta(hours=24)


@dataclass(slots=True)
class Code:
    task: str
    issued: datetime
    used: bool = False


class Board:
    """Everything the bot ever put on a screen, in order. `now`: the time it is stamped with."""

    def __init__(self, company: Company, journal: Journal, now: Callable[[], datetime]) -> None:
        self._company, self._journal, self._now = company, journal, now
        self.messages: list[Message] = []
        self._codes: dict[str, Code] = {}
        self._tasks: set[tuple[str, str]] = set()
        self._count = 0

    def next_id(self, kind: str) -> str:
        self._count += 1
        return f"{kind}{self._count:06d}"

    def post(
        self, via: Via, wire: Json, id: str, user: str = "", room: str = "", receivers: Iterable[str] = ()
    ) -> Message:
        """It appears. Drawn at once, so that what would not be forgiven is known at once."""
        now = self._now()
        message = Message(id, via, user, room, wire, now, now, self._company.name, id, tuple(receivers))
        message.task = id.partition(":")[0]
        self.messages.append(message)
        self._look(message)
        return message

    def change(self, message: Message, wire: Json, only: str = "") -> None:
        """It reads differently now; `only`: for this reader."""
        if only:
            message.change_for(only, wire, self._now())
        else:
            message.change(wire, self._now())
        self._look(message, only)

    def recall(self, task: str) -> None:
        found = self.of_task(task)
        if not found or found[0].via != "app":
            raise Refusal(40058, "invalid parameter: msgid")
        if self._now() - found[0].came > RECALLABLE:
            raise Refusal(40058, "invalid parameter: msgid is older than 24 hours")
        for message in found:
            message.gone, message.changed = True, self._now()

    def find(self, id: str) -> Message:
        """KeyError if there is none."""
        for message in self.messages:
            if message.id == id:
                return message
        raise KeyError(id)

    def of_task(self, task: str) -> list[Message]:
        return [each for each in self.messages if each.task == task]

    def register(self, owner: str, task_id: str) -> None:
        """A task_id may be used once by its app or bot."""
        if (owner, task_id) in self._tasks:
            raise Refusal(40058, "invalid parameter: template_card.task_id was used before")
        self._tasks.add((owner, task_id))

    def issue(self, task: str) -> str:
        code = f"{self.next_id('RC')}-{'r' * 40}"
        self._codes[code] = Code(task, self._now())
        return code

    def redeem(self, code: str) -> list[Message]:
        """The messages it stands for. 72 hours, and once."""
        known = self._codes.get(code)
        if known is None or known.used or self._now() - known.issued > CODE_LIFETIME:
            raise Refusal(40058, "invalid parameter: response_code")
        known.used = True
        return self.of_task(known.task)

    def _look(self, message: Message, reader: str = "") -> None:
        drawn = draw(message, self._journal.alarm, reader)
        place = f"#{message.room}" if message.room else message.user
        self._journal.tell("\n".join(written(place, "<" if message.version == 1 else "~", drawn.text)))
