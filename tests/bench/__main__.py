"""`python -m tests.bench [--page] [NAME …]`: measure, and say how far it is to each target. All together, or with
`--page`, also write the page that deploy/ ships."""

import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from time import perf_counter

from tests.bench import (
    beat,
    bursts,
    document,
    drain,
    endtoend,
    fanout,
    limits,
    memory,
    monday,
    start,
    turns,
    workers,
)
from tests.bench.document import Measured
from tests.bench.machine import machine
from tests.bench.report import Figure, show

ALL: dict[str, Callable[[Path], Iterator[Figure]]] = {
    "endtoend": endtoend.measure,
    "turns": turns.measure,
    "workers": workers.measure,
    "fanout": fanout.measure,
    "drain": drain.measure,
    "beat": beat.measure,
    "monday": monday.measure,
    "memory": memory.measure,
    "start": start.measure,
    "bursts": bursts.measure,
    "limits": limits.measure,
}


PAGE = "--page"


def main(names: Sequence[str]) -> int:
    """Run the named measurements, or all of them. 1 if a target was missed."""
    with tempfile.TemporaryDirectory(prefix="hepai-bench-") as folder:
        on = dict(machine(Path(folder)))
    print("\n".join(f"{name}: {value}" for name, value in on.items()))
    chosen = [name for name in names if name != PAGE] or list(ALL)
    runs = [_measured(name) for name in chosen]
    missed = sum(not figure.met for run in runs for figure in run.figures)
    print(f"\n{'every target met' if not missed else f'{missed} target(s) missed'}")
    if not names or PAGE in names:
        document.write(runs, on)
        print(f"written to {document.DEPLOY.name}/benchmarks.md")
    return int(bool(missed))


def _measured(name: str) -> Measured:
    """One that breaks is a target missed, and the others go on."""
    about = sys.modules[ALL[name].__module__].__doc__ or ""
    print(f"\n{name}: {about}")
    began, figures = perf_counter(), list[Figure]()
    with tempfile.TemporaryDirectory(prefix="hepai-bench-") as folder:
        try:
            for figure in ALL[name](Path(folder)):
                figures.append(figure)
                print(show(figure), flush=True)
        except Exception as error:
            traceback.print_exc()
            figures.append(Figure(f"it broke: {type(error).__name__}", "", "to end", met=False))
            print(show(figures[-1]), flush=True)
    return Measured(name, about, figures, perf_counter() - began)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
