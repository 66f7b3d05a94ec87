"""One raw reply to one question, or a message to several: what may be kept of it. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.features.checkins import wishes
from bot.features.checkins.model import Audience
from bot.features.checkins.rules import Reply
from bot.features.checkins.templates import LIMIT, YESTERDAY
from bot.features.checkins.understanding import Understood, progress_of, understand
from bot.kernel.ids import PersonId
from bot.kernel.people import Person
from bot.kernel.questions import Answer, ChoiceQuestion, Invalid, Question, ScaleQuestion, TextQuestion, parse
from bot.kernel.routing import OVERLONG

Mentions = Sequence[tuple[str, Person]]
STICKER = "sticker"
_DIGITS = re.compile(r"[0-90-9]{1,2}")
"""What somebody types for a button that is not there."""
_DAY = re.compile(r"^(?:昨天|昨日|yesterday)[,,::\s]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Taken:
    """Replies by question name, and what could not be taken."""

    replies: Mapping[str, Reply]
    invalid: tuple[Invalid, ...]


def take(question: Question, raw: str, mentions: Mentions = (), media: str = "") -> Reply | Invalid:
    """The reply as an answer to this question. Further reasons: sticker, media, overlong."""
    if media:
        reasons = {OVERLONG: "overlong", STICKER: STICKER}
        return Invalid(question.name, reasons.get(media, "media"))
    if raw and wishes.says_nothing(raw):
        return Invalid(question.name, STICKER if wishes.is_pictorial(raw) else "empty")
    for_manager = wishes.for_manager(raw) if isinstance(question, TextQuestion | ChoiceQuestion) else None
    words = raw if for_manager is None else for_manager
    if isinstance(question, TextQuestion) and _DIGITS.fullmatch(words):
        return Invalid(question.name, "digits")
    parsed = _parse(question, words)
    if isinstance(parsed, Invalid):
        return parsed
    named = tuple((name, person.id) for name, person in mentions if f"@{name}" in words)
    return Reply(parsed.value, _audience(question, parsed.value, for_manager is not None), named)


def _parse(question: Question, words: str) -> Answer | Invalid:
    parsed = parse(question, words)
    if not isinstance(question, ChoiceQuestion) or isinstance(parsed, Answer) or not words:
        return parsed
    again = parse(question, _DAY.sub("", words))
    if isinstance(again, Answer):
        return again
    return parse(TextQuestion(question.name, question.text, limit=LIMIT), words)


def _audience(question: Question, value: str, for_manager: bool) -> Audience | None:
    if isinstance(question, ScaleQuestion) and question.private:
        return Audience.SELF
    return Audience.MANAGER if for_manager and value else None


def is_kept_back(reply: Reply) -> bool:
    """Whether nobody has decided yet who may read words that call for it."""
    return reply.audience is None and wishes.is_touchy(reply.value)


def take_all(questions: Sequence[Question], values: Mapping[str, str], mentions: Mentions = ()) -> Taken:
    """Several raw values by question name, in question order."""
    replies: dict[str, Reply] = {}
    invalid: list[Invalid] = []
    for question in questions:
        if question.name not in values:
            continue
        reply = take(question, values[question.name], mentions)
        if isinstance(reply, Invalid):
            invalid.append(reply)
        else:
            replies[question.name] = reply
    return Taken(replies, tuple(invalid))


def parts_of(questions: Sequence[Question], text: str) -> Understood:
    """One message as raw values for these questions; a plan's progress as its choice where the words are clear.

    Not where nothing had to be guessed: that is kept as it was written.
    """
    wanted = [each.name for each in questions if each.required]
    understood = understand(text, wanted)
    fields = {
        each.name: _raw(each, understood.fields[each.name]) for each in questions if each.name in understood.fields
    }
    first = next((each for each in questions if each.name == YESTERDAY), None)
    if isinstance(first, ChoiceQuestion) and YESTERDAY in fields and not understood.exact:
        fields[YESTERDAY] = progress_of(fields[YESTERDAY]) or fields[YESTERDAY]
    return Understood(fields, understood.exact)


def _raw(question: Question, value: str) -> str:
    """`没卡点` as the word that means an empty answer to this question."""
    return question.nothing[0].value if isinstance(question, TextQuestion) and question.nothing and not value else value


def decided(reply: Reply, audience: Audience) -> Reply:
    return replace(reply, audience=audience)


def ids_of(mentions: Mentions) -> tuple[tuple[str, PersonId], ...]:
    return tuple((name, person.id) for name, person in mentions)
