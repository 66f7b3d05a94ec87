"""Expected against happened: `…` stands for any text, and what fits keeps the line its writer wrote."""

import re
from collections.abc import Sequence
from difflib import unified_diff

from bot.playing.drawing import written
from bot.playing.script import Expected, Remark


def fits(expected: Expected, place: str, mark: str, text: str) -> bool:
    """Whether this is what was expected. `…` in it may stand for several lines."""
    if (expected.place, expected.mark) != (place, mark):
        return False
    pattern = ".*".join(re.escape(part) for part in expected.text.split("…"))
    return re.fullmatch(pattern, text, re.DOTALL) is not None


def merged(replies: Sequence[Expected | Remark], happened: Sequence[tuple[str, str, str]]) -> list[str]:
    """The lines after a step as it happened: comments stay, what fits stays as written, the rest is what was seen."""
    wanted = [each for each in replies if isinstance(each, Expected)]
    partner = _pairs(wanted, happened)
    lines: list[str] = []
    told = number = 0
    for reply in replies:
        if isinstance(reply, Remark):
            lines.append(reply.line)
            continue
        fitting = partner.get(number)
        until = next((partner[n] for n in range(number, len(wanted)) if n in partner), len(happened))
        lines.extend(line for each in happened[told:until] for line in written(*each))
        if fitting is not None:
            lines.extend(reply.lines)
        told = until if fitting is None else until + 1
        number += 1
    rest = [line for each in happened[told:] for line in written(*each)]
    tail = _blank_tail(lines)
    return [*lines[: len(lines) - tail], *rest, *lines[len(lines) - tail :]]


def _blank_tail(lines: Sequence[str]) -> int:
    """How many of the last lines are remarks: new replies go before the comment of the next step."""
    count = 0
    for line in reversed(lines):
        if line.strip() and not line.startswith("#"):
            break
        if line.startswith("#") and not (line.startswith("# ") or line.strip() == "#"):
            break
        count += 1
    return count


def _pairs(wanted: Sequence[Expected], happened: Sequence[tuple[str, str, str]]) -> dict[int, int]:
    """Which expected line fits which happening: the longest run in both orders."""
    longest = [[0] * (len(happened) + 1) for _ in range(len(wanted) + 1)]
    for i in range(len(wanted) - 1, -1, -1):
        for j in range(len(happened) - 1, -1, -1):
            longest[i][j] = max(longest[i + 1][j], longest[i][j + 1])
            if fits(wanted[i], *happened[j]):
                longest[i][j] = max(longest[i][j], longest[i + 1][j + 1] + 1)
    pairs, i, j = {}, 0, 0
    while i < len(wanted) and j < len(happened):
        if fits(wanted[i], *happened[j]) and longest[i][j] == longest[i + 1][j + 1] + 1:
            pairs[i] = j
            i, j = i + 1, j + 1
        elif longest[i + 1][j] >= longest[i][j + 1]:
            i += 1
        else:
            j += 1
    return pairs


def difference(expected: str, happened: str, name: str) -> str:
    """The whole dialog with the lines that differ marked; empty if they are equal."""
    before, after = expected.splitlines(), happened.splitlines()
    lines = unified_diff(before, after, f"{name} (expected)", f"{name} (happened)", n=len(before) + 1, lineterm="")
    return "\n".join(line for line in lines if not line.startswith("@@"))
