"""Every card of promises with example words."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from bot.features.promises import asks, blockers, cards, list_cards, phrases
from bot.features.promises.list_cards import Row
from bot.features.promises.model import Blocker, Kind, Promise, State
from bot.kernel.cards import Card, Private
from bot.kernel.ids import PersonId, TeamId
from bot.kernel.people import Locale, Person
from bot.kernel.reader import Reader
from bot.kernel.said_days import Reason
from bot.kernel.when import NoTime


def previews() -> Mapping[str, Card]:
    found: dict[str, Card] = {}
    for locale in Locale:
        scene = _scene(locale)
        both = {**_between_two(scene), **_milestones(scene), **_lists(scene)}
        found |= {f"{name}.{locale}": card for name, card in both.items()}
    return found


@dataclass(frozen=True, slots=True)
class _Scene:
    reader: Reader
    min: Person
    lei: Person
    chen: Person
    promise: Promise
    blocker: Blocker


def _scene(locale: Locale) -> _Scene:
    def somebody(id: str, name: str, department: str) -> Person:
        return Person(PersonId(id), name, "Asia/Shanghai", locale, department)

    now = datetime(2026, 9, 17, 2, 0, tzinfo=UTC)
    what = "接口文档" if locale is Locale.ZH else "the API doc"
    promise = Promise(
        id="1",
        kind=Kind.HELP,
        owner=PersonId("lei"),
        towards=PersonId("min"),
        team=TeamId("east"),
        what=what,
        due=datetime(2026, 9, 23, 10, 0, tzinfo=UTC),
        state=State.ASKED,
        opened_at=now,
        blocker="b",
    )
    blocker = Blocker("b", PersonId("min"), TeamId("east"), date(2026, 9, 16), now, what, what, "1")
    return _Scene(
        Reader(locale, "Asia/Shanghai", now),
        somebody("min", "赵敏", "销售"),
        somebody("lei", "王磊", "研发"),
        somebody("chen", "陈经理", "销售"),
        promise,
        blocker,
    )


def _between_two(scene: _Scene) -> Mapping[str, Card]:
    promise, reader, locale = scene.promise, scene.reader, scene.reader.locale
    asked = replace(promise, due=None)
    other = replace(promise, state=State.COUNTERED, proposal=datetime(2026, 9, 24, 4, 0, tzinfo=UTC))
    fault = NoTime(Reason.NO_SUCH_DAY, "2/30", "")
    secret = replace(promise, due=None, secret=Private(PersonId("min"), "…"))
    return {
        "who": asks.who(promise, locale),
        "who-guess": asks.who(promise, locale, guess=scene.lei),
        "when": asks.by_when(promise, locale),
        "when-fault": asks.by_when(promise, locale, fault),
        "which": asks.which([scene.lei, scene.chen], locale, "who", "1"),
        "request": asks.request(promise, reader, scene.min),
        "request-open": asks.request(asked, reader, scene.min),
        "request-passed": asks.request(promise, reader, scene.min, scene.chen),
        "request-private": asks.request(secret, reader, scene.min),
        "move-when": asks.move_when(promise, locale, fault),
        "pass-to": asks.pass_to(promise, locale),
        "replace-with": asks.replace_with(promise, locale),
        "countered": cards.countered(other, reader, scene.lei, scene.chen),
        "countered-again": cards.countered(other, reader, scene.lei, None),
        "judge": cards.judge(other, reader, scene.min, scene.lei),
        "decide-when": asks.decide_when(promise, locale, fault),
        "given": cards.given(promise, locale, scene.lei),
        "again": cards.again(promise, locale, scene.min),
        "solved": cards.solved(promise, locale, scene.lei),
        "away": cards.away_when_due(promise, reader, scene.lei, "9/21–9/23", "9/24"),
        "stuck-where": asks.stuck_where(promise, locale),
    }


def _milestones(scene: _Scene) -> Mapping[str, Card]:
    reader = scene.reader
    what = "客户A方案定稿" if reader.locale is Locale.ZH else "Final plan for client A"
    own = replace(scene.promise, kind=Kind.MILESTONE, what=what, owner=scene.min.id, towards=None)
    moved = replace(own, moves=1, reason="等法务" if reader.locale is Locale.ZH else "legal is late", proposal=own.due)
    return {
        "committed": cards.committed(own, reader, own.due),
        "milestone-request": asks.request(replace(own, towards=scene.chen.id), reader, scene.chen),
        "milestone-when": asks.by_when(own, reader.locale),
        "which-promise": asks.which_promise([own, scene.promise], reader.locale, phrases.DONE_WHICH, "done"),
        "why-move": asks.reason_for(own, reader, reader.now),
        "approval": cards.approval(moved, reader, scene.min),
        "rejected": cards.rejected(own, reader, scene.chen),
    }


def _lists(scene: _Scene) -> Mapping[str, Card]:
    reader, first, last = scene.reader, date(2026, 9, 14), date(2026, 9, 20)
    held = Row(scene.blocker, replace(scene.promise, state=State.ACCEPTED), scene.min, scene.lei)
    free = Row(scene.blocker, replace(scene.promise, state=State.DRAFT), scene.min, None)
    return {
        "list": list_cards.mine([held], [held], reader),
        "list-none": list_cards.mine([], [], reader),
        "list-team": list_cards.team("华东组", [held, free], 4, first, last, reader),
        "show": list_cards.show(held, reader),
        "one": list_cards.one(scene.promise, reader, scene.min),
        "still": blockers.still(scene.blocker, reader),
    }
