"""Every kind of record of every feature comes back from the database as it went in."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, NewType, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.kernel.features import OneOf
from bot.ports.storage import Transaction
from storage.migrations.make import feature_tables
from storage.place import Place
from storage.tables import TABLES
from tests.storage.places import in_memory

KINDS = sorted({*TABLES, *feature_tables()}, key=lambda kind: kind.__name__)
WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)
PLAIN: Mapping[Any, st.SearchStrategy[Any]] = {
    str: WORDS,
    bool: st.booleans(),
    int: st.integers(-(2**31), 2**31 - 1),
    NoneType: st.none(),
    Decimal: st.decimals(-1000, 1000, places=2),
    date: st.dates(date(1970, 1, 1), date(2200, 1, 1)),
    time: st.times(),
    timedelta: st.integers(0, 10**6).map(lambda seconds: timedelta(seconds=seconds)),
    datetime: st.integers(0, 7 * 10**15).map(
        lambda micro: datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=micro)
    ),
}


@cache
def values_of(hint: Any) -> st.SearchStrategy[Any]:
    """Any value of a type that records are made of."""
    origin, args = get_origin(hint), get_args(hint)
    if isinstance(hint, NewType):
        return values_of(hint.__supertype__)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return st.sampled_from(hint)
    if is_dataclass(hint):
        hints = get_type_hints(hint)
        return st.builds(hint, **{each.name: values_of(hints[each.name]) for each in fields(hint)})  # type: ignore[arg-type]
    if origin in (Union, UnionType):
        return st.one_of(*(values_of(each) for each in args))
    if origin is tuple and args[-1:] == (Ellipsis,):
        return st.lists(values_of(args[0]), max_size=2).map(tuple)
    if origin is tuple:
        return st.tuples(*(values_of(each) for each in args))
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return st.dictionaries(WORDS, values_of(args[1]), max_size=2)
    return PLAIN[hint]


@pytest.fixture(scope="module")
def place() -> Iterator[Place]:
    made = in_memory(feature_tables())
    yield made
    made.close()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@given(data=st.data())
@settings(max_examples=20, deadline=None, derandomize=True)
def test_a_record_comes_back_equal(place: Place, kind: Any, data: st.DataObject) -> None:
    records = data.draw(st.lists(values_of(kind), min_size=1, max_size=3, unique_by=lambda record: record.id))
    ids = [record.id for record in records]

    def work(tx: Transaction) -> tuple[list[Any], dict[str, Any]]:
        tx.records.save(records)
        return [tx.records.get(kind, id) for id in ids], {
            each.id: each for each in tx.records.find(kind, id=OneOf(ids))
        }

    assert place.transact(work) == (records, {each.id: each for each in records})
