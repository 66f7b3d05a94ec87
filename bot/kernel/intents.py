"""What is wanted, once an event has been understood."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.kernel.ids import ChatId, DeliveryKey
from bot.kernel.people import Person


@dataclass(frozen=True, slots=True)
class Words:
    """What a person wrote. `text` without the command's own word; `mentions` in their order in the text."""

    text: str
    mentions: tuple[tuple[str, Person], ...] = ()
    """Pairs of the name as it stands after the `@` in the text, and the person it is."""
    media: str = ""


@dataclass(frozen=True, slots=True)
class Press:
    """A button, its typed equivalent, a form, or free text written to a card that listens.

    `text` is what was typed beyond the button (or all of it, for a listening card); `values` a form's fields.
    `source` is the delivery whose card was answered.
    """

    action: str
    args: Mapping[str, str] = field(default_factory=dict)
    source: DeliveryKey = field(default=DeliveryKey(""))
    text: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    mentions: tuple[tuple[str, Person], ...] = ()
    media: str = ""


@dataclass(frozen=True, slots=True)
class Edited:
    """The writer changed the words of their message `ref` to these."""

    ref: str
    words: Words


@dataclass(frozen=True, slots=True)
class Recalled:
    """The message `ref` of this chat was taken back."""

    chat: ChatId
    ref: str


@dataclass(frozen=True, slots=True)
class Reaction:
    """Somebody put an emoji to a message of `author`. `text`: its words, as far as they are known."""

    ref: str
    emoji: str
    author: Person
    text: str = ""


@dataclass(frozen=True, slots=True)
class Wake:
    """A timer came due. `scheduled_for` may lie before `turn.now` if the bot slept."""

    action: str
    args: Mapping[str, str]
    scheduled_for: datetime
