"""The list of adapters."""

import subprocess
import sys

import pytest

from adapters.playground import build
from adapters.registry import ADAPTERS, builder


def test_every_adapter_of_the_list_can_be_built() -> None:
    assert all(callable(builder(platform)) for platform in ADAPTERS)
    assert builder("playground") is build


def test_a_platform_that_is_not_there_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        builder("carrier-pigeon")


def test_the_list_itself_loads_no_adapter() -> None:
    code = (
        "import sys, adapters.registry; sys.exit(any(name.startswith('adapters.playground') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
