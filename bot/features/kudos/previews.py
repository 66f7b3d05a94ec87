"""Every card of kudos with example words."""

from collections.abc import Mapping
from datetime import UTC, datetime

from bot.features.kudos import against, cards, lists, phrases, questions
from bot.features.kudos.model import Draft, Highlight, Kudos, Slot
from bot.features.kudos.rules import AskBare, AskReason, LeaveOut, OverAllowance, OverCap, Sum
from bot.kernel.cards import Card, Private
from bot.kernel.ids import ChatId, DeliveryKey, PersonId
from bot.kernel.names import Candidates, Doubt, Nobody
from bot.kernel.people import Locale, Person

_NOW = datetime(2026, 9, 17, 2, 0, tzinfo=UTC)


def _person(id: str, name: str, department: str = "", staff_no: str = "") -> Person:
    return Person(PersonId(id), name, "Asia/Shanghai", Locale.ZH, department, staff_no)


_MIN, _LEI, _NA = _person("zhaomin", "赵敏"), _person("wanglei", "王磊"), _person("lina", "李娜")
_WEIS = (_person("w1", "张伟", "华东销售", "10231"), _person("w2", "张伟", "财务", "11187"))


def _kudos(points: int = 2, private: bool = False) -> Kudos:
    reason, tags = "昨晚陪我查对账到 11 点", ("客户第一",)
    group, announced = ChatId("group"), DeliveryKey("announced")
    return Kudos("k", "g", _MIN.id, _LEI.id, points, reason, tags, private, _NOW, group, announced)


def _draft(*people: Person) -> Draft:
    slots = tuple(Slot(person.name, person.id) for person in people)
    return Draft("d", _MIN.id, None, slots, 5, "昨晚陪我查对账到 11 点", (), False, _NOW)


def previews() -> Mapping[str, Card]:
    return {f"{name}.{locale.value}": card for locale in Locale for name, card in (*_given(locale), *_asked(locale))}


def _given(locale: Locale) -> tuple[tuple[str, Card], ...]:
    one = cards.Gift((_kudos(),), _MIN, (_LEI,))
    two = cards.Gift((_kudos(), _kudos()), _MIN, (_LEI, _NA))
    line = lists.got(locale, "9/17(周四)", _kudos(), _MIN)
    proud = lists.highlight(locale, "9/17(周四)", Highlight("h", _MIN.id, Private(_MIN.id, "谈下了大客户"), _NOW))
    return (
        ("announcement", cards.announcement(locale, one)),
        ("announcement-joined", cards.announcement(locale, two, (_NA,), starred=True)),
        ("announcement-undone", cards.announcement_undone(locale, _MIN)),
        ("received", cards.received(locale, _kudos(), _MIN)),
        ("received-quietly", cards.received(locale, _kudos(1, private=True), _MIN)),
        ("received-undone", cards.received_undone(locale, _MIN)),
        ("topped-up", cards.topped_up(locale, _kudos(), _MIN, 3)),
        ("sent", cards.sent(locale, one, 8, 0, ())),
        ("sent-several", cards.sent(locale, two, 6, 3, (phrases.NO_GROUP.line(locale),))),
        ("undone", cards.undone(locale, one, 10)),
        ("mine", lists.mine(locale, Sum(3, 5), Sum(2, 4), 6, (line,), (proud,))),
        ("listed", lists.listed(phrases.STORIES_TITLE.text(locale), (lists.story(locale, "9/17(周四)", one),))),
        ("telling", against.telling(locale, _MIN, "会上能让我把话说完吗?")),
    )


def _asked(locale: Locale) -> tuple[tuple[str, Card], ...]:
    draft, several = _draft(_LEI), _draft(_LEI, _NA)
    return (
        ("which-namesake", questions.who(locale, draft, "张伟", Candidates(_WEIS, Doubt.SAME_NAME))),
        ("did-you-mean", questions.who(locale, draft, "张玮", Candidates(_WEIS, Doubt.SAME_SOUND))),
        ("nobody", questions.who(locale, draft, "欧阳某", Nobody())),
        ("oneself", questions.ask(locale, draft, (_MIN,), LeaveOut(True, (), ()))),
        ("not-all", questions.ask(locale, several, (_LEI, _MIN), LeaveOut(True, (_NA,), (_LEI,)))),
        ("cap", questions.ask(locale, draft, (_LEI,), OverCap(_LEI, 2))),
        ("allowance", questions.ask(locale, draft, (_LEI,), OverAllowance(2, 2, 3))),
        ("allowance-several", questions.ask(locale, several, (_LEI, _NA), OverAllowance(3, 1, 1))),
        ("reason", questions.ask(locale, draft, (_LEI,), AskReason())),
        ("bare", questions.ask(locale, draft, (_LEI,), AskBare())),
        ("echo", questions.echo(locale, draft, (_LEI,))),
    )
