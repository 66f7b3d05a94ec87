"""Places where a test kills the process: SIGKILL, because clean-up must not run.

`HEPAI_FAILPOINT=turn.after_commit:3` kills at the third passage. Nothing is set in production, and then a passage
costs one comparison.
"""

import os
import signal

NAMES = (
    "accept.before_commit",
    "accept.after_commit",
    "tick.before_commit",
    "tick.after_commit",
    "turn.before_commit",
    "turn.after_commit",
    "send.before_claim",
    "send.claimed",
    "send.sent",
    "send.settled",
)
_name, _, _count = os.environ.get("HEPAI_FAILPOINT", "").partition(":")
_left = int(_count or 1)


def passing(name: str) -> None:
    """Die here if this is the place and the passage."""
    global _left
    if name != _name:
        return
    _left -= 1
    if _left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
