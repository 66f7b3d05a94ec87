"""Cards of thanks once given: the group's, the receiver's, the giver's. Values in, Card out."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.features.kudos import phrases
from bot.features.kudos.model import Kudos, Wording, read
from bot.kernel.cards import (
    Action,
    Block,
    Button,
    Buttons,
    Card,
    Inline,
    Line,
    Paragraph,
    Private,
    Quote,
    Said,
    Text,
    Tone,
    say,
)
from bot.kernel.people import Locale, Person


@dataclass(frozen=True, slots=True)
class Gift:
    """All kudos of one message, with the people they are between."""

    kudos: tuple[Kudos, ...]
    giver: Person
    receivers: tuple[Person, ...]

    @property
    def first(self) -> Kudos:
        return self.kudos[0]


def words_of(wording: Wording) -> Inline:
    """A reason as it is shown: what people wrote is never our own text."""
    return wording if isinstance(wording, Private) else Said(wording)


def names(locale: Locale, people: Sequence[Person]) -> Line:
    """王磊、李娜 or Bob, Amy and Lee."""
    pieces: list[Inline] = []
    for index, person in enumerate(people):
        if index:
            last = index == len(people) - 1
            pieces.append(Text("、" if locale is Locale.ZH else " and " if last else ", "))
        pieces.append(Said(person.name))
    return tuple(pieces)


def reason_of(locale: Locale, reason: Wording, colon: bool = True) -> Line:
    """`:「…」`, or nothing where no reason was given."""
    phrase = phrases.QUOTED if colon else phrases.QUOTED_AFTER
    return phrase.line(locale, reason=words_of(reason)) if read(reason) else ()


def points_of(locale: Locale, points: int) -> str:
    return phrases.POINTS_SHOWN.text(locale, points=points) if points else ""


def announcement(locale: Locale, gift: Gift, echoes: Sequence[Person] = (), starred: bool = False) -> Card:
    """The group's card: who thanked whom and for what. No points, no ranking (product.md, points shown)."""
    first = gift.first
    tags = phrases.TAGS.line(locale, tags=Said(" ".join(f"#{tag}" for tag in first.tags))) if first.tags else ()
    thanked = phrases.ANNOUNCE.line(
        locale, giver=Said(gift.giver.name), receivers=names(locale, gift.receivers), tags=tags
    )
    blocks: list[Block] = [Paragraph((*thanked, *reason_of(locale, first.reason)))]
    if echoes:
        blocks.append(Paragraph(phrases.ECHOED.line(locale, names=names(locale, echoes))))
    if starred:
        blocks.append(Paragraph(phrases.ON_WALL.line(locale)))
    me_too = Button(phrases.ME_TOO.text(locale), Action("kudos.echo", {"gift": first.gift}))
    save = Button(phrases.SAVE_STORY.text(locale), Action("kudos.story", {"gift": first.gift}))
    blocks.append(Buttons((me_too,) if starred else (me_too, save), numbered=False))
    return Card(tuple(blocks), tone=Tone.GOOD)


def announcement_undone(locale: Locale, giver: Person) -> Card:
    return say(phrases.ANNOUNCE_UNDONE.line(locale, giver=Said(giver.name)))


def received(locale: Locale, kudos: Kudos, giver: Person, original: tuple[Person, Wording] | None = None) -> Card:
    """What the receiver is told; the only place but the giver's where points are shown.

    `original`: who was joined in thanking, and what they had written.
    """
    who = Said(giver.name)
    if kudos.private:
        first = phrases.RECEIVED_PRIVATE.line(locale, giver=who, points=points_of(locale, kudos.points))
    elif kudos.points:
        first = phrases.RECEIVED.line(locale, giver=who, points=kudos.points)
    else:
        first = phrases.RECEIVED_BARE.line(locale, giver=who)
    author, reason = (original[0], original[1]) if original else (giver, kudos.reason)
    return Card((Paragraph(first), *_quote(author, reason, kudos.tags)), tone=Tone.GOOD)


def topped_up(locale: Locale, kudos: Kudos, giver: Person, points: int) -> Card:
    first = phrases.TOPPED_UP.line(locale, giver=Said(giver.name), points=points)
    return Card((Paragraph(first), *_quote(giver, kudos.reason, kudos.tags)), tone=Tone.GOOD)


def received_undone(locale: Locale, giver: Person) -> Card:
    return say(phrases.RECEIVED_UNDONE.line(locale, giver=Said(giver.name)))


def sent(locale: Locale, gift: Gift, left: int, later: int, notes: Sequence[str | Line], undo: bool = True) -> Card:
    """The giver's confirmation: what went out, what is left, until when it can be taken back."""
    several = len(gift.receivers) > 1
    receivers = names(locale, gift.receivers)
    detail: Line
    if not gift.first.points:
        detail = phrases.SENT_BARE.line(locale, names=receivers)
    elif several:
        detail = phrases.SENT_EACH.line(locale, names=receivers, points=gift.first.points)
    else:
        detail = ()
    blocks = [Paragraph(phrases.SENT.line(locale, detail=detail, left=left))]
    blocks += [Paragraph((Text(note),) if isinstance(note, str) else note) for note in notes]
    if later:
        phrase = phrases.LATER_SET_EACH if several else phrases.LATER_SET
        blocks.append(Paragraph(phrase.line(locale, points=later)))
    if not undo:
        return Card(tuple(blocks))
    button = Button(phrases.UNDO.text(locale), Action("kudos.undo", {"gift": gift.first.gift}))
    until = Paragraph(phrases.UNDO_UNTIL.line(locale))
    return Card((*blocks, until, Buttons((button,), numbered=False)))


def undone(locale: Locale, gift: Gift, left: int) -> Card:
    points = gift.first.points
    return say(
        phrases.UNDONE.line(
            locale,
            names=names(locale, gift.receivers),
            what=phrases.UNDONE_POINTS.text(locale, points=points) if points else phrases.UNDONE_THANKS.text(locale),
            group=phrases.UNDONE_GROUP.text(locale) if gift.first.announced else "",
            left=left,
        )
    )


def _quote(author: Person, reason: Wording, tags: Sequence[str]) -> tuple[Quote, ...]:
    line: list[Inline] = [words_of(reason)] if read(reason) else []
    if tags:
        line.append(Said((" " if line else "") + " ".join(f"#{tag}" for tag in tags)))
    return (Quote(author.name, tuple(line)),) if line else ()
