"""What deploy/ ships: settings that load, scripts that parse, containers that are locked down."""

import re
import shutil
import subprocess
import tomllib
from dataclasses import fields, replace
from pathlib import Path

import pytest

from bot.settings import SECTIONS, Settings, load

ROOT = Path(__file__).parent.parent
DEPLOY = ROOT / "deploy"
SCRIPTS = [*sorted(DEPLOY.glob("*.sh")), ROOT / "tests/setup_browser.sh", ROOT / ".ci/run"]


def directives(name: str) -> str:
    """The file without its comments."""
    return re.sub(r"(?m)^\s*#.*\n", "", (DEPLOY / name).read_text())


def test_the_example_settings_load_and_are_the_defaults() -> None:
    example = DEPLOY / "hepai.example.toml"
    assert replace(load(example, {}), file=None) == Settings()


def test_the_example_settings_name_every_key() -> None:
    shown = tomllib.loads((DEPLOY / "hepai.example.toml").read_text())
    assert {name: set(table) for name, table in shown.items()} == {
        name: {entry.name for entry in fields(cls)} for name, cls in SECTIONS.items()
    }


def test_the_container_can_be_reached_from_outside_itself() -> None:
    settings = load(DEPLOY / "hepai.container.toml", {})
    assert settings.web.host == "0.0.0.0"
    assert settings.playground.allow_remote is True
    published = f"127.0.0.1:{settings.web.port}:{settings.web.port}"
    assert f'ports: ["{published}"]' in directives("compose.yaml")
    assert f"http://127.0.0.1:{settings.web.port}/healthz" in directives("Dockerfile")


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_a_script_parses_and_can_be_started(script: Path) -> None:
    subprocess.run(["bash", "-n", script], check=True)
    assert script.stat().st_mode & 0o111 == 0o111
    assert script.read_text().startswith("#!/usr/bin/env bash\n")


@pytest.mark.skipif(not shutil.which("shellcheck"), reason="shellcheck is a convenience, not a dependency")
@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_a_script_has_nothing_to_be_warned_of(script: Path) -> None:
    subprocess.run(["shellcheck", script], check=True)


def test_every_container_of_compose_is_locked_down() -> None:
    compose = directives("compose.yaml")
    hardened = compose.split("x-hardened: &hardened\n")[1].split("\n\n")[0]
    for rule in ("read_only: true", "cap_drop: [ALL]", '["no-new-privileges:true"]', "core: 0", "nofile: 4096"):
        assert rule in hardened
    services = compose.split("\nservices:\n")[1].split("\nnetworks:\n")[0]
    bodies = dict(zip(*[iter(re.split(r"(?m)^  (\w+):\n", services)[1:])] * 2, strict=True))
    assert set(bodies) == {"app", "database"}
    for body in bodies.values():
        assert "<<: *hardened" in body
        for limit in ("mem_limit:", "cpus:", "pids_limit:", "noexec,nosuid,nodev"):
            assert limit in body
        assert len(re.findall(r"(?m)^    volumes: \[[^,\]]+\]$", body)) == 1
    assert "\t" not in compose
    assert "ports:" not in bodies["database"]


def test_the_image_runs_as_nobody_and_installs_by_hash() -> None:
    dockerfile = directives("Dockerfile")
    assert re.findall(r"(?m)^USER (.+)$", dockerfile) == ["10001:10001"]
    assert "--require-hashes --only-binary :all:" in dockerfile
    assert "\nHEALTHCHECK " in dockerfile
    assert not re.search(r"(?i)password|secret|token|_KEY", dockerfile)


def test_what_the_image_copies_is_let_through_and_nothing_else() -> None:
    let_through = set(re.findall(r"(?m)^!(.+)$", (ROOT / ".dockerignore").read_text()))
    copied = {
        source
        for line in re.findall(r"(?m)^COPY (?!--from)(.+) \S+$", directives("Dockerfile"))
        for source in line.split()
    }
    assert copied == let_through
    assert [name for name in copied if not (ROOT / name).exists()] == []
    assert (ROOT / ".dockerignore").read_text().splitlines()[1] == "*"


def test_the_service_is_hardened() -> None:
    unit = directives("hepai.service").splitlines()
    for rule in (
        "DynamicUser=yes",
        "NoNewPrivileges=yes",
        "CapabilityBoundingSet=",
        "ProtectSystem=strict",
        "ProtectHome=yes",
        "PrivateTmp=yes",
        "PrivateDevices=yes",
        "MemoryDenyWriteExecute=yes",
        "SystemCallFilter=@system-service",
        "RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX",
        "StateDirectoryMode=0700",
        "LimitCORE=0",
        "TimeoutStopSec=30",
    ):
        assert rule in unit


def test_the_environment_example_names_only_variables_that_are_known() -> None:
    known = {"HEPAI_SETTINGS", "HEPAI_STORAGE_URL_FILE", "HEPAI_STORAGE_URL", "HEPAI_DEBUG"}
    text = (DEPLOY / "hepai.env.example").read_text()
    assert set(re.findall(r"(?m)^# (HEPAI_\w+)=", text)) == known
    assert not re.findall(r"(?m)^[^#\n]", text)


def test_the_proxy_publishes_neither_the_playground_nor_the_health() -> None:
    proxied = re.search(r"@published path (.+)", directives("Caddyfile"))
    assert proxied
    assert proxied[1].split() == ["/callback/*", "/hook/*", "/d/*"]


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_pins_with_hashes_and_names_no_place(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert "://" not in text
    assert not re.search(r"(?m)^\s*(--(index|extra|find|trusted)|/|\.|-e )", text)
    pins = re.split(r"(?m)^(?=[a-z0-9])", text)[1:]
    assert len(pins) > 20
    assert [pin for pin in pins if not re.match(r"[a-z0-9.-]+==[^ ]+( ;.*)? \\\n +--hash=sha256:", pin)] == []


def test_what_is_tested_is_what_runs() -> None:
    def pins(lock: str) -> set[str]:
        return set(re.findall(r"(?m)^([a-z0-9.-]+==[^ ]+)", (ROOT / lock).read_text()))

    assert pins("requirements.lock") < pins("requirements-dev.lock")
