"""What a platform can do in one chat, as a value: adapters state it, the core asks no platform's name."""

from dataclasses import dataclass
from enum import StrEnum


class Revision(StrEnum):
    """Whether a message already sent can be changed."""

    ALWAYS = "always"
    ONCE = "once"
    NEVER = "never"


class Redelivery(StrEnum):
    """What stops a second copy when a crash hides whether the first one arrived."""

    KEY = "key"
    """The platform refuses or joins a second send with the same delivery key."""
    LOOK_BACK = "look back"
    """The adapter can ask whether the key was sent."""
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Capabilities:
    """`buttons`: how many one message can hold, 0 for none. `text_limit`: characters of one message."""

    forms: bool
    selects: bool
    buttons: int
    text_limit: int
    revision: Revision
    redelivery: Redelivery
    mentions: bool = True
