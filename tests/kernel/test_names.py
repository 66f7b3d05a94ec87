"""Who is meant by a typed name: certain, to be asked about, or nobody; never guessed."""

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import replace
from typing import TypeVar

import pytest

from bot.kernel.features import Reads, Where
from bot.kernel.ids import PersonId
from bot.kernel.names import (
    Candidates,
    Doubt,
    Found,
    Nobody,
    Resolution,
    arranged,
    keys_of,
    resolve,
    spelled,
    starts_with,
)
from bot.kernel.people import Locale, Person
from bot.ports.storage import Transaction
from bot.runtime.readings import Pinyin
from storage import Database

R = TypeVar("R")
SOUNDS = Pinyin()


def person(id: str, name: str, department: str = "", staff_no: str = "", active: bool = True) -> Person:
    return Person(PersonId(id), name, "Asia/Shanghai", Locale.ZH, department, staff_no, active=active)


COMPANY = (
    person("lei", "王磊", "研发"),
    person("wei", "张伟", "华东销售", "0231"),
    person("wei2", "张伟", "财务部", "1187"),
    person("qiang", "王志强", "研发"),
    person("ou", "欧阳志强", "客服"),
    person("xiong", "单雄", "物流"),
    person("lv", "吕女", "物流"),
    person("amy", "Amy Chen", "Overseas"),
    person("amy2", "Amy Zhao", "Overseas"),
    person("jose", "José O'Brien", "Overseas"),
    person("gone", "高翔", active=False),
    person("uyghur", "阿依古丽·买买提", "客服"),
)


class Watched:
    """Reads that remember how many records they gave out."""

    def __init__(self, reads: Reads) -> None:
        self._reads = reads
        self.given = 0

    def get(self, kind: type[R], id: str) -> R | None:
        raise AssertionError("names are found by their keys")

    def find(self, kind: type[R], /, **where: Where) -> Sequence[R]:
        found = self._reads.find(kind, **where)
        self.given += len(found)
        return found


@pytest.fixture
async def storage() -> AsyncIterator[Database]:
    made = Database("sqlite://", {})
    await made.open()
    await made.transact(lambda tx: _enrol(tx, COMPANY))
    yield made
    await made.close()


def _enrol(tx: Transaction, people: Sequence[Person]) -> None:
    tx.records.save(people)
    tx.records.save([key for each in people for key in keys_of(each, SOUNDS)])


async def who(storage: Database, query: str, prefer: Sequence[str] = ()) -> Resolution:
    preferred = [PersonId(each) for each in prefer]
    return await storage.transact(lambda tx: resolve(query, tx.records, SOUNDS, preferred))


def ids(meant: Resolution) -> list[str]:
    match meant:
        case Found(person):
            return [person.id]
        case Candidates(people, _):
            return [person.id for person in people]
        case Nobody():
            return []


@pytest.mark.parametrize(
    ("query", "id"),
    [
        ("王磊", "lei"),
        (" 王 磊 ", "lei"),
        ("wanglei", "lei"),
        ("Wang Lei", "lei"),
        ("WÁNG LĚI", "lei"),
        ("shanxiong", "xiong"),
        ("danxiong", "xiong"),
        ("lvnv", "lv"),
        ("Lǚ Nǚ", "lv"),
        ("Lyu Nyu", "lv"),
        ("财务张伟", "wei2"),
        ("财务部张伟", "wei2"),
        ("财务部的张伟", "wei2"),
        ("张伟(财务)", "wei2"),
        ("张伟·华东销售", "wei"),
        ("销售张伟", "wei"),
        ("张伟1187", "wei2"),
        ("amy chen", "amy"),
        ("AmyChen", "amy"),
        ("jose obrien", "jose"),
        ("阿依古丽买买提", "uyghur"),
        ("ａｍｙ　ｃｈｅｎ", "amy"),
    ],
)
async def test_beyond_doubt(storage: Database, query: str, id: str) -> None:
    meant = await who(storage, query)
    assert isinstance(meant, Found)
    assert meant.person.id == id


