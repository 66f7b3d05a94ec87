"""What the bot holds while 100,000 events pass through it, after 30,000 that fill the database's page cache (32 MB).

Over Slack's HTTP mode on SQLite, 1,000 people, each event answered; the operating system's own count (VmRSS).
"""

from collections.abc import Iterator
from pathlib import Path

from tests.bench.report import Figure
from tests.bench.wire.driver import platform
from tests.bench.wire.subjects import hepai, resident

TEXT, PEOPLE, STEP = "我的假", 1000, 10_000
EVENTS, WARM, GROWTH = 130_000, 30_000, 0.03
PANEL = "Megabytes held after so many events"


def measure(folder: Path, events: int = EVENTS, warm: int = WARM, step: int = STEP) -> Iterator[Figure]:
    held: dict[int, float] = {}
    with platform() as driver:
        subject = hepai("Hepai", folder, driver.port)
        try:
            for done in range(step, events + 1, step):
                driver.burst(subject, TEXT, step, PEOPLE)
                held[done] = resident(subject)
        finally:
            subject.stop()
    for done, megabytes in held.items():
        yield Figure(f"after {done:,} events", f"{megabytes:.0f} MB", number=megabytes, bar=PANEL)
    growth = held[events] / held[warm] - 1
    name = f"growth from {warm:,} to {events:,} events"
    yield Figure(name, f"{growth:+.1%}", f"≤ {GROWTH:.0%}", growth <= GROWTH)
