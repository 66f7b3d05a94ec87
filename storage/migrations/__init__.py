"""Steps from one schema to the next, as Alembic revisions in `versions/`, named v0001_what_it_does.py.

An empty database gets the newest schema at once; an older one is taken there step by step when the program
starts, all in one transaction: killed half-way it is what it was. After changing a table, write the next step:

    python -m storage.migrations.make "what it does"

compares the tables of all features with what the steps so far make, and writes the difference down. Read what it
wrote: a step that moves data has to be completed by hand. A test fails while tables and steps differ.
There is no way back but the backup: a step that was taken is never changed.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

VERSIONS = Path(__file__).parent / "versions"
_NAME: Final = re.compile(r"v(\d{4})_(\w+)\.py")


@dataclass(frozen=True, slots=True)
class Revision:
    """A step. `id` counts up."""

    id: str
    title: str


def revisions(folder: Path | None = None) -> Sequence[Revision]:
    """All steps, first to last, by their file names: a start that has nothing to migrate need not load Alembic."""
    found = sorted(match.groups() for each in (folder or VERSIONS).iterdir() if (match := _NAME.fullmatch(each.name)))
    return tuple(Revision(id, title.replace("_", " ")) for id, title in found)


def newest() -> str:
    """The id of the last step; empty while there is none."""
    return revisions()[-1].id if revisions() else ""
