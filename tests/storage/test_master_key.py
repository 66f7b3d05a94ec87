"""The master key file: made once, for its owner only, away from the data, and never replaced by a wrong one."""

import asyncio
import stat
from pathlib import Path

import pytest

from bot.kernel.cards import Private
from bot.kernel.ids import PersonId
from storage import Database, KeyProblem, masterkey
from tests.contracts.storage.kinds import TABLES, Thing


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "keys" / "deeper" / "master.key"


def write_private_words(url: str, file: Path) -> None:
    async def write() -> None:
        database = Database(url, TABLES, file)
        await database.open()
        await database.transact(lambda tx: tx.records.save([Thing("a", secret=Private(PersonId("ann"), "words"))]))
        await database.close()

    asyncio.run(write())


def open_database(url: str, file: Path | None) -> None:
    asyncio.run(Database(url, TABLES, file).open())


def test_a_new_key_is_for_its_owner_only(file: Path) -> None:
    masterkey.create(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o400
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert len(file.read_bytes()) == 32
    assert [each.name for each in file.parent.iterdir()] == ["master.key"]


def test_a_key_is_never_overwritten(file: Path) -> None:
    wrapped = masterkey.create(file).wrap(b"data key")
    assert masterkey.create(file).unwrap(wrapped) == b"data key"


def test_two_keys_differ_and_one_cannot_unwrap_for_the_other(file: Path) -> None:
    one, other = masterkey.create(file), masterkey.create(file.with_name("other.key"))
    with pytest.raises(KeyProblem, match="not the key this database was written with"):
        other.unwrap(one.wrap(b"data key"))


@pytest.mark.parametrize(
    "content",
    [b"", b"short", b"\x00" * 32, b"changemechangemechangemechangeme", bytes(range(256)), b"\xff" * 32],
    ids=["empty", "short", "zeros", "words", "long", "one byte"],
)
def test_a_placeholder_is_no_key(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True)
    file.write_bytes(content)
    file.chmod(0o400)
    with pytest.raises(KeyProblem, match=f"^{file}: is no master key"):
        masterkey.load(file)


@pytest.mark.parametrize("mode", [0o440, 0o404, 0o644, 0o600 | 0o010], ids=oct)
def test_a_key_that_others_may_read_is_refused_with_the_remedy(file: Path, mode: int) -> None:
    masterkey.create(file)
    file.chmod(mode)
    with pytest.raises(KeyProblem, match=f"chmod 400 {file}"):
        masterkey.load(file)


def test_a_folder_is_no_key(tmp_path: Path) -> None:
    with pytest.raises(KeyProblem, match="cannot be read"):
        masterkey.load(tmp_path)


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(KeyProblem, match=r"master.key: the master key cannot be written \(.+\). Make"):
        masterkey.create(tmp_path / "file" / "master.key")


def test_the_key_must_not_lie_with_the_data(tmp_path: Path) -> None:
    with pytest.raises(KeyProblem, match="in the data folder"):
        open_database(f"sqlite:///{tmp_path / 'hepai.db'}", tmp_path / "keys" / "master.key")
    assert not (tmp_path / "keys").exists()


def test_the_key_must_not_lie_with_the_data_by_a_link_either(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "keys").symlink_to(tmp_path / "data")
    with pytest.raises(KeyProblem, match="in the data folder"):
        open_database(f"sqlite:///{tmp_path / 'data' / 'hepai.db'}", tmp_path / "keys" / "master.key")


def test_a_database_on_disk_wants_a_key_file(tmp_path: Path) -> None:
    with pytest.raises(KeyProblem, match="name the file of the master key"):
        open_database(f"sqlite:///{tmp_path / 'hepai.db'}", None)


def test_a_lost_key_is_not_silently_replaced(tmp_path: Path, file: Path) -> None:
    url = f"sqlite:///{tmp_path / 'data' / 'hepai.db'}"
    write_private_words(url, file)
    file.rename(file.with_name("moved"))
    with pytest.raises(KeyProblem, match=r"cannot be read .+ Put it back"):
        open_database(url, file)
    assert not file.exists()


def test_another_key_is_refused_at_the_start(tmp_path: Path, file: Path) -> None:
    url = f"sqlite:///{tmp_path / 'data' / 'hepai.db'}"
    write_private_words(url, file)
    file.unlink()
    masterkey.create(file)
    with pytest.raises(KeyProblem, match="Put the right file back"):
        open_database(url, file)
