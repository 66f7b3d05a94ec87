"""What the disk has to be told beside the files themselves."""

import os
from pathlib import Path


def sync_folder(folder: Path) -> None:
    """The names in a folder are on the disk, not only what stands in the files."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
