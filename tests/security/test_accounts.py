"""2.2, cases 29, 32 and 37 to 39: codes that are guessed, relayed or shown, and whose they are."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.features.accounts.codes import ALPHABET, LENGTH, fresh
from bot.features.accounts.linking import LASTS
from bot.kernel.people import Note
from tests.security.office import EVE, LEI, MIN, ZHOU, Office, at, opened, texts


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with opened(tmp_path) as office:
        yield office


async def test_sec_029_a_code_is_told_alone_wherever_it_was_asked_for(office: Office) -> None:
    shown = await office.says(MIN, "绑定", room="east")
    assert "绑定 " in texts(shown, MIN)[0]
    assert "east < " not in shown


async def test_sec_032_a_leavers_code_leads_nowhere(office: Office) -> None:
    code = await office.code(MIN)
    await office.saves(replace(MIN, active=False))
    assert "不对" in await office.says("eve.2", f"绑定 {code}")


def test_sec_038_a_code_is_forty_bits_for_ten_minutes() -> None:
    assert len(ALPHABET) ** LENGTH >= 2**40
    assert timedelta(minutes=10) >= LASTS
    assert len({fresh() for _ in range(200)}) == 200


async def test_sec_038_what_is_kept_of_a_code_is_not_the_code(office: Office) -> None:
    code = await office.code(MIN)
    notes = await office.app.storage.transact(lambda tx: tx.records.find(Note))
    assert notes
    assert not [each for each in notes if code.replace("-", "") in repr(each).replace("-", "")]


async def test_sec_038_after_five_wrong_codes_even_the_right_one_is_refused_for_an_hour(office: Office) -> None:
    for _ in range(5):
        assert "不对" in await office.says(EVE, f"绑定 {fresh()}")
    code = await office.code(MIN)
    assert "一小时以后" in await office.says(EVE, f"绑定 {code}")
    await office.presses(EVE, "accounts.join", code=code.replace("-", ""))
    assert (await office.person(EVE)).id == EVE.id
    assert "」名下吗" in await office.says("other", f"绑定 {code}"), "nobody else is held up"
    office.clock.set(at(17, 10))
    assert "」名下吗" in await office.says(EVE, f"绑定 {await office.code(MIN)}")


async def test_sec_038_presses_with_guessed_codes_count_too(office: Office) -> None:
    for _ in range(5):
        await office.presses(EVE, "accounts.join", code=fresh().replace("-", ""))
    assert "一小时以后" in await office.says(EVE, f"绑定 {await office.code(MIN)}")


async def test_sec_038_twenty_wrong_codes_are_the_most_of_a_company(office: Office) -> None:
    for number in range(20):
        assert "不对" in await office.says(f"stranger{number % 5}", f"绑定 {fresh()}")
    assert "一小时以后" in await office.says("one.more", f"绑定 {fresh()}")


async def test_sec_037_nobody_becomes_administrator_by_being_first(office: Office) -> None:
    await office.saves(replace(ZHOU, admin=False))
    code = await office.app.claim_code()
    for text in ("开始", "管理员", "admin", f"管理员 {fresh()}"):
        await office.says(EVE, text)
        await office.says(EVE, text, room="west")
    assert not (await office.person(EVE)).admin
    await office.says(LEI, f"管理员 {code}")
    assert (await office.person(LEI)).admin
    assert not (await office.person(EVE)).admin


async def test_sec_039_a_code_posted_in_a_group_is_void(office: Office) -> None:
    code = await office.code(MIN)
    shown = await office.says(EVE, f"绑定 {code}", room="east")
    assert "作废" in texts(shown, EVE)[0]
    assert "east < " not in shown
    assert "不对" in await office.says(EVE, f"绑定 {code}")
    await office.saves(replace(ZHOU, admin=False))
    claim = await office.app.claim_code()
    await office.says(LEI, f"管理员 {claim}", room="east")
    await office.says(EVE, f"管理员 {claim}")
    assert not (await office.person(EVE)).admin
    assert not (await office.person(LEI)).admin


async def test_sec_039_who_is_asked_to_relay_a_code_reads_whose_account_it_is(office: Office) -> None:
    shown = await office.says(EVE, f"绑定 {await office.code(MIN)}")
    assert "「赵敏」" in shown
    assert (await office.person(EVE)).id == EVE.id, "nothing happens before the yes"
    await office.taps(EVE, "不是我", of=EVE)
    assert (await office.person(EVE)).id == EVE.id
