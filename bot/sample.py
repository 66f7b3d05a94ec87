"""The small company that the playground shows: the cast of the product's stories."""

from datetime import date

from bot.company import Company, Group
from bot.kernel.ids import PersonId, TeamId
from bot.kernel.people import Locale, Membership, Person, Team

SHANGHAI = "Asia/Shanghai"
EAST = TeamId("east")
FOUNDED = date(2026, 1, 5)


def _person(
    id: str,
    name: str,
    department: str,
    staff_no: str,
    manager: str = "chen",
    timezone: str = SHANGHAI,
    locale: Locale = Locale.ZH,
    admin: bool = False,
) -> Person:
    above = PersonId(manager) if manager else None
    return Person(
        PersonId(id), name, timezone, locale, department, staff_no, manager=above, admin=admin, joined=FOUNDED
    )


ASKED = (
    _person("zhaomin", "赵敏", "华东销售", "0102"),
    _person("wanglei", "王磊", "研发", "0415"),
    _person("wanglei2", "王蕾", "客服", "0533"),
    _person("lina", "李娜", "市场", "0608"),
    _person("zhangwei", "张伟", "华东销售", "0231"),
    _person("zhangwei2", "张伟", "财务", "1187"),
    _person("shanxiong", "单雄", "物流", "0777"),
    _person("amy", "Amy", "海外", "0901", timezone="America/New_York", locale=Locale.EN),
)
LEADING = (
    _person("chen", "陈经理", "华东销售", "0021", "liu"),
    _person("liu", "刘总", "总经办", "0001", ""),
    _person("zhouting", "周婷", "人力资源", "0033", "liu", admin=True),
)


def sample_company() -> Company:
    """华东组 and those around it: eight who are asked, their manager, his superior, and the administrator."""
    team = Team(EAST, "华东组", SHANGHAI, Locale.ZH, manager=PersonId("chen"))
    return Company(
        people=ASKED + LEADING,
        teams=(team,),
        memberships=tuple(Membership(f"{EAST}/{each.id}", EAST, each.id, FOUNDED) for each in ASKED),
        groups=(Group("east", "华东组", (*(each.id for each in ASKED), PersonId("chen"), PersonId("zhouting")), EAST),),
    )
