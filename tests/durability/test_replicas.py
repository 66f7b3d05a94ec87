"""Three replicas behind the proxy of deploy/: they begin at once on an empty database, and one dies amid the talk."""

import asyncio
from collections import Counter
from pathlib import Path

import pytest

from tests.durability.replicas import Proxy, Replicas, until
from tests.support.postgres import Postgres

PEOPLE, EACH = 8, 5
KILLED_AFTER = PEOPLE * EACH // 3
NO_LINK = {"aibot_id": None, "aibot_secret": None}
"""Everything comes as a callback."""


@pytest.mark.slow
@pytest.mark.postgres
async def test_what_people_say_is_answered_once_and_in_order_though_a_replica_dies(
    tmp_path: Path, postgres: Postgres
) -> None:
    url = postgres.fresh()
    site = Replicas(tmp_path, url, "wecom", 3, NO_LINK)
    try:
        await site.open()
        proxy = await site.behind(Proxy(tmp_path, site.addresses, plain=True))
        site.fake.callback = f"{proxy.url}/wecom/callback"
        await asyncio.gather(_one_dies(site), *(_talks(site, person) for person in range(PEOPLE)))
        words = {_words(person, number) for person in range(PEOPLE) for number in range(EACH)}
        await until(lambda: words <= set(_answered(site)), "the last answer", site.errors)
        assert Counter(_answered(site)) == Counter(words), "each is answered once"
        for person in range(PEOPLE):
            of_person = [each for each in _answered(site) if each in {_words(person, n) for n in range(EACH)}]
            assert of_person == sorted(of_person), "in the order in which it was said"
        assert site.fake.alarms == []
        assert {each.code for each in site.fake.acks} == {200}, "the proxy repeats what the dead one had not answered"
        assert "Traceback" not in site.errors()
    finally:
        await site.close()
        postgres.drop(url)


def _words(person: int, number: int) -> str:
    return f"第{person}人的事项{number}"


def _answered(site: Replicas) -> list[str]:
    """What was said, in the order in which its answers came."""
    words = [_words(person, number) for person in range(PEOPLE) for number in range(EACH)]
    return [each for text in site.texts() for each in words if each in text]


async def _talks(site: Replicas, person: int) -> None:
    """Like a platform: the next event of a person once the one before is acknowledged."""
    user = site.world.account(f"colleague{person}")
    site.fake.hire(user, f"同事{person}")
    for number in range(EACH):
        await site.fake.push(site.fake.said(user, f"里程碑 {_words(person, number)} 明天 18:00"))


async def _one_dies(site: Replicas) -> None:
    await until(lambda: len(site.fake.acks) >= KILLED_AFTER, "the first third of the talk", site.errors)
    site.members[0].kill()
    await site.members[0].ended()
