"""Questions asked as one form or as a talk; both end in the same session."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.kernel.questions import Answer, Invalid, Question, parse


@dataclass(frozen=True, slots=True)
class Session:
    """Questions being answered. The next one is the first unanswered name: no index to go stale."""

    questions: tuple[Question, ...]
    answers: tuple[Answer, ...] = ()

    @property
    def next(self) -> Question | None:
        given = {answer.name for answer in self.answers}
        return next((question for question in self.questions if question.name not in given), None)

    @property
    def finished(self) -> bool:
        return self.next is None

    def position(self, question: Question) -> tuple[int, int]:
        """Which of how many, counted from one: the `2/3` before a question."""
        return self.questions.index(question) + 1, len(self.questions)

    def value(self, name: str) -> str | None:
        return next((answer.value for answer in self.answers if answer.name == name), None)


@dataclass(frozen=True, slots=True)
class Step:
    """The session after some values, and what could not be accepted."""

    session: Session
    invalid: tuple[Invalid, ...] = ()


def complete(session: Session, values: Mapping[str, str]) -> Step:
    """Take raw values by question name, in question order; valid ones replace earlier answers."""
    answers = {answer.name: answer for answer in session.answers}
    invalid: list[Invalid] = []
    for question in session.questions:
        if question.name not in values:
            continue
        parsed = parse(question, values[question.name])
        if isinstance(parsed, Invalid):
            invalid.append(parsed)
        else:
            answers[question.name] = parsed
    ordered = tuple(answers[q.name] for q in session.questions if q.name in answers)
    return Step(replace(session, answers=ordered), tuple(invalid))


def answer(session: Session, raw: str) -> Step:
    """One reply to the next question of a talk. A finished session takes nothing."""
    question = session.next
    return Step(session) if question is None else complete(session, {question.name: raw})
