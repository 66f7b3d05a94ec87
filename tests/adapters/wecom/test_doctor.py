"""What `doctor` finds, and that looking disturbs nobody."""

from typing import Any

from tests.adapters.wecom.desk import Desk, Office, opened
from tests.fakes.wecom import FakeWeCom


async def found(office: Office) -> dict[str, Any]:
    return {each.subject: each async for each in office.adapter.checks()}


async def test_all_is_well_while_the_bot_runs_on(fake: FakeWeCom, desk: Desk) -> None:
    async with opened(fake, desk) as office:
        # As the operator would give it, had the port been known before.
        object.__setattr__(office.adapter._settings, "public_url", office.url)
        findings = await found(office)
        assert {subject for subject, each in findings.items() if each.remedy} == set()
        assert {"WeCom token", "WeCom app", "WeCom callback", "WeCom AI bot"} <= set(findings)
        assert "can be reached" in findings["WeCom AI bot"].says
        await fake.link.connected()
        assert len([each for each in fake.calls if each.path == "aibot_subscribe"]) == 1
        assert fake.alarms == []


async def test_an_untrusted_address_is_named_with_its_remedy(fake: FakeWeCom, desk: Desk) -> None:
    fake.gate.trusted = False
    async with opened(fake, desk, aibot_id=None, aibot_secret=None) as office:
        findings = await found(office)
        assert "127.0.0.1" in findings["WeCom app"].says
        assert findings["WeCom app"].fatal
        assert findings["WeCom groups"].remedy
        assert not findings["WeCom groups"].fatal


async def test_a_callback_that_a_proxy_spoils_is_found(fake: FakeWeCom, desk: Desk) -> None:
    async with opened(fake, desk, public_url=fake.url) as office:
        assert "404" in (await found(office))["WeCom callback"].says
    async with opened(fake, desk, public_url="http://127.0.0.1:9") as office:
        assert "does not answer" in (await found(office))["WeCom callback"].says
