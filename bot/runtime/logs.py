"""Log lines: a sentence, an action and ids. Never message text, never a secret; of a storm one line a minute."""

import json
import logging
import sys
from datetime import UTC, datetime
from typing import Literal

from bot.runtime.faults import describe
from bot.runtime.sparing import MORE, Sparing

_STANDARD = frozenset(logging.LogRecord("", 0, "", 0, "", (), None).__dict__) | {"message", "asctime", "taskName", MORE}
_OURS = ("bot", "adapters", "storage")
_FOREIGN_CHARS = 200


def say(logger: logging.Logger, level: int, sentence: str, action: str, **ids: object) -> None:
    """Log one sentence with its action and ids. Values are ids, counts and class names only."""
    logger.log(level, sentence, extra={"action": action, **ids})


def set_up(level: str, form: Literal["text", "json"]) -> None:
    """Send everything to standard error in one of two forms, one line an entry.

    Above "debug" nothing but what we wrote ourselves is shown: of a library's entry its sentence without what was put
    into it, of an exception its class and place. And repeated failures are counted, see Sparing.
    """
    debugging = level == "debug"
    handler = logging.StreamHandler(sys.stderr) if debugging else Sparing(sys.stderr)
    handler.setFormatter(_Json(debugging) if form == "json" else _Plain(debugging))
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    for chatty in ("aiohttp.access", "alembic"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    # A beat that is left out because the one before still works is as it should be.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)


def _fields(record: logging.LogRecord) -> dict[str, str]:
    return {name: str(value) for name, value in record.__dict__.items() if name not in _STANDARD}


def _line(text: str) -> str:
    """One line whatever is in it: a line feed or an escape in a name forges no entry."""
    return text.encode("unicode_escape").decode() if not text.isprintable() else text


class _Formatter(logging.Formatter):
    def __init__(self, debugging: bool) -> None:
        super().__init__()
        self._debugging = debugging

    def says(self, record: logging.LogRecord) -> str:
        more = record.__dict__.get(MORE)
        return self._sentence(record) + (f" (and {more} more like it)" if more else "")

    def _sentence(self, record: logging.LogRecord) -> str:
        if self._debugging or record.name.partition(".")[0] in _OURS:
            return record.getMessage()
        return str(record.msg).partition("\n")[0][:_FOREIGN_CHARS]

    def trace(self, record: logging.LogRecord) -> str:
        error = record.exc_info[1] if record.exc_info else None
        if error is None or record.exc_info is None:
            return ""
        return self.formatException(record.exc_info) if self._debugging else _chain(error)


class _Plain(_Formatter):
    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%d %H:%M:%SZ")
        ids = " ".join(f"{name}={_line(value)}" for name, value in _fields(record).items())
        line = f"{at} {record.levelname:<7} {_line(self.says(record))}" + (f"  [{ids}]" if ids else "")
        trace = self.trace(record)
        return f"{line}{chr(10) if self._debugging else '  '}{trace}" if trace else line


class _Json(_Formatter):
    def format(self, record: logging.LogRecord) -> str:
        entry = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname.lower(),
            "says": self.says(record),
            **_fields(record),
        }
        if trace := self.trace(record):
            entry["trace"] = trace
        text = json.dumps(entry, ensure_ascii=False)
        # Some readers also end a line where Unicode does (U+2028).
        return text if text.isprintable() else "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in text)


def _chain(error: BaseException) -> str:
    """The exception and what led to it, without their words."""
    found, seen = [describe(error)], {id(error)}
    while (cause := error.__cause__ or error.__context__) is not None and id(cause) not in seen:
        found.append(describe(cause))
        seen.add(id(cause))
        error = cause
    return " after ".join(found)
