"""The card language: what a message says, not how it is drawn. A closed set of frozen values."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.kernel.ids import PersonId
from bot.kernel.questions import Question


@dataclass(frozen=True, slots=True)
class Text:
    """Our own words."""

    text: str


@dataclass(frozen=True, slots=True)
class Bold:
    """Our own words, stressed."""

    text: str


@dataclass(frozen=True, slots=True)
class Said:
    """Words that came from a person or from outside. Each renderer escapes them once, at its last step."""

    text: str


@dataclass(frozen=True, slots=True)
class Private:
    """A person's private words: encrypted at rest under the owner's key, empty once that key is destroyed.

    A record field and an inline of a card alike.
    """

    owner: PersonId
    text: str


@dataclass(frozen=True, slots=True)
class Mentioned:
    """A person named so that the platform may notify them; shown as `@name` where it cannot."""

    person: PersonId
    name: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link of our own making, https or relative to our own server."""

    label: str
    url: str


Inline = Text | Bold | Said | Private | Mentioned | Link
Line = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Action:
    """What a press means: a feature's action and small durable arguments. Rights are checked at the press."""

    name: str
    args: Mapping[str, str] = field(default_factory=dict)


class Style(StrEnum):
    PLAIN = "plain"
    PRIMARY = "primary"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class Button:
    """A press. `words`: further typed equivalents of the label; `takes`: a hint for text that may follow.

    A button that takes text matches `2 周四上午`; pressed bare, its handler asks for the rest.
    """

    label: str
    action: Action
    style: Style = Style.PLAIN
    words: tuple[str, ...] = ()
    takes: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    line: Line


@dataclass(frozen=True, slots=True)
class Fields:
    """Label and value pairs."""

    rows: tuple[tuple[str, Line], ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """A person's words under their name, so that nothing in them can pass for the bot's."""

    author: str
    line: Line


@dataclass(frozen=True, slots=True)
class Divider:
    pass


@dataclass(frozen=True, slots=True)
class Buttons:
    """Presses. Numbered ones show and accept a digit; all accept their label as a word."""

    buttons: tuple[Button, ...]
    numbered: bool = True


@dataclass(frozen=True, slots=True)
class Select:
    """One choice out of many; its options are numbered as buttons are."""

    label: str
    options: tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """Questions answered at once. `submit` gets the values by question name.

    `talk` starts the same questions one by one, for chats that have no forms.
    """

    questions: tuple[Question, ...]
    submit: Action
    label: str
    talk: Button


Block = Paragraph | Fields | Quote | Divider | Buttons | Select | Form


class Tone(StrEnum):
    PLAIN = "plain"
    GOOD = "good"
    WARNING = "warning"
    ALERT = "alert"


@dataclass(frozen=True, slots=True)
class Card:
    """One message. `listens`: the action that receives free text written in answer to it.

    `until`: from then on it is pointless; what could not be sent before is dropped. None: it never becomes so.
    """

    blocks: tuple[Block, ...]
    title: str = ""
    tone: Tone = Tone.PLAIN
    listens: Action | None = None
    until: datetime | None = None


def say(line: Line | str, *buttons: Button, numbered: bool = True, listens: Action | None = None) -> Card:
    """The everyday card: one paragraph, and buttons if there are any."""
    paragraph = Paragraph((Text(line),) if isinstance(line, str) else line)
    choices = (Buttons(buttons, numbered),) if buttons else ()
    return Card((paragraph, *choices), listens=listens)


def buttons_of(card: Card) -> Iterator[tuple[Button, bool]]:
    """Every press of the card in reading order, and whether it is numbered."""
    for block in card.blocks:
        match block:
            case Buttons(buttons, numbered):
                yield from ((button, numbered) for button in buttons)
            case Select(_, options):
                yield from ((option, True) for option in options)
            case Form():
                yield block.talk, False
            case _:
                pass


def forms_of(card: Card) -> Iterator[Form]:
    return (block for block in card.blocks if isinstance(block, Form))


def asks(card: Card) -> bool:
    """Whether the card can be answered by a press or by text."""
    return card.listens is not None or any(True for _ in buttons_of(card))


def stack(cards: tuple[Card, ...]) -> Card:
    """Several cards as one message, in order: what one slot holds for one person is told once."""
    if len(cards) == 1:
        return cards[0]
    blocks: list[Block] = []
    for card in cards:
        if blocks:
            blocks.append(Divider())
        if card.title:
            blocks.append(Paragraph((Bold(card.title),)))
        blocks.extend(card.blocks)
    listening = next((card.listens for card in cards if card.listens is not None), None)
    tones = [card.tone for card in cards]
    return Card(tuple(blocks), tone=max(tones, key=list(Tone).index), listens=listening)


def plain(line: Line) -> str:
    """A line as unformatted text: for notifications, logs of the playground and platforms without markup."""
    return "".join([_plain(inline) for inline in line])


def _plain(inline: Inline) -> str:
    match inline:
        case Mentioned(_, name):
            return f"@{name}"
        case Link(label, url):
            return f"{label} ({url})"
        case _:
            return inline.text
