"""Monday 00:00: the points a giver chose to send then, from the new week's allowance."""

from collections.abc import Iterator
from dataclasses import replace

from bot.features.kudos import access, cards, phrases
from bot.features.kudos.ledger import booking
from bot.features.kudos.model import Kudos
from bot.kernel.cards import say
from bot.kernel.effects import Effect, Post, Push, Save
from bot.kernel.features import Turn
from bot.kernel.intents import Wake
from bot.kernel.people import Person, ToPerson


def send_later(turn: Turn, wake: Wake) -> Iterator[Effect]:
    """All receivers or none, as ever; the giver hears either way."""
    gift = access.gift_of(turn, wake.args["gift"])
    if gift is None or not gift.first.stands or not gift.giver.active:
        return
    points = int(wake.args["points"])
    pairs = [pair for pair in zip(gift.kudos, gift.receivers, strict=True) if pair[1].active]
    purse = access.purse(turn, gift.giver)
    fits = points * len(pairs) <= purse.left and points <= purse.room([person.id for _, person in pairs])
    if pairs and fits:
        for kudos, receiver in pairs:
            yield from _top_up(turn, kudos, gift.giver, receiver, points)
    locale = gift.giver.locale
    phrase = phrases.TOPPED_UP_GIVER if pairs and fits else phrases.TOP_UP_FAILED
    left = purse.left - points * len(pairs) if fits else purse.left
    line = phrase.line(locale, names=cards.names(locale, gift.receivers), points=points, left=left)
    why = Push("kudos.later", phrases.WHY_TOPPED_UP.text(locale))
    yield Post(ToPerson(gift.giver.id), say(line), turn.key("giver"), why)


def _top_up(turn: Turn, kudos: Kudos, giver: Person, receiver: Person, points: int) -> Iterator[Effect]:
    yield Save(replace(kudos, points=kudos.points + points))
    for entry in booking(kudos, points, access.week(turn, giver), turn.now, "later"):
        yield Save(entry)
    why = Push("kudos.received", phrases.WHY_TOPPED_UP_RECEIVER.text(receiver.locale, giver=giver.name))
    card = cards.topped_up(receiver.locale, kudos, giver, points)
    yield Post(ToPerson(receiver.id), card, turn.key(f"received/{receiver.id}"), why)
