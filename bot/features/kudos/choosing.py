"""What a giver answers to the questions about thanks not yet sent."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from bot.features.kudos import access, grammar, phrases
from bot.features.kudos.amounts import amount_at
from bot.features.kudos.giving import closing, filled, proceed, too_long, wording
from bot.features.kudos.ledger import MOST_TO_ONE
from bot.features.kudos.model import Draft, Highlight, Slot, read
from bot.features.kudos.rules import is_stale
from bot.kernel.cards import (
    Button,
    Buttons,
    Card,
    Form,
    Line,
    Paragraph,
    Private,
    Said,
    Select,
    Text,
    buttons_of,
    say,
)
from bot.kernel.effects import Effect, Revise, Save
from bot.kernel.features import PersonTurn, Turn
from bot.kernel.ids import DeliveryKey
from bot.kernel.intents import Press, Wake
from bot.kernel.people import Person
from bot.kernel.spoken import Named, spoken
from bot.kernel.text import squash

_CANCEL = frozenset(("算了", "取消", "不用了", "不送了", "cancel", "never mind", "nevermind", "stop"))


def picked(turn: PersonTurn, press: Press) -> Iterator[Effect]:
    """One of the people offered."""
    draft = _open_draft(turn, press)
    person = turn.reads.get(Person, press.args.get("person", ""))
    if draft is None or person is None or not person.active:
        yield from _too_late(turn, press)
        return
    unclear = next((slot for slot in draft.slots if slot.person is None), None)
    if unclear is None:
        yield from _too_late(turn, press)
        return
    yield Revise(press.source, _with_choice(turn, press))
    yield from proceed(turn, filled(draft, unclear, person))


def named(turn: PersonTurn, press: Press) -> Iterator[Effect]:
    """A name written anew, or a real mention."""
    draft = _open_draft(turn, press)
    unclear = next((slot for slot in draft.slots if slot.person is None), None) if draft else None
    if draft is None or unclear is None:
        yield from _too_late(turn, press)
        return
    if squash(press.text) in _CANCEL:
        yield from _drop(turn, press, draft)
        return
    if not press.text:
        yield turn.answer(say(phrases.WORDS_PLEASE.line(turn.locale)))
        return
    mentioned = next((each.whom for each in spoken(press.text, press.mentions) if isinstance(each, Named)), None)
    query = " ".join(press.text.lstrip("@＠").split())
    slot = Slot(mentioned.name, mentioned.id) if mentioned else Slot(query)
    slots = tuple(slot if each == unclear else each for each in draft.slots)
    yield Revise(press.source, settled(turn, press.source, (Said(slot.query[: grammar.MOST_PEOPLE * 4]),)))
    yield from proceed(turn, replace(draft, slots=slots))


def amount(turn: PersonTurn, press: Press) -> Iterator[Effect]:
    """With fewer points, with none, or with the rest on Monday. What is really left is counted again."""
    draft = _open_draft(turn, press)
    chosen = _chosen(press.args)
    if draft is None or chosen is None:
        yield from _too_late(turn, press)
        return
    points, later = chosen
    yield Revise(press.source, _with_choice(turn, press))
    yield from proceed(turn, replace(draft, points=points, later=later, bare=draft.bare))


def rest(turn: PersonTurn, press: Press) -> Iterator[Effect]:
    """Without those who cannot be thanked."""
    draft = _open_draft(turn, press)
    known = access.people(turn.reads, [slot.person for slot in draft.slots if slot.person]) if draft else ()
    fit = {person.id for person in known if person.active and person.id != turn.person.id}
    if draft is None or not fit:
        yield from _too_late(turn, press)
        return
    yield Revise(press.source, _with_choice(turn, press))
    yield from proceed(turn, replace(draft, slots=tuple(slot for slot in draft.slots if slot.person in fit)))


def reasoned(turn: PersonTurn, press: Press) -> Iterator[Effect]:
    """The reason, written when asked for; it may begin with points where none were given."""
    draft = _open_draft(turn, press)
    if draft is None:
        yield from _too_late(turn, press)
        return
    if squash(press.text) in _CANCEL:
        yield from _drop(turn, press, draft)
        return
    if not press.text:
        yield turn.answer(say(phrases.WORDS_PLEASE.line(turn.locale)))
        return
    reason, tags = grammar.tags_of(press.text)
    if refusal := too_long(turn, reason):
        yield turn.answer(refusal)
        return
    yield Revise(press.source, settled(turn, press.source, (Said(reason),)))
    lead = amount_at(reason, 0) if draft.echoes or not draft.points else None
    if lead and lead.points is not None:
        reason = reason[lead.end :].strip()
    points = lead.points if lead and lead.points is not None else 0 if draft.echoes else draft.points
    changed = replace(draft, points=points, asked_reason=draft.asked_reason + 1, echoes="")
    changed = replace(changed, tags=tags if draft.echoes else tags or draft.tags)
    yield from proceed(turn, replace(changed, reason=wording(turn, reason, draft.private)))


def bare(turn: PersonTurn, press: Press) -> Iterator[Effect]:
    """No good reason came: sent without points, as the giver agreed."""
    draft = _open_draft(turn, press)
    if draft is None:
        yield from _too_late(turn, press)
        return
    yield Revise(press.source, _with_choice(turn, press))
    said = f"👍 {read(draft.reason)}".strip()
    yield from proceed(turn, replace(draft, points=0, later=0, bare=True, reason=wording(turn, said, draft.private)))


def drop(turn: PersonTurn, press: Press) -> Iterator[Effect]:
    """Not at all."""
    draft = _open_draft(turn, press)
    if draft is None:
        yield from _too_late(turn, press)
        return
    yield from _drop(turn, press, draft)


def highlight(turn: PersonTurn, press: Press) -> Iterator[Effect]:
    """Thanks to oneself become a private highlight."""
    draft = _open_draft(turn, press)
    if draft is None:
        yield from _too_late(turn, press)
        return
    text = Private(turn.person.id, read(draft.reason))
    yield Save(Highlight(turn.key("highlight"), turn.person.id, text, turn.now))
    yield Revise(press.source, _with_choice(turn, press))
    yield turn.answer(say(phrases.NOTED.line(turn.locale)))
    yield from closing(draft)


def expire(turn: Turn, wake: Wake) -> Iterator[Effect]:
    """Nobody answered: the question is closed at no cost."""
    draft = turn.reads.get(Draft, wake.args["draft"])
    giver = turn.reads.get(Person, draft.giver) if draft else None
    if draft is None or giver is None or not draft.open:
        return
    yield from closing(draft)
    yield Revise(draft.card, say(phrases.EXPIRED.line(giver.locale)))


def settled(turn: PersonTurn, source: DeliveryKey, note: str | Line) -> Card:
    """The card as it stood, without its presses, and what was answered."""
    answer: Line = (Text("→ "), *((Text(note),) if isinstance(note, str) else note))
    stood = next((card for each in turn.standing for key, card in each.parts if key == source), None)
    if stood is None:
        return say(answer)
    kept = tuple(block for block in stood.blocks if not isinstance(block, Buttons | Select | Form))
    return Card((*kept, Paragraph(answer)), stood.title, stood.tone)


def _with_choice(turn: PersonTurn, press: Press) -> Card:
    """The card with the label of the press that was chosen."""
    label = next((button.label for button in _offered(turn, press.source) if _is(button, press)), "✓")
    return settled(turn, press.source, label)


def _offered(turn: PersonTurn, source: DeliveryKey) -> Iterator[Button]:
    for each in turn.standing:
        for key, card in each.parts:
            if key == source:
                yield from (button for button, _ in buttons_of(card))


def _is(button: Button, press: Press) -> bool:
    return button.action.name == press.action and dict(button.action.args) == dict(press.args)


def _open_draft(turn: PersonTurn, press: Press) -> Draft | None:
    """The giver's own draft, still open and asked no longer than its time ago, by its newest question."""
    draft = turn.reads.get(Draft, press.args.get("draft", ""))
    if draft is None or not draft.open or is_stale(draft, turn.now) or draft.card != press.source:
        return None
    return draft


def _too_late(turn: PersonTurn, press: Press) -> Iterator[Effect]:
    """A press on what is closed, foreign or answered: said calmly, nothing changes."""
    draft = turn.reads.get(Draft, press.args.get("draft", ""))
    phrase = phrases.EXPIRED if draft and draft.open and is_stale(draft, turn.now) else phrases.CLOSED
    yield turn.answer(say(phrase.line(turn.locale)))


def _drop(turn: PersonTurn, press: Press, draft: Draft) -> Iterator[Effect]:
    phrase = phrases.LEFT_OUT if any(slot.person is None for slot in draft.slots) else phrases.DROPPED
    answer = (Said(press.text),) if press.text else None
    yield Revise(press.source, settled(turn, press.source, answer) if answer else _with_choice(turn, press))
    yield turn.answer(say(phrase.line(turn.locale)))
    yield from closing(draft)


def _chosen(args: Mapping[str, str]) -> tuple[int, int] | None:
    """Points now and on Monday, as a button of ours would say them."""
    values = [args.get(name, "") for name in ("points", "later")]
    if not all(value.isascii() and value.isdigit() and len(value) < 3 for value in values):
        return None
    points, later = map(int, values)
    return (points, later) if points + later <= MOST_TO_ONE else None
