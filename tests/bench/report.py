"""A figure and its line."""

from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured, in words; `target` empty where none is set."""

    name: str
    value: str
    target: str = ""
    met: bool = True


def show(figure: Figure) -> str:
    aim = f"   target {figure.target}: {'met' if figure.met else 'MISSED'}" if figure.target else ""
    return f"  {figure.name:<58} {figure.value:>16}{aim}"


def middle(values: list[float]) -> float:
    return median(values)
