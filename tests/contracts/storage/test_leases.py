"""What only one process may do: a lease has one holder, and a term that grows with each new one."""

from datetime import timedelta

from bot.ports.storage import Storage

SECONDS, OVER = timedelta(seconds=30), timedelta(seconds=-1)


async def hold(storage: Storage, holder: str, *names: str, lasts: timedelta = SECONDS) -> dict[str, int]:
    return dict(await storage.transact(lambda tx: tx.leases.hold(names, holder, lasts)))


async def test_who_comes_first_has_it_and_keeps_it_under_one_term(storage: Storage) -> None:
    assert await hold(storage, "one", "beat", "send") == {"beat": 1, "send": 1}
    assert await hold(storage, "other", "beat", "send", "look") == {"look": 1}
    assert await hold(storage, "one", "beat", "send") == {"beat": 1, "send": 1}


async def test_what_ran_out_is_free_and_its_next_holder_has_a_new_term(storage: Storage) -> None:
    await hold(storage, "one", "beat", lasts=OVER)
    assert await hold(storage, "other", "beat") == {"beat": 2}
    assert await hold(storage, "one", "beat") == {}


async def test_who_is_late_for_their_own_lease_begins_a_new_term(storage: Storage) -> None:
    await hold(storage, "one", "beat", lasts=OVER)
    assert await hold(storage, "one", "beat") == {"beat": 2}, "somebody else may have had it meanwhile"


async def test_what_is_let_go_is_free_at_once_and_nobody_elses_is(storage: Storage) -> None:
    await hold(storage, "one", "beat")
    await hold(storage, "other", "send")
    await storage.transact(lambda tx: tx.leases.let_go("one"))
    assert await hold(storage, "other", "beat") == {"beat": 2}
    assert await hold(storage, "one", "send") == {}
