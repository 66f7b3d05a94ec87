"""A run as a page with its plot: deploy/benchmarks.md and deploy/benchmarks.svg."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from pathlib import Path

from tests.bench.report import Figure

DEPLOY = Path(__file__).parents[2] / "deploy"
WIDTH, ROW, LABEL, BAR = 860, 22, 380, 330


@dataclass(frozen=True, slots=True)
class Measured:
    """One measurement: what it is about, its figures, and the seconds it took."""

    name: str
    about: str
    figures: Sequence[Figure]
    seconds: float


def write(runs: Sequence[Measured], machine: Mapping[str, str]) -> None:
    (DEPLOY / "benchmarks.md").write_text(_page(runs, machine), encoding="utf-8")
    (DEPLOY / "benchmarks.svg").write_text(_plot(runs), encoding="utf-8")


def _page(runs: Sequence[Measured], machine: Mapping[str, str]) -> str:
    when = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    missed = sum(not figure.met for run in runs for figure in run.figures)
    lines = [
        "# Benchmarks",
        "",
        f"Written by `make bench` on {when}; {'every target met' if not missed else f'{missed} target(s) missed'}. "
        "Ratios are of one run, subjects side by side in turn, medians of several rounds after a warm-up; absolute "
        "figures move with the machine.",
        "",
        "| machine | |",
        "| --- | --- |",
        *(f"| {name} | {value} |" for name, value in machine.items()),
        "",
        "![the figures as bars](benchmarks.svg)",
    ]
    for run in runs:
        lines += ["", f"## {run.name}", "", run.about.strip(), ""]
        lines += ["| figure | value | target | |", "| --- | ---: | --- | --- |"]
        for each in run.figures:
            verdict = ("met" if each.met else "**missed**") if each.target else ""
            lines.append(f"| {each.name} | {each.value} | {each.target} | {verdict} |")
        lines += ["", f"Took {run.seconds:.0f} s."]
    return "\n".join([*lines, ""])


def _plot(runs: Sequence[Measured]) -> str:
    panels: dict[str, list[Figure]] = {}
    for run in runs:
        for figure in run.figures:
            if figure.bar:
                panels.setdefault(figure.bar, []).append(figure)
    drawn: list[str] = []
    top = 10
    for title, figures in panels.items():
        drawn += _panel(title, figures, top)
        top += ROW * (len(figures) + 2)
    style = "<style>text{font:13px sans-serif;fill:#222}.t{font-weight:bold}rect{fill:#4a7fb5}</style>"
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {top}" width="{WIDTH}">'
    # A ground of its own: in the dark as well its words are dark.
    ground = f'<rect width="{WIDTH}" height="{top}" style="fill:#fff"/>'
    return "\n".join([head, style, ground, *drawn, "</svg>", ""])


def _panel(title: str, figures: Sequence[Figure], top: int) -> Iterator[str]:
    yield f'<text class="t" x="10" y="{top + 15}">{escape(title)}</text>'
    longest = max(figure.number for figure in figures) or 1.0
    for row, figure in enumerate(figures, 1):
        y, length = top + row * ROW, figure.number / longest * BAR
        yield f'<text x="{LABEL - 8}" y="{y + 15}" text-anchor="end">{escape(figure.name)}</text>'
        yield f'<rect x="{LABEL}" y="{y + 3}" width="{length:.1f}" height="{ROW - 6}"/>'
        yield f'<text x="{LABEL + length + 6:.1f}" y="{y + 15}">{escape(figure.value)}</text>'
