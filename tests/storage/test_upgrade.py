"""A database of the release before, in the middle of a morning, opened by this one: people notice nothing.

`goldens/0002.json` holds the rows that the code at 3e78cfd left behind when its process ended at 09:39: 赵敏 has
answered the first of three questions, 王磊 is about to write what 赵敏 alone shall read, seven messages were not sent
since the platform was down, one of them was on its way, one event is parked, one was taken in and not yet handled.
"""

import json
import shutil
from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.app import App, tables_of
from bot.features import FEATURES
from bot.ports.adapter import Receipt
from bot.runtime.clocks import FrozenClock
from storage import Database, migrations, status, upgrade
from storage.migrations import runner
from storage.urls import engine_for
from tests.support.toy import NOW, ToyPlatform, envelope, press

GOLDEN = Path(__file__).parent / "goldens/0002.json"
ENDED = NOW.replace(hour=1, minute=39)
CANCEL = {"source": "vtvnahicq7xlzfhqpkxuhcpke2", "action": "promises.cancel", "id": "didc36oyhd7flhurrbhocbdo2u"}
"""The button under 王磊's promise, sent by the release before."""


@pytest.fixture
def old(storage_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A database as the release before left it."""
    steps = tmp_path / "steps"
    steps.mkdir()
    for file in sorted(migrations.VERSIONS.glob("v000[12]_*.py")):
        shutil.copy(file, steps)
    golden = json.loads(GOLDEN.read_text(encoding="utf-8"))
    if storage_url.startswith("sqlite"):
        Path(storage_url.removeprefix("sqlite:///")).parent.mkdir()
    with monkeypatch.context() as before:
        before.setattr(migrations, "VERSIONS", steps)
        upgrade(storage_url)
        assert [each.id for each in status(storage_url).applied] == ["0001", golden["schema"]]
    with runner.connected(engine_for(storage_url)) as connection:
        _fill(connection, golden["tables"])
        connection.commit()
    return storage_url


def _fill(connection: sa.Connection, tables: dict[str, list[dict[str, Any]]]) -> None:
    found = sa.MetaData()
    found.reflect(connection)
    for name, rows in tables.items():
        table = found.tables[name]
        flags = [column.name for column in table.columns if isinstance(column.type, sa.Boolean)]
        connection.execute(table.insert(), [row | {flag: bool(row[flag]) for flag in flags} for row in rows])
        if connection.dialect.name == "postgresql" and "seq" in table.columns:
            counter = sa.func.pg_get_serial_sequence(name, "seq")
            connection.execute(
                sa.select(sa.func.setval(counter, sa.func.max(table.c.seq))).having(counter.is_not(None))
            )


@pytest.fixture
def platform() -> ToyPlatform:
    return ToyPlatform()


@pytest.fixture
async def app(old: str, tmp_path: Path, platform: ToyPlatform) -> AsyncIterator[App]:
    storage = Database(old, tables_of(FEATURES), tmp_path / "keys" / "master.key")
    made = App(storage, lambda _: [platform], FrozenClock(ENDED))
    await made.start(beating=False)
    yield made
    await made.stop()


async def test_what_was_not_sent_is_sent_once_and_what_was_taken_in_is_handled(
    app: App, platform: ToyPlatform, old: str
) -> None:
    assert status(old).pending == ()
    await app.advance(ENDED + timedelta(minutes=5))
    outbox = json.loads(GOLDEN.read_text(encoding="utf-8"))["tables"]["outbox"]
    sent, unsent = ({row["key"] for row in outbox if (row["state"] == "sent") is over} for over in (True, False))
    went = Counter(each.key for each in platform.sent)
    assert len(unsent) == 7
    assert {key: went[key] for key in unsent} == dict.fromkeys(unsent, 1)
    assert not sent & set(went)
    for words, reader in (
        ("单雄私下想跟你说:", "wanglei"),
        ("你收到赵敏的感谢", "chen"),
        ("一早就帮我改合同", "east"),
        ("记下了:「交完报告」", "zhangwei"),
    ):
        assert sum(words in text for text in platform.texts(reader)) == 1, words
    assert sum("上次评审你没提前说" in str(each.pages) for each in platform.sent) == 1
    assert len(await app.storage.transact(lambda tx: tx.inbox.parked())) == 1


async def test_dialogs_that_were_open_go_on(app: App, platform: ToyPlatform) -> None:
    await app.settle()
    await _say(app, "a", "zhaomin", "联调")
    assert platform.texts("zhaomin")[-2].startswith("3/3 有没有卡住")
    assert platform.texts("zhaomin")[-1] == "2/3 今天最重要的一两件事? ✓ 联调"
    await _say(app, "b", "zhaomin", "没有")
    assert any(text.startswith("收到 ✅") for text in platform.texts("zhaomin"))
    await _say(app, "c", "wanglei", "会上请让我说完")
    assert "已私下转给赵敏。" in platform.texts("wanglei")
    await app.advance(ENDED + timedelta(hours=5))
    assert "王磊私下想跟你说:" in platform.texts("zhaomin")
    assert sum("会上请让我说完" in str(each.pages) for each in platform.sent) == 1


async def test_a_button_that_was_sent_before_works(app: App, platform: ToyPlatform) -> None:
    await app.settle()
    platform.sent.clear()
    await app.runtime.accept(press("p", "wanglei", CANCEL["source"], CANCEL["action"], id=CANCEL["id"]))
    await app.settle()
    answer, changed = platform.sent
    assert platform.texts("wanglei")[0] == "好,取消了「写完方案」。"
    assert answer.revises is None
    assert changed.revises == Receipt({"id": "1"}), "the card of then loses its button"
    assert "[" not in platform.texts("wanglei")[1]
    await app.advance(ENDED + timedelta(days=1))
    assert not any("到期:「写完方案」" in text for text in platform.texts("wanglei")), "and nobody reminds of it"


async def _say(app: App, number: str, who: str, text: str) -> None:
    await app.runtime.accept(envelope(number, who, text))
    await app.settle()
