"""A card as a piece of HTML, for the preview. Every text is escaped here, once."""

from html import escape
from typing import assert_never

from bot.kernel.cards import (
    Block,
    Bold,
    Button,
    Buttons,
    Card,
    Divider,
    Fields,
    Form,
    Inline,
    Line,
    Link,
    Mentioned,
    Paragraph,
    Private,
    Quote,
    Said,
    Select,
    Text,
)


def draw(card: Card) -> str:
    """One article element."""
    title = f"<h3>{escape(card.title)}</h3>" if card.title else ""
    return f'<article class="{card.tone.value}">{title}{"".join(_block(block) for block in card.blocks)}</article>'


def _block(block: Block) -> str:
    match block:
        case Paragraph(line):
            return f"<p>{_line(line)}</p>"
        case Quote(author, line):
            return f"<blockquote><b>{escape(author)}</b> {_line(line)}</blockquote>"
        case Fields(rows):
            return "<dl>" + "".join(f"<dt>{escape(name)}</dt><dd>{_line(line)}</dd>" for name, line in rows) + "</dl>"
        case Divider():
            return "<hr>"
        case Buttons(buttons):
            return "<div>" + "".join(_button(button) for button in buttons) + "</div>"
        case Select(label, options):
            return f"<div>{escape(label)} " + "".join(_button(option) for option in options) + "</div>"
        case Form(questions, _, label):
            asked = "".join(f"<p>☐ {escape(question.text)}</p>" for question in questions)
            return f'<div>{asked}<span class="button primary">{escape(label)}</span></div>'
        case _:
            assert_never(block)


def _button(button: Button) -> str:
    return f'<span class="button {button.style.value}">{escape(button.label)}</span>'


def _line(line: Line) -> str:
    return "".join(_inline(inline) for inline in line)


def _inline(inline: Inline) -> str:
    match inline:
        case Text(text) | Said(text) | Private(_, text):
            return escape(text)
        case Bold(text):
            return f"<b>{escape(text)}</b>"
        case Mentioned(_, name):
            return f'<span class="mention">@{escape(name)}</span>'
        case Link(label, url):
            return f'<a href="{escape(url)}">{escape(label)}</a>'
        case _:
            assert_never(inline)
