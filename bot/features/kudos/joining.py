"""Presses on the group's card: me too, and saving it to the story wall. And thanks offered from elsewhere."""

from collections.abc import Iterable, Iterator

from bot.features.kudos import access, cards, phrases, questions
from bot.features.kudos.giving import ask
from bot.features.kudos.model import Draft, Kudos, Slot, Story
from bot.kernel.cards import Line, Said, say
from bot.kernel.effects import Effect, Revise, Save
from bot.kernel.features import PersonTurn
from bot.kernel.ids import derive
from bot.kernel.intents import Press, Reaction
from bot.kernel.people import Person

APPLAUSE = frozenset("🙏👏")
"""The emojis that say thanks; a thumb says much else."""


def echo(turn: PersonTurn, press: Press) -> Iterator[Effect]:
    """Join in somebody's thanks; the giver and the receivers themselves are answered otherwise."""
    gift = access.gift_of(turn, press.args.get("gift", ""))
    locale, me = turn.locale, turn.person.id
    if gift is None or gift.first.private or not gift.first.stands:
        yield turn.answer(say(phrases.GIFT_GONE.line(locale)))
    elif gift.giver.id == me:
        yield turn.answer(say(phrases.ECHO_OWN.line(locale)))
    elif any(person.id == me for person in gift.receivers):
        line = phrases.ECHO_FOR_YOU.line(locale, giver=Said(gift.giver.name))
        yield from _offer(turn, gift.giver, line)
    elif any(each.stands for each in turn.reads.find(Kudos, echoes=gift.first.gift, giver=me)):
        yield turn.answer(say(phrases.ECHO_AGAIN.line(locale)))
    else:
        purse = access.purse(turn, turn.person)
        ids = [person.id for person in gift.receivers]
        points = 1 if purse.left >= len(ids) and purse.room(ids) > 0 else 0
        slots = tuple(Slot(person.name, person.id) for person in gift.receivers)
        draft = Draft(
            turn.key("draft"), me, gift.first.chat, slots, points, "", gift.first.tags, False, turn.now,
            echoes=gift.first.gift,
        )  # fmt: skip
        yield from ask(turn, draft, questions.echo(locale, draft, gift.receivers))


def story(turn: PersonTurn, press: Press) -> Iterator[Effect]:
    """Save open thanks to the story wall, once."""
    gift = access.gift_of(turn, press.args.get("gift", ""))
    if gift is None or gift.first.private or not gift.first.stands:
        yield turn.answer(say(phrases.GIFT_GONE.line(turn.locale)))
        return
    if turn.reads.get(Story, gift.first.gift):
        yield turn.answer(say(phrases.STORY_ALREADY.line(turn.locale)))
        return
    yield Save(Story(gift.first.gift, gift.first.gift, turn.person.id, turn.now))
    if gift.first.chat and gift.first.announced:
        locale = access.language_of(turn.reads, gift.first.chat, turn.locale)
        joined = access.echoes_of(turn.reads, gift.first.gift)
        yield Revise(gift.first.announced, cards.announcement(locale, gift, joined, starred=True))
    yield turn.answer(say(phrases.STORY_SAVED.line(turn.locale)))


def thank(turn: PersonTurn, press: Press) -> Iterator[Effect]:
    """Thank one person: the words are asked for. For buttons of other features, with `to` as argument."""
    person = turn.reads.get(Person, press.args.get("to", ""))
    if person is None or not person.active or person.id == turn.person.id:
        yield turn.answer(say(phrases.CLOSED.line(turn.locale)))
        return
    yield from _offer(turn, person, phrases.THANK_WHOM.line(turn.locale, name=Said(person.name)))


def reacted(turn: PersonTurn, reaction: Reaction) -> Iterable[Effect] | None:
    """Applause for a colleague's words in a group: a sentence would reach them. Offered once a day for each."""
    author = reaction.author
    if reaction.emoji not in APPLAUSE or turn.direct or not author.active or author.id == turn.person.id:
        return None
    id = derive("reaction", turn.person.id, author.id, turn.today(turn.person.timezone).isoformat())
    if turn.reads.get(Draft, id):
        return ()
    draft = Draft(id, turn.person.id, turn.chat.id, (Slot(author.name, author.id),), 0, "", (), False, turn.now)
    line = phrases.REACTED.line(turn.locale, name=Said(author.name), emoji=reaction.emoji)
    return ask(turn, draft, questions.thank_whom(turn.locale, draft, line))


def _offer(turn: PersonTurn, person: Person, line: Line) -> Iterator[Effect]:
    chat = None if turn.direct else turn.chat.id
    slots = (Slot(person.name, person.id),)
    draft = Draft(turn.key("draft"), turn.person.id, chat, slots, 0, "", (), False, turn.now)
    yield from ask(turn, draft, questions.thank_whom(turn.locale, draft, line))
