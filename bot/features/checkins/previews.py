"""Every card of check-ins with example words."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.features.checkins import cards, draft_cards, phrases, prompt_cards, question_cards, report_cards, setup_cards
from bot.features.checkins import phrases_setup as s
from bot.features.checkins.lookup import Share
from bot.features.checkins.model import CheckIn, Draft, Held, Participation, Setup, Status, Template
from bot.features.checkins.report_cards import Answers, Standings
from bot.features.checkins.setup_cards import ASK, HOUR, WHERE, WHO, Rehearsal
from bot.features.checkins.templates import BLOCKER, DONE, PLANNED, TODAY, YESTERDAY, default_checkin
from bot.kernel.calendar import Day
from bot.kernel.cards import Card, Line, Private, Said, say
from bot.kernel.features import Offers
from bot.kernel.ids import ChatId, PersonId, TeamId
from bot.kernel.people import Locale, Person, Team
from bot.kernel.questions import Answer, Invalid

_NOW = datetime(2026, 9, 17, 1, 30, tzinfo=UTC)
_DAY = date(2026, 9, 17)
_ZONE = "Asia/Shanghai"
_CLOSES = datetime(2026, 9, 17, 4, 0, tzinfo=UTC)
_TEAM = Team(TeamId("east"), "华东组", _ZONE, Locale.ZH)
_CHAT = ChatId("east")
_NOBODY = Offers(())


def _person(id: str, name: str) -> Person:
    return Person(PersonId(id), name, _ZONE, Locale.ZH)


_MIN, _LEI, _XIONG, _AMY = (
    _person(*each) for each in (("zhaomin", "赵敏"), ("wanglei", "王磊"), ("shanxiong", "单雄"), ("amy", "Amy"))
)


def _share(locale: Locale, answered: int = 0, plan: str = "对账接口联调", status: Status = Status.AWAITING) -> Share:
    checkin = default_checkin(_TEAM, _CHAT, _NOW, template=Template.DEFAULT, mood=False)
    given = (Answer(YESTERDAY, DONE), Answer(TODAY, "上线对账,下午跟客户过需求"), Answer(BLOCKER, ""))
    participation = Participation(
        id="p",
        occurrence="o",
        checkin=checkin.id,
        team=_TEAM.id,
        person=_MIN.id,
        day=_DAY,
        zone=_ZONE,
        status=status,
        plan=plan,
        plan_day=_DAY - timedelta(days=1) if plan else None,
        answers=given[:answered],
    )
    return Share.of(checkin, participation, locale)


def _draft(why: Held = Held.CONFIRM, **fields: str) -> Draft:
    words = tuple((name, Private(_MIN.id, text)) for name, text in fields.items())
    return Draft("d", _MIN.id, "c", _DAY, why, words, _NOW)


def previews() -> Mapping[str, Card]:
    parts = (_prompts, _questions, _drafts, _afterwards, _reports, _setting_up)
    return {f"{name}.{locale.value}": card for locale in Locale for part in parts for name, card in part(locale)}


def _prompts(locale: Locale) -> Iterator[tuple[str, Card]]:
    checkin = _share(locale).checkin
    plain = prompt_cards.Greeting(checkin, _CLOSES, _NOW, _ZONE, Day(works=True), locale).to("赵敏", 3)
    swapped = Day(works=True, holiday="国庆节", swapped=True, english="National Day")
    draft = _draft(Held.AHEAD, today="继续跟进客户A", blocker="none")
    yield "prompt", prompt_cards.prompt(_share(locale), plain)
    yield "prompt-open", prompt_cards.prompt(_share(locale, plan=""), plain)
    yield "prompt-draft", prompt_cards.prompt(_share(locale), plain, draft)
    greeting = prompt_cards.Greeting(checkin, _CLOSES, _NOW, _ZONE, swapped, locale)
    yield "prompt-swapped", prompt_cards.prompt(_share(locale), greeting.to("赵敏", 3))


def _questions(locale: Locale) -> Iterator[tuple[str, Card]]:
    one, two, three = _share(locale, 0), _share(locale, 1), _share(locale, 2)
    plan, today, stuck = three.questions
    yield "question-today", question_cards.question(two, today)
    yield "question-blocker", question_cards.question(three, stuck)
    sees = prompt_cards.who_sees(two, Said("陈经理")) + phrases.GO_ON.line(locale)
    yield "question-who-sees", question_cards.question(two, today, sees)
    sticker = question_cards.refused(three, stuck, Invalid(BLOCKER, "sticker"))
    yield "question-sticker", question_cards.question(three, stuck, sticker)
    long = question_cards.refused(two, today, Invalid(TODAY, "too_long", {"length": "812", "limit": "500"}))
    yield "question-too-long", question_cards.question(two, today, long)
    yield "question-taken-down", question_cards.taken_down(two, plan)
    yield "question-set-aside", question_cards.taken_down(one, PLANNED[locale])
    yield "form", question_cards.form(one)
    yield "which-question", question_cards.which_question(three)
    yield "rewrite", question_cards.rewrite(three, today)


def _drafts(locale: Locale) -> Iterator[tuple[str, Card]]:
    share = _share(locale)
    draft = _draft(yesterday=DONE, today="上线、见客户", blocker="none")
    right = draft_cards.draft_button(draft, "accept", phrases.RIGHT.text(locale))
    change = draft_cards.draft_button(draft, "redo", phrases.LET_ME.text(locale))
    yield "understood", draft_cards.confirm(share, draft, phrases.UNDERSTOOD, right, change)
    take, leave = (
        draft_cards.draft_button(draft, do, each.text(locale))
        for do, each in (("accept", phrases.TAKE_IT), ("drop", phrases.NOT_IT))
    )
    yield "from-group", draft_cards.confirm(share, draft, phrases.FROM_GROUP, take, leave)
    which = phrases.WHICH_DAY.line(locale, first="9/17", second="9/18")
    yield "which-day", draft_cards.which_day(which, draft, "9/17", "9/18")
    kept = phrases.KEPT_FOR.line(locale, day="9/28")
    yield "kept-ahead", draft_cards.kept_ahead(draft, kept, locale)
    yield "held-back", draft_cards.held_back(_draft(today="最近压力太大,有点想走"), "陈经理", locale)


def _afterwards(locale: Locale) -> Iterator[tuple[str, Card]]:
    done = _share(locale, 3, status=Status.ANSWERED)
    line = phrases.RECEIVED.line(locale, end="12:00", audience=Said("华东组")) + phrases.CHANGE_HOW.line(locale)
    yield "received", cards.received(done, line, _NOBODY, 3)
    yield "state", cards.state(done, phrases.ALREADY_DONE.line(locale), _NOBODY, 3)
    yield "skipped", cards.once_more(phrases.SKIPPED.line(locale, time="14:00"), done.participation, _CLOSES, locale)
    yield "for-manager", cards.for_manager(_MIN, Private(_MIN.id, "最近压力太大"), locale)
    yield "not-yours", say(phrases.NOT_YOURS.line(locale, name=Said("赵敏")))


def _reports(locale: Locale) -> Iterator[tuple[str, Card]]:
    done = _share(locale, 3, status=Status.ANSWERED)
    late = replace(done.participation, late=True)
    first = Standings((Answers(_MIN, done.participation),), 7, elsewhere=(_AMY,), away=((_XIONG, date(2026, 9, 24)),))
    both = (Answers(_MIN, done.participation), Answers(_LEI, late))
    yield "report", report_cards.report(done.checkin, _DAY, first, locale)
    yield "report-updated", report_cards.report(done.checkin, _DAY, Standings(both, 7, updated="15:20"), locale)
    yield "report-trial", report_cards.trial_report(done, _MIN)


def _setting_up(locale: Locale) -> Iterator[tuple[str, Card]]:
    setup = Setup(_CHAT, "华东组", (_MIN.id, _LEI.id), PersonId("zhouting"), {WHERE: 1, WHO: 1})
    full = replace(setup, choices={WHO: 1, HOUR: 1, ASK: 2, WHERE: 1})
    checkin: CheckIn = _share(locale).checkin
    seen = Rehearsal(date(2026, 9, 18), (_MIN, _LEI, _AMY), (_AMY,), (_XIONG,))
    sees: Line = prompt_cards.who_sees(_share(locale), Said("陈经理"))
    reader = replace(_MIN, locale=locale)
    yield "hello", setup_cards.hello(_CHAT, locale)
    yield "choices", setup_cards.choices(setup, 8, s.CHOOSE.line(locale, title=Said("华东组")), locale)
    yield "choices-made", setup_cards.chosen(full, 8, locale)
    yield "ask-people", setup_cards.ask_people(setup, s.NAME_PEOPLE.line(locale))
    yield "ask-to-sign-up", setup_cards.ask_to_sign_up(setup, s.SIGN_UP.line(locale, title=Said("华东组")), locale)
    yield "ask-hour", setup_cards.ask_hour(setup, s.NAME_HOUR.line(locale))
    yield "rehearsal", setup_cards.rehearsal(checkin, full, seen, _DAY, locale)
    yield "rehearsal-tried", setup_cards.rehearsal(checkin, full, seen, _DAY, locale, tried=True)
    yield "intro", setup_cards.intro(checkin, reader, date(2026, 9, 18), _DAY, sees)
