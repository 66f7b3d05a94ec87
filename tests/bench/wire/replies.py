"""The reply that Hepai gives, kept so that the others send one of the same size."""

import json
from pathlib import Path

from tests.bench.wire.driver import Driver
from tests.bench.wire.subjects import Subject


def kept(driver: Driver, subject: Subject, text: str, file: Path) -> Path:
    """The text and blocks that it posts in answer."""
    driver.burst(subject, text, 1, 1, 1)
    said = driver.ask("sample")
    file.write_text(json.dumps({"text": said["text"], "blocks": said["blocks"]}), encoding="utf-8")
    return file
