"""Secrets of callbacks: no placeholder is one, and the one before may be taken beside the present one until its end."""

import logging
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, TypeVar

from bot.kernel import options
from bot.kernel.options import OptionError
from bot.kernel.secret import Secret

T = TypeVar("T")
K = TypeVar("K")
LOG = logging.getLogger(__name__)
NONE = Secret("")
PLACEHOLDER = re.compile(r"(?i)change.?me|secret|token|key|todo|(.)\1*|<.*>|\.\.\.|…")


def credential(value: object) -> Secret:
    """A secret as the console shows it. Raises ValueError for what only stands for one."""
    found = options.secret(value)
    if PLACEHOLDER.fullmatch(found.reveal()):
        raise ValueError("the secret of the console, not a placeholder")
    return found


credential.hides = True  # type: ignore[attr-defined]


def moment(value: object) -> float:
    """A date and time with its zone, as TOML has them or as text; in seconds since 1970."""
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        found = None
    if not isinstance(found, datetime) or found.tzinfo is None:
        raise ValueError("a date and time with its zone, such as 2026-12-01T00:00:00+08:00")
    return found.timestamp()


def check_end(section: str, until: float, **old: Secret) -> None:
    """Raises OptionError for an old secret without an end, and for an end of nothing."""
    given = [name for name, secret in old.items() if secret.reveal()]
    if given and not until:
        raise OptionError(
            f"[{section}] {given[0]} needs old_until: the moment from which only the new one counts, "
            "such as 2026-12-01T00:00:00+08:00."
        )
    if until and not given:
        raise OptionError(f"[{section}] old_until is the end of nothing: set {' or '.join(old)} too, or remove it.")


@dataclass
class Keys(Generic[K]):
    """What callbacks are checked with: `now`, and beside it `old` before the second `until` of the wall's time."""

    now: K
    old: K | None = None
    until: float = 0.0
    _used: str = field(default="now", init=False)

    def good(self, at: float) -> Iterator[tuple[str, K]]:
        """The names and secrets that count at this second."""
        yield "now", self.now
        if self.old is not None and at < self.until:
            yield "old", self.old

    def first(self, at: float, fits: Callable[[K], T | None]) -> T | None:
        """What `fits` makes of the first secret that it takes; None if it takes none.

        That the other secret is used than before is logged, by its name.
        """
        for name, secret in self.good(at):
            found = fits(secret)
            if found is not None:
                if name != self._used:
                    LOG.info("callbacks come under another secret", extra={"action": "callback.key", "key": name})
                self._used = name
                return found
        return None


def keys(now: Secret, old: Secret, until: float) -> Keys[str]:
    """Of secrets; an empty old one is none."""
    return Keys(now.reveal(), old.reveal() or None, until)
