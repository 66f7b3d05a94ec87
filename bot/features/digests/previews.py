"""The digest's cards with example words."""

from collections.abc import Mapping
from datetime import date

from bot.features.digests import cards
from bot.features.digests.rules import Week
from bot.kernel.cards import Action, Card, Text
from bot.kernel.features import SectionLine
from bot.kernel.ids import TeamId
from bot.kernel.people import Locale, Team

_TEAM = Team(TeamId("east"), "华东组", "Asia/Shanghai", Locale.ZH)
_DAYS = (*(date(2026, 9, day) for day in range(14, 19)), date(2026, 9, 20))
_WEEK = Week(date(2026, 9, 14), date(2026, 9, 20), _DAYS)


def previews() -> Mapping[str, Card]:
    lines = [
        SectionLine((Text("打卡 92%"),), Action("digests.example")),
        SectionLine((Text("陈经理回复率 5/6"),), Action("digests.example")),
        SectionLine((Text("卡点:解决 4,还开着 2"),), Action("digests.example")),
        SectionLine((Text("谢谢:9 人收到感谢,第一次被感谢:单雄"),), Action("digests.example")),
    ]
    return {
        "weekly": cards.weekly(_TEAM, _WEEK, False, lines),
        "long": cards.weekly(_TEAM, _WEEK, False, lines * 4),
        "quiet": cards.weekly(_TEAM, _WEEK, False, []),
        "so_far": cards.so_far(_TEAM, _DAYS[:3], lines),
    }
