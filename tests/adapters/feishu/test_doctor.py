"""What `doctor` finds, each with its remedy, without opening a connection that would take events away."""

from bot.ports.adapter import Finding
from tests.adapters.feishu.served import Served, served, until


async def found(one: Served) -> dict[str, Finding]:
    return {each.subject: each async for each in one.adapter.checks()}


async def test_all_is_well() -> None:
    async with served() as one:
        findings = await found(one)
        assert set(findings) == {"token", "bot", "groups", "directory", "events"}
        assert [each.remedy for each in findings.values()] == [""] * 5
        assert findings["bot"].says == "合拍"
        assert one.fake.link.opened == 0
        assert one.fake.alarms == []


async def test_without_a_token_nothing_else_is_tried() -> None:
    async with served(app_secret="not-the-secret-of-it") as one:
        findings = await found(one)
        assert set(findings) == {"token"}
        assert "app_secret" in findings["token"].remedy
        assert "not-the-secret" not in str(findings)


async def test_a_platform_that_cannot_be_reached_is_said_so() -> None:
    async with served() as one:
        await one.fake.stop()
        assert "cannot be reached" in (await found(one))["token"].says


async def test_missing_permissions_are_named() -> None:
    async with served() as one:
        one.fake.platform.scopes = frozenset()
        findings = await found(one)
        assert "im:chat:readonly" in findings["groups"].remedy
        assert "contact:user.department:readonly" in findings["directory"].remedy
        assert not findings["groups"].fatal


async def test_a_long_connection_that_is_refused_is_fatal() -> None:
    async with served() as one:
        one.fake.link.discovery.append("fatal")
        finding = (await found(one))["events"]
        assert finding.remedy
        assert finding.fatal


async def test_by_callbacks_it_says_where_they_are_wanted() -> None:
    async with served(mode="http", encrypt_key="e1", verification_token="vt_1") as one:
        assert "/callback/feishu" in (await found(one))["events"].says


async def test_health_says_what_is_wrong() -> None:
    async with served() as one:
        assert one.adapter.health() == "it was not yet connected"
        await one.start()
        assert one.adapter.health() == ""
        one.fake.link.discovery.extend(["fatal"] * 1000)
        await one.fake.disconnect()
        await until(lambda: "refused (10014)" in one.adapter.health())
