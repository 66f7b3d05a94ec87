"""`python -m tests.chaos`: see `--help`. Ends with 1 and every broken promise if there is one."""

import argparse
import asyncio
import random
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from tests.chaos.breaking import BREAKS, broken
from tests.chaos.company import Plan
from tests.chaos.story import Story, Weather
from tests.chaos.worlds import ALL

MOST = 40
"""Broken promises that are printed; the rest is counted."""


def main() -> int:
    told = _arguments()
    seed = told.seed or random.SystemRandom().randrange(1, 10**6)
    plan = Plan(told.platforms.split(","), told.people, silent=told.silent)
    replicas = 1 if told.sqlite else told.replicas
    weather = Weather(
        told.minutes * 60, replicas, not told.sqlite, seed, told.pace, told.pause, plan=plan, restore=told.restore
    )
    where = "SQLite" if told.sqlite else "PostgreSQL"
    write(f"seed {seed}: {replicas} process(es) on {where}, {told.people} people for {told.minutes:g} minutes")
    with tempfile.TemporaryDirectory(prefix="hepai-chaos-") as made:
        folder = Path(told.keep or made)
        folder.mkdir(parents=True, exist_ok=True)
        if told.broken:
            weather = replace(weather, tree=broken(told.broken, folder / "tree"))
        outcome = asyncio.run(Story(weather, folder, write).run())
    for name, figure in outcome.figures.items():
        write(f"  {name}: {figure}")
    for each in outcome.broken[:MOST]:
        write(f"BROKEN  {each}")
    write(
        f"{len(outcome.broken)} broken promise(s); seed {seed}"
        if outcome.broken
        else f"every promise held; seed {seed}"
    )
    return int(bool(outcome.broken))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0, help="how long people talk")
    parser.add_argument("--seed", type=int, default=0, help="0: any; it is printed")
    parser.add_argument("--replicas", type=int, default=3)
    parser.add_argument("--sqlite", action="store_true", help="one process on SQLite")
    restored = "a backup is made half-way; at the end all is killed and restored from it"
    parser.add_argument("--restore", action="store_true", help=restored)
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--silent", type=int, default=25, help="others on each platform, who are asked once")
    parser.add_argument("--pace", type=float, default=6.0, help="seconds somebody thinks between two deeds")
    parser.add_argument("--pause", type=float, default=4.0, help="seconds between two troubles; 0: none")
    parser.add_argument("--platforms", default=",".join(ALL))
    parser.add_argument("--broken", choices=sorted(BREAKS), help="a build broken on purpose: what is taken out of it")
    parser.add_argument("--keep", default="", help="a folder for what is left: logs, database")
    return parser.parse_args()


def write(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