@pytest.mark.parametrize(
    ("query", "why", "expected"),
    [
        ("张伟", Doubt.SAME_NAME, ["wei", "wei2"]),
        ("张玮", Doubt.SAME_SOUND, ["wei", "wei2"]),
        ("張偉", Doubt.SAME_SOUND, ["wei", "wei2"]),
        ("zhangwei", Doubt.SAME_SOUND, ["wei", "wei2"]),
        ("汪磊", Doubt.SAME_SOUND, ["lei"]),
        ("山雄", Doubt.SAME_SOUND, ["xiong"]),
        ("Lei Wang", Doubt.SAME_SOUND, ["lei"]),
        ("志强", Doubt.PART, ["qiang", "ou"]),
        ("Amy", Doubt.PART, ["amy", "amy2"]),
        ("chen", Doubt.PART, ["amy"]),
    ],
)
async def test_to_be_asked_about_even_when_it_is_one(
    storage: Database, query: str, why: Doubt, expected: list[str]
) -> None:
    meant = await who(storage, query)
    assert isinstance(meant, Candidates)
    assert (meant.why, sorted(ids(meant))) == (why, sorted(expected))


@pytest.mark.parametrize(
    "query",
    [
        "",
        " ",
        "@",
        "😀",
        "王",
        "磊",
        "欧阳",
        "无名氏",
        "nobody",
        "高翔",
        "gaoxiang",
        "市场张伟",
        "张伟99",
        "87张伟",
        "x" * 10_000,
        "张" * 41,
    ],
)
async def test_nobody(storage: Database, query: str) -> None:
    assert await who(storage, query) == Nobody()


async def test_preference_orders_and_never_decides(storage: Database) -> None:
    assert ids(await who(storage, "张伟", ["nobody", "wei2"])) == ["wei2", "wei"]
    assert isinstance(await who(storage, "张伟", ["wei2"]), Candidates)
    assert [each.id for each in arranged(COMPANY[:3], [PersonId("wei2"), PersonId("wei"), PersonId("wei2")])] == [
        "wei2",
        "wei",
        "lei",
    ]


async def test_an_earlier_name_leads_to_nobody(storage: Database) -> None:
    renamed = replace(COMPANY[0], name="王雷明")
    await storage.transact(lambda tx: _enrol(tx, [renamed]))
    assert await who(storage, "王磊") == Nobody()
    assert ids(await who(storage, "王雷明")) == ["lei"]


async def test_somebody_who_left_is_no_longer_a_namesake(storage: Database) -> None:
    await storage.transact(lambda tx: tx.records.save([replace(COMPANY[1], active=False)]))
    assert ids(await who(storage, "张伟")) == ["wei2"]
    assert isinstance(await who(storage, "张伟"), Found)


async def test_a_look_up_reads_those_it_may_mean_however_many_are_on_file(storage: Database) -> None:
    crowd = [person(f"p{number}", f"路人{number:04}") for number in range(2000)]
    await storage.transact(lambda tx: _enrol(tx, crowd))
    for query in ("王磊", "张玮", "shanxiong", "财务张伟", "路人0042", "无名氏", "Amy"):
        assert await _given(storage, query) <= 12


async def _given(storage: Database, query: str) -> int:
    def watched(tx: Transaction) -> int:
        reads = Watched(tx.records)
        resolve(query, reads, SOUNDS)
        return reads.given

    return await storage.transact(watched)


async def test_a_name_that_runs_on_is_found_at_the_start_longest_first(storage: Database) -> None:
    def start(text: str) -> Callable[[Transaction], tuple[list[str], str] | None]:
        def find(tx: Transaction) -> tuple[list[str], str] | None:
            found = starts_with(text, tx.records, SOUNDS)
            return ([each.id for each in found[0].people], found[1]) if found else None

        return find

    assert await storage.transact(start("王磊昨晚陪我查账")) == (["lei"], "昨晚陪我查账")
    assert await storage.transact(start("欧阳志强帮了大忙")) == (["ou"], "帮了大忙")
    assert await storage.transact(start("王磊")) is None
    assert await storage.transact(start("昨晚陪我查账")) is None


def test_saving_the_same_person_again_writes_the_same_keys() -> None:
    keys = keys_of(COMPANY[1], SOUNDS)
    assert keys == keys_of(replace(COMPANY[1], department="市场"), SOUNDS)
    assert {key.key for key in keys} == {"name/张伟", "sound/zhangwei"}
    assert {key.person for key in keys} == {"wei"}


@pytest.mark.parametrize(
    ("written", "sound"),
    [("Lü", "lv"), ("lu:", "lv"), ("Lyu", "lv"), ("Lin Yu", "linyu"), ("Zhāng-Wěi", "zhangwei"), ("O'Brien", "obrien")],
)
def test_sounds_are_compared_without_tones_and_with_one_spelling_of_u_umlaut(written: str, sound: str) -> None:
    assert spelled(written) == sound
