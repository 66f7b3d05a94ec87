"""`export`: every record as CSV and JSON lines. Private words stay behind; a cell never begins a formula."""

import argparse
import asyncio
import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bot.app import storage_of, tables_of
from bot.features import FEATURES
from bot.kernel.codec import Codec
from bot.kernel.people import NameKey
from bot.ports.storage import Transaction
from bot.settings import Settings
from storage.tables import TABLES as KERNEL

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def export(arguments: argparse.Namespace, settings: Settings) -> int:
    """One file of each form per kind of record, named after the kind. The folder is made if it is missing."""
    folder: Path = arguments.folder
    folder.mkdir(parents=True, exist_ok=True)
    for kind, rows in asyncio.run(_records(settings)).items():
        _write(folder, kind.__name__.lower(), rows)
        print(f"{len(rows):6}  {kind.__name__}")
    print(f"Written to {folder}. Private words were left out.")
    return 0


async def _records(settings: Settings) -> Mapping[type, list[dict[str, Any]]]:
    # Sealing to nothing: what a person wrote in private has no way into an export.
    codec = Codec(lambda _owner, _text: "", lambda _owner, _sealed: "")
    storage = storage_of(settings, exclusive=False)
    kinds = [kind for kind in (*KERNEL, *tables_of(FEATURES)) if kind is not NameKey]
    await storage.open()
    try:
        return await storage.transact(
            lambda tx: {kind: [json.loads(codec.dumps(record)) for record in _all(tx, kind)] for kind in kinds}
        )
    finally:
        await storage.close()


def _all(tx: Transaction, kind: type) -> Sequence[object]:
    return tx.records.find(kind)


def _write(folder: Path, name: str, rows: list[dict[str, Any]]) -> None:
    with (folder / f"{name}.jsonl").open("w", encoding="utf-8") as lines:
        lines.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    columns = list(dict.fromkeys(column for row in rows for column in row))
    # The mark at the beginning tells Excel that this is UTF-8.
    with (folder / f"{name}.csv").open("w", encoding="utf-8-sig", newline="") as table:
        writer = csv.writer(table)
        writer.writerow(columns)
        writer.writerows([cell(row.get(column)) for column in columns] for row in rows)


def cell(value: Any) -> str | int | float:
    """A value as a cell. Text that a spreadsheet would run is disarmed with an apostrophe (OWASP CSV Injection)."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    text = "" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"'{text}" if text.lstrip(" \"'").startswith(_FORMULA) or text.startswith(("\t", "\r")) else text
