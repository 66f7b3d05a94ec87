"""Reads through one person's eyes: default deny, and one answer for "not yours" and "not there"."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from bot.kernel.features import Kind, Reads, Where
from bot.kernel.people import Person

R = TypeVar("R")


class ScopedReads:
    """The records `viewer` may see. A kind no feature declared is an error of ours, not an empty answer."""

    def __init__(self, everything: Reads, viewer: Person, kinds: Mapping[type, Kind]) -> None:
        self._everything = everything
        self._viewer = viewer
        self._kinds = kinds

    def get(self, kind: type[R], id: str) -> R | None:
        record = self._everything.get(kind, id)
        return record if record is not None and self._may_read(kind, record) else None

    def find(self, kind: type[R], /, **where: Where) -> Sequence[R]:
        return [record for record in self._everything.find(kind, **where) if self._may_read(kind, record)]

    def _may_read(self, kind: type[R], record: R) -> bool:
        if kind not in self._kinds:
            raise LookupError(f"{kind.__name__} has no Kind: say who may read it")
        return self._kinds[kind].may_read(self._viewer, record, self._everything)
