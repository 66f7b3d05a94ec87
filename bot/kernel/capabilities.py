"""What a platform can do in one chat, as a value: adapters state it, the core asks no platform's name."""

from dataclasses import dataclass
from enum import StrEnum


class Revision(StrEnum):
    """Whether a message already sent can be changed."""

    ALWAYS = "always"
    ONCE = "once"
    """Once after it was sent, and once after each press on it; only a message that has buttons."""
    NEVER = "never"


class Redelivery(StrEnum):
    """What stops a second copy when a crash hides whether the first one arrived."""

    KEY = "key"
    """The platform refuses or joins a second send with the same delivery key."""
    LOOK_BACK = "look back"
    """The adapter can ask whether the key was sent."""
    NONE = "none"


class Measure(StrEnum):
    """How a platform counts the length of a text."""

    CHARACTERS = "characters"
    BYTES = "bytes"
    """Of its UTF-8: a Chinese character counts three."""


@dataclass(frozen=True, slots=True)
class Capabilities:
    """`buttons`: how many one message can hold, 0 for none. `text_limit`: the longest text of one message.

    `label_limit`: the longest label of a button, 0 for any. `buttons_beside`: the longest text that a message with
    buttons can have, 0 for any; both in characters, whatever the measure. Longer ones are words to type.
    `in_flight`: how many messages may be on their way at once: with no redelivery, so many may come twice after a
    crash.
    """

    forms: bool
    selects: bool
    buttons: int
    text_limit: int
    revision: Revision
    redelivery: Redelivery
    mentions: bool = True
    measure: Measure = Measure.CHARACTERS
    label_limit: int = 0
    buttons_beside: int = 0
    in_flight: int = 200
    silent_edits: bool = False
    """Whether the platform tells nobody when a person changes a message, so that it has to be read again."""
    buttons_last: bool = False
    """Whether a message has all its buttons below all its text."""
    revision_hours: int = 0
    """For how long after it was sent, or pressed, a message can be changed; 0 for ever."""
    hears_mentions: bool = True
    """Whether the platform tells who is mentioned in what is typed here; else an `@name` is words like others."""

    def length(self, text: str) -> int:
        """As this platform counts."""
        return len(text.encode()) if self.measure is Measure.BYTES else len(text)
