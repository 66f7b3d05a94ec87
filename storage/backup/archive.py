"""The archive: what its manifest says, and its tables read row by row, every byte accounted for."""

import io
import json
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import IO, Any, Final, cast

from storage.errors import StorageError
from storage.migrations import newest
from storage.values import instant_of, text_of

FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
Value = str | int | bool | None
_READ: Final = 1 << 18


@dataclass(frozen=True, slots=True)
class Entry:
    """One table: how many rows, and the SHA-256 of its lines."""

    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """`at`: the instant of which the backup is a picture. `revision`: of the schema. `program`: its version."""

    at: datetime
    revision: str
    program: str
    tables: Mapping[str, Entry]

    @property
    def rows(self) -> int:
        return sum(entry.rows for entry in self.tables.values())


def dumps(manifest: Manifest) -> str:
    tables = {name: asdict(entry) for name, entry in manifest.tables.items()}
    head = {"format": FORMAT, "at": text_of(manifest.at), "revision": manifest.revision, "program": manifest.program}
    return json.dumps({**head, "tables": tables}, indent=1)


def look(file: Path) -> Manifest:
    """What a backup says of itself. Raises StorageError for what is no backup, or one of a newer program."""
    with opened(file) as archive:
        return manifest_of(file, archive)


def verify(file: Path) -> Manifest:
    """Read a backup to its end. Raises StorageError unless every row is there as it was written."""
    with opened(file) as archive:
        manifest = manifest_of(file, archive)
        for table in manifest.tables:
            for _ in table_of(file, archive, manifest, table)[1]:
                pass
    return manifest


@contextmanager
def opened(file: Path) -> Iterator[zipfile.ZipFile]:
    """The archive, whose damage is told as a StorageError wherever it shows."""
    try:
        with zipfile.ZipFile(file) as archive:
            yield archive
    except FileNotFoundError:
        raise StorageError(f"{file}: there is no such backup. Check the path.") from None
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise damaged(file, str(error)) from None


def manifest_of(file: Path, archive: zipfile.ZipFile) -> Manifest:
    try:
        said = json.loads(archive.read(MANIFEST))
        if said["format"] > FORMAT or said["revision"] > newest():
            raise StorageError(
                f"{file}: was written by a newer version of this program ({said['program']}). Update the program."
            )
        tables = {str(name): Entry(int(each["rows"]), str(each["sha256"])) for name, each in said["tables"].items()}
        return Manifest(instant_of(said["at"]), str(said["revision"]), str(said["program"]), tables)
    except (KeyError, TypeError, ValueError):
        raise StorageError(f"{file}: is no backup of this program. Name another file.") from None


def table_of(
    file: Path, archive: zipfile.ZipFile, manifest: Manifest, table: str
) -> tuple[Sequence[str], Iterator[Sequence[Value]]]:
    """The columns of a table, and its rows. Once the last was read, all are known to be as they were written."""
    try:
        # Its own buffer is small, and its way to a line is slow.
        lines = cast(IO[bytes], io.BufferedReader(cast(io.RawIOBase, archive.open(f"{table}.jsonl")), _READ))
    except KeyError:
        raise damaged(file, f"{table} is missing") from None
    first = lines.readline()
    columns = _values(file, table, first)
    if not columns or not all(isinstance(each, str) for each in columns):
        raise damaged(file, f"{table} has no columns")
    return cast(Sequence[str], columns), _rows(file, lines, first, table, len(columns), manifest.tables[table])


def _rows(
    file: Path, lines: IO[bytes], first: bytes, table: str, width: int, entry: Entry
) -> Iterator[Sequence[Value]]:
    sum, count = sha256(first), 0
    with lines:
        for line in lines:
            sum.update(line)
            count += 1
            values = _values(file, table, line)
            if len(values) != width:
                raise damaged(file, f"a row of {table} is cut off")
            yield values
    if (count, sum.hexdigest()) != (entry.rows, entry.sha256):
        raise damaged(file, f"{table} is not as it was written")


def _values(file: Path, table: str, line: bytes) -> Sequence[Value]:
    try:
        values: Any = json.loads(line)
    except ValueError:
        values = None
    if not isinstance(values, list):
        raise damaged(file, f"a row of {table} cannot be read")
    return values


def damaged(file: Path, why: str) -> StorageError:
    return StorageError(f"{file}: is damaged or not finished ({why}). Take another backup.")
