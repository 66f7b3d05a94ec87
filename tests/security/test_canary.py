"""2.5, case 78: every secret of an adapter is looked for in all it says when all goes wrong."""

import logging
import traceback
from collections.abc import Sequence
from typing import Any

import pytest

from bot.kernel.cards import say
from bot.kernel.ids import DeliveryKey
from bot.kernel.people import UserRef
from bot.kernel.secret import Secret
from bot.ports.adapter import Delivery
from bot.runtime.logs import _Json, _Plain
from tests.security.doors import opened
from tests.security.posts import sent

FAULTS = ("", "expired", "limited", "broken", "html", "dropped", "lost")
CHANNELS = ("feishu", "dingtalk", "slack", "wecom")


def _secrets(door: Any) -> Sequence[str]:
    """Those of its settings, and the tokens it has been given for them."""
    settings = door.adapter._settings if hasattr(door.adapter, "_settings") else door.adapter._callbacks._settings
    found = [each.reveal() for each in vars(settings).values() if isinstance(each, Secret)]
    found += [each._token for each in _holders(door.adapter)]
    kept = [each for each in found if len(each) >= 8]
    assert kept
    return kept


def _holders(thing: Any, depth: int = 4) -> Sequence[Any]:
    """Whatever inside holds an access token."""
    found = [thing] if isinstance(getattr(thing, "_token", None), str) else []
    if depth and type(thing).__module__.startswith("adapters"):
        for each in getattr(thing, "__dict__", {}).values():
            found += _holders(each, depth - 1)
    return found


@pytest.mark.parametrize("name", CHANNELS)
async def test_sec_078_no_secret_in_anything_that_is_said_or_logged(
    name: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    said: list[str] = []
    async with opened(name) as door:
        user = UserRef(door.adapter.platform, door.tenant, door.user)

        async def fails(fault: str) -> None:
            if fault:
                door.fake.faults.add(fault, 3)
            for number, work in enumerate((_send, _profile, _checks)):
                try:
                    said.append(repr(await work(door.adapter, user, f"{fault}{number}")))
                except Exception as error:
                    said.append("".join(traceback.format_exception(error)))
            door.fake.faults.coming.clear()

        for fault in FAULTS:
            await fails(fault)
        posts = (door.honest(), door.honest().put(door.sign, "0" * 64))
        said += [repr(await sent(door.url, post)) for post in posts]
        door.desk.refuses = True
        said.append(repr(await sent(door.url, door.honest("2", nonce="n2"))))
        secrets = _secrets(door)
        await door.fake.stop()
        await fails("")
        said += [repr(door.adapter.health()), repr(vars(door.adapter)), repr(door.desk.troubles), repr(door.desk.notes)]
        said += [repr([(each.payload, each.dedupe, each.lane) for each in door.taken])]
        await door.fake.start()
    for form in (_Plain(True), _Json(True), logging.Formatter("%(message)s %(args)s %(pathname)s")):
        # The fake platform's own record of who called is not ours.
        said += [form.format(record) for record in caplog.records if record.name != "aiohttp.access"]
    assert len(said) >= 3 * (len(FAULTS) + 1) + 8
    for number, secret in enumerate(secrets):
        found = [text for text in said if secret in text]
        assert found == [], f"secret {number}: {found[0][:3000]}"


async def _send(adapter: Any, user: UserRef, key: str) -> object:
    return await adapter.send(Delivery(DeliveryKey(f"canary{key}"), user, (say("hi"),)))


async def _profile(adapter: Any, user: UserRef, key: str) -> object:
    return await adapter.profile(user)


async def _checks(adapter: Any, user: UserRef, key: str) -> object:
    return [finding async for finding in adapter.checks()]
