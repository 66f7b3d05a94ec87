"""A transcript as values: its header, what people do, and what is expected to be seen; the lines are kept."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.playing.times import When

ZONE = "Asia/Shanghai"


class PlayError(Exception):
    """Something a writer of transcripts can mend: says where it stands, what is wrong, and the remedy."""

    def __init__(self, problem: str, file: Path | None = None, line: int = 0) -> None:
        super().__init__(f"{file}:{line}: {problem}" if file else problem)


@dataclass(frozen=True, slots=True)
class PersonSpec:
    """A person of `@people`: an existing one of the company, changed, or a new one.

    `who` is how the transcript calls them; two of a name are told apart by department: `张伟·财务`.
    """

    who: str
    manager: str = ""
    delegate: str = ""
    tz: str = ""
    locale: str = ""
    team: str = ""
    department: str = ""
    staff: str = ""
    joined: str = ""
    admin: bool = False
    left: bool = False

    @property
    def name(self) -> str:
        return self.who.partition("·")[0]


@dataclass(frozen=True, slots=True)
class Header:
    """What stands before the first step. `locale` empty: everybody keeps their own language."""

    now: datetime
    people: tuple[PersonSpec, ...] = ()
    locale: str = ""
    needs: frozenset[str] = frozenset()
    company: str = "sample"
    zone: str = ZONE


@dataclass(frozen=True, slots=True)
class Say:
    """`who > text`: typed in the direct chat, or in a room. `media` is what was sent instead of text."""

    who: str
    text: str
    room: str = ""
    media: str = ""


@dataclass(frozen=True, slots=True)
class Press:
    """`who [Label]`: a button, with text after it as in `[改到…: 周四上午]`.

    `old`: as another window that was not refreshed still shows it.
    """

    who: str
    label: str
    room: str = ""
    old: bool = False


@dataclass(frozen=True, slots=True)
class Fill:
    """`who {field: value, …} [Submit]`: a form."""

    who: str
    values: tuple[tuple[str, str], ...]
    submit: str
    room: str = ""


@dataclass(frozen=True, slots=True)
class Invite:
    """`#room who + 合拍: members`: the bot joins a room; with `-` it is taken out."""

    who: str
    room: str
    members: tuple[str, ...] = ()
    out: bool = False


@dataclass(frozen=True, slots=True)
class Reword:
    """`who ^ old => new`: a message already sent is edited; without new words it is taken back."""

    who: str
    old: str
    new: str
    room: str = ""


@dataclass(frozen=True, slots=True)
class Pass:
    """`-- …`: time passes."""

    when: When


@dataclass(frozen=True, slots=True)
class Trouble:
    """`!! kind`: dup (the next event arrives twice), restart (now), refuse (the next `count` sends fail)."""

    kind: str
    count: int = 1


Action = Say | Press | Fill | Invite | Reword | Pass | Trouble


@dataclass(frozen=True, slots=True)
class Expected:
    """What somebody should see: `who < text`, `#room ~ text`; mark `..` is the time at which the next lines came."""

    place: str
    mark: str
    text: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment or an empty line."""

    line: str


@dataclass(frozen=True, slots=True)
class Step:
    """Actions done at once (the second and later ones marked `&`), and what should follow them."""

    line: int
    actions: tuple[Action, ...]
    lines: tuple[str, ...]
    replies: tuple[Expected | Remark, ...]


@dataclass(frozen=True, slots=True)
class Script:
    """A whole transcript. The first step has no actions: it is the start, and holds the lines of the header."""

    file: Path
    header: Header
    steps: tuple[Step, ...]
    text: str

    @property
    def does(self) -> frozenset[str]:
        """The abilities that its people use of a world. An edit that is read again need not be told."""
        used = frozenset(filter(None, (_needs(action) for step in self.steps for action in step.actions)))
        return used - {"rewording"} if "reread" in self.header.needs else used


def _needs(action: Action) -> str:
    match action:
        case Fill():
            return "forms"
        case Invite():
            return "invites"
        case Reword(new=new):
            return "rewording" if new else "recalls"
        case Press(old=True):
            return "old"
        case Say(media=media) if media:
            return "media"
        case _:
            return ""
