"""Questions as data, and how a raw reply becomes an answer."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from bot.kernel.text import squash


@dataclass(frozen=True, slots=True)
class Choice:
    """One option: a stable value, the label shown, and further words that mean it."""

    value: str
    label: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TextQuestion:
    """Free text. `nothing`: words such as 没有 that mean an empty answer; `limit` in graphemes."""

    name: str
    text: str
    required: bool = True
    nothing: tuple[Choice, ...] = ()
    limit: int = 2000


@dataclass(frozen=True, slots=True)
class ChoiceQuestion:
    """One of a few options."""

    name: str
    text: str
    choices: tuple[Choice, ...]
    required: bool = True


@dataclass(frozen=True, slots=True)
class NumberQuestion:
    """A number between two bounds, such as minutes of calls."""

    name: str
    text: str
    lowest: Decimal = Decimal(0)
    highest: Decimal = Decimal(1_000_000_000)
    required: bool = True


@dataclass(frozen=True, slots=True)
class ScaleQuestion:
    """A whole number from 1 to `top`, such as a mood. `private`: shown to nobody but the person."""

    name: str
    text: str
    top: int = 5
    required: bool = False
    private: bool = True


Question = TextQuestion | ChoiceQuestion | NumberQuestion | ScaleQuestion


@dataclass(frozen=True, slots=True)
class Answer:
    """A question's name and the value given, as text: a choice's value, a number's digits, or the words."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Invalid:
    """The reply does not answer the question. `reason` is a key, `values` fill its sentence."""

    question: str
    reason: str
    values: Mapping[str, str] = field(default_factory=dict)


def parse(question: Question, raw: str) -> Answer | Invalid:
    """One reply, already cleaned. Reasons: empty, too_long, not_a_choice, not_a_number, out_of_range."""
    if not raw:
        return Invalid(question.name, "empty") if question.required else Answer(question.name, "")
    match question:
        case TextQuestion():
            return _parse_text(question, raw)
        case ChoiceQuestion(name, _, choices):
            chosen = chosen_of(choices, raw)
            return Answer(name, chosen.value) if chosen else Invalid(name, "not_a_choice")
        case NumberQuestion(name, _, lowest, highest):
            return _parse_number(name, raw, lowest, highest)
        case ScaleQuestion(name, _, top):
            return _parse_number(name, raw, Decimal(1), Decimal(top), whole=True)


def chosen_of(choices: tuple[Choice, ...], raw: str) -> Choice | None:
    """The option meant by its number, value, label or words."""
    word = squash(raw)
    for index, choice in enumerate(choices, start=1):
        if word in {str(index), *(squash(each) for each in (choice.value, choice.label, *choice.words))}:
            return choice
    return None


def _parse_text(question: TextQuestion, raw: str) -> Answer | Invalid:
    nothing = chosen_of(question.nothing, raw)
    if nothing:
        return Answer(question.name, "")
    if len(raw) > question.limit:
        return Invalid(question.name, "too_long", {"limit": str(question.limit), "length": str(len(raw))})
    return Answer(question.name, raw)


_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,6})?")


def parse_number(raw: str) -> Decimal | None:
    """A plain decimal number, full-width digits allowed; no exponent, no infinity, no underscore."""
    text = unicodedata.normalize("NFKC", raw).strip().replace(",", "")
    return Decimal(text) if _NUMBER.fullmatch(text) else None


def _parse_number(name: str, raw: str, lowest: Decimal, highest: Decimal, whole: bool = False) -> Answer | Invalid:
    number = parse_number(raw)
    if number is None or (whole and number != number.to_integral_value()):
        return Invalid(name, "not_a_number")
    if not lowest <= number <= highest:
        return Invalid(name, "out_of_range", {"lowest": str(lowest), "highest": str(highest)})
    return Answer(name, format(number.normalize(), "f"))
