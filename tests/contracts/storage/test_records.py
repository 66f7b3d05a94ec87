"""Records: kept whole, replaced by id, found by their columns in the order they were first saved."""

import contextlib
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from bot.kernel.cards import Private
from bot.kernel.features import OneOf, Page, Span, Where
from bot.kernel.ids import PersonId
from bot.ports.storage import Storage, Transaction
from tests.contracts.storage.conftest import Home
from tests.contracts.storage.kinds import Colour, Thing

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
WHOLE = Thing(
    "whole",
    "名字",
    Colour.BLUE,
    date(2026, 3, 2),
    NOON,
    False,
    7,
    PersonId("ann"),
    Decimal("1.50"),
    {"a": "b"},
    Private(PersonId("ann"), "悄悄话"),
)


async def save(storage: Storage, *things: Thing) -> None:
    await storage.transact(lambda tx: tx.records.save(things))


async def found(storage: Storage, **where: Where) -> list[str]:
    return await storage.transact(lambda tx: [thing.id for thing in tx.records.find(Thing, **where)])


async def test_a_record_comes_back_whole(storage: Storage) -> None:
    await save(storage, WHOLE)
    assert await storage.transact(lambda tx: tx.records.get(Thing, "whole")) == WHOLE


async def test_many_are_read_page_by_page_in_the_order_of_their_ids(storage: Storage) -> None:
    await save(storage, *(Thing(id, good=id != "c") for id in "debcaf"))
    assert await found(storage, id=Page("", 2), good=True) == ["a", "b"]
    assert await found(storage, id=Page("b", 2), good=True) == ["d", "e"]
    assert await found(storage, id=Page("e", 2), good=True) == ["f"]


async def test_what_was_never_saved_is_none(storage: Storage) -> None:
    assert await storage.transact(lambda tx: tx.records.get(Thing, "nobody")) is None
    assert await found(storage) == []


async def test_saving_again_replaces_and_keeps_the_place(storage: Storage) -> None:
    await save(storage, Thing("a"), Thing("b", "old"), Thing("c"))
    await save(storage, Thing("b", "new"))
    assert await found(storage) == ["a", "b", "c"]
    again = await storage.transact(lambda tx: tx.records.get(Thing, "b"))
    assert again == Thing("b", "new")


async def test_one_save_may_name_a_record_twice_and_the_last_wins(storage: Storage) -> None:
    await save(storage, Thing("a", "first"), Thing("a", "second"))
    assert await storage.transact(lambda tx: tx.records.find(Thing)) == [Thing("a", "second")]


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ({"colour": Colour.BLUE}, ["b"]),
        ({"made": date(2026, 3, 2)}, ["b"]),
        ({"made": None}, ["a"]),
        ({"seen": NOON}, ["b"]),
        ({"good": False}, ["c"]),
        ({"size": 2}, ["b"]),
        ({"owner": "ann", "good": True}, ["b"]),
        ({"id": OneOf(["c", "a", "nobody"])}, ["a", "c"]),
        ({"id": OneOf([])}, []),
        ({"owner": OneOf(["bo", None])}, ["a", "c"]),
        ({"size": Span(2, 3)}, ["b"]),
        ({"size": Span(2, None)}, ["b", "c"]),
        ({"size": Span(None, 2)}, ["a"]),
        ({"made": Span(date(2026, 3, 2), date(2026, 3, 3))}, ["b"]),
        ({"seen": Span(NOON, NOON + timedelta(microseconds=1))}, ["b"]),
        ({"seen": Span(None, NOON)}, []),
    ],
    ids=str,
)
async def test_find_matches_every_field_named(storage: Storage, where: dict[str, Where], expected: list[str]) -> None:
    await save(
        storage,
        Thing("a"),
        Thing("b", "", Colour.BLUE, date(2026, 3, 2), NOON, True, 2, PersonId("ann")),
        Thing("c", "", Colour.RED, date(2026, 3, 3), NOON + timedelta(hours=1), False, 3, PersonId("bo")),
    )
    assert await found(storage, **where) == expected


async def test_instants_of_all_zones_are_in_one_order(storage: Storage) -> None:
    shanghai = timezone(timedelta(hours=8))
    await save(
        storage,
        Thing("later", seen=NOON + timedelta(minutes=1)),
        Thing("earlier", seen=datetime(2026, 3, 2, 19, 59, 59, 999999, tzinfo=shanghai)),
    )
    assert await found(storage, seen=Span(None, NOON)) == ["earlier"]


async def test_ten_thousand_values_are_asked_for_at_once(storage: Storage) -> None:
    await save(storage, *(Thing(f"t{number}") for number in range(10_500)))
    wanted = [f"t{number}" for number in range(10_500)]
    assert await found(storage, id=OneOf(wanted[::-1])) == wanted


@pytest.mark.parametrize("field", ["hidden", "secret", "nonsense", "body", "seq"])
async def test_a_field_without_a_column_is_refused_by_name(storage: Storage, field: str) -> None:
    with pytest.raises(TypeError, match=f"Thing.{field} has no column"):
        await found(storage, **{field: "x"})


async def test_an_unknown_kind_is_refused_by_name(storage: Storage) -> None:
    with pytest.raises(TypeError, match="no table keeps Decimal"):
        await storage.transact(lambda tx: tx.records.get(Decimal, "1"))


async def test_a_naive_instant_is_refused(storage: Storage) -> None:
    naive = NOON.replace(tzinfo=None)
    with pytest.raises(ValueError, match="aware"):
        await save(storage, Thing("a", seen=naive))


async def test_reads_see_what_the_same_transaction_saved(storage: Storage) -> None:
    def work(tx: Transaction) -> list[Thing | None]:
        before = tx.records.get(Thing, "a")
        tx.records.save([Thing("a", "one")])
        between = tx.records.get(Thing, "a")
        tx.records.save([Thing("a", "two")])
        return [before, between, tx.records.get(Thing, "a"), *tx.records.find(Thing, name="two")]

    expected = [None, Thing("a", "one"), Thing("a", "two"), Thing("a", "two")]
    assert await storage.transact(work) == expected


async def test_those_asked_for_by_their_ids_again_are_as_they_are_by_then(storage: Storage) -> None:
    await save(storage, *(Thing(id) for id in "cab"))

    def work(tx: Transaction) -> list[list[tuple[str, int]]]:
        def ask(*ids: str) -> list[tuple[str, int]]:
            return [(each.id, each.size) for each in tx.records.find(Thing, id=OneOf(ids))]

        seen = [ask("a", "b", "c", "d"), ask("b", "d", "c")]
        tx.records.save([Thing("b", size=1), Thing("d")])
        seen.append(ask("b", "d", "c"))
        with contextlib.suppress(KeyError), tx.savepoint():
            tx.records.save([Thing("b", size=2)])
            seen.append(ask("b"))
            raise KeyError
        return [*seen, ask("b", "c"), ask()]

    assert await storage.transact(work) == [
        [("c", 0), ("a", 0), ("b", 0)],
        [("c", 0), ("b", 0)],
        [("c", 0), ("b", 1), ("d", 0)],
        [("b", 2)],
        [("c", 0), ("b", 1)],
        [],
    ]


async def test_records_outlive_the_program(lasting: Home) -> None:
    for _ in range(2):
        database = lasting.database()
        await database.open()
        await database.transact(lambda tx: tx.records.save([WHOLE]))
        await database.close()
    database = lasting.database()
    await database.open()
    try:
        assert await database.transact(lambda tx: tx.records.find(Thing)) == [WHOLE]
    finally:
        await database.close()
