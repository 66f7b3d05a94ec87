"""2.5, cases 71 to 80: what reads bytes and words from outside, and what must not exist at all."""

import ast
import json
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.app import App, tables_of
from bot.company import Company
from bot.features import FEATURES
from bot.kernel.people import NameKey, Note, Person
from bot.ports.storage import Transaction
from bot.runtime.clocks import FrozenClock
from bot.settings import SettingsError, load
from storage import Database
from tests.security.door import Door
from tests.security.doors import opened
from tests.support.toy import NOW, PLATFORM, TENANT, ToyPlatform, envelope, person

ROOT = Path(__file__).parents[2]
SOURCES = [path for room in ("adapters", "bot", "storage") for path in sorted((ROOT / room).rglob("*.py"))]
HOSTILE_JSON = (
    b'{"a":NaN}',
    b'{"a":Infinity}',
    b'{"a":1e400}',
    b'{"a":1,"a":2}',
    b'{"a":' * 1000 + b"1" + b"}" * 1000,
    b"[" * 200_000,
    b'{"a":' + b"9" * 5000 + b"}",
    b'{"a":1}{"b":2}',
    b"[]",
    b'"text"',
    b"\xff\xfe",
    b"",
)


@pytest.mark.parametrize("name", ["feishu", "dingtalk", "dingtalk-card", "slack"])
async def test_sec_071_signed_json_that_can_be_read_in_two_ways_is_a_bad_request(name: str) -> None:
    async with opened(name) as door:
        stamp = int(door.clock) * door.unit
        for number, raw in enumerate(HOSTILE_JSON):
            # DingTalk's signature is good for one body.
            post = door.over(raw) if not raw.isascii() and door.name == "feishu" else door.signed(raw, stamp - number)
            assert await door.send(post) in (400, 401), raw[:40]
        assert door.taken == []


async def test_sec_071_a_signed_body_of_other_shapes_raises_nothing(door: Door) -> None:
    """Every value of an honest request in turn replaced by one of every other type."""
    if door.name == "wecom":
        pytest.skip("XML has texts only; its shapes are tried in test_decode")
    honest = json.loads(door.content("1"))
    for number, (spoilt, where) in enumerate(_spoilt(honest)):
        post = door.signed(json.dumps(spoilt).encode(), int(door.clock) * door.unit - number)
        assert await door.send(post) in (200, 400, 401), where
    assert all(isinstance(door.adapter.decode(each), (tuple, list)) for each in door.taken)


def _spoilt(value: Any) -> Iterator[tuple[Any, str]]:
    for name, each in value.items():
        others: tuple[Any, ...] = (None, 7, True, "x", [], {}, [{}], {"id": {}})
        for other in others:
            yield {**value, name: other}, f"{name}: {other}"
        if isinstance(each, dict):
            for spoilt, where in _spoilt(each):
                yield {**value, name: spoilt}, f"{name}.{where}"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("[web]\nport = inf", "port"),
        ("[web]\nport = nan", "port"),
        ("[limits]\nmax_message_chars = 1e3", "max_message_chars"),
        ("[limits]\ninbox_attempts = -inf", "inbox_attempts"),
        ("a = " + "[" * 100_000, "nested too deeply"),
        ("[" + "a." * 50_000 + "a]", "hepai.toml"),
    ],
)
def test_sec_072_a_number_that_is_none_and_nesting_without_end_are_named(tmp_path: Path, text: str, names: str) -> None:
    file = tmp_path / "hepai.toml"
    file.write_text(text)
    with pytest.raises(SettingsError, match=names):
        load(file, {})


def test_sec_072_yaml_is_read_nowhere() -> None:
    assert "yaml" not in set().union(*(set(_imported(path)) for path in SOURCES))
    packages = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    assert not [each for each in packages if "yaml" in each.lower()]


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (each.name.partition(".")[0] for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.partition(".")[0]


PIECES = (
    "赞 @@@@",
    "((((",
    "  \t",
    "@王磊 ",
    "1 2 3 ",
    "周三",
    "+",
    "改 1 ",
    "[{<",
    "：：",
    "a" * 9 + " ",
    "请假 9/21 到 ",
)


@pytest.mark.parametrize("piece", PIECES)
async def test_sec_073_reading_a_message_costs_no_more_than_its_length(piece: str, tmp_path: Path) -> None:
    """In steps, not in seconds: the work done in Python for a message twice as long is at most twice as much."""
    app = await _office(tmp_path)
    few, many = [await _steps(app, piece, length) for length in (1500, 3000)]
    await app.stop()
    assert many < 2.3 * few + 5000


async def _steps(app: App, piece: str, length: int) -> int:
    steps = 0

    def count(*_: object) -> None:
        nonlocal steps
        steps += 1

    text = (piece * length)[:length]
    # Once unseen: what is kept from one message to the next belongs to none of them.
    for number in range(2):
        await app.runtime.accept(envelope(f"{piece}{length}{number}", "ann", text))
        if number:
            sys.setprofile(count)
        try:
            await app.settle()
        finally:
            sys.setprofile(None)
    return steps


async def _office(tmp_path: Path) -> App:
    platform, clock = ToyPlatform(), FrozenClock(NOW)
    storage = Database("sqlite://", tables_of(FEATURES), tmp_path / "master.key")
    app = App(storage, lambda _: [platform], clock)
    await app.start(beating=False)
    await app.install(Company((person("ann"), person("王磊"))), PLATFORM, TENANT)
    return app


HOSTILE = ("'; DROP TABLE person; --", '" OR 1=1', "%", "_", "a%' OR 'a'='a", "NEAR(", "$.x", "\\", "\0", "x'); --")


async def test_sec_075_words_never_become_sql(storage_url: str, tmp_path: Path) -> None:
    database = Database(storage_url, {}, tmp_path / "keys" / "master.key")
    await database.open()
    people = [person(f"p{number}{text}", department=text) for number, text in enumerate(HOSTILE) if "\0" not in text]

    def work(tx: Transaction) -> None:
        tx.records.save([*people, person("plain")])
        for each in people:
            assert tx.records.get(Person, each.id) == each
        for text in HOSTILE:
            if "\0" not in text:
                assert list(tx.records.find(NameKey, key=text)) == []
                assert tx.records.get(Note, text) is None
        assert len(tx.records.find(Person)) == len(people) + 1

    await database.transact(work)
    await database.close()


def test_sec_075_no_statement_is_put_together_from_words() -> None:
    """ruff's S608 looks at every statement; here, that nobody has told it to look away for good."""
    chosen = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["ruff"]["lint"]
    assert "S" in chosen["select"]
    off = [rule for rules in (chosen["ignore"], *chosen.get("per-file-ignores", {}).values()) for rule in rules]
    assert {"S608", "S301", "S302", "S307", "S506", "S602"}.isdisjoint(off)


def test_sec_076_nothing_that_makes_objects_or_code_of_bytes_is_used() -> None:
    """The codec writes converters of our own types once, at their first use: of class names, never of a row."""
    banned = {"pickle", "cPickle", "marshal", "shelve", "dill", "cloudpickle", "jsonpickle", "joblib", "yaml"}
    for path in SOURCES:
        assert banned.isdisjoint(_imported(path)), path
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and path.name != "codec.py":
                assert node.func.id not in ("eval", "exec", "compile"), path
        # The scheduler's stores on disk pickle their jobs: ours lives in memory.
        assert "jobstores" not in path.read_text(), path
