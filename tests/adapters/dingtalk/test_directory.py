"""Who somebody is, as far as DingTalk says; and what `doctor` finds."""

import pytest

from adapters.dingtalk import doctor
from bot.kernel.people import Profile
from bot.ports.adapter import Finding, Unauthorised
from tests.adapters.dingtalk.desk import BOSS, LEI, MIN, Bot, person
from tests.fakes.dingtalk import FakeDingTalk


async def test_a_person(plain: Bot) -> None:
    found = await plain.adapter.profile(person(MIN))
    assert found == Profile(person(MIN), "赵敏", department="华东销售", staff_no="0102", manager=person(BOSS))


async def test_a_manager_nobody_filled_in_is_the_departments(plain: Bot, fake: FakeDingTalk) -> None:
    fake.hire(LEI, "王磊", manager="")
    fake.site.company.leaders["研发"] = [LEI, BOSS]
    found = await plain.adapter.profile(person(LEI))
    assert found
    assert found.manager == person(BOSS)


async def test_somebody_outside_is_nobody(plain: Bot, fake: FakeDingTalk) -> None:
    fake.hire(LEI, "王磊", visible=False)
    assert await plain.adapter.profile(person(LEI)) is None
    assert await plain.adapter.profile(person("nobody")) is None


async def test_looking_up_is_free(plain: Bot, fake: FakeDingTalk) -> None:
    await plain.adapter.profile(person(MIN))
    assert fake.site.quota.calls == 0
    assert plain.adapter.meter.used("calls") == 0


async def test_a_missing_permission_is_named(plain: Bot, fake: FakeDingTalk) -> None:
    fake.site.scopes.discard("qyapi_get_member")
    with pytest.raises(Unauthorised, match="qyapi_get_member"):
        await plain.adapter.profile(person(MIN))


async def found(bot: Bot) -> dict[str, Finding]:
    return {each.subject: each async for each in bot.adapter.checks()}


async def test_all_is_well(rich: Bot, fake: FakeDingTalk) -> None:
    findings = await found(rich)
    assert set(findings) == {"token", "directory", "robot", "cards", "connection", "quota"}
    assert {each.remedy for each in findings.values()} == {""}
    assert fake.messages == []


@pytest.mark.parametrize(
    ("scope", "subject", "fatal"),
    [
        ("qyapi_robot_sendmsg", "robot", True),
        ("Card.Instance.Write", "cards", False),
        ("qyapi_get_department_list", "directory", False),
    ],
)
async def test_each_missing_permission_has_its_remedy(
    rich: Bot, fake: FakeDingTalk, scope: str, subject: str, fatal: bool
) -> None:
    fake.site.scopes.discard(scope)
    findings = await found(rich)
    wrong = {name: each for name, each in findings.items() if each.remedy}
    assert set(wrong) == {subject}
    assert scope in wrong[subject].says + wrong[subject].remedy
    assert wrong[subject].fatal is fatal


async def test_a_wrong_secret_ends_the_look(fake: FakeDingTalk) -> None:
    bot = Bot(fake, client_secret="another")
    findings = await found(bot)
    assert list(findings) == ["token"]
    assert "another" not in findings["token"].says
    await bot.close()


async def test_the_plain_tier_is_said(plain: Bot) -> None:
    findings = await found(plain)
    assert doctor.GUIDE in findings["cards"].remedy
    assert not findings["cards"].fatal
