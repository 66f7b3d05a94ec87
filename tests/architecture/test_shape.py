"""The house keeps its shape: who may import whom, the same rooms in every folder, small files, one clock."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.registry import ADAPTERS
from bot.app import tables_of
from bot.features import FEATURES
from bot.kernel.features import Feature, Offers

ROOT = Path(__file__).parents[2]
SOURCES = [path for room in ("bot", "adapters", "storage") for path in sorted((ROOT / room).rglob("*.py"))]
TESTS = sorted((ROOT / "tests").rglob("*.py"))
ADAPTER_ROOMS = {"__init__.py", "settings.py", "limits.py", "intake.py", "decode.py", "render.py", "client.py"}
LONGEST = 300


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_imports_point_one_way() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    linted = subprocess.run([linter], cwd=ROOT, capture_output=True, text=True, check=False)
    assert linted.returncode == 0, linted.stdout


@pytest.mark.parametrize("path", SOURCES + TESTS, ids=_name)
def test_a_file_is_small_and_says_what_lives_there(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    if not text.strip():
        return
    docstring = ast.get_docstring(ast.parse(text))
    assert docstring, "the first line says what lives here"
    if len(text.splitlines()) > LONGEST:
        assert "long" in docstring.lower(), f"over {LONGEST} lines without a reason at its head"


@pytest.mark.parametrize("platform", ADAPTERS)
def test_every_adapter_has_the_same_rooms(platform: str) -> None:
    there = {path.name for path in (ROOT / "adapters" / platform).glob("*.py")}
    assert there >= ADAPTER_ROOMS, ADAPTER_ROOMS - there


@pytest.mark.parametrize("feature", FEATURES, ids=lambda feature: feature.name)
def test_every_record_a_feature_keeps_has_a_reader_and_a_table(feature: Feature) -> None:
    kept = set(tables_of([feature]))
    readable = {kind.record for kind in feature.kinds}
    assert kept <= readable, f"nobody may read {kept - readable}"


def test_every_folder_of_features_is_offered() -> None:
    folders = {path.parent.name for path in (ROOT / "bot" / "features").glob("*/__init__.py")}
    assert {feature.name for feature in FEATURES} == folders
    Offers(FEATURES)


def test_every_feature_draws_its_cards() -> None:
    silent = [feature.name for feature in FEATURES if not (feature.previews and feature.previews())]
    assert silent == []


def _calls(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield f"{ast.unparse(node.func)}"


@pytest.mark.parametrize("room", ["bot/kernel", "bot/features", "adapters"])
def test_nobody_but_the_clock_looks_at_the_time(room: str) -> None:
    """Real time is for leases, time-outs and the command line, none of which lives here."""
    looking = {
        f"{_name(path)}: {call}"
        for path in sorted((ROOT / room).rglob("*.py"))
        for call in _calls(path)
        if re.search(r"(datetime|date)\.(now|utcnow|today)$|^time\.time$", call)
    }
    assert looking == set()


def test_the_core_names_no_platform() -> None:
    """A second platform changes nothing outside its folder and its line in the registry."""
    platforms = re.compile(r"\b(feishu|lark|dingtalk|wecom|slack)\b", re.IGNORECASE)
    naming = {
        f"{_name(path)}:{number}"
        for path in SOURCES
        if "adapters" not in path.parts
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if platforms.search(line)
    }
    assert naming == set()


def test_nothing_names_a_registry_or_this_machine() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    hosts = re.compile("py" + r"pi\.org|python" + r"hosted|npm" + r"js\.|/ro" + "ot/")
    named = [
        name
        for name in listed.stdout.splitlines()
        if name
        and (ROOT / name).suffix in {".py", ".md", ".toml", ".lock", ".txt", ".sh", ".yaml", ".js"}
        and hosts.search((ROOT / name).read_text(encoding="utf-8"))
    ]
    assert named == []
