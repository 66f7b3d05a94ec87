"""What doctor says: each failure with its remedy, and nobody is disturbed by asking."""

import pytest

from adapters.slack import build
from bot.kernel.cards import say
from bot.ports.adapter import Finding, Unauthorised
from tests.adapters.slack.conftest import NOW, Desk, delivery, opened, settings
from tests.fakes.slack import FakeSlack


async def found(fake: FakeSlack, **more: object) -> dict[str, Finding]:
    adapter = build(settings(fake, **more), Desk())
    findings = {each.subject: each async for each in adapter.checks()}
    await adapter.close()
    return findings


async def test_all_is_well(fake: FakeSlack) -> None:
    findings = await found(fake)
    assert [each.subject for each in findings.values() if each.remedy] == []
    assert "U0HEPAIBOT" in findings["bot token"].says
    assert fake.messages == []


async def test_a_token_that_is_not_taken(fake: FakeSlack) -> None:
    bot = (await found(fake, bot_token="xoxb-wrong"))["bot token"]
    assert bot.fatal
    assert "OAuth & Permissions" in bot.remedy
    app = (await found(fake, app_token="xapp-wrong"))["app token"]
    assert "connections:write" in app.remedy
    assert "xapp-wrong" not in app.says


async def test_a_missing_permission_is_named() -> None:
    fake = FakeSlack(lambda: NOW, scopes="chat:write im:history users:read")
    await fake.start()
    permissions = (await found(fake))["permissions"]
    assert permissions.fatal
    assert "reactions:read" in permissions.says
    assert "slack-manifest.yaml" in permissions.remedy
    await fake.stop()


async def test_http_mode_asks_whether_slack_was_heard(fake: FakeSlack) -> None:
    callback = (await found(fake, mode="http"))["callback"]
    assert "/slack/events" in callback.remedy
    assert not callback.fatal


async def test_a_running_adapter_tells_of_its_connections(fake: FakeSlack) -> None:
    async with opened(fake, connections=2) as office:
        await office.until(lambda: len(fake.sockets.open_links()) == 2)
        findings = {each.subject: each async for each in office.adapter.checks()}
    assert findings["connection"].says.startswith("2 connection")


async def test_a_token_that_stops_working_is_told_by_health(fake: FakeSlack) -> None:
    async with opened(fake) as office:
        fake.revoke()
        with pytest.raises(Unauthorised):
            await office.adapter.send(delivery(say("hello")))
        assert "revoked" in office.adapter.health()
        fake.api.revoked = ""
        await office.adapter.send(delivery(say("hello")))
        assert office.adapter.health() == ""


async def test_a_revoked_token_reaches_the_administrators(fake: FakeSlack) -> None:
    async with opened(fake) as office:
        await fake.push(fake.revoke())
        await fake.push(fake.too_many())
        assert office.desk.troubles == ["token", "held back"]
