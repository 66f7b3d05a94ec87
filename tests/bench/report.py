"""A figure and its line."""

from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured, in words; `target` empty where none is set. With a `bar` it is drawn: `number` as its length.

    `bar` is the title of the plot's panel in which it stands beside others.
    """

    name: str
    value: str
    target: str = ""
    met: bool = True
    number: float = 0.0
    bar: str = ""


def show(figure: Figure) -> str:
    aim = f"   target {figure.target}: {'met' if figure.met else 'MISSED'}" if figure.target else ""
    return f"  {figure.name:<58} {figure.value:>16}{aim}"


def at_least(name: str, ratio: float, target: float) -> Figure:
    """A ratio that must not be lower."""
    return Figure(name, f"{ratio:.2f}", f"≥ {target:g}", ratio >= target)


def middle(values: list[float]) -> float:
    return median(values)
