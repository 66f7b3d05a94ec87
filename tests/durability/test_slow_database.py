"""A slow database: nobody waits past the platform's patience, readiness says so, and nothing is lost or done twice."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from bot import app as composition
from bot.app import App
from bot.company import Company
from bot.ports.adapter import Unavailable
from bot.runtime import intake
from bot.runtime.clocks import FrozenClock
from storage import Database
from tests.support.postgres import Postgres
from tests.support.toy import NOW, PLATFORM, TENANT, TOY, ToyPlatform, envelope, person

SOCKET = ".s.PGSQL.5432"
PATIENCE = 0.3
"""Seconds that count as a platform's patience here."""


class SlowLine:
    """Stands between the bot and its PostgreSQL; every answer of it takes `delay` seconds more."""

    def __init__(self, folder: Path, url: str) -> None:
        parts = urlsplit(url)
        [behind] = parse_qs(parts.query)["host"]
        self._behind = Path(behind) / SOCKET
        self._socket = folder / SOCKET
        self.url = parts._replace(query=f"host={folder}").geturl()
        self.delay = 0.0
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()

    async def start(self) -> None:
        self._server = await asyncio.start_unix_server(self._serve, self._socket)

    async def stop(self) -> None:
        assert self._server is not None
        self._server.close()
        for each in self._open:
            each.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        back, there = await asyncio.open_unix_connection(self._behind)
        self._open |= {writer, there}
        await asyncio.gather(self._pass(reader, there, slow=False), self._pass(back, writer, slow=True))

    async def _pass(self, source: asyncio.StreamReader, into: asyncio.StreamWriter, slow: bool) -> None:
        try:
            while data := await source.read(65536):
                if slow and self.delay:
                    await asyncio.sleep(self.delay)
                into.write(data)
        finally:
            into.close()


@pytest.mark.postgres
async def test_a_slow_database_is_refused_in_time_and_makes_up_later(
    tmp_path: Path, postgres: Postgres, line: SlowLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    platform = ToyPlatform()
    storage = Database(line.url, {}, tmp_path / "keys" / "master.key")
    bot = App(storage, lambda _: [platform], FrozenClock(NOW), features=[TOY])
    await bot.start(beating=False)
    await bot.install(Company((person("ann"),)), PLATFORM, TENANT)
    try:
        assert await bot._ready() == ""
        monkeypatch.setattr(intake, "WITHIN", PATIENCE)
        monkeypatch.setattr(intake, "MOST", 3)
        monkeypatch.setattr(composition, "ANSWERS_WITHIN", PATIENCE)
        line.delay = 2 * PATIENCE

        said = [envelope(str(number), "ann", f"echo {number}") for number in range(6)]
        answers = await asyncio.gather(*(bot.runtime.accept(each) for each in said), return_exceptions=True)
        assert all(isinstance(each, Unavailable) for each in answers), answers
        assert len({str(each) for each in answers}) == 2, "what is too much is refused at once"
        assert "longer than 0.3 seconds" in await bot._ready()

        line.delay = 0.0
        monkeypatch.undo()
        known = [await bot.runtime.accept(each) for each in said]
        assert known.count(False) <= 3, "what was stored after all"
        await bot.settle()
        assert platform.texts() == [f"{number} [1 好]" for number in range(6)]
        assert await bot._ready() == ""
    finally:
        await bot.stop()


@pytest.fixture
async def line(postgres: Postgres) -> AsyncIterator[SlowLine]:
    url = postgres.fresh()
    with tempfile.TemporaryDirectory(prefix="hepai-line-") as folder:
        made = SlowLine(Path(folder), url)
        await made.start()
        yield made
        await made.stop()
    postgres.drop(url)
