"""Every card of members with example words."""

from collections.abc import Mapping
from datetime import date

from bot.features.members import cards, phrases
from bot.kernel.cards import Action, Bold, Card, Said, Text
from bot.kernel.days import range_text
from bot.kernel.ids import PersonId, TeamId
from bot.kernel.people import Locale, Person, Team

_ZH = Locale.ZH
_TEAM = Team(TeamId("east"), "华东组", "Asia/Shanghai", _ZH)
_MIN = Person(PersonId("min"), "赵敏", "Asia/Shanghai", _ZH, department="销售")


def previews() -> Mapping[str, Card]:
    days = range_text(date(2026, 9, 21), date(2026, 9, 23), _ZH)
    news = [(Text("王磊接受了你的「接口文档」,9/24 前给"),), (Said("李娜"), Text(" 感谢了你"))]
    leaving = phrases.LEFT_CONFIRM.line(_ZH, name=Said("赵敏"))
    return {
        "not_understood": cards.not_understood(_ZH, "帮组 一下", None),
        "sticker": cards.with_help(_ZH, phrases.STICKER.text(_ZH)),
        "help_unknown": cards.with_help(_ZH, phrases.DID_YOU_MEAN.line(_ZH, usage=Bold("少发点"))),
        "about": cards.about(_ZH, 3),
        "pushes": cards.pushes(_ZH, phrases.FEWER_NOW.text(_ZH, count=2), 2),
        "languages": cards.languages(_ZH, phrases.LANGUAGE_ASK.text(_ZH)),
        "members": cards.members(_ZH, _TEAM, [(_MIN, ["销售", "经理 陈经理", "休假(9/24回)"])]),
        "leave": cards.lines(phrases.LEAVE_SAVED.line(_ZH, days=days, back="9/24(周四)")),
        "back": cards.back(_ZH, news),
        "left": cards.confirm(_ZH, leaving, Action("members.left", {"person": "min"}), Action("members.drop")),
        "intro": cards.intro(_ZH, "赵敏", "华东组"),
    }
