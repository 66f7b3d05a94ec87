"""The ready-made questions, in both languages."""

from collections.abc import Mapping
from datetime import datetime, time
from decimal import Decimal

from bot.features.checkins.model import CheckIn, Template
from bot.kernel.ids import ChatId, derive
from bot.kernel.people import Locale, Team
from bot.kernel.questions import Choice, ChoiceQuestion, NumberQuestion, Question, ScaleQuestion, TextQuestion

YESTERDAY, TODAY, BLOCKER, CALLS, MOOD = "yesterday", "today", "blocker", "calls", "mood"
"""Names of questions that the rules know by name."""
DONE, PARTLY, UNTOUCHED = "done", "partly", "untouched"
LIMIT = 500
"""Characters of one answer: it is read by a whole team."""
MONDAY, WEDNESDAY, FRIDAY = 0, 2, 4

_ZH, _EN = Locale.ZH, Locale.EN

PROGRESS: Mapping[Locale, tuple[Choice, ...]] = {
    _ZH: (
        Choice(DONE, "完成", ("做完了", "完成了", "搞定", "搞定了", "done")),
        Choice(PARTLY, "部分", ("部分完成", "一半", "做了一部分", "partly")),
        Choice(UNTOUCHED, "没动", ("没做", "没开始", "还没开始", "untouched")),
    ),
    _EN: (
        Choice(DONE, "Done", ("finished", "complete", "completed", "完成")),
        Choice(PARTLY, "Partly", ("partially", "half", "half done", "部分")),
        Choice(UNTOUCHED, "Not started", ("untouched", "no", "not yet", "没动")),
    ),
}
NOTHING: Mapping[Locale, tuple[Choice, ...]] = {
    _ZH: (
        Choice("none", "没有", ("没", "无", "没有了", "没卡点", "无卡点", "没有卡点", "none", "no", "nope", "nothing")),
    ),
    _EN: (Choice("none", "Nothing", ("none", "no", "nope", "no blockers", "not blocked", "n/a", "没有", "无", "没")),),
}
MOODS: Mapping[Locale, tuple[str, ...]] = {
    _ZH: ("很差", "不太好", "一般", "不错", "很好"),
    _EN: ("Awful", "Not good", "Okay", "Good", "Great"),
}
PLANNED: Mapping[Locale, ChoiceQuestion] = {
    _ZH: ChoiceQuestion(YESTERDAY, "上次的计划,现在怎样?", PROGRESS[_ZH]),
    _EN: ChoiceQuestion(YESTERDAY, "Your last plan: how is it now?", PROGRESS[_EN]),
}
"""The first question to somebody who said what they would do."""
ABOUT_MOOD: Mapping[Locale, ScaleQuestion] = {
    _ZH: ScaleQuestion(MOOD, "今天状态怎么样?只有你自己看得到。"),
    _EN: ScaleQuestion(MOOD, "How are you today? Only you will see it."),
}

_LAST: Mapping[Locale, Question] = {
    _ZH: TextQuestion(YESTERDAY, "上个工作日做完了什么?", limit=LIMIT),
    _EN: TextQuestion(YESTERDAY, "What did you finish on the last working day?", limit=LIMIT),
}
_NEXT: Mapping[Locale, Question] = {
    _ZH: TextQuestion(TODAY, "今天最重要的一两件事?", limit=LIMIT),
    _EN: TextQuestion(TODAY, "The one or two things that matter most today?", limit=LIMIT),
}
_STUCK: Mapping[Locale, Question] = {
    _ZH: TextQuestion(BLOCKER, "有没有卡住、需要别人帮的?", nothing=NOTHING[_ZH], limit=LIMIT),
    _EN: TextQuestion(BLOCKER, "Are you stuck, or do you need somebody's help?", nothing=NOTHING[_EN], limit=LIMIT),
}
_CALLS: Mapping[Locale, Question] = {
    _ZH: NumberQuestion(CALLS, "上个工作日有效通话多少分钟?", highest=Decimal(1440)),
    _EN: NumberQuestion(CALLS, "How many minutes of customer calls on the last working day?", highest=Decimal(1440)),
}
_SINCE: Mapping[Locale, Question] = {
    _ZH: TextQuestion(YESTERDAY, "上次之后做完了什么?", limit=LIMIT),
    _EN: TextQuestion(YESTERDAY, "What did you finish since the last time?", limit=LIMIT),
}
_UNTIL: Mapping[Locale, Question] = {
    _ZH: TextQuestion(TODAY, "到下次之前,最重要的一两件事?", limit=LIMIT),
    _EN: TextQuestion(TODAY, "The one or two things that matter most until next time?", limit=LIMIT),
}

_TEMPLATES: Mapping[Template, tuple[Mapping[Locale, Question], ...]] = {
    Template.DEFAULT: (_LAST, _NEXT, _STUCK),
    Template.SALES: (_LAST, _CALLS, _NEXT, _STUCK),
    Template.RESEARCH: (_SINCE, _UNTIL, _STUCK),
}


def questions_of(template: Template) -> Mapping[str, tuple[Question, ...]]:
    """The questions of a template by language."""
    return {str(locale): tuple(each[locale] for each in _TEMPLATES[template]) for locale in Locale}


def weekdays_of(template: Template) -> tuple[int, ...]:
    """The days a template is asked on; empty for every working day."""
    return (MONDAY, WEDNESDAY, FRIDAY) if template is Template.RESEARCH else ()


def default_checkin(
    team: Team,
    chat: ChatId | None,
    since: datetime,
    *,
    template: Template = Template.DEFAULT,
    at: time = time(9, 30),
    mood: bool = False,
) -> CheckIn:
    """A team's check-in as it is set up without further wishes: asked from `since` on, reported in `chat`."""
    return CheckIn(
        id=derive("checkin", team.id),
        team=team.id,
        audience=team.name,
        questions=questions_of(template),
        since=since,
        chat=chat,
        at=at,
        weekdays=weekdays_of(template),
        mood=mood,
    )
