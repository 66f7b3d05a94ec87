"""Every card of nudges with example words."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.features.nudges import cards
from bot.features.nudges.cards import Row
from bot.features.nudges.model import Obligation
from bot.kernel.cards import Action, Button, Card
from bot.kernel.facts import Ladder
from bot.kernel.ids import PersonId
from bot.kernel.people import Locale, Person
from bot.kernel.reader import Reader


def previews() -> Mapping[str, Card]:
    return {f"{name}.{locale}": card for locale in Locale for name, card in _cards(locale).items()}


def _cards(locale: Locale) -> Mapping[str, Card]:
    due = datetime(2026, 9, 16, 10, 0, tzinfo=UTC)
    zh = locale is Locale.ZH
    owner = Person(PersonId("min"), "赵敏", "Asia/Shanghai", locale)
    manager = Person(PersonId("chen"), "陈经理", "Asia/Shanghai", locale)
    done = Button("已完成" if zh else "Done", Action("nudges.open", {"id": "1"}))
    what = "客户A方案定稿" if zh else "Final plan for client A"
    owed = Obligation(
        id="1",
        owner=owner.id,
        due=due,
        what=what,
        buttons=(done,),
        late_buttons=(done,),
        ladder=Ladder.FULL,
        remind=None,
        towards=None,
        opened_at=due,
    )
    once = replace(owed, ladder=Ladder.ONCE, what="今天的打卡" if zh else "Today's check-in")

    def seen(days: int) -> Reader:
        return Reader(locale, "Asia/Shanghai", due + timedelta(days=days))

    return {
        "once": cards.before(once, seen(0)),
        "before": cards.before(owed, seen(-1)),
        "late": cards.late(owed, seen(1)),
        "late-twice": cards.late_twice(owed, seen(2), 2, manager),
        "late-twice-alone": cards.late_twice(owed, seen(2), 2, None),
        "manager": cards.for_manager(owed, seen(2), owner, 2, None),
        "manager-away": cards.for_manager(owed, seen(2), owner, 2, manager),
        "weekly": cards.weekly([("华东组" if zh else "East", 2), ("客服" if zh else "Service", 1)], locale),
        "settled": cards.outcome(owed, None, seen(0)),
        "moved": cards.outcome(owed, owed, seen(0), owner),
        "todo": cards.todo([Row(owed, "陈经理", 1)], [Row(owed, "王磊", 0)], seen(1)),
        "todo-none": cards.todo([], [], seen(0)),
        "one": cards.one(owed, seen(1)),
        "gone": cards.gone(locale),
    }
