"""A new database of each kind for every test, with the same tables in all of them."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from storage import Database
from tests.contracts.storage.kinds import TABLES
from tests.support.postgres import Postgres


@dataclass(frozen=True)
class Home:
    """Where a database is, so that a test can come back to it."""

    url: str
    key: Path | None

    def database(self) -> Database:
        return Database(self.url, TABLES, self.key)


@pytest.fixture(scope="session")
def furnished(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A PostgreSQL database with all tables, to be copied: quicker than making them for every test."""
    url = postgres.fresh()

    async def furnish() -> None:
        database = Database(url, TABLES, tmp_path_factory.mktemp("keys") / "master.key")
        await database.open()
        await database.close()

    asyncio.run(furnish())
    return url


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def lasting(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Home]:
    """A database that outlives the program."""
    key = tmp_path / "keys" / "master.key"
    if request.param == "sqlite":
        yield Home(f"sqlite:///{tmp_path / 'data' / 'hepai.db'}", key)
        return
    server: Postgres = request.getfixturevalue("postgres")
    url = server.fresh(request.getfixturevalue("furnished"))
    yield Home(url, key)
    server.drop(url)


@pytest.fixture(params=["memory", "sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def home(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Home]:
    key = tmp_path / "keys" / "master.key"
    if request.param == "memory":
        yield Home("sqlite://", None)
    elif request.param == "sqlite":
        yield Home(f"sqlite:///{tmp_path / 'data' / 'hepai.db'}", key)
    else:
        server: Postgres = request.getfixturevalue("postgres")
        url = server.fresh(request.getfixturevalue("furnished"))
        yield Home(url, key)
        server.drop(url)


@pytest.fixture
async def storage(home: Home) -> AsyncIterator[Database]:
    database = home.database()
    await database.open()
    yield database
    await database.close()


@pytest.fixture
def shared(postgres: Postgres, furnished: str, tmp_path: Path) -> Iterator[Home]:
    url = postgres.fresh(furnished)
    yield Home(url, tmp_path / "keys" / "master.key")
    postgres.drop(url)
