"""Log lines: a sentence, an action and ids. Never message text, never a secret."""

import json
import logging
import sys
from datetime import UTC, datetime
from typing import Literal

_STANDARD = frozenset(logging.LogRecord("", 0, "", 0, "", (), None).__dict__) | {"message", "asctime", "taskName"}


def say(logger: logging.Logger, level: int, sentence: str, action: str, **ids: object) -> None:
    """Log one sentence with its action and ids. Values are ids, counts and class names only."""
    logger.log(level, sentence, extra={"action": action, **ids})


def set_up(level: str, form: Literal["text", "json"]) -> None:
    """Send everything to standard error in one of two forms, one line an entry."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Json() if form == "json" else _Plain())
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    for chatty in ("aiohttp.access", "apscheduler", "alembic"):
        logging.getLogger(chatty).setLevel(logging.WARNING)


def _fields(record: logging.LogRecord) -> dict[str, str]:
    return {name: str(value) for name, value in record.__dict__.items() if name not in _STANDARD}


def _line(text: str) -> str:
    """One line whatever is in it: a line feed or an escape in a name forges no entry."""
    return text.encode("unicode_escape").decode() if not text.isprintable() else text


class _Plain(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%d %H:%M:%SZ")
        ids = " ".join(f"{name}={_line(value)}" for name, value in _fields(record).items())
        line = f"{at} {record.levelname:<7} {_line(record.getMessage())}" + (f"  [{ids}]" if ids else "")
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line


class _Json(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        entry = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname.lower(),
            "says": record.getMessage(),
            **_fields(record),
        }
        if record.exc_info:
            entry["trace"] = self.formatException(record.exc_info)
        return json.dumps(entry, ensure_ascii=False)
