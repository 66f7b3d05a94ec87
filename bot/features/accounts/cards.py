"""Cards of accounts: values in, Card out."""

from bot.features.accounts import phrases
from bot.kernel.cards import Action, Button, Buttons, Card, Line, Paragraph, Said, Style, Text, Tone
from bot.kernel.people import Locale, Person


def lines(*each: Line | str) -> Card:
    """A card of a few paragraphs."""
    return Card(tuple(Paragraph((Text(line),) if isinstance(line, str) else line) for line in each))


def question(locale: Locale, owner: Person, yes: Action, no: Action) -> Card:
    """Whether the writer is the owner of the code."""
    asked = phrases.LINK_ASK.line(locale, name=Said(owner.name))
    buttons = (
        Button(phrases.LINK_YES.text(locale), yes, Style.PRIMARY),
        Button(phrases.LINK_NO.text(locale), no),
    )
    return Card((Paragraph(asked), Buttons(buttons)))


def trouble(said: str, over: bool) -> Card:
    """What an adapter says of its platform; words of a platform may stand in it."""
    return Card((Paragraph((Said(said),)),), tone=Tone.GOOD if over else Tone.WARNING)
