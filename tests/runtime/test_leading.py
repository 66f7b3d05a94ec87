"""Who does what only one process may do: known for certain for as long as a lease lasts, and less."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.runtime.leading import EVERY, LASTS, MARGIN, Leading
from storage import Database

NAMES = ("beat", "send:toy")


class Watch:
    """Seconds as a test sets them."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
async def storage(storage_url: str, tmp_path: Path) -> AsyncIterator[Database]:
    made = Database(storage_url, {}, tmp_path / "keys" / "master.key")
    await made.open()
    yield made
    await made.close()


async def test_the_first_has_it_all_and_the_second_nothing(storage: Database) -> None:
    gained: list[str] = []
    one, other = Leading(storage, NAMES, lambda: gained.append("one")), Leading(storage, NAMES)
    assert one.term("beat") is None, "nothing is certain before it was asked"
    await one.renew()
    await other.renew()
    assert one.held() == {"beat": True, "send:toy": True}
    assert other.held() == {"beat": False, "send:toy": False}
    await one.renew()
    assert gained == ["one"], "what is kept is not news"


async def test_what_was_let_go_is_the_seconds_at_once_under_a_new_term(storage: Database) -> None:
    one, other = Leading(storage, NAMES), Leading(storage, NAMES)
    await one.renew()
    first = one.term("beat")
    await one.resign()
    assert one.held() == {"beat": False, "send:toy": False}
    await other.renew()
    assert other.term("beat") == (first or 0) + 1


@pytest.mark.postgres
@pytest.mark.parametrize("storage_url", ["postgresql"], indirect=True)
async def test_here_a_lease_ends_before_another_can_have_it(storage: Database) -> None:
    watch = Watch()
    leading = Leading(storage, NAMES, clock=watch)
    await leading.renew()
    watch.now += LASTS.total_seconds() - MARGIN - 0.01
    assert leading.term("beat") is not None
    watch.now += 0.02
    assert leading.term("beat") is None, "a process that was stopped for so long begins nothing any more"
    assert leading.has("beat"), "though it does not know of another who has it"
    await leading.renew()
    assert leading.term("beat") is not None


def test_several_renewals_may_fail_before_a_lease_is_lost() -> None:
    assert LASTS.total_seconds() - MARGIN > 2 * EVERY
    assert LASTS.total_seconds() + EVERY < 5, "another goes on within five seconds"


@pytest.mark.parametrize("storage_url", ["sqlite"], indirect=True)
async def test_where_nobody_else_can_be_it_is_had_for_good(storage: Database) -> None:
    watch = Watch()
    leading = Leading(storage, NAMES, clock=watch)
    await leading.renew()
    watch.now += 10 * 365 * 86400.0
    assert leading.held() == {"beat": True, "send:toy": True}
