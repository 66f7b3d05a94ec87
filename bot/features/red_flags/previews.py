"""Every card of red flags with example words."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from bot.features.red_flags import cards, manager_cards, phrases
from bot.features.red_flags.model import Flag, Level, Outcome, Rule
from bot.kernel.cards import Card, Private, Text
from bot.kernel.ids import DeliveryKey, PersonId, TeamId
from bot.kernel.people import Locale, Person

_ZH = Locale.ZH
_MIN = Person(PersonId("min"), "赵敏", "Asia/Shanghai", _ZH)
_CHEN = Person(PersonId("chen"), "陈经理", "Asia/Shanghai", _ZH)
_LIU = Person(PersonId("liu"), "刘总", "Asia/Shanghai", _ZH)
_DAYS = (date(2026, 9, 14), date(2026, 9, 15), date(2026, 9, 16))


def _flag(rule: Rule, shown: str, name: str = "") -> Flag:
    return Flag(
        "flag",
        rule,
        "about",
        name,
        _MIN.id,
        TeamId("east"),
        date(2026, 9, 17),
        _DAYS,
        Private(_MIN.id, shown),
        DeliveryKey("asked"),
        line="90",
        source="CRM",
    )


def previews() -> Mapping[str, Card]:
    calls = _flag(Rule.METRIC, "52/61/48", "有效通话")
    noted = replace(calls, note=Private(_MIN.id, "在跟大客户投标"))
    closed = replace(noted, outcome=Outcome.TALKED, closed_on=date(2026, 9, 17))
    answered = replace(closed, words=Private(_CHEN.id, "这周先投标,通话下周补"))
    stuck, missed = _flag(Rule.BLOCKER, "接口文档"), _flag(Rule.MISSED, "")
    mood = _flag(Rule.MOOD, "2/2/1")
    telling = manager_cards.Telling(_CHEN, _MIN, superior=_LIU)
    instead = replace(telling, before=phrases.TELL_INSTEAD.line(_ZH, manager=Text("陈经理")))
    return {
        "ask_metric": cards.ask(_MIN, calls, "11:40", "陈经理"),
        "ask_blocker": cards.ask(_MIN, stuck, "11:40", "陈经理"),
        "ask_missed": cards.ask(_MIN, missed, "11:40", "陈经理"),
        "ask_mood": cards.ask(_MIN, mood, "", "陈经理"),
        "asked_again": cards.asked_again(_MIN, noted, phrases.CHOSE_BUSY.text(_ZH)),
        "for_words": cards.for_words(phrases.DISPUTE_ASK.line(_ZH), _ZH, "red_flags.note", calls),
        "tell_metric": manager_cards.tell(noted, telling),
        "tell_red": manager_cards.tell(replace(calls, level=Level.RED, disputed=True), telling),
        "tell_blocker": manager_cards.tell(stuck, instead),
        "tell_missed": manager_cards.tell(replace(missed, wants_help=True), telling),
        "tell_mood": manager_cards.tell(mood, telling),
        "told_done": manager_cards.told_done(closed, telling),
        "remind": manager_cards.remind(calls, telling),
        "for_line": manager_cards.for_line(closed, telling, phrases.CLOSED_TALKED, phrases.LINE_ASK),
        "closure": cards.closure(_MIN, answered, "陈经理"),
        "cleared": cards.cleared(calls, _ZH, "赵敏"),
        "which": manager_cards.which(_ZH, [(calls, _MIN), (stuck, _MIN)]),
        "quiet_team": manager_cards.quiet_team(_ZH, "华东组"),
        "count": manager_cards.superiors_count(_ZH, "华东组", 1),
    }
