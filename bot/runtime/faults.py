"""What may be said of a failure: its class and its place, never its words, which may be a person's."""

import traceback
from pathlib import Path


def describe(error: BaseException) -> str:
    """For example `KeyError at kudos/rules.py:33`."""
    frames = traceback.extract_tb(error.__traceback__)
    if not frames:
        return type(error).__name__
    last = frames[-1]
    return f"{type(error).__name__} at {'/'.join(Path(last.filename).parts[-2:])}:{last.lineno}"
