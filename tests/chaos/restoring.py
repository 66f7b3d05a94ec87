"""The operator's part: a backup beside replicas that run, and a new database made of it, by the real commands."""

import asyncio
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from tests.chaos.cluster import Cluster
from tests.chaos.server import Server


@dataclass(frozen=True, slots=True)
class Backup:
    """`began`: by the monotonic clock; what was acknowledged before is in it."""

    file: Path
    began: float


async def back_up(cluster: Cluster) -> Backup:
    """While people talk."""
    file, began = cluster.folder / "backup.zip", monotonic()
    while not await _run(cluster, "backup", str(file)):
        # The database was away; an operator's timer comes again.
        await asyncio.sleep(1)
        began = monotonic()
    return Backup(file, began)


async def restore(cluster: Cluster, backup: Backup, server: Server | None, workdays: Sequence[str]) -> None:
    """Into a database that was never there, with the journals of all that ran. The cluster goes on there."""
    cluster.url = server.create("restored") if server else f"sqlite:///{cluster.folder}/restored/hepai.db"
    cluster.configure(workdays)
    assert await _run(cluster, "restore", str(backup.file), "--journal", str(cluster.folder / "sent"))


async def _run(cluster: Cluster, *arguments: str) -> bool:
    env = {key: value for key, value in os.environ.items() if not key.startswith("HEPAI_")}
    env |= {"HEPAI_SETTINGS": str(cluster.folder / "hepai.toml"), "PYTHONPATH": str(cluster.tree)}
    with (cluster.folder / f"{arguments[0]}.log").open("ab") as log:
        child = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", *arguments), stdout=log, stderr=log, env=env, cwd=cluster.tree
        )
        return await child.wait() == 0
