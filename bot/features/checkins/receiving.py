"""Answers come in: taken down, kept back, asked on, or finished; the same whatever the way they came."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from bot.features.checkins import cards, draft_cards, phrases, question_cards, rules
from bot.features.checkins.finishing import finish
from bot.features.checkins.lookup import Share
from bot.features.checkins.model import NO_CARD, Audience, Draft, Held, Participation, PrivateAnswer
from bot.features.checkins.people import manager_of
from bot.features.checkins.rules import Reply
from bot.features.checkins.sources import remember
from bot.features.checkins.taking import is_kept_back
from bot.features.checkins.templates import BLOCKER
from bot.kernel.cards import Card, Line, Private
from bot.kernel.effects import Effect, Post, Push, Revise, Save
from bot.kernel.features import PersonTurn
from bot.kernel.ids import PersonId, derive
from bot.kernel.people import Person, ToPerson


def receive(
    turn: PersonTurn, share: Share, replies: Mapping[str, Reply], source: str, lead: Line = ()
) -> Iterator[Effect]:
    """Take replies by question name; then ask what is still open, or finish. Revises the card that asked.

    For a day that is over nothing more is asked. `lead` says something before the next question.
    """
    held = {name: reply for name, reply in replies.items() if is_kept_back(reply)}
    kept = {name: reply for name, reply in replies.items() if name not in held}
    after = share.now(rules.answered(share.participation, kept))
    if not held and share.participation.day < turn.today(share.participation.zone):
        after = share.now(rules.without_gaps(after.participation, after.questions))
    yield from remember(turn, share, kept)
    private = tuple(_private(turn, share, name, reply) for name, reply in kept.items() if _is_private(reply))
    yield from (Save(each) for each in private)
    yield from _for_reader(turn, share, private)
    yield from _made_public(turn, share, kept)
    if held:
        yield from put_away(share, after)
        yield from _hold_back(turn, after, held, source)
    elif after.session.finished:
        yield from put_away(share, after)
        yield from finish(turn, share, after, kept, private, source)
    else:
        yield from ask(turn, after, lead, before=share)


def ask(turn: PersonTurn, share: Share, lead: Line = (), before: Share | None = None) -> Iterator[Effect]:
    """Ask the first open question anew; the card that asked last is put away."""
    question = share.session.next
    if question is None:
        return
    yield from put_away(before or share, share)
    yield from show(turn, share, question_cards.question(share, question, lead))


def show(turn: PersonTurn, share: Share, card: Card) -> Iterator[Effect]:
    """Send a card as the one that now asks."""
    label = "checkins/ask"
    yield Save(replace(share.participation, asked=turn.key(label)))
    yield turn.answer(card, label)


def put_away(before: Share, after: Share) -> Iterator[Effect]:
    """The card that asked shows what was answered, and can no longer be answered."""
    question = before.session.next
    if before.participation.asked and question:
        yield Revise(before.participation.asked, question_cards.taken_down(after, question))


def drafted(
    turn: PersonTurn,
    share: Share,
    why: Held,
    fields: Mapping[str, str],
    source: str,
    mentions: tuple[tuple[str, PersonId], ...] = (),
) -> Draft:
    """Words not yet given, under the person's own key."""
    me = turn.person.id
    return Draft(
        id=derive("draft", turn.event, why),
        person=me,
        checkin=share.checkin.id,
        day=share.participation.day,
        why=why,
        fields=tuple((name, Private(me, words)) for name, words in fields.items()),
        made_at=turn.now,
        mentions=mentions,
        source=source,
    )


def _hold_back(turn: PersonTurn, share: Share, held: Mapping[str, Reply], source: str) -> Iterator[Effect]:
    """AT-16: nothing of it is an answer until the person says who may read it."""
    mentions = tuple(mention for reply in held.values() for mention in reply.mentions)
    words = {name: reply.value for name, reply in held.items()}
    draft = drafted(turn, share, Held.SENSITIVE, words, source, mentions)
    yield Save(replace(share.participation, asked=NO_CARD, snoozed=True))
    yield Save(draft)
    manager = manager_of(turn.reads, turn.person, turn.today(turn.person.timezone))
    named = manager.name if manager else phrases.YOUR_MANAGER.text(turn.locale)
    yield turn.answer(draft_cards.held_back(draft, named, turn.locale), "checkins/held")


def _is_private(reply: Reply) -> bool:
    return reply.audience in (Audience.SELF, Audience.MANAGER)


def _private(turn: PersonTurn, share: Share, name: str, reply: Reply) -> PrivateAnswer:
    today = turn.today(turn.person.timezone)
    reader = manager_of(turn.reads, turn.person, today) if reply.audience is Audience.MANAGER else None
    words = Private(turn.person.id, reply.value)
    return private_answer(share.participation, name, words, reader.id if reader else None)


def private_answer(participation: Participation, name: str, words: Private, reader: PersonId | None) -> PrivateAnswer:
    return PrivateAnswer(
        id=derive("private", participation.id, name),
        participation=participation.id,
        person=participation.person,
        day=participation.day,
        question=name,
        words=words,
        reader=reader,
    )


def _for_reader(turn: PersonTurn, share: Share, private: tuple[PrivateAnswer, ...]) -> Iterator[Effect]:
    """Words for the manager alone reach them; a blocker does so by its own fact, once all is answered."""
    for answer in private:
        reader = turn.reads.get(Person, answer.reader) if answer.reader else None
        if reader is None or answer.question == BLOCKER or share.checkin.trial:
            continue
        push = Push("checkins.private", phrases.FOR_YOU_REASON.text(reader.locale, name=turn.person.name))
        card = cards.for_manager(turn.person, answer.words, reader.locale)
        yield Post(ToPerson(reader.id), card, turn.key(f"checkins/manager/{answer.question}"), push)


def _made_public(turn: PersonTurn, share: Share, replies: Mapping[str, Reply]) -> Iterator[Effect]:
    """A private answer replaced by one for the team leaves no private words behind."""
    me = turn.person.id
    for name, reply in replies.items():
        if name in share.participation.kept and not _is_private(reply):
            yield Save(private_answer(share.participation, name, Private(me, ""), None))
