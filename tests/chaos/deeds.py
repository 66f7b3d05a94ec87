"""What somebody did, and what must follow from it."""

from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """`ANSWER`, `EDIT`: of the check-in. `NOISE`: words nobody understands. `JOIN`: pressed "me too" and how."""

    ANSWER = "answer"
    EDIT = "edit"
    NOISE = "noise"
    KUDOS = "kudos"
    JOIN = "join"
    HELP = "help"
    LIST = "list"


@dataclass(slots=True)
class Deed:
    """`word` is nowhere else. `acknowledged`: when, by the monotonic clock; 0: not. `points` and `room` of kudos."""

    who: str
    platform: str
    kind: Kind
    word: str
    room: str = ""
    points: int = 0
    began: float = 0.0
    acknowledged: float = 0.0


@dataclass(slots=True)
class Diary:
    """Of one person, in the order in which it was done. `stuck`: what they waited for in vain."""

    who: str
    name: str
    platform: str
    deeds: list[Deed] = field(default_factory=list)
    stuck: list[str] = field(default_factory=list)

    def of(self, *kinds: Kind) -> list[Deed]:
        return [each for each in self.deeds if each.kind in kinds and each.acknowledged]
