"""`python -m tests.bench [turns|fanout|beat|start …]`: measure, and say how far it is to each target."""

import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.bench import beat, bursts, fanout, limits, start, turns
from tests.bench.report import Figure, show

ALL: dict[str, Callable[[Path], Iterator[Figure]]] = {
    "turns": turns.measure,
    "fanout": fanout.measure,
    "beat": beat.measure,
    "start": start.measure,
    "bursts": bursts.measure,
    "limits": limits.measure,
}


def main(names: list[str]) -> int:
    """Run the named measurements, or all of them. 1 if a target was missed."""
    missed = 0
    for name in names or ALL:
        print(f"\n{name}: {sys.modules[ALL[name].__module__].__doc__}")
        with tempfile.TemporaryDirectory(prefix="hepai-bench-") as folder:
            for figure in ALL[name](Path(folder)):
                print(show(figure), flush=True)
                missed += not figure.met
    print(f"\n{'every target met' if not missed else f'{missed} target(s) missed'}")
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
