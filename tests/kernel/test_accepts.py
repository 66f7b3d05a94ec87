"""A word alone does not make a command of a sentence: what stands behind it may have to fit."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from bot.kernel.calendar import Calendar
from bot.kernel.capabilities import Capabilities, Redelivery, Revision
from bot.kernel.cards import Action, say
from bot.kernel.effects import Effect
from bot.kernel.features import Command, Feature, Offers, PersonTurn, Standing
from bot.kernel.ids import ChatId, DeliveryKey, EventId, PersonId, Platform
from bot.kernel.intents import Press, Words
from bot.kernel.people import Chat, ChatRef, Locale, Person
from bot.kernel.phrases import Phrase
from bot.kernel.routing import understand_words
from bot.runtime.almanac import PlainAlmanac
from bot.runtime.readings import Pinyin
from bot.runtime.scoped import ScopedReads

NOTHING = Phrase("", "")
ANN = Person(PersonId("ann"), "Ann", "UTC", Locale.EN)


def _silent(turn: PersonTurn, wanted: Words | Press) -> Iterator[Effect]:
    yield from ()


def _is_day(turn: PersonTurn, words: Words) -> bool:
    return not turn.asked or words.text[0].isdigit()


LEAVE = Command("days.leave", ("leave",), NOTHING, NOTHING, _silent, takes=True, accepts=_is_day)
OFFERS = Offers([Feature("days", commands=(LEAVE,), actions={"days.words": _silent}, fallback=_silent)])
WAITING = Standing(((DeliveryKey("k"), say("What is next?", listens=Action("days.words"))),))


def _turn(*standing: Standing) -> PersonTurn:
    return PersonTurn(
        event=EventId("e"),
        now=datetime(2026, 9, 17, tzinfo=UTC),
        reads=ScopedReads(None, ANN, {}),  # type: ignore[arg-type]
        calendar=Calendar(PlainAlmanac()),
        readings=Pinyin(),
        offers=OFFERS,
        person=ANN,
        chat=Chat(ChatId("c"), ChatRef(Platform("p"), "t", "ann", direct=True)),
        capabilities=Capabilities(True, True, 10, 1000, Revision.ALWAYS, Redelivery.KEY),
        standing=standing,
    )


@pytest.mark.parametrize(
    ("text", "standing", "by"),
    [
        ("leave 21 Sep", (WAITING,), "days.leave"),
        ("leave early today", (WAITING,), "days.words"),
        ("leave", (WAITING,), "days.leave"),
        ("leave early today", (), "days.leave"),
    ],
)
def test_while_something_is_asked_only_what_fits_is_a_command(
    text: str, standing: tuple[Standing, ...], by: str
) -> None:
    found = understand_words(Words(text), True, _turn(*standing), OFFERS)
    assert found is not None
    assert found.by == by


def test_a_chat_is_asked_while_a_card_in_it_waits_for_words() -> None:
    assert _turn(WAITING).asked
    assert not _turn(Standing(((DeliveryKey("k"), say("Fine.")),))).asked
