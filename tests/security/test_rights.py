"""2.2, cases 24 to 30: what people press and ask for that is not theirs, not here, or not any more."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.features.checkins.model import Participation, Status
from bot.kernel.cards import buttons_of, forms_of
from bot.ports.adapter import Delivery
from bot.ports.storage import Transaction
from tests.security.office import CHEN, EVE, LEI, MIN, WEST, ZHOU, Office, at, opened, texts

TEAM_WORDS = ("写接口", "对账单", "联调第三方", "接口文档没人给")
"""What the eastern team told itself."""
QUIET_WORDS = ("帮我安抚客户到很晚",)
"""What two people told each other."""
SAID = (
    (MIN, "昨天对账单 今天上线 没卡点"),
    (LEI, "昨天写接口 今天联调第三方 卡在接口文档没人给"),
    (MIN, "赞 王磊 2 昨晚陪我查对账单到 11 点"),
    (MIN, "悄悄赞 王磊 1 帮我安抚客户到很晚"),
    (LEI, "请假 9/21 到 9/23"),
    (LEI, "里程碑 方案定稿 9/18 18:00"),
    (CHEN, "踩 王磊"),
    (CHEN, "停止打卡"),
    (MIN, "待办"),
    (LEI, "绑定"),
)


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """A morning in which much was said in the east."""
    async with opened(tmp_path) as office:
        await office.until(at(17, 9, 31))
        for who, text in SAID:
            await office.says(who, text)
        yield office


def _pressable(office: Office, to: Sequence[str]) -> Sequence[tuple[Delivery, str, Mapping[str, str]]]:
    """Everything that can be pressed on what was sent to these."""
    found: list[tuple[Delivery, str, Mapping[str, str]]] = []
    for delivery in office.platform.sent:
        where = delivery.to.chat if hasattr(delivery.to, "chat") else delivery.to.user
        for page in delivery.pages if where in to else ():
            for button, _ in buttons_of(page):
                found.append((delivery, button.action.name, button.action.args))
            for form in forms_of(page):
                found += [(delivery, each.name, each.args) for each in (form.submit, form.talk.action)]
            if page.listens:
                found.append((delivery, page.listens.name, page.listens.args))
    return found


async def _records(office: Office, but: str) -> Mapping[str, Any]:
    """Everything on file that does not name this person, by kind."""

    def read(tx: Transaction) -> Mapping[str, Any]:
        kinds = office.app.around.offers.kinds
        found = {kind.__name__: map(repr, tx.records.find(kind)) for kind in kinds}
        return {name: [each for each in all if f"'{but}'" not in each] for name, all in found.items()}

    return await office.app.storage.transact(read)


def _reveals(shown: str) -> list[str]:
    return [word for word in (*TEAM_WORDS, *QUIET_WORDS) if word in shown]


@pytest.mark.parametrize("forwarded", ["", "west"], ids=["in their own chat", "forwarded into another group"])
async def test_sec_024_026_an_outsiders_press_changes_and_shows_nothing_of_others(
    office: Office, forwarded: str
) -> None:
    pressable = _pressable(office, (MIN.id, LEI.id, CHEN.id))
    assert len({name for _, name, _ in pressable}) >= 12
    before = await _records(office, EVE.id)
    reached: dict[str, str] = {}
    for delivery, name, args in pressable:
        shown = await office.presses(EVE, name, delivery.key, room=forwarded, **args)
        assert _reveals(shown) == [], name
        if {line.partition(" < ")[0] for line in shown.split("\n") if line} - {EVE.id}:
            reached[name] = shown
    assert reached == {}, "nobody but the one who pressed is told anything"
    assert await _records(office, EVE.id) == before


@pytest.mark.parametrize("day", [17, 18], ids=["the same day", "the next"])
async def test_sec_024_a_team_mates_press_on_ones_own_cards_changes_nothing(office: Office, day: int) -> None:
    await office.until(at(day, 9, 32))
    before = await _records(office, LEI.id)
    pressable = _pressable(office, (MIN.id, CHEN.id))
    assert len({name for _, name, _ in pressable}) >= 10
    for delivery, name, args in pressable:
        shown = await office.presses(LEI, name, delivery.key, **args)
        assert {line.partition(" < ")[0] for line in shown.split("\n") if line} <= {LEI.id}, f"{name}: {shown}"
    assert await _records(office, LEI.id) == before


async def test_sec_026_a_group_card_forwarded_elsewhere_shows_nothing_of_its_team(office: Office) -> None:
    pressable = _pressable(office, ("east",))
    assert pressable
    for delivery, name, args in pressable:
        shown = await office.presses(EVE, name, delivery.key, room="west", **args)
        assert [word for word in TEAM_WORDS if word in shown and "赵敏 感谢" not in shown] == [], name
        assert not any(line.startswith("west < ") for line in shown.split("\n")), f"{name}: {shown}"


IDS = ("", "0", "lei", "min", "east", "' OR 1=1", "../x", "x" * 5000, "1" * 30, "-1", "9" * 400)


async def test_sec_025_edited_values_are_refused_and_foreign_ids_answer_like_unknown_ones(office: Office) -> None:
    seen: dict[str, Mapping[str, str]] = {}
    for _, name, args in _pressable(office, (MIN.id, LEI.id, CHEN.id, "east")):
        seen.setdefault(name, args)
    before = await _records(office, EVE.id)
    for name, args in seen.items():
        for key in args or {"p": ""}:
            unknown = await office.presses(EVE, name, "no-such-card", **{**args, key: "no-such-id"})
            for id in IDS:
                shown = await office.presses(EVE, name, "no-such-card", **{**args, key: id})
                assert _reveals(shown) == [], name
                assert len(texts(shown, EVE)) == len(texts(unknown, EVE)) or not shown, (
                    f"{name} {key}={id[:20]}: {shown}"
                )
    assert await _records(office, EVE.id) == before


async def test_sec_027_yesterdays_card_is_closed(office: Office) -> None:
    await office.until(at(18, 9, 31))
    (share,) = [each for each in await _shares(office) if each.person == MIN.id and each.day.day == 17]
    for delivery, name, args in _pressable(office, (MIN.id,)):
        if name.startswith("checkins.") and share.id in args.values():
            shown = await office.presses(MIN, name, delivery.key, **args)
            assert texts(shown, MIN), f"{name} is answered"
    (after,) = [each for each in await _shares(office) if each.id == share.id]
    assert (after.status, after.answers) == (share.status, share.answers)


async def test_sec_028_the_same_press_on_two_devices_has_one_effect(office: Office) -> None:
    await office.until(at(18, 9, 31))
    first = await office.taps(MIN, "今天跳过", of=MIN)
    delivery, action = office.button("今天跳过", MIN)
    records = await _records(office, "nobody")
    again = await office.presses(MIN, action.name, delivery.key, **action.args)
    assert len(texts(first, MIN)) >= 1
    assert len(texts(again, MIN)) <= 1
    assert await _records(office, "nobody") == records
    (share,) = [each for each in await _shares(office) if each.person == MIN.id and each.day.day == 18]
    assert share.status is Status.SKIPPED


async def _shares(office: Office) -> Sequence[Participation]:
    return await office.app.storage.transact(lambda tx: tx.records.find(Participation))


PRIVATE = ("待办", "我的打卡", "记录", "赞", "预警", "绑定", "为什么", "少发点", "取消请假")


@pytest.mark.parametrize("text", PRIVATE)
async def test_sec_029_what_is_ones_own_is_told_alone(office: Office, text: str) -> None:
    shown = await office.says(MIN, text, room="east")
    assert texts(shown, MIN), "answered, in the direct chat"
    assert not any(line.startswith("east < ") for line in shown.split("\n")), shown


@pytest.mark.parametrize("who", [EVE, WEST], ids=["a member of another team", "the manager of another team"])
async def test_sec_030_every_command_shows_another_team_nothing_of_this_one(office: Office, who: Any) -> None:
    """Each by each of its words, bare and with the names of the team, its people and its things."""
    commands = office.app.around.offers.commands
    assert len(commands) > 30
    for command in commands:
        for behind in ("", " 华东组", " 王磊", " @王磊", " 赵敏 9/17", " 1", " 9/14 到 9/18"):
            if behind and not command.takes:
                continue
            shown = await office.says(who, f"{command.words[0]}{behind}")
            found = "\n".join(line for line in shown.split("\n") if line.startswith(f"{who.id} < "))
            assert _reveals(found) == [], f"{command.name}{behind}: {found}"


@pytest.mark.parametrize(("who", "sees"), [(CHEN, True), (ZHOU, True), (LEI, False), (WEST, False), (EVE, False)])
async def test_sec_030_the_list_behind_a_teams_number_is_for_those_who_lead_it(
    office: Office, who: Any, sees: bool
) -> None:
    shown = await office.presses(who, "checkins.list", team="east", first="2026-09-14", last="2026-09-18")
    assert ("赵敏" in shown) == sees, shown


async def test_sec_030_the_team_itself_and_its_manager_do_see_it(office: Office) -> None:
    """So that the test before can fail."""
    assert _reveals("\n".join(office.told("east")))
    assert _reveals(await office.says(LEI, "我的打卡"))
    assert ZHOU.admin


FOR_THE_MIGHTY = ("停用 王磊", "停止打卡 华东组", "基线 有效通话 90", "经理 王磊 伊芙", "工作日 2026-10-01", "管理员")


async def test_sec_040_a_name_gives_no_right(office: Office) -> None:
    """Called like the administrator, like the bot and like a manager, one may do what one could before."""
    await office.says(EVE, "今天跳过")
    for name in (ZHOU.name, "合拍", CHEN.name, f"{CHEN.name}\u200b"):
        await office.saves(replace(EVE, name=name))
        before = await _records(office, EVE.id)
        for text in FOR_THE_MIGHTY:
            shown = await office.says(EVE, text)
            assert _reveals(shown) == []
        assert await _records(office, EVE.id) == before
        assert not (await office.person(EVE)).admin
