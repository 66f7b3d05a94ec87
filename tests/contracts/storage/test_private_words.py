"""Private words: readable through the owner's key only, and by nobody once it is destroyed."""

import contextlib

import pytest

from bot.kernel.cards import Private, say
from bot.kernel.ids import PersonId
from bot.ports.storage import Storage, Transaction
from storage import Database, StorageError
from tests.contracts.storage.conftest import Home
from tests.contracts.storage.kinds import Thing
from tests.contracts.storage.letters import claim, letter, put

ANN, BO = PersonId("ann"), PersonId("bo")


def about(owner: PersonId, words: str, id: str = "a") -> Thing:
    return Thing(id, secret=Private(owner, words))


async def words(storage: Storage, id: str = "a") -> str | None:
    thing = await storage.transact(lambda tx: tx.records.get(Thing, id))
    return thing.secret.text if thing and thing.secret else None


async def save(storage: Storage, *things: Thing) -> None:
    await storage.transact(lambda tx: tx.records.save(things))


@pytest.mark.parametrize("text", ["累了", "", "a" * 5000, "emoji 🙃 and \n lines"])
async def test_private_words_come_back(storage: Storage, text: str) -> None:
    await save(storage, about(ANN, text))
    assert await words(storage) == text


async def test_words_are_private_in_messages_too(storage: Storage) -> None:
    await put(storage, letter("a", card=say((Private(ANN, "累了"),))))
    await storage.transact(lambda tx: tx.erase(ANN))
    [claimed] = await claim(storage)
    assert claimed.cards == (say((Private(ANN, ""),)),)


async def test_an_erased_persons_words_are_empty_and_nobody_elses(storage: Storage) -> None:
    await save(storage, about(ANN, "ann's", "a"), about(BO, "bo's", "b"))
    await storage.transact(lambda tx: tx.erase(ANN))
    assert [await words(storage, "a"), await words(storage, "b")] == ["", "bo's"]


async def test_what_is_written_after_an_erasure_is_kept_and_what_was_before_stays_lost(storage: Storage) -> None:
    await save(storage, about(ANN, "old", "old"))
    await storage.transact(lambda tx: tx.erase(ANN))
    await save(storage, about(ANN, "new", "new"))
    assert [await words(storage, "old"), await words(storage, "new")] == ["", "new"]


async def test_erasing_shows_at_once_within_its_own_transaction(storage: Storage) -> None:
    await save(storage, about(ANN, "old"))

    def work(tx: Transaction) -> list[Thing | None]:
        before = tx.records.get(Thing, "a")
        tx.erase(ANN)
        tx.records.save([about(ANN, "new", "b")])
        return [before, tx.records.get(Thing, "a"), tx.records.get(Thing, "b")]

    expected = [about(ANN, "old"), about(ANN, ""), about(ANN, "new", "b")]
    assert await storage.transact(work) == expected


async def test_an_erasure_undone_did_not_happen(storage: Storage) -> None:
    await save(storage, about(ANN, "kept"))

    def work(tx: Transaction) -> None:
        tx.erase(ANN)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await storage.transact(work)
    assert await words(storage) == "kept"


@pytest.mark.parametrize("inner", [False, True], ids=["transaction", "savepoint"])
async def test_a_key_made_in_what_was_undone_is_not_used_again(lasting: Home, inner: bool) -> None:
    storage = lasting.database()
    await storage.open()

    def work(tx: Transaction) -> None:
        with tx.savepoint() if inner else contextlib.nullcontext():
            tx.records.save([about(ANN, "undone")])
            raise ZeroDivisionError

    def suppressing(tx: Transaction) -> None:
        with contextlib.suppress(ZeroDivisionError):
            work(tx)
        tx.records.save([about(ANN, "kept")])

    if inner:
        await storage.transact(suppressing)
    else:
        with pytest.raises(ZeroDivisionError):
            await storage.transact(work)
        await save(storage, about(ANN, "kept"))
    await storage.close()
    await storage.open()
    assert await words(storage) == "kept"
    await storage.close()


async def test_words_and_erasures_outlive_the_program(lasting: Home) -> None:
    async def opened() -> Database:
        storage = lasting.database()
        await storage.open()
        return storage

    first = await opened()
    await save(first, about(ANN, "ann's", "a"), about(BO, "bo's", "b"))
    await first.transact(lambda tx: tx.erase(ANN))
    await first.close()
    second = await opened()
    assert [await words(second, "a"), await words(second, "b")] == ["", "bo's"]
    await second.close()


async def test_words_read_since_the_start_are_gone_once_erased(lasting: Home) -> None:
    first = lasting.database()
    await first.open()
    await save(first, about(ANN, "ann's"))
    await first.close()
    second = lasting.database()
    await second.open()
    assert await words(second) == "ann's"
    await second.transact(lambda tx: tx.erase(ANN))
    assert await words(second) == ""
    await second.close()


async def test_sealed_words_moved_to_another_owner_do_not_open(storage: Storage) -> None:
    await save(storage, about(ANN, "ann's"))

    def steal(tx: Transaction) -> None:
        session = tx._session  # type: ignore[attr-defined]
        [(body,)] = session.rows("SELECT body FROM thing WHERE id = 'a'")
        session.run("UPDATE thing SET body = :body WHERE id = 'a'", body=body.replace('"owner":"ann"', '"owner":"bo"'))

    await storage.transact(steal)
    with pytest.raises(StorageError, match="changed or moved"):
        await words(storage)
