"""Records and cards survive being stored, and older shapes are still read."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.kernel.cards import (
    Action,
    Bold,
    Button,
    Buttons,
    Card,
    Divider,
    Fields,
    Form,
    Link,
    Mentioned,
    Paragraph,
    Private,
    Quote,
    Said,
    Select,
    Text,
)
from bot.kernel.codec import Codec, CodecError
from bot.kernel.ids import PersonId
from bot.kernel.questions import Choice, ChoiceQuestion, TextQuestion
from bot.kernel.timers import Daily, Timer

CODEC = Codec(lambda owner, text: f"{owner}|{text[::-1]}", lambda owner, sealed: sealed.split("|", 1)[1][::-1])

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
actions = st.builds(Action, words, st.dictionaries(words, words, max_size=2))
inlines = st.one_of(
    st.builds(Text, words),
    st.builds(Bold, words),
    st.builds(Said, words),
    st.builds(Private, st.just(PersonId("zhao")), words),
    st.builds(Mentioned, st.just(PersonId("wang")), words),
    st.builds(Link, words, words),
)
lines = st.lists(inlines, max_size=4).map(tuple)
buttons = st.lists(st.builds(Button, words, actions, takes=words), max_size=3).map(tuple)
questions = st.lists(
    st.one_of(
        st.builds(TextQuestion, words, words, nothing=st.just((Choice("no", "没有"),))),
        st.builds(ChoiceQuestion, words, words, st.just((Choice("a", "甲", ("1st",)),))),
    ),
    max_size=2,
).map(tuple)
blocks = st.one_of(
    st.builds(Paragraph, lines),
    st.builds(Quote, words, lines),
    st.builds(Fields, st.lists(st.tuples(words, lines), max_size=2).map(tuple)),
    st.builds(Buttons, buttons, st.booleans()),
    st.builds(Select, words, buttons),
    st.builds(Form, questions, actions, words, st.builds(Button, words, actions)),
    st.just(Divider()),
)
cards = st.builds(Card, st.lists(blocks, max_size=4).map(tuple), words, listens=st.none() | actions)


@given(cards)
def test_every_card_comes_back_as_it_was(card: Card) -> None:
    assert CODEC.loads(CODEC.dumps(card, Card), Card) == card


def test_private_words_are_sealed_before_they_become_json() -> None:
    stored = CODEC.dumps(Card((Paragraph((Private(PersonId("zhao"), "最近压力大"),)),)), Card)
    assert "最近压力大" not in stored
    assert "大力压近最" in stored


@dataclass(frozen=True)
class Everything:
    number: Decimal
    day: date
    hour: time
    at: datetime
    pause: timedelta
    pairs: tuple[tuple[str, date], ...]
    choice: int | str | None
    maybe: Timer | None = None
    table: dict[str, date] = field(default_factory=dict)


@given(
    st.builds(
        Everything,
        st.decimals(allow_nan=False, allow_infinity=False, places=3),
        st.dates(),
        st.times(),
        st.integers(0, 2**32).map(lambda second: datetime.fromtimestamp(second, UTC)),
        st.integers(0, 10**8).map(lambda seconds: timedelta(seconds=seconds)),
        st.lists(st.tuples(words, st.dates()), max_size=2).map(tuple),
        st.none() | st.integers(-(2**63), 2**63 - 1) | words,
        st.none()
        | st.just(Timer("k", datetime(2026, 9, 17, tzinfo=UTC), "a", {}, Daily(time(9, 30), "Asia/Shanghai"))),
        st.dictionaries(words, st.dates(), max_size=2),
    )
)
def test_every_kind_of_value_comes_back_as_it_was(value: Everything) -> None:
    assert CODEC.loads(CODEC.dumps(value), Everything) == value


@dataclass(frozen=True)
class Newer:
    name: str
    added: int = 7


@dataclass(frozen=True)
class Older:
    name: str


def test_a_row_of_an_older_version_takes_the_default_of_what_it_lacks() -> None:
    assert CODEC.loads(CODEC.dumps(Older("a")), Newer) == Newer("a", 7)


def test_a_row_of_a_newer_version_is_read_without_what_is_unknown() -> None:
    assert CODEC.loads(CODEC.dumps(Newer("a", 9)), Older) == Older("a")


@pytest.mark.parametrize("stored", ["{}", '"text"', "[]"])
def test_a_row_that_does_not_fit_names_its_type_and_not_its_words(stored: str) -> None:
    with pytest.raises(CodecError, match="Older"):
        CODEC.loads(stored, Older)


def test_a_block_of_an_unknown_kind_is_refused_by_name() -> None:
    with pytest.raises(CodecError, match="Script is none of"):
        CODEC.loads('{"blocks": [{"is": "Script", "line": []}]}', Card)
