"""Builds broken on purpose: a copy of the sources with one promise taken out, which chaos must notice."""

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.chaos.cluster import HERE

SOURCES = ("bot", "adapters", "storage")

BREAKS: Mapping[str, Sequence[tuple[str, str, str]]] = {
    "dedupe": [
        (
            "storage/inbox.py",
            "VALUES (:source, :dedupe, :received",
            "VALUES (:source, CAST(:dedupe AS VARCHAR) || CAST(:received AS VARCHAR), :received",
        )
    ],
    "acknowledged before the commit": [
        (
            "bot/runtime/intake.py",
            "new: bool = await stored",
            "new = stored.add_done_callback(lambda done: done.exception()) is None",
        ),
        (
            "bot/runtime/intake.py",
            '            passing("accept.before_commit")\n',
            '            await asyncio.sleep(0.05)\n            passing("accept.before_commit")\n',
        ),
    ],
    "the lease": [
        (
            "bot/runtime/leading.py",
            "return self._terms.get(name) if self._clock() < self._until else None",
            "return 1",
        )
    ],
    "what was sent is not looked for": [
        ("bot/runtime/outbox.py", "if claimed.uncertain else None", "if False else None"),
    ],
    "sent before sending": [
        (
            "bot/runtime/outbox.py",
            '            passing("send.claimed")\n',
            "            early = [Sending(each, found.users, Passage(), 0.0) for each in found.claimed]\n"
            '            ended = [(each, Receipt({"message": ""})) for each in early]\n'
            "            await self._storage.transact(lambda tx: settle(tx, ended, now))\n"
            # Only a message's loss is looked for: the fail-point is not spent on a change.
            "            if any(not each.revises for each in found.claimed):\n"
            '                passing("send.claimed")\n',
        )
    ],
    # Each of the two holds alone: without the locks processes only do each other's work in vain.
    "turns of one person at once": [
        ("storage/postgresql.py", "WHERE pg_try_advisory_lock(number)", "WHERE true OR pg_try_advisory_lock(number)"),
        ("bot/runtime/inbox.py", "if tx.inbox.handled(seqs) != len(seqs):", "if tx.inbox.handled(seqs) < 0:"),
    ],
    "one of twenty events of the AI bot": [
        (
            "adapters/wecom/aibot.py",
            "        await self._store(lambda: accept(envelope))\n",
            "        if hash(dedupe) % 20:\n            await self._store(lambda: accept(envelope))\n",
        )
    ],
}
"""By what is taken out: the file, what stands there, and what stands there instead."""


def broken(name: str, folder: Path) -> Path:
    """A copy of the sources below `folder`, broken like this. AssertionError: what to break is no longer there."""
    for source in SOURCES:
        shutil.copytree(HERE / source, folder / source, ignore=shutil.ignore_patterns("__pycache__"))
    for file, old, new in BREAKS[name]:
        text = (folder / file).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{file} does not have once: {old}"
        (folder / file).write_text(text.replace(old, new), encoding="utf-8")
    return folder
